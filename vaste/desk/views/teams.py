"""Teams opened, changed and closed; the places of their people."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from vaste.calendars import typed
from vaste.calendars.reading import WEEKDAYS
from vaste.definitions.services import DraftChanged
from vaste.desk.access import need_manager
from vaste.desk.build import roster, teams
from vaste.desk.build.moved import told
from vaste.desk.http import DeskRequest, answer, see_other
from vaste.desk.panels import FormState
from vaste.flows import closing, rosters
from vaste.flows.closing import NamedByRules, NoReceiver
from vaste.flows.rosters import BadRoster, LastTeam, NoSuchMember, NoSuchTeam, Place
from vaste.kernel import text
from vaste.routing.models import Member, Team
from vaste.routing.rules import KINDS

NOBODY = uuid.UUID(int=0)
LONGEST = 2_000  # characters of one field
NUMBERS = ("weight", "capacity", "untouched_cap")


@require_POST
def create(request: DeskRequest) -> HttpResponse:
    """Open a team and go to its page; 422 with what is wrong."""
    need_manager(request)
    name = _typed(request, "name")
    try:
        made = rosters.make_team(
            request.workspace.id,
            slug=_slug(request, name),
            name=name,
            by=request.user.pk,
            at=request.at,
        )
    except BadRoster as wrong:
        page = roster.page(request, state=FormState({"name": name}, {"name": _(str(wrong))}))
        return answer(request, "desk/people.html", {"page": page}, status=422)
    return _done(request, made.id, _("The team is open. Add its people."))


def _slug(request: DeskRequest, name: str) -> str:
    """Return a short name that no team has, for rules to name it by."""
    stem = slugify(name)[:40].strip("-_") or "team"
    taken = set(Team.objects.within(request.workspace.id).values_list("slug", flat=True))
    free = (one for number in range(2, 10_000) if (one := f"{stem}-{number}") not in taken)
    return stem if stem not in taken else next(free)


@require_http_methods(["GET", "POST"])
def team(request: DeskRequest, team_id: uuid.UUID) -> HttpResponse:
    """
    Show a team, or change or close it: 422 with what is wrong, 409 for the last one and for one
    that the rules in force name.
    """
    need_manager(request)
    found = _team(request, team_id)
    if request.method == "GET":
        return _page(request, found)
    if request.POST.get("do") == "close":
        return _close(request, found)
    if request.POST.get("do") == "name_other":
        return _name_other(request, found)
    values = _values(request, ("name", "manager", "require_shift", *WEEKDAYS))
    try:
        rosters.set_team(
            request.workspace.id,
            team_id,
            name=values["name"],
            manager_id=_id(values["manager"]),
            calendar=_calendar(found.calendar, values),
            require_shift=bool(values["require_shift"]),
            by=request.user.pk,
            at=request.at,
        )
    except BadRoster as wrong:
        return _page(request, found, FormState(values, _errors(wrong)), status=422)
    except NoSuchMember:
        errors = {"manager": _("Choose a person.")}
        return _page(request, found, FormState(values, errors), status=422)
    return _done(request, team_id, _("The team is changed."))


def _close(request: DeskRequest, found: Team) -> HttpResponse:
    values = _values(request, ("into", "with_members"))
    try:
        moved = closing.close_team(
            request.workspace.id,
            found.id,
            into=_id(values["into"]) or NOBODY,
            with_members=bool(values["with_members"]),
            by=request.user.pk,
            at=request.at,
        )
    except LastTeam:
        return _refused(request, found, values, _("Open another team first: leads need a home."))
    except NamedByRules:
        return _refused(request, found, values, _("Rules in force name this team still."))
    except NoReceiver:
        return _refused(request, found, values, _("Choose a team."), status=422)
    words = _("The team is closed.")
    messages.success(
        request,
        f"{words} {told(moved, keeps=bool(values['with_members']))}".strip(),
        extra_tags="good",
    )
    return see_other(reverse("desk:people"))


def _name_other(request: DeskRequest, found: Team) -> HttpResponse:
    """Name the team that takes over in the draft, and go and look at it."""
    values = _values(request, ("into",))
    try:
        count = closing.name_other(
            request.workspace.id,
            found.id,
            _id(values["into"]) or NOBODY,
            by=request.user.pk,
            at=request.at,
        )
    except LastTeam:
        return _refused(request, found, values, _("Open another team first: leads need a home."))
    except NoReceiver:
        return _refused(request, found, values, _("Choose a team."), status=422)
    except DraftChanged:
        words = _("Somebody changed the draft meanwhile: try it again.")
        return _refused(request, found, values, words)
    words = ngettext(
        "The draft names the other team in %(n)s place. Publish it, then close the team.",
        "The draft names the other team in %(n)s places. Publish it, then close the team.",
        count,
    )
    messages.success(request, words % {"n": count}, extra_tags="good")
    return see_other(reverse("studio:publish"))


def _refused(
    request: DeskRequest, found: Team, values: dict[str, str], words: str, *, status: int = 409
) -> HttpResponse:
    page = teams.page(request, found, closing=FormState(values, {"into": words}))
    return answer(request, "desk/team.html", {"page": page}, status=status)


@require_POST
def members(request: DeskRequest, team_id: uuid.UUID) -> HttpResponse:
    """Put somebody into a team, with the usual weight and room."""
    need_manager(request)
    found = _team(request, team_id)
    user_id = _id(_typed(request, "user"))
    try:
        if user_id is None:
            raise NoSuchMember("Nobody was chosen.")
        rosters.set_member(
            request.workspace.id, team_id, user_id, Place(), by=request.user.pk, at=request.at
        )
    except NoSuchMember:
        state = FormState({}, {"user": _("Choose a person.")})
        return _page(request, found, state, status=422)
    return _done(request, team_id, _("They are in the team."))


@require_POST
def member(request: DeskRequest, team_id: uuid.UUID, user_id: uuid.UUID) -> HttpResponse:
    """Change somebody's place in a team, or take them out of it; 422 with what is wrong."""
    need_manager(request)
    found = _team(request, team_id)
    try:
        if request.POST.get("do") == "leave":
            moved = rosters.leave_team(
                request.workspace.id, team_id, user_id, by=request.user.pk, at=request.at
            )
            words = _("They are out of the team.")
            return _done(request, team_id, f"{words} {told(moved)}")
        return _set_place(request, found, user_id)
    except NoSuchMember as missing:
        raise Http404(str(missing)) from None


