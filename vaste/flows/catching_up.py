"""
Clocks whose team's hours have changed, moved before anything else is done with them.

A change of hours counts from its instant, whenever a clock gets its turn: whoever fires, meets,
pauses or moves a clock first leads it through every change it has not been through, in their order.
So nobody is told a breach by hours that no longer count, and nobody gains time by the delay.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from vaste.calendars.calendar import Calendar
from vaste.flows import hours, reclocking
from vaste.flows.reclocking import Row
from vaste.infra import sql
from vaste.routing.hours import calendar_of
from vaste.sla.models import Retiming

#: Whether the clock `c` has yet to follow a change; `workspace` is a parameter of the statement.
IS_BEHIND = (
    "CASE WHEN c.basis LIKE 'team:%%' THEN c.hours_number < coalesce((SELECT h.hours_number"
    " FROM routing_team AS h WHERE h.workspace_id = %(workspace)s"
    " AND h.id = substr(c.basis, 6)::uuid), 0) ELSE false END"
)
_COLUMNS = (
    "id", "lead_id", "milestone", "definition", "started_at", "warn_at", "due_at", "give_back_at",
    "basis", "hours_number", "by_hours", "is_wall", "paused_at",
)  # fmt: skip
_BEHIND = f"""
SELECT {", ".join(f"c.{name}" for name in _COLUMNS)} FROM sla_clock AS c
WHERE c.workspace_id = %(workspace)s AND c.lead_id = ANY(%(leads)s)
    AND c.met_at IS NULL AND c.stopped_at IS NULL AND {IS_BEHIND}
ORDER BY c.id FOR UPDATE OF c
"""


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a team's hours as clocks go through it; `basis` is what they count in after."""

    at: datetime.datetime
    old: Calendar
    new: Calendar
    basis: str
    number: int
    is_closing: bool


def catch_up(workspace_id: uuid.UUID, leads: Sequence[uuid.UUID], *, at: datetime.datetime) -> int:
    """
    Lead the clocks of these locked leads through what they have yet to follow; return how many
    have other times now.

    In the caller's transaction. What has passed by the new times fires at `at`.
    """
    rows = sql.run(_BEHIND, {"workspace": workspace_id, "leads": list(leads)})
    if not rows:
        return 0
    clocks = [reclocking.read(_COLUMNS, row) for row in rows]
    changes = _changes(workspace_id, {hours.team_of(one["basis"]) for one in clocks})
    told = [_followed(one, changes) for one in clocks]
    reclocking.write(workspace_id, told, at)
    return sum(not reclocking.same_times(was, now) for was, now in zip(clocks, told, strict=True))


def _changes(
    workspace_id: uuid.UUID, teams: Collection[uuid.UUID]
) -> dict[tuple[str, int], Change]:
    """Return the changes of these teams, and of those they were closed into, by what they end."""
    found: dict[tuple[str, int], Change] = {}
    known: set[uuid.UUID] = set()
    asked = set(teams)
    while asked:  # once, and once more for each team that another was closed into
        known |= asked
        rows = list(Retiming.objects.within(workspace_id).filter(team_id__in=asked))
        found |= {(f"{hours.OF_TEAM}{row.team_id}", row.number - 1): _change(row) for row in rows}
        asked = {row.into_id for row in rows if row.into_id is not None} - known
    return found


def _change(row: Retiming) -> Change:
    is_closing = row.into_id is not None
    return Change(
        at=row.changed_at,
        old=calendar_of(row.before),
        new=calendar_of(row.after),
        basis=f"{hours.OF_TEAM}{row.into_id or row.team_id}",
        number=row.into_number if is_closing else row.number,
        is_closing=is_closing,
    )


def _followed(clock: Row, changes: dict[tuple[str, int], Change]) -> Row:
    """Return a clock as it is after every change that it has not been through."""
    while change := changes.get((clock["basis"], clock["hours_number"])):
        moved = reclocking.moved_on(reclocking.freed(clock), change.old, change.new, change.at)
        is_later = moved["due_at"] > clock["due_at"]
        if is_later and clock["milestone"] == "first_contact" and not change.is_closing:
            moved = reclocking.held(clock, moved)  # the buyer was told it
        clock = {**moved, "basis": change.basis, "hours_number": change.number}
    return clock


def behind(rows: Sequence[dict[str, Any]]) -> list[uuid.UUID]:
    """Return the leads of those of these clocks that have yet to follow a change, each once."""
    return list(dict.fromkeys(one["lead_id"] for one in rows if one["is_behind"]))
