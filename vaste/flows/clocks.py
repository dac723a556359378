"""When promised times pass: warn, breach, give back; and when snoozed leads come back."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from typing import Any

from vaste.flows import catching_up, define, escalating
from vaste.flows.fired import Fired
from vaste.flows.telling import tell
from vaste.infra import sql
from vaste.infra.tenancy.context import inside
from vaste.kernel.ids import uuid7
from vaste.leads.models import Lead
from vaste.ledger import services as ledger
from vaste.sla import rules

BATCH = 500  # clocks fired in one transaction


def fire_due(workspace_id: uuid.UUID, *, at: datetime.datetime) -> int:
    """
    Fire every clock whose time has come at `at`, oldest first, at most BATCH; return how many.

    Each level fires once, by constraint; two workers share the clocks, none waits, and a lead that
    somebody is just working on is left for the next look. What the ladder does about it, and what
    is told, is written in the same transaction.
    """
    with inside(workspace_id):
        due = _due_clocks(workspace_id, at)
        if behind := catching_up.behind(due):
            catching_up.catch_up(workspace_id, behind, at=at)
            due = _due_clocks(workspace_id, at)
        if not due:
            return len(behind)
        fired = _store_firings(workspace_id, due, at)
        _move_clocks(workspace_id, due, at)
        _follow(workspace_id, fired, at)
        return len(due)


def fire_passed(
    lead: Lead,
    milestones: Sequence[str] | None,
    *,
    at: datetime.datetime,
    goes_on: bool = False,
) -> None:
    """
    Fire what has passed on a lead's clocks of these milestones (None: all), but give nothing back.

    For the verbs that stop a clock, so that a promise that was broken while the worker was away is
    told all the same; one kept just in time is not warned of. With `goes_on` the clocks are not
    stopped: warnings are told too, and giving back is left to come. The caller has locked the lead.
    """
    by = "fires_at" if goes_on else "due_at"
    due = _passed_clocks(lead, milestones, at, by)
    if catching_up.behind(due):
        catching_up.catch_up(lead.workspace_id, [lead.id], at=at)
        lead.refresh_from_db(fields=["due_at", "version"])
        due = _passed_clocks(lead, milestones, at, by)
    if not due:
        return
    told = [{**clock, "give_back_at": None} for clock in due]
    _follow(lead.workspace_id, _store_firings(lead.workspace_id, told, at), at)
    _move_clocks(lead.workspace_id, due if goes_on else told, at)


def _follow(workspace_id: uuid.UUID, fired: list[Fired], at: datetime.datetime) -> None:
    if not fired:
        return
    steps = escalating.steps_of(workspace_id, fired, define.in_force(workspace_id))
    done = escalating.take(workspace_id, steps, at)
    tell(workspace_id, fired, done, at)


_COLUMNS = (
    "id", "lead_id", "milestone", "definition", "warn_at", "due_at", "give_back_at", "basis",
    "is_wall", "category", "owner_id", "team_id", "is_behind",
)  # fmt: skip
_SELECT = (
    "SELECT c.id, c.lead_id, c.milestone, c.definition, c.warn_at, c.due_at, c.give_back_at,"
    " c.basis, c.is_wall, l.category, l.owner_id, l.team_id,"
    f" {catching_up.IS_BEHIND} FROM sla_clock AS c"
    " JOIN leads_lead AS l ON l.workspace_id = %(workspace)s AND l.id = c.lead_id"
    " WHERE c.workspace_id = %(workspace)s"
)


def _due_clocks(workspace_id: uuid.UUID, at: datetime.datetime) -> list[dict[str, Any]]:
    # The verbs of work lock the lead first and its clocks after. Locking both at once, and waiting
    # for neither, is what keeps the worker out of a deadlock with them.
    rows = sql.run(
        f"{_SELECT} AND c.fires_at <= %(at)s ORDER BY c.fires_at, c.id LIMIT %(limit)s"
        " FOR UPDATE OF c, l SKIP LOCKED",
        {"workspace": workspace_id, "at": at, "limit": BATCH},
    )
    return [dict(zip(_COLUMNS, row, strict=True)) for row in rows]


def _passed_clocks(
    lead: Lead, milestones: Sequence[str] | None, at: datetime.datetime, by: str
) -> list[dict[str, Any]]:
    rows = sql.run(
        f"{_SELECT} AND (c.fires_at <= %(at)s AND c.{by} <= %(at)s OR c.met_at IS NULL"
        f" AND c.stopped_at IS NULL AND {catching_up.IS_BEHIND}) AND c.lead_id = %(lead)s"
        " AND (%(milestones)s::text[] IS NULL OR c.milestone = ANY(%(milestones)s::text[]))"
        " ORDER BY c.fires_at, c.id FOR UPDATE OF c",
        {
            "workspace": lead.workspace_id,
            "at": at,
            "lead": lead.id,
            "milestones": None if milestones is None else list(milestones),
        },
    )
    return [dict(zip(_COLUMNS, row, strict=True)) for row in rows]


def _store_firings(
    workspace_id: uuid.UUID, due: list[dict[str, Any]], at: datetime.datetime
) -> list[Fired]:
    passed = {
        (clock["id"], level): Fired(
            clock["id"], clock["lead_id"], clock["milestone"], level, when,
            clock["owner_id"], clock["team_id"], clock["category"],
            clock["definition"], clock["basis"], clock["is_wall"],
        )
        for clock in due
        for level, when in rules.passed(
            at=at, warn_at=clock["warn_at"], due_at=clock["due_at"],
            give_back_at=clock["give_back_at"],
        )
    }  # fmt: skip
    rows = [
        {
            "workspace_id": workspace_id,
            "id": uuid7(),
            "clock_id": one.clock_id,
            "lead_id": one.lead_id,
            "level": one.level,
            "due_at": one.due_at,
            "fired_at": at,
        }
        for one in passed.values()
    ]
    stored = sql.insert(
        "sla_firing",
        ("workspace_id", "id", "clock_id", "lead_id", "level", "due_at", "fired_at"),
        rows,
        conflict="(workspace_id, clock_id, level) DO NOTHING",
        returning="clock_id, level",
    )
    return [passed[clock_id, level] for clock_id, level in stored]


def _move_clocks(workspace_id: uuid.UUID, due: list[dict[str, Any]], at: datetime.datetime) -> None:
    rows = [
        {
            "id": clock["id"],
            "breached_at": clock["due_at"] if clock["due_at"] <= at else None,
            "fires_at": rules.next_firing(
                at=at,
                warn_at=clock["warn_at"],
                due_at=clock["due_at"],
                give_back_at=clock["give_back_at"],
            ),
        }
        for clock in due
    ]
    sql.run(
        "UPDATE sla_clock AS kept SET fires_at = told.fires_at,"
        " breached_at = coalesce(kept.breached_at, told.breached_at)"
        " FROM json_populate_recordset(NULL::sla_clock, %(rows)s::json) AS told"
        " WHERE kept.workspace_id = %(workspace)s AND kept.id = told.id",
        {"workspace": workspace_id, "rows": sql.encode(rows)},
    )


def next_firing(workspace_id: uuid.UUID) -> datetime.datetime | None:
    """Return when the workspace's next clock fires, None when none is running."""
    rows = sql.run(
        "SELECT min(fires_at) FROM sla_clock"
        " WHERE workspace_id = %(workspace)s AND fires_at IS NOT NULL",
        {"workspace": workspace_id},
    )
    found: datetime.datetime | None = rows[0][0]
    return found


