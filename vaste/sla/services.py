"""The verbs that start, meet, move and stop clocks."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from vaste.calendars import arithmetic
from vaste.calendars.calendar import Calendar
from vaste.infra import sql
from vaste.kernel.ids import uuid7
from vaste.sla import rules
from vaste.sla.models import Clock
from vaste.sla.rules import Target

CalendarOf = Callable[[str], Calendar]  # the calendar of a clock's basis
_CLOCK = tuple(field.attname for field in Clock._meta.concrete_fields)
ONE_S = datetime.timedelta(seconds=1)
ONE_MS = datetime.timedelta(milliseconds=1)


def clock_rows(
    workspace_id: uuid.UUID,
    lead_id: uuid.UUID,
    targets: Sequence[Target],
    *,
    calendar: Calendar,
    definition: int,
    started_at: datetime.datetime,
    visible_at: datetime.datetime | None = None,
    basis: str = "",
    hours_number: int = 0,
) -> list[dict[str, Any]]:
    """
    Return the rows of a lead's clocks, for `store_clocks`.

    `visible_at` is when the lead stands on somebody's screen, `basis` whose `calendar` it is,
    and `hours_number` the number of a team's.
    """
    rows = []
    for target in targets:
        times = rules.times(calendar, target, started_at=started_at)
        rows.append(
            {
                "workspace_id": workspace_id,
                "id": uuid7(),
                "lead_id": lead_id,
                "milestone": target.milestone,
                "definition": definition,
                "started_at": started_at,
                "warn_at": times.warn_at,
                "due_at": times.due_at,
                "give_back_at": times.give_back_at,
                "fires_at": times.warn_at,
                "basis": basis,
                "hours_number": hours_number,
                "is_wall": target.is_wall,
                "paused_s": 0,
                "paused_working_s": 0,
                "visible_at": visible_at or started_at,
            }
        )
    return rows


def met_row(row: dict[str, Any], *, calendar: Calendar, at: datetime.datetime) -> dict[str, Any]:
    """Return the row of a clock that is met as it starts: what was assigned on arrival."""
    started = row["started_at"]
    late = at > row["due_at"]
    return row | {
        "met_at": max(at, started),
        "fires_at": None,
        "breached_at": row["due_at"] if late else None,
        "raw_s": max(0, (at - started) // ONE_S),
        "working_s": arithmetic.working_time_between(calendar, started, max(at, started)) // ONE_S,
        "system_ms": max(0, (at - started) // ONE_MS),
        "person_s": 0,
    }


def store_clocks(rows: Sequence[Mapping[str, Any]], *, if_none_runs: bool = False) -> None:
    """
    Write running clocks in one statement, which waits for the next trip.

    `if_none_runs` leaves out those of a milestone that runs on the lead already.
    """
    conflict = ""
    if if_none_runs:
        conflict = (
            "(workspace_id, lead_id, milestone) WHERE met_at IS NULL AND stopped_at IS NULL"
            " DO NOTHING"
        )
    sql.asking_insert("sla_clock", _CLOCK, rows, conflict=conflict)


def running(workspace_id: uuid.UUID, lead_id: uuid.UUID) -> QuerySet[Clock]:
    """Return the clocks of a lead that are neither met nor stopped, paused ones too."""
    return Clock.objects.within(workspace_id).filter(lead_id=lead_id, met_at=None, stopped_at=None)


def meet(
    workspace_id: uuid.UUID,
    lead_id: uuid.UUID,
    milestones: Sequence[str],
    *,
    calendar_of: CalendarOf,
    at: datetime.datetime,
) -> list[Clock]:
    """
    Stop the running clocks of these milestones as met at `at`, keeping raw and working durations.

    A clock that is not running is left alone, so meeting twice is harmless; one that is met late is
    breached as of its due time, one that is paused is as late as it was then. Returns those met.
    """
    return meet_all(workspace_id, [lead_id], milestones, calendar_of=calendar_of, at=at)


def meet_all(
    workspace_id: uuid.UUID,
    leads: Sequence[uuid.UUID],
    milestones: Sequence[str],
    *,
    calendar_of: CalendarOf,
    at: datetime.datetime,
) -> list[Clock]:
    """Do what `meet` does for several leads, in as many statements as for one."""
    found = Clock.objects.within(workspace_id).filter(
        lead_id__in=leads, milestone__in=milestones, met_at=None, stopped_at=None
    )
    clocks = list(found.order_by("due_at", "id").select_for_update())
    for clock in clocks:
        _meet(clock, calendar_of(clock.basis), at)
    if clocks:
        Clock.objects.bulk_update(
            clocks,
            [
                "met_at", "fires_at", "breached_at", "raw_s", "working_s", "system_ms", "person_s",
                "paused_at", "paused_s", "paused_working_s",
            ],
        )  # fmt: skip
    return clocks


def _meet(clock: Clock, calendar: Calendar, at: datetime.datetime) -> None:
    started, met_at = clock.started_at, max(at, clock.started_at)
    counted_to = met_at
    if clock.paused_at is not None:
        counted_to = clock.paused_at
        end_pause(clock, calendar, met_at)
    clock.met_at, clock.fires_at = met_at, None
    if counted_to > clock.due_at:
        clock.breached_at = clock.breached_at or clock.due_at
    clock.raw_s = (met_at - started) // ONE_S
    worked = arithmetic.working_time_between(calendar, started, met_at) // ONE_S
    clock.working_s = max(0, worked - clock.paused_working_s)
    visible = min(max(clock.visible_at or started, started), met_at)
    clock.system_ms = (visible - started) // ONE_MS
    clock.person_s = max(0, (met_at - visible) // ONE_S - clock.paused_s)


def end_pause(clock: Clock, calendar: Calendar, at: datetime.datetime) -> None:
    """Count the pause of a clock that ends at `at` into what it was paused; its times stay."""
    assert clock.paused_at is not None
    clock.paused_s += (at - clock.paused_at) // ONE_S
    clock.paused_working_s += (
        arithmetic.working_time_between(calendar, clock.paused_at, at) // ONE_S
    )
    clock.paused_at = None


def bases(workspace_id: uuid.UUID, leads: Sequence[uuid.UUID]) -> list[str]:
    """Return in whose hours the running clocks of leads count."""
    rows = sql.run(
        "SELECT DISTINCT basis FROM sla_clock WHERE workspace_id = %(workspace)s"
        " AND lead_id = ANY(%(leads)s) AND met_at IS NULL AND stopped_at IS NULL ORDER BY basis",
        {"workspace": workspace_id, "leads": list(leads)},
    )
    return [row[0] for row in rows]


def hasten(
    workspace_id: uuid.UUID,
    leads: Sequence[uuid.UUID],
    targets: Sequence[Target],
    *,
    calendar_of: CalendarOf,
    definition: int,
    at: datetime.datetime,
) -> int:
    """
    Move the running clocks of leads that rose at `at` to what their new category promises from now.

    Never later than they were; what was fired stays fired, what is paused stays. One statement a
    target and basis; return how many clocks moved.
    """
    moved = 0
    for basis in bases(workspace_id, leads) if leads else []:
        for target in targets:
            times = rules.times(calendar_of(basis), target, started_at=at)
            rows = sql.run(
                _HASTEN,
                {
                    "workspace": workspace_id,
                    "leads": list(leads),
                    "milestone": target.milestone,
                    "basis": basis,
                    "is_wall": target.is_wall,
                    "definition": definition,
                    "at": at,
                    "warn_at": times.warn_at,
                    "due_at": times.due_at,
                    "give_back_at": times.give_back_at,
                },
            )
            moved += len(rows)
    return moved


_HASTEN = """
UPDATE sla_clock AS kept SET definition = %(definition)s, due_at = told.due_at,
    is_wall = %(is_wall)s, by_hours = NULL,
    warn_at = least(kept.warn_at, told.warn_at),
    give_back_at = least(kept.give_back_at, told.give_back_at),
    fires_at = (SELECT min(instant) FROM unnest(ARRAY[least(kept.warn_at, told.warn_at),
        told.due_at, least(kept.give_back_at, told.give_back_at)]) AS instant
        WHERE instant > %(at)s::timestamptz)
FROM (SELECT %(warn_at)s::timestamptz AS warn_at, %(due_at)s::timestamptz AS due_at,
    %(give_back_at)s::timestamptz AS give_back_at) AS told
WHERE kept.workspace_id = %(workspace)s AND kept.lead_id = ANY(%(leads)s)
    AND kept.milestone = %(milestone)s AND kept.basis = %(basis)s AND kept.met_at IS NULL
    AND kept.stopped_at IS NULL AND kept.paused_at IS NULL
    AND kept.due_at > told.due_at AND kept.breached_at IS NULL
RETURNING kept.id
"""


def stop(workspace_id: uuid.UUID, lead_id: uuid.UUID, *, at: datetime.datetime) -> int:
    """Stop a lead's running clocks without meeting them (it is closed); return how many."""
    return running(workspace_id, lead_id).update(stopped_at=at, fires_at=None)
