"""
Moving running clocks to other rules: only a new version and a change of team ever do.

A new version counts each clock from its own start by the new policy. It leaves alone what is
breached or paused, what was made by other rules than those of the lead's category (a lead that
fell keeps what it was promised), and what would be over before the version came: nobody breaks a
promise because the rules changed. The time of the first contact never gets later, for the buyer
was told it; a milestone that is not promised any more stops. A change of team leaves as much time
as there was, in the hours of the new team. What changed hours of a team do stands in
`changed_hours`.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import asdict

from vaste.flows import catching_up, define, hours, promises, reclocking
from vaste.flows.define import Definition
from vaste.flows.hours import Hours
from vaste.flows.reclocking import Row
from vaste.infra import sql
from vaste.sla import rules
from vaste.sla.rules import Target, Times

_COLUMNS = (
    "id", "lead_id", "milestone", "definition", "started_at", "warn_at", "due_at", "give_back_at",
    "basis", "hours_number", "by_hours", "is_wall", "paused_at", "paused_s", "paused_working_s",
    "category", "team_id", "country", "phone",
)  # fmt: skip
_RUNNING = """
SELECT c.id, c.lead_id, c.milestone, c.definition, c.started_at, c.warn_at, c.due_at,
    c.give_back_at, c.basis, c.hours_number, c.by_hours, c.is_wall, c.paused_at, c.paused_s,
    c.paused_working_s, l.category, l.team_id, p.country, p.phone
FROM sla_clock AS c
JOIN leads_lead AS l ON l.workspace_id = %(workspace)s AND l.id = c.lead_id
JOIN people_contact AS p ON p.workspace_id = %(workspace)s AND p.id = l.contact_id
WHERE c.workspace_id = %(workspace)s AND c.met_at IS NULL AND c.stopped_at IS NULL
    AND c.breached_at IS NULL
"""
_BEHIND = f"""
SELECT DISTINCT c.lead_id FROM sla_clock AS c WHERE c.workspace_id = %(workspace)s
    AND c.lead_id > %(after)s AND c.lead_id <= %(upto)s AND c.met_at IS NULL
    AND c.stopped_at IS NULL AND {catching_up.IS_BEHIND}
