"""Signed-in members at a fixed instant."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.build import NOON
from vaste.workspaces.models import User

SignIn = Callable[[User], Client]


@pytest.fixture
def sign_in(monkeypatch: pytest.MonkeyPatch) -> SignIn:
    """Return a function that signs a user in; every request is at NOON."""
    monkeypatch.setattr("vaste.desk.middleware.timezone.now", lambda: NOON)

    def enter(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return enter
