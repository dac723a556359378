"""A team's page, in a constant number of statements."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaste.calendars import typed
from vaste.calendars.reading import WEEKDAYS
from vaste.desk.build import closings
from vaste.desk.build.labels import Words
from vaste.desk.build.people import named, reader
from vaste.desk.build.roster import KINDS
from vaste.desk.http import DeskRequest
from vaste.desk.panels import Choice, FormState, Person
from vaste.desk.panels.teams import PlaceForm, Retimed, TeamPage, WordsField
from vaste.flows import changed_hours
from vaste.routing.models import Member, Team
from vaste.workspaces import queries as workspaces

DAYS: Final[Words] = {
    "mon": gettext_lazy("Monday"),
    "tue": gettext_lazy("Tuesday"),
    "wed": gettext_lazy("Wednesday"),
    "thu": gettext_lazy("Thursday"),
    "fri": gettext_lazy("Friday"),
    "sat": gettext_lazy("Saturday"),
    "sun": gettext_lazy("Sunday"),
}
NOTHING = FormState()


def page(
    request: DeskRequest,
    team: Team,
    *,
    state: FormState = NOTHING,
    wrong_place: uuid.UUID | None = None,
    closing: FormState = NOTHING,
) -> TeamPage:
    """
    Return the page; `state` is that of a refused form: the team's, or that of `wrong_place`'s
    member; `closing` that of a refused closing.
    """
    workspace_id = request.workspace.id
    users = workspaces.members(workspace_id)
    members = list(Member.objects.within(workspace_id).filter(team_id=team.id, left_at=None))
    known = {str(user.pk): reader(user) for user in users}
    known |= named(one.user_id for one in members if str(one.user_id) not in known)
    own = state if wrong_place is None else NOTHING
    manager = own.values.get("manager", str(team.manager_id or ""))
    inside = {one.user_id for one in members}
    places = [
        _place(one, known, state if one.user_id == wrong_place else NOTHING) for one in members
    ]
    return TeamPage(
        team_id=str(team.id),
        name=team.name,
        typed_name=own.values.get("name", team.name),
        managers=[
            Choice(key=str(user.pk), label=str(user), is_selected=str(user.pk) == manager)
            for user in users
        ],
        require_shift=bool(own.values["require_shift"]) if own.values else team.require_shift,
        days=_days(team.calendar, own.values),
        places=sorted(places, key=lambda one: (one.person.name.casefold(), one.person.id)),
        others=[
            Choice(key=str(user.pk), label=str(user)) for user in users if user.pk not in inside
        ],
        closing=closings.closing(workspace_id, team, closing),
        retimed=_retimed(workspace_id, team.id),
        state=own,
    )


def _retimed(workspace_id: uuid.UUID, team_id: uuid.UUID) -> Retimed | None:
    row = changed_hours.latest(workspace_id, team_id)
    if row is None:
        return None
    return Retimed(
        changed_at=row.changed_at,
        is_running=row.due_at is not None,
        percent=min(100, 100 * row.done // row.total) if row.total else 100,
        done=min(row.done, row.total),
        total=row.total,
        moved=row.moved,
    )


def _place(member: Member, people: Mapping[str, Person], state: FormState) -> PlaceForm:
    cap = "" if member.untouched_cap is None else str(member.untouched_cap)
    told = state.values
    return PlaceForm(
        person=people[str(member.user_id)],
        weight=told.get("weight", str(member.weight)),
        capacity=told.get("capacity", str(member.capacity)),
        untouched_cap=told.get("untouched_cap", cap),
        holds=[
            WordsField(
                name=kind,
                label=str(label),
                value=told.get(kind, ", ".join(member.attributes.get(kind, ()))),
            )
            for kind, label in KINDS.items()
        ],
        days=_days(member.calendar, told),
        summary=_("Weight %(weight)d · room for %(capacity)d")
        % {"weight": member.weight, "capacity": member.capacity},
        state=state,
        is_open=bool(state.errors),
    )


def _days(calendar: Mapping[str, Any] | None, told: Mapping[str, str]) -> Sequence[WordsField]:
    texts = typed.week_texts((calendar or {}).get("hours"))
    return [
        WordsField(name=day, label=str(DAYS[day]), value=told.get(day, text))
        for day, text in zip(WEEKDAYS, texts, strict=True)
    ]
