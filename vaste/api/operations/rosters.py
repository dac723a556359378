"""Changing teams and places in them; sharing a pool out."""

from __future__ import annotations

import uuid

from ninja import Query, Router

from vaste.api import access, examples
from vaste.api.access import in_workspace
from vaste.api.callers import ApiRequest
from vaste.api.shapes.rosters import (
    MovedOut,
    PlaceIn,
    PlaceOut,
    RetimingOut,
    TeamChange,
    TeamClosed,
    TeamClosingQuery,
    TeamMade,
)
from vaste.api.spec import spec
from vaste.flows import changed_hours, closing, handing_over, redistributing, rosters
from vaste.flows.rerouting import Moved
from vaste.flows.rosters import Place
from vaste.routing.models import Team
from vaste.sla.models import Retiming
from vaste.workspaces import queries as workspaces

READ, WRITE = "teams:read", "teams:write"
router = Router(tags=["teams"])
router.add_decorator(in_workspace)


def show_moved(moved: Moved) -> MovedOut:
    """Return what became of leads as the API shows it."""
    return MovedOut(given=moved.given, pooled=moved.pooled, held=moved.held)


def show_team(team: Team) -> TeamMade:
    """Return a team as the API shows it after a change."""
    return TeamMade(
        id=team.id,
        slug=team.slug,
        name=team.name,
        manager=team.manager_id,
        calendar=team.calendar,
        require_shift=team.require_shift,
        retiming=_retiming(changed_hours.latest(team.workspace_id, team.id)),
    )


def _retiming(row: Retiming | None) -> RetimingOut | None:
    if row is None:
        return None
    return RetimingOut(
        state="running" if row.due_at is not None else "done",
        changed_at=row.changed_at,
        total=row.total,
        done=min(row.done, row.total),
        moved=row.moved,
        finished_at=row.finished_at,
    )


@router.get(
    "/teams/{uuid:team_id}",
    **spec(READ, TeamMade, examples.TEAM, refuses=[404], allowed=workspaces.may_manage),
)
def read_team(request: ApiRequest, team_id: uuid.UUID) -> TeamMade:
    """
    Read a team, and how far its running clocks have followed its last change of hours.

    Where clocks count in the team's hours, a change is stored and counts at once; a large book of
    leads is brought to it in the background.
    """
    return show_team(rosters.get_team(request.auth.workspace_id, team_id))


@router.put(
    "/teams/{uuid:team_id}",
    **spec(
        WRITE, TeamMade, examples.TEAM, sends=examples.TEAM_TO_SET, refuses=[404],
        allowed=workspaces.may_manage,
    ),
)  # fmt: skip
def set_team(request: ApiRequest, team_id: uuid.UUID, body: TeamChange) -> TeamMade:
    """
    Change a team: its name, its manager, its hours.

    New hours count at once. Running clocks keep the working time they had left; those of many leads
    follow in the background: read the team until `retiming.state` is done.
    """
    caller = request.auth
    team = rosters.set_team(
        caller.workspace_id, team_id, name=body.name, manager_id=body.manager,
        calendar=body.calendar, require_shift=body.require_shift,
        by=caller.user.pk, at=access.now(),
    )  # fmt: skip
    return show_team(team)


@router.delete(
    "/teams/{uuid:team_id}",
    **spec(
        WRITE, TeamClosed, examples.TEAM_CLOSED, refuses=[404, 409], allowed=workspaces.may_manage
    ),
)
def close_team(request: ApiRequest, team_id: uuid.UUID, how: Query[TeamClosingQuery]) -> TeamClosed:
    """
    Close a team into another, which takes its open leads over with their clocks.

    What somebody has taken over stays theirs. The last open team stays open, and so does one that
    the definition in force names: the answer tells where. Of a large team, some leads follow in the
    background; their clocks count in the other team's hours at once.
    """
    caller = request.auth
    moved = closing.close_team(
        caller.workspace_id, team_id, into=how.into, with_members=how.with_members,
        by=caller.user.pk, at=access.now(),
    )  # fmt: skip
    return TeamClosed(**show_moved(moved).model_dump(), following=moved.following)


@router.post(
    "/teams/{uuid:team_id}/sharing",
    **spec(WRITE, MovedOut, examples.MOVED, refuses=[404], allowed=workspaces.may_manage),
)
def share_out(request: ApiRequest, team_id: uuid.UUID) -> MovedOut:
    """
    Give leads that wait in a team's pool to people, the most urgent first, at most 500.

    What nobody can take stays in the pool.
    """
    caller = request.auth
    team = rosters.get_team(caller.workspace_id, team_id)
    moved = redistributing.share_out(
        caller.workspace_id, team.id, by=caller.user.pk, at=access.now()
    )
    return show_moved(moved)


@router.post(
    "/members/{uuid:user_id}/handover",
    **spec(WRITE, MovedOut, examples.MOVED, refuses=[404], allowed=workspaces.may_manage),
)
def hand_over(request: ApiRequest, user_id: uuid.UUID) -> MovedOut:
    """
    Give all open leads of a member to others, by turns, also those that they have begun on.

    What nobody can take waits in its team's pool. `GET /leads?owner=` lists them before.
    """
    caller = request.auth
    moved = handing_over.hand_over(caller.workspace_id, user_id, by=caller.user.pk, at=access.now())
    return show_moved(moved)


@router.put(
    "/teams/{uuid:team_id}/members/{uuid:user_id}",
    **spec(
        WRITE, PlaceOut, examples.PLACE, sends=examples.PLACE_TO_SET, refuses=[404],
        allowed=workspaces.may_manage,
    ),
)  # fmt: skip
def set_member(
    request: ApiRequest, team_id: uuid.UUID, user_id: uuid.UUID, body: PlaceIn
) -> PlaceOut:
    """
    Put a member of the workspace into a team, or change their place in it.

    A capacity of 0 gives the leads that they have not begun on to others.
    """
    caller = request.auth
    place = Place(
        body.weight, body.capacity, body.untouched_cap, body.attributes.model_dump(), body.calendar
    )
    member, moved = rosters.set_member(
        caller.workspace_id, team_id, user_id, place, by=caller.user.pk, at=access.now()
    )
    return PlaceOut(
        user=user_id,
        team=team_id,
        weight=member.weight,
        capacity=member.capacity,
        untouched_cap=member.untouched_cap,
        attributes=member.attributes,
        calendar=member.calendar,
        moved=show_moved(moved),
    )


@router.delete(
    "/teams/{uuid:team_id}/members/{uuid:user_id}",
    **spec(WRITE, MovedOut, examples.MOVED, refuses=[404], allowed=workspaces.may_manage),
)
def leave_team(request: ApiRequest, team_id: uuid.UUID, user_id: uuid.UUID) -> MovedOut:
    """Take a member out of a team; the leads of it that they have not begun on go to others."""
    caller = request.auth
    moved = rosters.leave_team(
        caller.workspace_id, team_id, user_id, by=caller.user.pk, at=access.now()
    )
    return show_moved(moved)
