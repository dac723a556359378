"""Questions about who belongs where and may do what."""

from __future__ import annotations

import uuid

from vaste.workspaces.models import Membership, Role, User, Workspace

_SEE_ALL = {Role.ADMIN, Role.MANAGER, Role.MARKETER, Role.VIEWER}
_WORK = {Role.ADMIN, Role.MANAGER, Role.REP}
_MANAGE = {Role.ADMIN, Role.MANAGER}
_INTAKE = {Role.ADMIN, Role.MANAGER, Role.MARKETER}


def sees_all(role: str) -> bool:
    """
    Say whether the role sees every lead of the workspace; a rep sees their own and their teams'.
    """
    return role in _SEE_ALL


def may_work(role: str) -> bool:
    """Say whether the role may take over, contact and close leads."""
    return role in _WORK


def may_manage(role: str) -> bool:
    """Say whether the role may look at the wall, give leads to others and edit the draft."""
    return role in _MANAGE


def may_publish(role: str) -> bool:
    """Say whether the role may put a definition in force, and roll one back."""
    return role == Role.ADMIN


def may_review(role: str) -> bool:
    """Say whether the role may open raw arrivals, release quarantined ones and import files."""
    return role in _INTAKE


def memberships_of(user_id: uuid.UUID) -> list[Membership]:
    """Return a user's present memberships with their workspaces, by the workspace's name."""
    return list(
        Membership.objects.select_related("workspace")
        .filter(user_id=user_id, left_at=None)
        .order_by("workspace__name", "id")
    )


def membership_in(user_id: uuid.UUID, workspace_id: object) -> Membership | None:
    """
    Return the user's membership in the workspace they chose, else in the first they belong to.
    """
    found = memberships_of(user_id)
    chosen = [one for one in found if str(one.workspace_id) == str(workspace_id)]
    return next(iter(chosen or found), None)


def members(workspace_id: uuid.UUID) -> list[User]:
    """Return the users who belong to a workspace now, by name."""
    return list(
        User.objects.filter(
            memberships__workspace_id=workspace_id, memberships__left_at=None
        ).order_by("full_name", "email", "id")
    )


def of_role(workspace_id: uuid.UUID, role: str) -> set[uuid.UUID]:
    """Return the users who have a role in a workspace now."""
    rows = Membership.objects.filter(workspace_id=workspace_id, left_at=None, role=role)
    return set(rows.values_list("user_id", flat=True))


def zone_of(user: User, workspace: Workspace) -> str:
    """Return in which IANA zone a user sees times: their own, else where the workspace works."""
    return user.zone or workspace.zone


def by_slug(slug: str) -> Workspace | None:
    """Return the workspace with this slug, or None."""
    return Workspace.objects.filter(slug=slug).first()
