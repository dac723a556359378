"""The page of people, in a constant number of statements."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaste.desk import formats
from vaste.desk.build import labels
from vaste.desk.build.labels import Words
from vaste.desk.build.people import named, reader
from vaste.desk.build.queue import of_person
from vaste.desk.http import DeskRequest
from vaste.desk.panels import Choice, FormState, Person
from vaste.desk.panels.roster import AbsenceRow, RosterPage, RosterRow, RosterTeam
from vaste.flows import define, placing
from vaste.infra import sql
from vaste.routing import absences, sharing
from vaste.routing import queries as routing
from vaste.routing.absences import Away
from vaste.routing.models import Absence, Member, Team
from vaste.workspaces import queries as workspaces
from vaste.workspaces.models import Role, User

NOTHING = FormState()
KINDS: Words = {
    "skill": gettext_lazy("Skills"),
    "language": gettext_lazy("Languages"),
    "territory": gettext_lazy("Territories"),
    "product": gettext_lazy("Products"),
    "client": gettext_lazy("Clients"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """What one page is made from; loads by user are what they weigh and how many are untouched."""

    members: Sequence[Member]
    people: Mapping[str, Person]
    loads: Mapping[uuid.UUID, tuple[int, int]]
    absences: Sequence[Absence]
    away: Mapping[uuid.UUID, Away]
    waiting: Mapping[uuid.UUID, int]
    holders: Set[uuid.UUID]


def page(request: DeskRequest, *, state: FormState = NOTHING, problem: str = "") -> RosterPage:
    """Return the page as of the request's instant; `state` is that of a refused form."""
    workspace_id = request.workspace.id
    teams = routing.teams(workspace_id)
    users = workspaces.members(workspace_id)
    found = _find(request, teams, users)
    chosen = state.values.get("user", "")
    return RosterPage(
        teams=tuple(_team(team, found, request.at) for team in teams),
        absences=tuple(
            absence_row(one, found.people[str(one.user_id)], request.at) for one in found.absences
        ),
        people=tuple(
            Choice(key=str(user.pk), label=str(user), is_selected=str(user.pk) == chosen)
            for user in users
        ),
        today=timezone.localtime(request.at).date().isoformat(),
        strays=_strays(workspace_id, found),
        state=state,
        problem=problem,
    )


def _find(request: DeskRequest, teams: Sequence[Team], users: Sequence[User]) -> Found:
    workspace_id = request.workspace.id
    ids = [team.id for team in teams]
    members = list(
        Member.objects.within(workspace_id).filter(team_id__in=ids, left_at=None).order_by("id")
    )
    known = {user.pk: reader(user) for user in users}
    missing = {one.user_id for one in members} | {team.manager_id for team in teams}
    people = {str(key): person for key, person in known.items()}
    people |= named(one for one in missing if one is not None and one not in known)
    rows = absences.upcoming(workspace_id, known, at=request.at)
    weighs = placing.house_of(define.in_force(workspace_id)).weighs
    return Found(
        members=members,
        people=people,
        loads=sharing.loads_of(workspace_id, [one.user_id for one in members], weighs),
        absences=rows,
        away=absences.away_now(rows, at=request.at),
        waiting=_waiting(workspace_id, ids),
        holders=_holders(workspace_id, [one.user_id for one in members]),
    )


def _strays(workspace_id: uuid.UUID, found: Found) -> tuple[Person, ...]:
    """Return the reps who are in no open team, by name."""
    placed = {one.user_id for one in found.members}
    reps = workspaces.of_role(workspace_id, Role.REP)
    people = (found.people[str(one)] for one in reps if one not in placed)
    return tuple(sorted(people, key=lambda one: (one.name.casefold(), one.id)))


def _holders(workspace_id: uuid.UUID, users: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    """Return who of these answers for any lead, open or snoozed."""
    rows = sql.run(
        "SELECT u.id FROM unnest(%(users)s::uuid[]) AS u (id) WHERE EXISTS (SELECT 1"
        " FROM leads_lead AS l WHERE l.workspace_id = %(workspace)s AND l.owner_id = u.id"
        " AND l.state = 'open') OR EXISTS (SELECT 1 FROM leads_lead AS l"
        " WHERE l.workspace_id = %(workspace)s AND l.owner_id = u.id AND l.state = 'snoozed')",
        {"workspace": workspace_id, "users": sorted(set(users))},
    )
    return {row[0] for row in rows}


def _waiting(workspace_id: uuid.UUID, teams: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    rows = sql.run(
        "SELECT l.team_id, count(*) FROM leads_lead AS l WHERE l.workspace_id = %(workspace)s"
        " AND l.team_id = ANY(%(teams)s) AND l.state = 'open' AND l.owner_id IS NULL"
        " GROUP BY l.team_id",
        {"workspace": workspace_id, "teams": list(teams)},
    )
    return dict(rows)


def _team(team: Team, found: Found, at: datetime.datetime) -> RosterTeam:
    rows = [_row(one, found, at) for one in found.members if one.team_id == team.id]
    rows.sort(key=lambda row: (row.person.name.casefold(), row.person.id))
    return RosterTeam(
        team_id=str(team.id),
        name=team.name,
        manager=found.people.get(str(team.manager_id)),
        waiting=found.waiting.get(team.id, 0),
        present=sum(not row.is_away for row in rows),
        rows=tuple(rows),
    )


def _row(member: Member, found: Found, at: datetime.datetime) -> RosterRow:
    load, untouched = found.loads.get(member.user_id, (0, 0))
    away = found.away.get(member.user_id)
    return RosterRow(
        person=found.people[str(member.user_id)],
        weight=member.weight,
        load=load,
        capacity=member.capacity,
        untouched=untouched,
        holds=_holds(member.attributes),
        is_away=away is not None,
        leads_url=of_person(member.user_id) if member.user_id in found.holders else "",
        is_full=load >= member.capacity,
        note=_note(member.user_id, away, found, at),
    )


def _holds(attributes: Mapping[str, Sequence[str]]) -> str:
    parts = [f"{labels.say(KINDS, kind)}: {', '.join(words)}" for kind, words in attributes.items()]
    return " · ".join(parts)


def _note(user_id: uuid.UUID, away: Away | None, found: Found, at: datetime.datetime) -> str:
    if away is not None:
        if away.until is None:
            return _("Away until further notice")
        return _("Away, back %(when)s") % {"when": formats.moment(away.until, now=at)}
    following = next((one for one in found.absences if one.user_id == user_id), None)
    if following is None:
        return ""
    return _("Away next: %(when)s") % {"when": _span(following)}


def absence_row(one: Absence, person: Person, at: datetime.datetime) -> AbsenceRow:
    """Return an absence as lists show it."""
    return AbsenceRow(
        absence_id=str(one.id),
        person=person,
        when=_span(one),
        reason=one.reason,
        is_now=one.away_from <= at,
        is_imported=bool(one.uid),
    )


def _span(one: Absence) -> str:
    """Return an absence's time: days where it is made of whole days, else moments."""
    begins = timezone.localtime(one.away_from)
    if one.away_until is None:
        return _("from %(begins)s, no end told") % {"begins": formats.day(one.away_from)}
    ends = timezone.localtime(one.away_until)
    midnight = datetime.time()
    if (begins.time(), ends.time()) != (midnight, midnight):
        return f"{formats.moment(one.away_from)} – {formats.moment(one.away_until)}"
    last = ends.date() - datetime.timedelta(days=1)
    if last == begins.date():
        return formats.day(last)
    return f"{formats.day(begins.date())} – {formats.day(last)}"
