"""The ladder: what is done when a promised time passes, step by step, each step once."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from vaste.flows import define, hours, moving, noticing, promises
from vaste.flows.define import Definition
from vaste.flows.fired import Done, Fired, Planned
from vaste.flows.telling import tell
from vaste.infra import sql
from vaste.infra.tenancy.context import inside
from vaste.kernel.ids import uuid7
from vaste.sla import rules

BATCH = 500  # steps taken in one transaction
DONE, NOT_NEEDED = "done", "not_needed"


def steps_of(
    workspace_id: uuid.UUID, fired: Sequence[Fired], definition: Definition
) -> list[Planned]:
    """Return the steps that what fired sets off, by the ladders in force."""
    calendar_of = hours.calendars(workspace_id, definition)
    planned = []
    for one in fired:
        category = promises.category_of(definition, one.category)
        steps = definition.policies.steps(category.ladder if category else "")
        for number, step in enumerate(steps):
            if step.at == one.level:
                due_at = rules.later(
                    calendar_of(one.basis), one.due_at, step.after, is_wall=one.is_wall
                )
                planned.append(Planned(one, number, step.do, step.team, due_at))
    return planned


def take(workspace_id: uuid.UUID, planned: Sequence[Planned], at: datetime.datetime) -> list[Done]:
    """
    Take the steps whose time has come at `at`, and write down those that wait.

    In the caller's transaction; a step that was written down before is not taken again.
    """
    now = [one for one in planned if one.due_at <= at]
    done = _perform(workspace_id, now, at)
    ended = {(one.step.fired.clock_id, one.step.fired.level, one.step.number): one for one in done}
    rows = [
        _row(workspace_id, one, ended.get((one.fired.clock_id, one.fired.level, one.number)), at)
        for one in planned
    ]
    sql.insert(
        "sla_escalation",
        (
            "workspace_id", "id", "clock_id", "lead_id", "level", "number", "do", "team", "due_at",
            "done_at", "result", "user_id",
        ),
        rows,
        conflict="(workspace_id, clock_id, level, number) DO NOTHING",
    )  # fmt: skip
    return done


def _row(
    workspace_id: uuid.UUID, one: Planned, done: Done | None, at: datetime.datetime
) -> dict[str, Any]:
    return {
        "workspace_id": workspace_id,
        "id": uuid7(),
        "clock_id": one.fired.clock_id,
        "lead_id": one.fired.lead_id,
        "level": one.fired.level,
        "number": one.number,
        "do": one.do,
        "team": one.team,
        "due_at": one.due_at,
        "done_at": at if done else None,
        "result": done.result if done else "",
        "user_id": done.user_id if done else None,
    }


def take_due(workspace_id: uuid.UUID, *, at: datetime.datetime) -> int:
    """
    Take the steps that waited and whose time has come, oldest first; return how many.

    For the worker. A step whose clock was met or stopped meanwhile has nothing to do; one whose
    clock is paused waits on. A lead that somebody works on is left for the next look.
    """
    with inside(workspace_id):
        found = _due_steps(workspace_id, at)
        if not found:
            return 0
        needed = [step for _, step, is_running in found if is_running]
        done = _perform(workspace_id, needed, at)
        ended = {id(one.step): one for one in done}
        _settle(workspace_id, [(row_id, ended.get(id(step))) for row_id, step, _ in found], at)
        tell(workspace_id, [], done, at)
        return len(found)


_DUE = """
SELECT e.id, e.clock_id, e.lead_id, c.milestone, e.level, c.due_at, l.owner_id, l.team_id,
    l.category, c.definition, c.basis, c.is_wall, e.number, e.do, e.team, e.due_at,
    c.met_at IS NULL AND c.stopped_at IS NULL
FROM sla_escalation AS e
JOIN sla_clock AS c ON c.workspace_id = %(workspace)s AND c.id = e.clock_id
JOIN leads_lead AS l ON l.workspace_id = %(workspace)s AND l.id = e.lead_id
WHERE e.workspace_id = %(workspace)s AND e.done_at IS NULL AND e.due_at <= %(at)s
    AND c.paused_at IS NULL