"""


def retime_range(
    workspace_id: uuid.UUID,
    definition: Definition,
    *,
    after: uuid.UUID,
    upto: uuid.UUID,
    at: datetime.datetime,
) -> int:
    """
    Move the clocks of the open leads of a range to a new version; return how many moved.

    In the caller's transaction, which has the leads of the range judged.
    """
    asked = {"workspace": workspace_id, "after": after, "upto": upto, "number": definition.number}
    catching_up.catch_up(workspace_id, [row[0] for row in sql.run(_BEHIND, asked)], at=at)
    rows = sql.run(
        f"{_RUNNING} AND c.paused_at IS NULL AND c.lead_id > %(after)s AND c.lead_id <= %(upto)s"
        " AND c.definition <> %(number)s ORDER BY c.id FOR UPDATE OF c",
        asked,
    )
    clocks = [reclocking.read(_COLUMNS, row) for row in rows]
    work = _Retiming(workspace_id, definition)
    told = [work.again(clock, at) for clock in clocks]
    stopped = [one["id"] for one in clocks if work.is_dropped(one)]
    _stop(workspace_id, stopped, at)
    return reclocking.write(workspace_id, [one for one in told if one], at) + len(stopped)


class _Retiming:
    """What the clocks of one range share: the versions, their calendars."""

    def __init__(self, workspace_id: uuid.UUID, definition: Definition) -> None:
        self._workspace_id = workspace_id
        self._definition = definition
        self._calendars: dict[int, Hours] = {}

    def _calendar_of(self, definition: Definition) -> Hours:
        if definition.number not in self._calendars:
            self._calendars[definition.number] = hours.calendars(self._workspace_id, definition)
        return self._calendars[definition.number]

    def is_dropped(self, clock: Row) -> bool:
        """Say whether the new version promises nothing of the kind any more."""
        category = promises.category_of(self._definition, clock["category"])
        return category is not None and (
            promises.target(self._definition, category, clock["milestone"]) is None
        )

    def again(self, clock: Row, at: datetime.datetime) -> Row | None:
        """Return a clock as the new version times it, None where it stays as it is."""
        old, new = define.of_number(self._workspace_id, clock["definition"]), self._definition
        before, now = (_target(one, clock) for one in (old, new))
        basis = hours.basis(
            new, team_id=clock["team_id"], country=clock["country"], phone=clock["phone"]
        )
        if before is None or now is None:
            return None
        same_hours = old.content["calendar"] == new.content["calendar"]
        if before == now and basis == clock["basis"] and same_hours:
            return None
        if _times(self._calendar_of(old), clock["basis"], before, clock) != _told(clock):
            return None
        times = _times(self._calendar_of(new), basis, now, clock)
        is_later = times.due_at > clock["due_at"]
        if times.due_at <= at or (is_later and clock["milestone"] == "first_contact"):
            return None
        return {
            **clock,
            **asdict(times),
            "definition": new.number,
            "basis": basis,
            "hours_number": self._calendar_of(new).number(basis),
            "by_hours": None,
            "is_wall": now.is_wall,
        }


def _target(definition: Definition, clock: Row) -> Target | None:
    category = promises.category_of(definition, clock["category"])
    return promises.target(definition, category, clock["milestone"]) if category else None


def _times(calendar_of: Hours, basis: str, target: Target, clock: Row) -> Times:
    """Return the times of a clock from its start, with what it was paused added."""
    calendar = calendar_of(basis)
    paused = clock["paused_s"] if target.is_wall else clock["paused_working_s"]
    started = clock["started_at"]
    if paused:
        started = rules.later(
            calendar, started, datetime.timedelta(seconds=paused), is_wall=target.is_wall
        )
    return rules.times(calendar, target, started_at=started)


def _told(clock: Row) -> Times:
    return Times(clock["warn_at"], clock["due_at"], clock["give_back_at"])


def team_changed(
    workspace_id: uuid.UUID,
    leads: Sequence[uuid.UUID],
    definition: Definition,
    *,
    at: datetime.datetime,
) -> int:
    """
    Move the clocks that count in a team's hours to those of the team the leads have now.

    Each has as much time left at `at` as it had in the old hours, a paused one as much as it had
    then. Return how many moved.
    """
    if not leads or definition.policies.calendar != "team":
        return 0
    catching_up.catch_up(workspace_id, leads, at=at)
    rows = sql.run(
        f"{_RUNNING} AND c.lead_id = ANY(%(leads)s) AND c.basis LIKE 'team:%%'"
        " AND c.basis <> 'team:' || l.team_id ORDER BY c.id FOR UPDATE OF c",
        {"workspace": workspace_id, "leads": list(leads)},
    )
    calendar_of = hours.calendars(workspace_id, definition)
    told = []
    for one in (reclocking.read(_COLUMNS, row) for row in rows):
        basis = f"{hours.OF_TEAM}{one['team_id']}"
        moved = reclocking.moved_on(
            reclocking.freed(one), calendar_of(one["basis"]), calendar_of(basis), at
        )
        told.append({**moved, "basis": basis, "hours_number": calendar_of.number(basis)})
    return reclocking.write(workspace_id, told, at)


def _stop(workspace_id: uuid.UUID, ids: Sequence[uuid.UUID], at: datetime.datetime) -> None:
    if ids:
        sql.run(
            "UPDATE sla_clock SET stopped_at = %(at)s, fires_at = NULL"
            " WHERE workspace_id = %(workspace)s AND id = ANY(%(ids)s)",
            {"workspace": workspace_id, "ids": list(ids), "at": at},
        )
