"""Who calls: the token in the header, the user it acts as, and what both may do."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from ninja.security import HttpBearer

from vaste.api.problems import Problem
from vaste.workspaces import queries as members
from vaste.workspaces import services as workspaces
from vaste.workspaces.models import Handle, Membership, User, Workspace

_SECRET = re.compile(r"[\x21-\x7e]{8,200}")


@dataclass(frozen=True, slots=True)
class Caller:
    """
    A user working through a token: in one workspace, with one role, within the token's scopes.
    """

    user: User
    workspace: Workspace
    role: str
    scopes: frozenset[str]
    token_label: str

    @property
    def workspace_id(self) -> uuid.UUID:
        """The workspace of the token, which every statement names."""
        return self.workspace.id

    @property
    def zone(self) -> str:
        """In which IANA zone times are told to the user in words."""
        return members.zone_of(self.user, self.workspace)


class ApiRequest(HttpRequest):
    """A request that a token has let in."""

    auth: Caller


class Token(HttpBearer):
    """
    Lets in a token that has `scope`, if its user's role is one that `allowed` says yes to.

    Raises Problem: 401 for no token or one that is not in force, 403 for a scope or role that is
    missing.
    """

    openapi_description = "A token of the workspace, made with `vaste token make`."

    def __init__(self, scope: str, allowed: Callable[[str], bool] | None = None) -> None:
        super().__init__()
        self.scope = scope
        self.allowed = allowed

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        caller = find(token)
        if caller is None:
            raise unauthorized(is_told=True)
        if self.scope and self.scope not in caller.scopes:
            raise _missing_scope(self.scope)
        if self.allowed is not None and not self.allowed(caller.role):
            raise Problem(
                403,
                "role_not_allowed",
                "The role of the token's user does not allow this.",
                "Use a token of a user whose role does, or ask an admin.",
                told={"role": caller.role},
            )
        return caller


def find(secret: str) -> Caller | None:
    """
    Return who a token's secret stands for, or None.

    None for a token that is unknown or revoked, whose user was disabled, or who left the workspace.
    """
    if not _SECRET.fullmatch(secret):
        return None
    handle = (
        Handle.objects.select_related("user", "workspace")
        .filter(
            name=workspaces.token_name(secret),
            kind=Handle.Kind.TOKEN,
            revoked_at=None,
            user__is_active=True,
        )
        .first()
    )
    if handle is None or handle.user is None:
        return None
    membership = Membership.objects.filter(
        workspace_id=handle.workspace_id, user_id=handle.user.pk, left_at=None
    ).first()
    if membership is None:
        return None
    scopes = frozenset(handle.scopes)
    return Caller(handle.user, handle.workspace, membership.role, scopes, handle.label)


def unauthorized(*, is_told: bool) -> Problem:
    """Return the refusal of a stranger; `is_told` says that a token was sent. Source: RFC 6750."""
    if not is_told:
        return Problem(
            401,
            "no_token",
            "No token was sent.",
            "Send `Authorization: Bearer` and your token.",
            headers={"WWW-Authenticate": 'Bearer realm="vaste"'},
        )
    return Problem(
        401,
        "bad_token",
        "The token is not in force.",
        "Make a new token, or ask an admin of the workspace for one.",
        headers={"WWW-Authenticate": 'Bearer realm="vaste", error="invalid_token"'},
    )


def _missing_scope(scope: str) -> Problem:
    challenge = f'Bearer realm="vaste", error="insufficient_scope", scope="{scope}"'
    return Problem(
        403,
        "scope_missing",
        "The token does not have the scope that this needs.",
        "Use a token with this scope.",
        told={"scope": scope},
        headers={"WWW-Authenticate": challenge},
    )
