"""Who looks at a screen: the signed-in user, the workspace they are in, and what they may see."""

from __future__ import annotations

import uuid
from collections.abc import MutableMapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import close_old_connections
from django.utils.crypto import constant_time_compare

from vaste.infra.tenancy.context import inside
from vaste.routing import queries as routing
from vaste.workspaces import queries as workspaces
from vaste.workspaces.models import Membership, User

WORKSPACE_KEY = "workspace"  # in the session: the workspace that the user has chosen
#: In links from outside and in forms: the workspace that they are of, whatever was chosen since.
IN_WORKSPACE = "in_workspace"


@dataclass(frozen=True, slots=True)
class Viewer:
    """One user in one workspace; `teams` are ids as text, of the teams whose leads a rep sees."""

    user_id: uuid.UUID
    workspace_id: uuid.UUID
    role: str
    sees_all: bool
    teams: frozenset[str]


def viewer_of(membership: Membership) -> Viewer:
    """Return what a member may see; the workspace's transaction need not be open."""
    sees_all = workspaces.sees_all(membership.role)
    with inside(membership.workspace_id):
        teams = routing.teams_of(membership.workspace_id, membership.user_id)
    return Viewer(
        membership.user_id,
        membership.workspace_id,
        membership.role,
        sees_all,
        frozenset(str(team) for team in teams),
    )


def load_viewer(scope: MutableMapping[str, Any]) -> Viewer | None:
    """
    Return the viewer of a raw connection by its session cookie, or None when nobody is signed in.

    It is for the workspace that its address names, if it is theirs, else for the chosen one.
    """
    close_old_connections()
    session = _session(scope)
    user = _user(session)
    if user is None:
        return None
    told = parse_qs(scope.get("query_string", b"").decode("latin-1")).get(IN_WORKSPACE)
    membership = workspaces.membership_in(user.pk, told[0] if told else session.get(WORKSPACE_KEY))
    if membership is None or (told and str(membership.workspace_id) != told[0]):
        return None
    return viewer_of(membership)


def _session(scope: MutableMapping[str, Any]) -> Any:
    cookies: SimpleCookie = SimpleCookie()
    for name, value in scope["headers"]:
        if name == b"cookie":
            try:
                cookies.load(value.decode("latin-1"))
            except CookieError:
                continue
    morsel = cookies.get(settings.SESSION_COOKIE_NAME)
    store = import_module(settings.SESSION_ENGINE).SessionStore
    return store(session_key=morsel.value if morsel else None)


def _user(session: Any) -> User | None:
    if BACKEND_SESSION_KEY not in session:
        return None
    user = User.objects.filter(pk=session[SESSION_KEY], is_active=True).first()
    if user is None:
        return None
    is_current = constant_time_compare(
        session.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash()
    )
    return user if is_current else None
