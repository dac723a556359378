"""The roster of a what-if: who is in which team, by what share, and what a draft changes in it."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from vaste.flows import rosters
from vaste.flows.rosters import BadRoster, Place
from vaste.kernel.words import gettext_noop as _
from vaste.routing.models import Absence, Member, Team
from vaste.routing.rules import Span
from vaste.workspaces.models import Membership

#: Absences of the period as they were, away all of it, or there all of it.
ABSENCES: Final = ("as_it_was", "always", "never")
EVER: Final = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
MOST_CHANGES = 2_000
Text = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Seat:
    """
    One person's place in a team of a roster.

    `absences` as in `rules.away_until`, `calendar` what differs from the team's hours (None:
    nothing). `member_id` breaks ties between turns: that of their real place, if they have one.
    """

    user_id: uuid.UUID
    weight: int = 1
    capacity: int = 50
    attributes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    absences: Sequence[Span] = ()
    calendar: Text | None = None
    member_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Crew:
    """A team of a roster: its seats, and its hours as in `routing.models.Team`."""

    seats: Sequence[Seat] = ()
    calendar: Text | None = None
    require_shift: bool = False


Roster = Mapping[str, Crew]  # by the team's slug


@dataclass(frozen=True, slots=True)
class Change:
    """
    What a draft roster says of one person in one team; None is as it is.

    Somebody who is not in the team comes in. `absence` is one of ABSENCES.
    """

    team: str
    user_id: uuid.UUID
    weight: int | None = None
    capacity: int | None = None
    attributes: Mapping[str, Sequence[str]] | None = None
    absence: str = "as_it_was"
    is_out: bool = False


def roster_of(workspace_id: uuid.UUID) -> dict[str, Crew]:
    """
    Return the roster in force, with all absences, inside the workspace's transaction.

    Open teams only, and in them those who could get leads: who works here and can sign in.
    """
    teams = list(Team.objects.within(workspace_id).filter(closed_at=None).order_by("slug", "id"))
    present = Membership.objects.filter(
        workspace_id=workspace_id, left_at=None, user__is_active=True
    )
    members = Member.objects.within(workspace_id).filter(
        left_at=None, user_id__in=list(present.values_list("user_id", flat=True))
    )
    away: dict[uuid.UUID, list[Span]] = {}
    for one in Absence.objects.within(workspace_id).order_by("away_from", "id"):
        away.setdefault(one.user_id, []).append((one.away_from, one.away_until))
    seats: dict[uuid.UUID, list[Seat]] = {team.id: [] for team in teams}
    for member in members.order_by("id"):
        if member.team_id in seats:
            seats[member.team_id].append(_seat(member, away.get(member.user_id, [])))
    return {team.slug: Crew(seats[team.id], team.calendar, team.require_shift) for team in teams}


def _seat(member: Member, away: Sequence[Span]) -> Seat:
    return Seat(
        member.user_id,
        member.weight,
        member.capacity,
        member.attributes,
        tuple(away),
        member.calendar,
        member.id,
    )


def with_changes(roster: Roster, changes: Iterable[Change]) -> dict[str, Crew]:
    """
    Return a roster with changes made, the later of two about one person in one team.

    Raises BadRoster, whose field names the change, for what no roster could say.
    """
    made = {slug: {one.user_id: one for one in crew.seats} for slug, crew in roster.items()}
    for number, change in enumerate(changes):
        if number >= MOST_CHANGES:
            raise BadRoster("roster", _("A draft roster holds at most 2000 changes."))
        _refuse(change, number, made)
        if change.is_out:
            made[change.team].pop(change.user_id, None)
        else:
            known = made[change.team].get(change.user_id) or _newcomer(change, made)
            made[change.team][change.user_id] = _changed(known, change)
    return {slug: replace(crew, seats=list(made[slug].values())) for slug, crew in roster.items()}


def _refuse(change: Change, number: int, made: Mapping[str, object]) -> None:
    """Raise BadRoster for what is wrong with a change."""
    at = f"roster[{number}]"
    if change.team not in made:
        raise BadRoster(f"{at}.team", _("There is no such open team."))
    if change.absence not in ABSENCES:
        raise BadRoster(f"{at}.absence", _("An absence is as_it_was, always or never."))
    try:
        rosters.check_place(Place(_or(change.weight, 1), _or(change.capacity, 50)))
    except BadRoster as wrong:
        raise BadRoster(f"{at}.{wrong.field}", str(wrong)) from None


def _or(value: int | None, usual: int) -> int:
    return usual if value is None else value


def _newcomer(change: Change, made: Mapping[str, Mapping[uuid.UUID, Seat]]) -> Seat:
    """Return a usual place; a person's absences are theirs in every team."""
    elsewhere = (seats[change.user_id] for seats in made.values() if change.user_id in seats)
    known = next(elsewhere, None)
    return Seat(change.user_id, absences=known.absences if known else ())


def _changed(seat: Seat, change: Change) -> Seat:
    absences = {"as_it_was": seat.absences, "always": ((EVER, None),), "never": ()}
    told = change.attributes
    return replace(
        seat,
        weight=_or(change.weight, seat.weight),
        capacity=_or(change.capacity, seat.capacity),
        attributes=seat.attributes if told is None else rosters.kept_attributes(told),
        absences=absences[change.absence],
    )


def require_people(workspace_id: uuid.UUID, roster: Roster, changes: Sequence[Change]) -> None:
    """Raise BadRoster for somebody in the changes who is not in the workspace."""
    known = {seat.user_id for crew in roster.values() for seat in crew.seats}
    asked = {one.user_id for one in changes} - known
    found = Membership.objects.filter(
        workspace_id=workspace_id, left_at=None, user_id__in=sorted(asked)
    )
    missing = asked - set(found.values_list("user_id", flat=True))
    for number, one in enumerate(changes):
        if one.user_id in missing:
            raise BadRoster(f"roster[{number}].user", _("They are not in this workspace."))


def as_data(roster: Roster) -> dict[str, Any]:
    """Return a roster as plain data, for the what-if's row."""
    return {
        slug: {
            "calendar": crew.calendar,
            "require_shift": crew.require_shift,
            "seats": [_seat_data(seat) for seat in crew.seats],
        }
        for slug, crew in roster.items()
    }


def _seat_data(seat: Seat) -> dict[str, Any]:
    return {
        "user": str(seat.user_id),
        "weight": seat.weight,
        "capacity": seat.capacity,
        "attributes": {kind: list(words) for kind, words in seat.attributes.items()},
        "absences": [
            [begins.isoformat(), ends.isoformat() if ends else None]
            for begins, ends in seat.absences
        ],
        "calendar": seat.calendar,
        "member": str(seat.member_id) if seat.member_id else None,
    }


def of_data(data: Mapping[str, Any]) -> dict[str, Crew]:
    """Return a roster that was put down as plain data."""
    return {
        slug: Crew(
            [_seat_of(one) for one in crew["seats"]], crew["calendar"], crew["require_shift"]
        )
        for slug, crew in data.items()
    }


def _seat_of(data: Mapping[str, Any]) -> Seat:
    instant = datetime.datetime.fromisoformat
    return Seat(
        uuid.UUID(data["user"]),
        data["weight"],
        data["capacity"],
        data["attributes"],
        [(instant(begins), instant(ends) if ends else None) for begins, ends in data["absences"]],
        data["calendar"],
        uuid.UUID(data["member"]) if data["member"] else None,
    )
