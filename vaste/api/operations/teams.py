"""Teams and members."""

from __future__ import annotations

import uuid

from ninja import Query, Router
from ninja.responses import Status

from vaste.api import access, examples, paging
from vaste.api.access import in_workspace
from vaste.api.callers import ApiRequest
from vaste.api.operations.rosters import WRITE, show_team
from vaste.api.paging import Page, PageQuery
from vaste.api.shapes.people import MemberOut, PersonOut, TeamMemberOut, TeamOut
from vaste.api.shapes.rosters import TeamIn, TeamMade
from vaste.api.showing.names import people
from vaste.api.spec import spec
from vaste.flows import rosters
from vaste.infra import sql
from vaste.routing import absences
from vaste.routing.absences import Away
from vaste.routing.models import Member, Team
from vaste.workspaces import queries as workspaces
from vaste.workspaces.models import Membership

READ = "teams:read"
router = Router(tags=["teams"])
router.add_decorator(in_workspace)


@router.get("/teams", **spec(READ, Page[TeamOut], examples.TEAMS))
def list_teams(request: ApiRequest, page: Query[PageQuery]) -> Page[TeamOut]:
    """List the open teams with their members, the oldest first."""
    workspace_id = request.auth.workspace_id
    open_teams = Team.objects.within(workspace_id).filter(closed_at=None)
    found, following = paging.cut(open_teams, paging.FIRST_MADE, page)
    members = list(
        Member.objects.within(workspace_id)
        .filter(team_id__in=[team.id for team in found], left_at=None)
        .order_by("id")
    )
    loads = _loads(workspace_id, [member.user_id for member in members])
    found_absences = absences.upcoming(
        workspace_id, {member.user_id for member in members}, at=access.now()
    )
    away = absences.away_now(found_absences, at=access.now())
    known = people([*(team.manager_id for team in found), *(one.user_id for one in members)])
    return Page(items=[_team(team, members, loads, known, away) for team in found], next=following)


@router.post(
    "/teams",
    **spec(
        WRITE, TeamMade, examples.TEAM, status=201, sends=examples.TEAM_TO_MAKE, refuses=[404],
        allowed=workspaces.may_manage,
    ),
)  # fmt: skip
def make_team(request: ApiRequest, body: TeamIn) -> Status[TeamMade]:
    """
    Open a team.

    Rules of the definition name it by its slug, which it keeps.
    """
    caller = request.auth
    team = rosters.make_team(
        caller.workspace_id, slug=body.slug, name=body.name, manager_id=body.manager,
        by=caller.user.pk, at=access.now(),
    )  # fmt: skip
    return Status(201, show_team(team))


def _loads(workspace_id: uuid.UUID, users: list[uuid.UUID]) -> dict[uuid.UUID, int]:
    rows = sql.run(
        "SELECT l.owner_id, count(*) FROM leads_lead AS l"
        " WHERE l.workspace_id = %(workspace)s AND l.owner_id = ANY(%(users)s)"
        " AND l.state = 'open' GROUP BY l.owner_id",
        {"workspace": workspace_id, "users": users},
    )
    return dict(rows)


def _team(
    team: Team,
    members: list[Member],
    loads: dict[uuid.UUID, int],
    known: dict[uuid.UUID, str],
    away: dict[uuid.UUID, Away],
) -> TeamOut:
    return TeamOut(
        id=team.id,
        slug=team.slug,
        name=team.name,
        manager=_person(team.manager_id, known) if team.manager_id else None,
        members=[
            TeamMemberOut(
                user=_person(one.user_id, known),
                weight=one.weight,
                capacity=one.capacity,
                open_leads=loads.get(one.user_id, 0),
                is_away=one.user_id in away,
                away_until=away[one.user_id].until if one.user_id in away else None,
            )
            for one in members
            if one.team_id == team.id
        ],
    )


def _person(user_id: uuid.UUID, known: dict[uuid.UUID, str]) -> PersonOut:
    return PersonOut(id=user_id, name=known.get(user_id, ""))


@router.get("/members", **spec(READ, Page[MemberOut], examples.MEMBERS))
def list_members(request: ApiRequest, page: Query[PageQuery]) -> Page[MemberOut]:
    """List the users who belong to the workspace now, the longest first."""
    rows = Membership.objects.select_related("user").filter(
        workspace_id=request.auth.workspace_id, left_at=None
    )
    found, following = paging.cut(rows, paging.FIRST_MADE, page)
    return Page(items=[_member(one) for one in found], next=following)


def _member(one: Membership) -> MemberOut:
    return MemberOut(
        user=PersonOut(id=one.user_id, name=str(one.user)),
        email=one.user.email,
        role=one.role,
        joined_at=one.joined_at,
    )
