"""
Moving running clocks to other rules: only a new version and a change of team ever do.

A new version counts each clock from its own start by the new policy. It leaves alone what is
breached or paused, what was made by other rules than those of the lead's category (a lead that
fell keeps what it was promised), and what would be over before the version came: nobody breaks a
promise because the rules changed. The time of the first contact never gets later, for the buyer
was told it; a milestone that is not promised any more stops. A change of team leaves as much time
as there was, in the hours of the new team; so do changed hours of a team, except that the first
contact gets no later by them.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from typing import Any

from vaste.calendars.calendar import Calendar
from vaste.flows import define, hours, promises
from vaste.flows.define import Definition
from vaste.flows.hours import CalendarOf
from vaste.infra import sql
from vaste.sla import rules
from vaste.sla.rules import Target, Times

Row = dict[str, Any]
_COLUMNS = (
    "id", "lead_id", "milestone", "definition", "started_at", "warn_at", "due_at", "give_back_at",
    "basis", "is_wall", "paused_s", "paused_working_s", "category", "team_id", "country", "phone",
)  # fmt: skip
_RUNNING = """
SELECT c.id, c.lead_id, c.milestone, c.definition, c.started_at, c.warn_at, c.due_at,
    c.give_back_at, c.basis, c.is_wall, c.paused_s, c.paused_working_s, l.category, l.team_id,
    p.country, p.phone
FROM sla_clock AS c
JOIN leads_lead AS l ON l.workspace_id = %(workspace)s AND l.id = c.lead_id
JOIN people_contact AS p ON p.workspace_id = %(workspace)s AND p.id = l.contact_id
WHERE c.workspace_id = %(workspace)s AND c.met_at IS NULL AND c.stopped_at IS NULL
    AND c.paused_at IS NULL AND c.breached_at IS NULL
"""
STEP = 500  # leads whose clocks are moved by one statement, so that its plan matters little
_COUNTING = """
SELECT DISTINCT c.lead_id FROM sla_clock AS c WHERE c.workspace_id = %(workspace)s
    AND c.basis = %(basis)s AND c.met_at IS NULL AND c.stopped_at IS NULL
    AND c.paused_at IS NULL AND c.breached_at IS NULL ORDER BY c.lead_id
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
    rows = sql.run(
        f"{_RUNNING} AND c.lead_id > %(after)s AND c.lead_id <= %(upto)s"
        " AND c.definition <> %(number)s ORDER BY c.id FOR UPDATE OF c",
        {"workspace": workspace_id, "after": after, "upto": upto, "number": definition.number},
    )
    clocks = [dict(zip(_COLUMNS, row, strict=True)) for row in rows]
    work = _Retiming(workspace_id, definition)
    told = [work.again(clock, at) for clock in clocks]
    stopped = [one["id"] for one in clocks if work.is_dropped(one)]
    _stop(workspace_id, stopped, at)
    return _write(workspace_id, [one for one in told if one is not None], at) + len(stopped)


class _Retiming:
    """What the clocks of one range share: the versions, their calendars."""

    def __init__(self, workspace_id: uuid.UUID, definition: Definition) -> None:
        self._workspace_id = workspace_id
        self._definition = definition
        self._calendars: dict[int, CalendarOf] = {}

    def _calendar_of(self, definition: Definition) -> CalendarOf:
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
        return _changed(clock, times, basis, now, new.number)


def _target(definition: Definition, clock: Row) -> Target | None:
    category = promises.category_of(definition, clock["category"])
    return promises.target(definition, category, clock["milestone"]) if category else None


def _times(calendar_of: CalendarOf, basis: str, target: Target, clock: Row) -> Times:
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


def _changed(clock: Row, times: Times, basis: str, target: Target | None, number: int) -> Row:
    return {
        "id": clock["id"],
        "lead_id": clock["lead_id"],
        "definition": number,
        "warn_at": times.warn_at,
        "due_at": times.due_at,
        "give_back_at": times.give_back_at,
        "basis": basis,
        "is_wall": target.is_wall if target else clock["is_wall"],
        "fires_at": min(filter(None, (times.warn_at, times.due_at, times.give_back_at))),
    }


def team_changed(
    workspace_id: uuid.UUID,
    leads: Sequence[uuid.UUID],
    definition: Definition,
    *,
    at: datetime.datetime,
) -> int:
    """
    Move the clocks that count in a team's hours to those of the team the leads have now.

    Each has as much time left at `at` as it had in the old hours. Return how many moved.
    """
    if not leads or definition.policies.calendar != "team":
        return 0
    rows = sql.run(
        f"{_RUNNING} AND c.lead_id = ANY(%(leads)s) AND c.basis LIKE 'team:%%'"
        " AND c.basis <> 'team:' || l.team_id ORDER BY c.id FOR UPDATE OF c",
        {"workspace": workspace_id, "leads": list(leads)},
    )
    clocks = [dict(zip(_COLUMNS, row, strict=True)) for row in rows]
    calendar_of = hours.calendars(workspace_id, definition)
    told = []
    for one in clocks:
        basis = f"{hours.OF_TEAM}{one['team_id']}"
        told.append(_moved_on(one, calendar_of(one["basis"]), calendar_of(basis), basis, at))
    return _write(workspace_id, told, at)