ORDER BY e.due_at, e.id LIMIT %(limit)s FOR UPDATE OF e, c, l SKIP LOCKED
"""


def _due_steps(
    workspace_id: uuid.UUID, at: datetime.datetime
) -> list[tuple[uuid.UUID, Planned, bool]]:
    rows = sql.run(_DUE, {"workspace": workspace_id, "at": at, "limit": BATCH})
    found = []
    for row in rows:
        row_id, *told, number, do, team, due_at, is_running = row
        found.append((row_id, Planned(Fired(*told), number, do, team, due_at), is_running))
    return found


def _settle(
    workspace_id: uuid.UUID, ended: Sequence[tuple[uuid.UUID, Done | None]], at: datetime.datetime
) -> None:
    rows = [
        {
            "id": row_id,
            "result": done.result if done else NOT_NEEDED,
            "user_id": done.user_id if done else None,
        }
        for row_id, done in ended
    ]
    sql.run(
        "UPDATE sla_escalation AS kept SET done_at = %(at)s, result = told.result,"
        " user_id = told.user_id"
        " FROM json_populate_recordset(NULL::sla_escalation, %(rows)s::json) AS told"
        " WHERE kept.workspace_id = %(workspace)s AND kept.id = told.id",
        {"workspace": workspace_id, "at": at, "rows": sql.encode(rows)},
    )


def next_step(workspace_id: uuid.UUID) -> datetime.datetime | None:
    """Return when the workspace's next step of a ladder is due, None when none waits."""
    # The first by the index of what waits, not the least of all: thousands may wait.
    rows = sql.run(
        "SELECT e.due_at FROM sla_escalation AS e"
        " JOIN sla_clock AS c ON c.workspace_id = %(workspace)s AND c.id = e.clock_id"
        " WHERE e.workspace_id = %(workspace)s AND e.done_at IS NULL AND c.paused_at IS NULL"
        " ORDER BY e.due_at, e.id LIMIT 1",
        {"workspace": workspace_id},
    )
    found: datetime.datetime | None = rows[0][0] if rows else None
    return found


def _perform(
    workspace_id: uuid.UUID, steps: Sequence[Planned], at: datetime.datetime
) -> list[Done]:
    """Do these steps, kind by kind in sets; return how each ended, in their order."""
    if not steps:
        return []
    by_kind: dict[str, list[Planned]] = {}
    for step in steps:
        by_kind.setdefault(step.do, []).append(step)
    backs = by_kind.get("give_back", [])
    given_back = _firsts(backs, _give_back(workspace_id, backs, at))
    rerouted = _reroute(workspace_id, by_kind.get("reroute", []), at)
    seconds = _seconds(workspace_id, by_kind.get("add_second", []), at)
    told = {one.fired.team_id for one in by_kind.get("tell_manager", [])} | {*rerouted.values()}
    managers = noticing.managers(workspace_id, filter(None, told)) if told else {}
    silent = {
        (one.fired.clock_id, one.fired.level)
        for one in backs
        if one.fired.clock_id not in given_back
    }
    return [_ended(one, given_back, rerouted, seconds, managers, silent) for one in steps]


def _ended(
    step: Planned,
    given_back: set[uuid.UUID],
    rerouted: Mapping[uuid.UUID, uuid.UUID],
    seconds: Mapping[uuid.UUID, uuid.UUID],
    managers: Mapping[uuid.UUID, Sequence[uuid.UUID]],
    silent: set[tuple[uuid.UUID, str]],
) -> Done:
    """Say how a step ended, and who is told of it."""
    one = step.fired
    if step.do == "give_back":
        return Done(step, DONE if one.clock_id in given_back else NOT_NEEDED)
    if step.do == "reroute":
        if one.lead_id not in rerouted:
            return Done(step, NOT_NEEDED)
        return Done(step, DONE, tells=tuple(managers[rerouted[one.lead_id]]))
    if step.do == "add_second":
        second = seconds.get(one.lead_id)
        return Done(step, DONE if second else NOT_NEEDED, user_id=second, tells=(second,))
    if (one.clock_id, one.level) in silent:
        return Done(step, NOT_NEEDED)
    if step.do == "warn_owner":
        return Done(step, DONE if one.owner_id else NOT_NEEDED, tells=(one.owner_id,))
    told = tuple(managers.get(one.team_id, ())) if one.team_id else ()
    return Done(step, DONE if told else NOT_NEEDED, tells=told)


def _give_back(
    workspace_id: uuid.UUID, steps: Sequence[Planned], at: datetime.datetime
) -> set[uuid.UUID]:
    told = [(one.fired.lead_id, one.due_at) for one in steps]
    return moving.give_back(workspace_id, told, at=at) if told else set()


def _firsts(steps: Sequence[Planned], leads: set[uuid.UUID]) -> set[uuid.UUID]:
    """Return the clocks that gave these leads back: of each lead the one that was due first."""
    firsts: dict[uuid.UUID, Planned] = {}
    for step in sorted(steps, key=lambda one: one.due_at):
        firsts.setdefault(step.fired.lead_id, step)
    return {one.fired.clock_id for lead, one in firsts.items() if lead in leads}


def _reroute(
    workspace_id: uuid.UUID, steps: Sequence[Planned], at: datetime.datetime
) -> dict[uuid.UUID, uuid.UUID]:
    told = [(one.fired.lead_id, one.due_at, one.team) for one in steps]
    if not told:
        return {}
    return moving.reroute(workspace_id, told, define.in_force(workspace_id), at=at)


def _seconds(
    workspace_id: uuid.UUID, steps: Sequence[Planned], at: datetime.datetime
) -> dict[uuid.UUID, uuid.UUID]:
    told = [one.fired.lead_id for one in steps]
    return moving.seconds(workspace_id, told, at=at) if told else {}
