"""Who is away: entered, taken back, out of a calendar file."""

from __future__ import annotations

import uuid

from ninja import Query, Router
from ninja.responses import Status

from vaste.api import access, examples, paging
from vaste.api.access import in_workspace
from vaste.api.callers import ApiRequest, Caller
from vaste.api.operations.rosters import show_moved
from vaste.api.paging import Page
from vaste.api.problems import Problem
from vaste.api.shapes.people import PersonOut
from vaste.api.shapes.rosters import (
    AbsenceIn,
    AbsenceMade,
    AbsenceOut,
    AbsenceQuery,
    BackOut,
    CalendarIn,
    CalendarTaken,
)
from vaste.api.showing.names import people
from vaste.api.spec import spec
from vaste.flows import absenting
from vaste.routing import absences
from vaste.routing.models import Absence
from vaste.workspaces import queries as workspaces

READ, WRITE = "teams:read", "absences:write"
router = Router(tags=["absences"])
router.add_decorator(in_workspace)


def require_own(caller: Caller, user_id: uuid.UUID) -> None:
    """Raise Problem for who enters another's absence and may not manage."""
    if user_id != caller.user.pk and not workspaces.may_manage(caller.role):
        raise Problem(
            403,
            "not_yours",
            "Only a manager enters the absences of others.",
            "Enter your own, or ask a manager.",
        )


def _show(one: Absence, names: dict[uuid.UUID, str]) -> AbsenceOut:
    return AbsenceOut(
        id=one.id,
        user=PersonOut(id=one.user_id, name=names.get(one.user_id, "")),
        away_from=one.away_from,
        away_until=one.away_until,
        reason=one.reason,
        is_imported=bool(one.uid),
    )


@router.get("/absences", **spec(READ, Page[AbsenceOut], examples.ABSENCES))
def list_absences(request: ApiRequest, query: Query[AbsenceQuery]) -> Page[AbsenceOut]:
    """
    List the absences that run or are to come, the first entered first.

    The reasons of others are shown to managers only.
    """
    caller = request.auth
    rows = Absence.objects.within(caller.workspace_id).exclude(away_until__lte=access.now())
    if query.user is not None:
        rows = rows.filter(user_id=query.user)
    found, following = paging.cut(rows, paging.FIRST_MADE, query)
    if not workspaces.may_manage(caller.role):
        for one in found:
            one.reason = one.reason if one.user_id == caller.user.pk else ""
    names = people([one.user_id for one in found])
    return Page(items=[_show(one, names) for one in found], next=following)


@router.post(
    "/absences",
    **spec(
        WRITE, AbsenceMade, examples.ABSENCE_MADE, status=201, sends=examples.ABSENCE_TO_ADD,
        refuses=[404], allowed=workspaces.may_work,
    ),
)  # fmt: skip
def add_absence(request: ApiRequest, body: AbsenceIn) -> Status[AbsenceMade]:
    """
    Enter an absence: one's own, or as a manager anybody's.

    When it begins, leads that the person has not begun on go to others.
    """
    caller = request.auth
    require_own(caller, body.user)
    made, moved = absenting.add(
        caller.workspace_id, body.user, away_from=body.away_from, away_until=body.away_until,
        reason=body.reason, by=caller.user.pk, at=access.now(),
    )  # fmt: skip
    shown = _show(made, people([made.user_id]))
    return Status(201, AbsenceMade(**dict(shown), moved=show_moved(moved)))


@router.delete(
    "/absences/{uuid:absence_id}",
    **spec(WRITE, BackOut, examples.BACK, refuses=[404], allowed=workspaces.may_work),
)
def remove_absence(request: ApiRequest, absence_id: uuid.UUID) -> BackOut:
    """Take an absence back; leads that went to others stay with them."""
    caller = request.auth
    known = absences.get(caller.workspace_id, absence_id)
    require_own(caller, known.user_id)
    absenting.remove(caller.workspace_id, absence_id, by=caller.user.pk, at=access.now())
    return BackOut(ended=1)


@router.post(
    "/members/{uuid:user_id}/return",
    **spec(WRITE, BackOut, examples.BACK, refuses=[404], allowed=workspaces.may_work),
)
def come_back(request: ApiRequest, user_id: uuid.UUID) -> BackOut:
    """Say that somebody is back: what they are away for now ends."""
    caller = request.auth
    require_own(caller, user_id)
    ended = absenting.come_back(caller.workspace_id, user_id, by=caller.user.pk, at=access.now())
    return BackOut(ended=ended)


@router.put(
    "/members/{uuid:user_id}/calendar",
    **spec(
        WRITE, CalendarTaken, examples.CALENDAR_TAKEN, sends=examples.CALENDAR, refuses=[404],
        allowed=workspaces.may_work,
    ),
)  # fmt: skip
def take_calendar(request: ApiRequest, user_id: uuid.UUID, body: CalendarIn) -> CalendarTaken:
    """
    Make a person's absences out of files those of a calendar file.

    `counts` says which entries are absences. Sending the same file again changes nothing.
    """
    caller = request.auth
    require_own(caller, user_id)
    taken = absenting.import_file(
        caller.workspace_id, user_id, body.ical.encode(), by=caller.user.pk, at=access.now(),
        counts=body.counts,
    )  # fmt: skip
    return CalendarTaken(
        entries=taken.entries, changed=taken.changed, gone=taken.gone,
        skipped=dict(taken.skipped), is_cut=taken.is_cut,
    )  # fmt: skip