def hours_changed(
    workspace_id: uuid.UUID,
    team_id: uuid.UUID,
    definition: Definition,
    old: Calendar,
    *,
    at: datetime.datetime,
) -> int:
    """
    Move the clocks that count in a team's hours, which were `old` and are stored as they are now.

    Each has as much time left at `at` as it had in the old hours; the first contact never gets
    later, for the buyer was told it. Return how many moved.
    """
    basis = f"{hours.OF_TEAM}{team_id}"
    new = hours.calendars(workspace_id, definition)(basis)
    leads = [row[0] for row in sql.run(_COUNTING, {"workspace": workspace_id, "basis": basis})]
    return sum(
        _hours_of(workspace_id, leads[first : first + STEP], basis, old, new, at)
        for first in range(0, len(leads), STEP)
    )


def _hours_of(
    workspace_id: uuid.UUID,
    leads: Sequence[uuid.UUID],
    basis: str,
    old: Calendar,
    new: Calendar,
    at: datetime.datetime,
) -> int:
    """Move the clocks of these leads; one that was met meanwhile has ended and stays."""
    known = {"workspace": workspace_id, "leads": list(leads), "basis": basis}
    # The leads before their clocks, as whoever works on one locks them.
    sql.run(
        "SELECT l.id FROM leads_lead AS l WHERE l.workspace_id = %(workspace)s"
        " AND l.id = ANY(%(leads)s) ORDER BY l.id FOR UPDATE",
        known,
    )
    rows = sql.run(
        f"{_RUNNING} AND c.lead_id = ANY(%(leads)s) AND c.basis = %(basis)s"
        " ORDER BY c.id FOR UPDATE OF c",
        known,
    )
    told = []
    for clock in (dict(zip(_COLUMNS, row, strict=True)) for row in rows):
        moved = _moved_on(clock, old, new, basis, at)
        is_later = moved["due_at"] > clock["due_at"]
        is_same = all(moved[name] == clock[name] for name in ("warn_at", "due_at", "give_back_at"))
        if not is_same and not (is_later and clock["milestone"] == "first_contact"):
            told.append(moved)
    return _write(workspace_id, told, at)


def _moved_on(clock: Row, old: Calendar, new: Calendar, basis: str, at: datetime.datetime) -> Row:
    """Return a clock with as much time left at `at` in the new hours as it had in the old."""
    wall = clock["is_wall"]

    def moved(when: datetime.datetime) -> datetime.datetime:
        if when <= at:
            return when
        left = rules.between(old, at, when, is_wall=wall)
        return rules.later(new, at, left, is_wall=wall)

    give_back_at = clock["give_back_at"]
    times = Times(
        moved(clock["warn_at"]),
        moved(clock["due_at"]),
        moved(give_back_at) if give_back_at else None,
    )
    return _changed(clock, times, basis, None, clock["definition"])


def _write(workspace_id: uuid.UUID, told: Sequence[Row], at: datetime.datetime) -> int:
    """Write the moved clocks, and the due times of leads that showed one of them."""
    if not told:
        return 0
    sql.run(_WRITE, {"workspace": workspace_id, "rows": sql.encode(told), "at": at})
    return len(told)


# What has passed by the new times fires at once: a level that was fired is not fired again.
_WRITE = """
WITH told AS (SELECT * FROM json_populate_recordset(NULL::sla_clock, %(rows)s::json)),
before AS (
    SELECT kept.lead_id, kept.due_at AS was, told.due_at AS due_at FROM sla_clock AS kept
    JOIN told ON told.id = kept.id WHERE kept.workspace_id = %(workspace)s
),
moved AS (
    UPDATE sla_clock AS kept SET definition = told.definition, warn_at = told.warn_at,
        due_at = told.due_at, give_back_at = told.give_back_at, basis = told.basis,
        is_wall = told.is_wall, fires_at = greatest(told.fires_at, %(at)s::timestamptz)
    FROM told WHERE kept.workspace_id = %(workspace)s AND kept.id = told.id
    RETURNING kept.id
)
UPDATE leads_lead AS kept SET due_at = before.due_at, version = kept.version + 1
FROM before WHERE kept.workspace_id = %(workspace)s AND kept.id = before.lead_id
    AND kept.state = 'open' AND kept.due_at = before.was
"""


def _stop(workspace_id: uuid.UUID, ids: Sequence[uuid.UUID], at: datetime.datetime) -> None:
    if ids:
        sql.run(
            "UPDATE sla_clock SET stopped_at = %(at)s, fires_at = NULL"
            " WHERE workspace_id = %(workspace)s AND id = ANY(%(ids)s)",
            {"workspace": workspace_id, "ids": list(ids), "at": at},
        )
