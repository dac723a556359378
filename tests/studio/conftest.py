"""Signed-in members at a fixed instant."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.build import NOON
from tests.desk.browser import Desk
from vaste.workspaces.models import User

SignIn = Callable[[User], Desk]


@pytest.fixture
def sign_in(monkeypatch: pytest.MonkeyPatch) -> SignIn:
    """Return a function that signs a user in; every request is at NOON."""
    monkeypatch.setattr("vaste.desk.middleware.timezone.now", lambda: NOON)
    return Desk
