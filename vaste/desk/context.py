"""What stands around every page: workspaces, numbers, user, languages. Asked only when drawn."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from vaste.desk import queries
from vaste.desk.build import labels
from vaste.desk.build.people import hue, initials, reader
from vaste.desk.http import DeskRequest
from vaste.desk.panels import Language, NavCounts, Shell, Theme, WorkspaceLink
from vaste.desk.viewers import Viewer, viewer_of
from vaste.infra.tenancy.context import inside
from vaste.pages.reader import language
from vaste.workspaces import queries as workspaces
from vaste.workspaces.models import Membership


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give templates `shell`: the frame of a member's page, None for everybody else."""
    if not hasattr(request, "viewer"):
        return {"shell": None}
    desk = cast(DeskRequest, request)
    return {"shell": SimpleLazyObject(lambda: _shell(desk))}


def _shell(request: DeskRequest) -> Shell:
    user, role = request.user, request.viewer.role
    current = request.membership.workspace_id
    links = [_link(one, is_current=one.workspace_id == current) for one in request.memberships]
    theme: dict[str, Theme] = {"light": "light", "dark": "dark"}
    return Shell(
        workspace=next(link for link in links if link.is_current),
        workspaces=tuple(links),
        user=reader(user),
        email=user.email,
        role=labels.say(labels.ROLES, role),
        counts=cast(NavCounts, SimpleLazyObject(lambda: _counts(request))),
        languages=tuple(
            Language(code=code, name=name, is_current=code == language())
            for code, name in settings.LANGUAGES
        ),
        theme=theme.get(user.theme, "auto"),
        zone=workspaces.zone_of(user, request.workspace),
        now=request.at,
        keys_on=user.single_keys,
        may_manage=workspaces.may_manage(role),
        is_admin=role == "admin",
        may_work=workspaces.may_work(role),
        may_import=workspaces.may_review(role),
        may_review=workspaces.may_review(role),
    )


def _link(membership: Membership, *, is_current: bool) -> WorkspaceLink:
    workspace = membership.workspace
    return WorkspaceLink(
        id=str(workspace.id),
        name=workspace.name,
        initials=initials(workspace.name),
        hue=hue(workspace.id),
        role=labels.say(labels.ROLES, membership.role),
        is_current=is_current,
        is_sample=workspace.is_sample,
    )


def waiting_in_each(request: DeskRequest) -> list[WorkspaceLink]:
    """
    Return the user's workspaces with what waits for them there, the one they are in among them.

    Each is asked in a transaction of its own: no statement sees two. Not for views that run inside
    a workspace.
    """
    return [_with_counts(one, request) for one in request.memberships]


def _with_counts(membership: Membership, request: DeskRequest) -> WorkspaceLink:
    is_current = membership.workspace_id == request.membership.workspace_id
    with inside(membership.workspace_id):
        found = _navigation(viewer_of(membership))
    link = _link(membership, is_current=is_current)
    return replace(link, waiting=found.queue, notices=found.notices)


def _navigation(viewer: Viewer) -> queries.Counts:
    return queries.navigation(
        viewer.workspace_id,
        owner=viewer.user_id,
        teams=sorted(viewer.teams),
        sees_all=viewer.sees_all,
    )


def _counts(request: DeskRequest) -> NavCounts:
    viewer = request.viewer
    # An error page is drawn after the view's transaction has been rolled back.
    with nullcontext() if request.is_inside else inside(request.workspace.id):
        found = _navigation(viewer)
    may_see = workspaces.may_review(viewer.role)
    return NavCounts(
        queue=found.queue,
        review=found.review if may_see else 0,
        notices=found.notices,
        imports=found.imports if may_see else 0,
    )
