"""
Founding a workspace: its definition, a team, and a door of each kind, ready to take a first lead.
"""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from vaste.definitions import queries as definitions
from vaste.flows import define
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Door
from vaste.ledger import services as ledger
from vaste.routing.models import Member, Team
from vaste.workspaces import services as workspaces
from vaste.workspaces.models import Role, User, Workspace

DEFAULT_TEAM = "sales"


@dataclass(frozen=True, slots=True)
class Founded:
    """A new workspace and what it begins with; `doors` by slug."""

    workspace: Workspace
    team: Team
    doors: dict[str, Door]


@transaction.atomic
def found_workspace(
    name: str,
    slug: str,
    *,
    admin: User,
    at: datetime.datetime,
    language: str = "en",
    source: str | None = None,
    is_sample: bool = False,
) -> Founded:
    """
    Make a workspace that can take leads at once; `source` is its definition (the default one if
    None).

    Raises IntegrityError when the slug is taken, and NotPublishable for a bad definition.
    """
    workspace = workspaces.make_workspace(name, slug, language=language, at=at, is_sample=is_sample)
    workspaces.join(workspace, admin, Role.ADMIN, at=at)
    with inside(workspace.id):
        define.publish(
            workspace.id,
            source or definitions.default_source(),
            by=admin.pk,
            at=at,
            note="Beginning",
        )
        team = Team.objects.create(
            workspace_id=workspace.id,
            slug=DEFAULT_TEAM,
            name="Sales",
            manager_id=admin.pk,
            created_at=at,
        )
        doors = {
            kind: open_door(workspace.id, kind, f"{kind}s" if kind != "api" else kind, at=at)
            for kind in (Door.Kind.FORM, Door.Kind.API, Door.Kind.FILE)
        }
    return Founded(workspace, team, {door.slug: door for door in doors.values()})


def open_door(
    workspace_id: uuid.UUID,
    kind: str,
    slug: str,
    *,
    at: datetime.datetime,
    name: str = "",
    settings: dict[str, Any] | None = None,
) -> Door:
    """Open a door with a public key of its own, inside the workspace's transaction."""
    door = Door(
        workspace_id=workspace_id,
        kind=kind,
        slug=slug,
        name=name or slug.capitalize(),
        settings=settings if settings is not None else default_settings(kind),
        opened_at=at,
    )
    door.key = workspaces.make_door_handle(workspace_id, door.id, label=slug, at=at)
    door.save(force_insert=True)
    return door


def default_settings(kind: str) -> dict[str, Any]:
    """Return what a new door of this kind begins with."""
    sources = {
        "form": "Website",
        "api": "API",
    }  # a file says itself whence its rows came, or nobody
    return {"defaults": {"source": sources[kind]} if kind in sources else {}}


def join_team(
    workspace_id: uuid.UUID,
    team: Team,
    user: User,
    *,
    weight: int = 1,
    capacity: int = 50,
    at: datetime.datetime | None = None,
) -> Member:
    """
    Put a user into a team, inside the workspace's transaction; again without harm.

    With `at`, another weight of somebody who was there before is recorded: fair shares of leads
    given out until then go by the old one.
    """
    places = Member.objects.within(workspace_id).filter(team_id=team.id, user_id=user.pk)
    was = places.first() if at else None
    member, _ = places.update_or_create(
        workspace_id=workspace_id,
        team_id=team.id,
        user_id=user.pk,
        defaults={"weight": weight, "capacity": capacity, "left_at": None},
    )
    if at and was and was.weight != weight:
        detail = {
            "team": str(team.id), "user": str(user.pk), "weight": weight, "capacity": capacity,
            "was_weight": was.weight,
        }  # fmt: skip
        ledger.record_one(workspace_id, "member.changed", member.id, by=None, at=at, detail=detail)
    return member
