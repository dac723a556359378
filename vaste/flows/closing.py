"""
Closing a team into another: its leads, its people and its name in the rules find a new place.

A team that the version in force names is not closed: the places are told, and a draft can name the
other team in them. In one transaction the team ends, its people may move along and a batch of its
leads goes over; the others, and those that somebody else has locked at that moment, follow as due
work (`empty_due`). The clocks of all of them count in the new team's hours from that instant on.
"""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.db.models import Q

from vaste.flows import changed_hours, define, drafting, redistributing
from vaste.flows.drafting import Seen
from vaste.flows.named_teams import Naming, namings, renamed
from vaste.flows.rerouting import Moved
from vaste.flows.rosters import LastTeam, NoSuchTeam
from vaste.infra.tenancy.context import inside
from vaste.kernel.errors import VasteError
from vaste.ledger import services as ledger
from vaste.routing.models import Member, Team

_OF_PLACE = ("weight", "capacity", "untouched_cap", "attributes", "calendar")


class NamedByRules(VasteError):
    """The version in force names the team: at `places`, another team has to be named first."""

    def __init__(self, places: list[Naming]) -> None:
        told = ", ".join(one.path for one in places)
        super().__init__(f"The definition in force names the team: {told}.")
        self.places = places


class NoReceiver(VasteError):
    """The team that is to take the leads over is not open, or is the one that closes."""


def name_other(
    workspace_id: uuid.UUID,
    team_id: uuid.UUID,
    into: uuid.UUID,
    *,
    seen: Seen | None = None,
    at: datetime.datetime,
    by: uuid.UUID | None,
) -> int:
    """
    Name `into` in the draft wherever it names the team; return in how many places.

    The draft is begun if there is none; nothing is published. `seen` is how it stood when somebody
    looked at it, None: as it is.

    Raises NoSuchTeam, NoReceiver, and DraftChanged when the draft is not as `seen`.
    """
    with inside(workspace_id):
        closing, receiver = _two(list(_open(workspace_id)), team_id, into)
        stands = drafting.standing(workspace_id)
        count = len(namings(stands.content, closing.slug))
        if count:
            drafting.change_draft(
                workspace_id,
                lambda content: renamed(content, closing.slug, receiver.slug),
                seen=seen or stands.seen,
                by=by,
                at=at,
            )
        return count


def close_team(
    workspace_id: uuid.UUID,
    team_id: uuid.UUID,
    *,
    into: uuid.UUID,
    with_members: bool = False,
    at: datetime.datetime,
    by: uuid.UUID | None,
) -> Moved:
    """
    Close a team into another: its open leads are that one's from now on, with their clocks.

    What waits in the pool, and what nobody has begun on, is given out there by turns; what somebody
    has begun on stays theirs. `with_members` takes its people along, who keep all their leads; one
    who has a place there keeps that place.

    Raises NoSuchTeam, LastTeam, NoReceiver and NamedByRules, with nothing changed.
    """
    with inside(workspace_id):
        # Whoever routes holds these rows shared until they are done: nobody routes to the team
        # after this, and nobody is on the way to it.
        teams = list(_open(workspace_id).select_for_update())
        closing, receiver = _two(teams, team_id, into)
        definition = define.in_force(workspace_id)
        places = namings(definition.content, closing.slug)
        if places:
            raise NamedByRules(places)
        changed_hours.begin(closing, closing.calendar, definition, into=receiver, at=at)
        _end(workspace_id, closing, receiver, with_members, at)
        joined = _move_members(workspace_id, closing, receiver, with_members, at)
        moved = redistributing.empty_team(
            workspace_id, team_id, into=into, keeps=with_members, skips=True, at=at, by=by
        )
        moved += Moved(following=redistributing.count_open(workspace_id, team_id))
        detail = {
            "into": str(into), "joined": joined, "given": moved.given, "pooled": moved.pooled,
            "held": moved.held, "following": moved.following,
        }  # fmt: skip
        ledger.record_one(workspace_id, "team.closed", team_id, by=by, at=at, detail=detail)
        ledger.announce(workspace_id, "people", at=at, teams=[team_id, into], wake_at=at)
        return moved


def _open(workspace_id: uuid.UUID) -> Any:
    return Team.objects.within(workspace_id).filter(closed_at=None).order_by("id")


def _two(teams: list[Team], team_id: uuid.UUID, into: uuid.UUID) -> tuple[Team, Team]:
    """Return the team that closes and the one that takes over, of the open ones."""
    known = {team.id: team for team in teams}
    if team_id not in known:
        raise NoSuchTeam("There is no such team.")
    if len(known) == 1:
        raise LastTeam("Open another team first: leads need a home.")
    if into not in known or into == team_id:
        raise NoReceiver("Name another open team that takes over.")
    return known[team_id], known[into]


def _end(
    workspace_id: uuid.UUID, closing: Team, receiver: Team, along: bool, at: datetime.datetime
) -> None:
    """Close the team; what was closed into it before belongs to the receiver too."""
    own = Q(id=closing.id)
    rows = Team.objects.within(workspace_id)
    rows.filter(own).update(closed_at=at, came_along=along)
    rows.filter(own | Q(closed_into_id=closing.id)).update(closed_into_id=receiver.id)


def _move_members(
    workspace_id: uuid.UUID, closing: Team, receiver: Team, along: bool, at: datetime.datetime
) -> int:
    """End every place in the team, and make those in the other; return how many came there."""
    rows = Member.objects.within(workspace_id)
    leaving = list(rows.select_for_update().filter(team=closing, left_at=None).order_by("id"))
    rows.filter(id__in=[one.id for one in leaving]).update(left_at=at)
    if not along:
        return 0
    present = set(rows.filter(team=receiver, left_at=None).values_list("user_id", flat=True))
    coming = [_place(one, receiver) for one in leaving if one.user_id not in present]
    rows.bulk_create(
        coming,
        update_conflicts=True,
        unique_fields=["workspace", "team", "user_id"],
        update_fields=[*_OF_PLACE, "credit", "owed", "left_at"],
    )
    return len(coming)


def _place(before: Member, receiver: Team) -> Member:
    """Return somebody's place in the other team: as it was, at the average of the turns."""
    kept = {name: getattr(before, name) for name in _OF_PLACE}
    return Member(
        workspace_id=before.workspace_id, team_id=receiver.id, user_id=before.user_id, **kept
    )


def _unfinished(workspace_id: uuid.UUID) -> Any:
    return Team.objects.within(workspace_id).filter(closed_into_id__isnull=False, emptied_at=None)


def next_due(workspace_id: uuid.UUID) -> datetime.datetime | None:
    """Return when the oldest team was closed that may have open leads still, None for none."""
    first = _unfinished(workspace_id).order_by("closed_at", "id").first()
    return first.closed_at if first else None


def empty_due(workspace_id: uuid.UUID, *, at: datetime.datetime) -> int:
    """
    Move leads that were left when their team closed, of one team and a batch of them; return how
    many.

    For the worker. It waits for whoever works on them, and is done once the team has none.
    """
    with inside(workspace_id):
        team = (
            _unfinished(workspace_id)
            .filter(closed_at__lte=at)
            .select_for_update(skip_locked=True)
            .order_by("closed_at", "id")
            .first()
        )
        if team is None or team.closed_into_id is None:
            return 0
        moved = redistributing.empty_team(
            workspace_id, team.id, into=team.closed_into_id, keeps=team.came_along, at=at, by=None
        )
        count = moved.given + moved.pooled + moved.held
        if count < redistributing.BATCH:
            Team.objects.within(workspace_id).filter(id=team.id).update(emptied_at=at)
        return count
