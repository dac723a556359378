"""How people get an account: by being invited, never by signing themselves up."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedSignupAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in and its safety by allauth; the sign-up page is closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Say no: a stranger has no workspace to be in."""
        return False