def wake_snoozed(workspace_id: uuid.UUID, *, at: datetime.datetime) -> int:
    """Bring back the leads whose snooze is over at `at`, at most BATCH; return how many."""
    with inside(workspace_id):
        rows = sql.run(
            "UPDATE leads_lead SET state = 'open', version = version + 1"
            " WHERE workspace_id = %(workspace)s AND id IN (SELECT s.id FROM leads_lead AS s"
            " WHERE s.workspace_id = %(workspace)s AND s.state = 'snoozed' AND s.due_at <= %(at)s"
            " ORDER BY s.due_at, s.id LIMIT %(limit)s FOR UPDATE SKIP LOCKED)"
            " RETURNING id, team_id, owner_id",
            {"workspace": workspace_id, "at": at, "limit": BATCH},
        )
        if rows:
            ledger.record(
                [
                    ledger.event("lead.woken", row[0], workspace_id=workspace_id, by=None, at=at)
                    for row in rows
                ]
            )
            ledger.announce(
                workspace_id,
                "leads",
                at=at,
                leads=[row[0] for row in rows],
                teams=[row[1] for row in rows],
                users=[row[2] for row in rows],
            )
        return len(rows)


def next_waking(workspace_id: uuid.UUID) -> datetime.datetime | None:
    """Return when the workspace's next snoozed lead comes back, None when none is put away."""
    rows = sql.run(
        "SELECT min(due_at) FROM leads_lead"
        " WHERE workspace_id = %(workspace)s AND state = 'snoozed'",
        {"workspace": workspace_id},
    )
    found: datetime.datetime | None = rows[0][0]
    return found
