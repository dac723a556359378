"""Running clocks as rows, moved so that each keeps the time it had left, and written back."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from typing import Any, Final

from vaste.calendars.calendar import Calendar
from vaste.infra import sql
from vaste.sla import rules

Row = dict[str, Any]
TIMES: Final = ("warn_at", "due_at", "give_back_at")
_KEPT = ("id", "lead_id", "definition", "basis", "hours_number", "by_hours", "is_wall", *TIMES)


def read(columns: Sequence[str], row: Sequence[Any]) -> Row:
    """Return a clock from a row of a statement that asked for these columns."""
    clock = dict(zip(columns, row, strict=True))
    if clock["by_hours"] is not None:
        told = sql.loaded(clock["by_hours"])
        clock["by_hours"] = {name: datetime.datetime.fromisoformat(told[name]) for name in told}
    return clock


def freed(clock: Row) -> Row:
    """Return a clock with the times that its hours alone gave it."""
    return {**clock, **(clock["by_hours"] or {}), "by_hours": None}


def held(clock: Row, by_hours: Row) -> Row:
    """Return a clock whose times stay, though hours alone would give it those of `by_hours`."""
    times = {name: by_hours[name] for name in TIMES if by_hours[name] is not None}
    return {**clock, "by_hours": times}


def moved_on(clock: Row, old: Calendar, new: Calendar, at: datetime.datetime) -> Row:
    """
    Return a clock with as much time left in the new hours, at `at`, as it had in the old.

    One that began after that has all of its time, one that was paused before that what it had left
    then. What has passed stays.
    """
    at = max(at, clock["started_at"])
    if clock["paused_at"] is not None:
        at = min(at, clock["paused_at"])
    times = {
        name: _moved(clock[name], old, new, at, is_wall=clock["is_wall"])
        for name in TIMES
        if clock[name] is not None
    }
    return {**clock, **times}


def _moved(
    when: datetime.datetime, old: Calendar, new: Calendar, at: datetime.datetime, *, is_wall: bool
) -> datetime.datetime:
    if when <= at:
        return when
    return rules.later(new, at, rules.between(old, at, when, is_wall=is_wall), is_wall=is_wall)


def same_times(one: Row, other: Row) -> bool:
    """Say whether two states of a clock fall due, warn and lapse at the same instants."""
    return all(one[name] == other[name] for name in TIMES)


def write(workspace_id: uuid.UUID, told: Sequence[Row], at: datetime.datetime) -> int:
    """Write moved clocks, and the due times of leads that showed one of them; return how many."""
    if told:
        rows = [{name: one[name] for name in _KEPT} for one in told]
        sql.run(_WRITE, {"workspace": workspace_id, "rows": sql.encode(rows), "at": at})
    return len(told)


# What has passed by the new times fires at once: a level that was fired is not fired again. A lead
# that was due with a clock is due with the first that runs.
_WRITE = """
WITH told AS (SELECT * FROM json_populate_recordset(NULL::sla_clock, %(rows)s::json)),
firsts AS (
    SELECT c.lead_id, array_agg(c.due_at) AS were, min(coalesce(told.due_at, c.due_at)) AS due_at
    FROM sla_clock AS c LEFT JOIN told ON told.id = c.id
    WHERE c.workspace_id = %(workspace)s AND c.lead_id IN (SELECT lead_id FROM told)
        AND c.met_at IS NULL AND c.stopped_at IS NULL AND c.paused_at IS NULL
    GROUP BY c.lead_id
),
moved AS (
    UPDATE sla_clock AS kept SET definition = told.definition, warn_at = told.warn_at,
        due_at = told.due_at, give_back_at = told.give_back_at, basis = told.basis,
        hours_number = told.hours_number, by_hours = told.by_hours, is_wall = told.is_wall,
        fires_at = CASE WHEN kept.paused_at IS NOT NULL
            OR (kept.warn_at, kept.due_at, kept.give_back_at)
                IS NOT DISTINCT FROM (told.warn_at, told.due_at, told.give_back_at)
            THEN kept.fires_at
            ELSE greatest(least(told.warn_at, told.due_at, told.give_back_at),
                %(at)s::timestamptz) END
    FROM told WHERE kept.workspace_id = %(workspace)s AND kept.id = told.id
    RETURNING kept.id
)
UPDATE leads_lead AS kept SET due_at = firsts.due_at, version = kept.version + 1
FROM firsts WHERE kept.workspace_id = %(workspace)s AND kept.id = firsts.lead_id
    AND CASE kept.state
        WHEN 'open' THEN kept.due_at = ANY (firsts.were) AND kept.due_at <> firsts.due_at
        WHEN 'snoozed' THEN kept.due_at > firsts.due_at
        ELSE false END
"""
