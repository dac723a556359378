"""The verbs that start, stop and fire clocks."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from vaste.calendars import arithmetic
from vaste.calendars.calendar import Calendar
from vaste.infra import sql
from vaste.kernel.ids import uuid7
from vaste.sla import rules
from vaste.sla.models import Clock
from vaste.sla.rules import Target

_CLOCK = tuple(field.attname for field in Clock._meta.concrete_fields)


def clock_rows(
    workspace_id: uuid.UUID,
    lead_id: uuid.UUID,
    targets: Sequence[Target],
    *,
    calendar: Calendar,
    definition: int,
    started_at: datetime.datetime,
) -> list[dict[str, Any]]:
    """Return the rows of a lead's clocks, for `store_clocks`."""
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
            }
        )
    return rows


def store_clocks(rows: Sequence[Mapping[str, Any]]) -> None:
    """Write running clocks in one statement, which waits for the next trip."""
    sql.asking_insert("sla_clock", _CLOCK, rows)


def meet(
    workspace_id: uuid.UUID,
    lead_id: uuid.UUID,
    milestones: Sequence[str],
    *,
    calendar: Calendar,
    at: datetime.datetime,
) -> list[Clock]:
    """
    Stop the running clocks of these milestones as met at `at`, keeping raw and working durations.

    A clock that is not running is left alone, so meeting twice is harmless; one that is met late is
    breached as of its due time. Returns those met.
    """
    running = list(
        Clock.objects.within(workspace_id)
        .filter(lead_id=lead_id, milestone__in=milestones, met_at=None, stopped_at=None)
        .order_by("due_at", "id")
        .select_for_update()
    )
    for clock in running:
        clock.met_at = max(at, clock.started_at)
        clock.fires_at = None
        if clock.met_at > clock.due_at:
            clock.breached_at = clock.breached_at or clock.due_at
        clock.raw_s = int((clock.met_at - clock.started_at).total_seconds())
        worked = arithmetic.working_time_between(calendar, clock.started_at, clock.met_at)
        clock.working_s = int(worked.total_seconds())
    if running:
        fields = ["met_at", "fires_at", "breached_at", "raw_s", "working_s"]
        Clock.objects.bulk_update(running, fields)
    return running


def hasten(
    workspace_id: uuid.UUID,
    leads: Sequence[uuid.UUID],
    targets: Sequence[Target],
    *,
    calendar: Calendar,
    definition: int,
    at: datetime.datetime,
) -> int:
    """
    Move the running clocks of leads that rose at `at` to what their new category promises from now.

    Never later than they were; what was fired stays fired. One statement a target; return how many
    clocks moved.
    """
    moved = 0
    for target in targets:
        times = rules.times(calendar, target, started_at=at)
        rows = sql.run(
            _HASTEN,
            {
                "workspace": workspace_id,
                "leads": list(leads),
                "milestone": target.milestone,
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
    warn_at = least(kept.warn_at, told.warn_at),
    give_back_at = least(kept.give_back_at, told.give_back_at),
    fires_at = (SELECT min(instant) FROM unnest(ARRAY[least(kept.warn_at, told.warn_at),
        told.due_at, least(kept.give_back_at, told.give_back_at)]) AS instant
        WHERE instant > %(at)s::timestamptz)
FROM (SELECT %(warn_at)s::timestamptz AS warn_at, %(due_at)s::timestamptz AS due_at,
    %(give_back_at)s::timestamptz AS give_back_at) AS told
WHERE kept.workspace_id = %(workspace)s AND kept.lead_id = ANY(%(leads)s)
    AND kept.milestone = %(milestone)s AND kept.met_at IS NULL AND kept.stopped_at IS NULL
    AND kept.due_at > told.due_at AND kept.breached_at IS NULL
RETURNING kept.id
"""


def stop(workspace_id: uuid.UUID, lead_id: uuid.UUID, *, at: datetime.datetime) -> int:
    """Stop a lead's running clocks without meeting them (it is closed); return how many."""
    return (
        Clock.objects.within(workspace_id)
        .filter(lead_id=lead_id, met_at=None, stopped_at=None)
        .update(stopped_at=at, fires_at=None)
    )
