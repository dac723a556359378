"""Signed-in members at a fixed instant."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest

from tests.build import NOON
from tests.desk.browser import Desk
from vaste.workspaces.models import User

SignIn = Callable[..., Desk]


@pytest.fixture
def sign_in(monkeypatch: pytest.MonkeyPatch) -> SignIn:
    """Return a function that signs a user in; their requests from then on are at `at`."""

    def enter(user: User, *, at: datetime.datetime = NOON) -> Desk:
        monkeypatch.setattr("vaste.desk.middleware.timezone.now", lambda: at)
        return Desk(user)

    return enter