def _set_place(request: DeskRequest, found: Team, user_id: uuid.UUID) -> HttpResponse:
    values = _values(request, (*NUMBERS, *KINDS, *WEEKDAYS))
    rows = Member.objects.within(request.workspace.id)
    now = rows.filter(team_id=found.id, user_id=user_id, left_at=None).first()
    if now is None:
        raise NoSuchMember("They are not in this team.")
    try:
        place = Place(
            weight=_number(values, "weight"),
            capacity=_number(values, "capacity"),
            untouched_cap=_number(values, "untouched_cap") if values["untouched_cap"] else None,
            attributes={kind: values[kind].split(",") for kind in KINDS},
            calendar=_calendar(now.calendar, values),
        )
        _member, moved = rosters.set_member(
            request.workspace.id, found.id, user_id, place, by=request.user.pk, at=request.at
        )
    except BadRoster as wrong:
        state = FormState(values, _errors(wrong))
        return _page(request, found, state, place=user_id, status=422)
    words = _("Their place is changed.")
    return _done(request, found.id, f"{words} {told(moved)}")


def _team(request: DeskRequest, team_id: uuid.UUID) -> Team:
    try:
        return rosters.get_team(request.workspace.id, team_id)
    except NoSuchTeam as missing:
        raise Http404(str(missing)) from None


def _typed(request: DeskRequest, name: str) -> str:
    return text.clean(request.POST.get(name, ""), LONGEST).strip()


def _values(request: DeskRequest, names: tuple[str, ...]) -> dict[str, str]:
    return {name: _typed(request, name) for name in names}


def _id(value: str) -> uuid.UUID | None:
    """Return an id; None for nothing, and one that nobody has for what is none."""
    try:
        return uuid.UUID(value) if value else None
    except ValueError:
        return NOBODY


def _number(values: Mapping[str, str], name: str) -> int:
    """Return a whole number; what is none is out of every range."""
    value = values[name]
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 9 else -1


def _calendar(before: Mapping[str, Any] | None, values: Mapping[str, str]) -> dict[str, Any] | None:
    """Return what differs in hours as typed; seven empty days differ in none."""
    hours = typed.week_of([values[day] for day in WEEKDAYS])
    kept = {name: value for name, value in (before or {}).items() if name != "hours"}
    return ({**kept, "hours": hours} if hours else kept) or None


def _errors(wrong: BadRoster) -> dict[str, str]:
    field = wrong.field.partition(".")[0]
    return {field: _(str(wrong))}


def _page(
    request: DeskRequest,
    found: Team,
    state: FormState = teams.NOTHING,
    *,
    place: uuid.UUID | None = None,
    status: int = 200,
) -> HttpResponse:
    page = teams.page(request, found, state=state, wrong_place=place)
    piece = "retimed" if request.method == "GET" else ""
    return answer(request, "desk/team.html", {"page": page}, piece=piece, status=status)


def _done(request: DeskRequest, team_id: uuid.UUID, words: str) -> HttpResponse:
    messages.add_message(request, messages.SUCCESS, words.strip(), extra_tags="good")
    return see_other(reverse("desk:team", args=[team_id]))
