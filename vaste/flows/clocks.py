"""When promised times pass: warn, breach, give back; and when snoozed leads come back."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

from vaste.infra import sql
from vaste.infra.tenancy.context import inside
from vaste.kernel.ids import uuid7
from vaste.ledger import services as ledger
from vaste.routing import services as routing
from vaste.sla import rules
from vaste.sla.models import Firing

BATCH = 500  # clocks fired in one transaction
Level = Firing.Level


@dataclass(frozen=True, slots=True)
class Fired:
    """One level of one clock that passed now, for the first time, and whose lead it is."""

    clock_id: uuid.UUID
    lead_id: uuid.UUID
    milestone: str
    level: str
    due_at: datetime.datetime
    owner_id: uuid.UUID | None
    team_id: uuid.UUID | None
    manager_id: uuid.UUID | None


def fire_due(workspace_id: uuid.UUID, *, at: datetime.datetime) -> int:
    """
    Fire every clock whose time has come at `at`, oldest first, at most BATCH; return how many clocks.

    Each level fires once, by constraint; two workers share the clocks, none waits. What is told about
    it is written in the same transaction.
    """
    with inside(workspace_id):
        due = _due_clocks(workspace_id, at)
        if not due:
            return 0
        fired = _store_firings(workspace_id, due, at)
        _move_clocks(workspace_id, due, at)
        back = [one for one in fired if one.level == Level.GIVEN_BACK]
        _give_back(workspace_id, back, at)
        _tell(workspace_id, fired, at)
        return len(due)


def _due_clocks(workspace_id: uuid.UUID, at: datetime.datetime) -> list[dict[str, Any]]:
    names = (
        "id",
        "lead_id",
        "milestone",
        "warn_at",
        "due_at",
        "give_back_at",
        "owner_id",
        "team_id",
        "manager_id",
    )
    rows = sql.run(
        "SELECT c.id, c.lead_id, c.milestone, c.warn_at, c.due_at, c.give_back_at,"
        " l.owner_id, l.team_id, t.manager_id FROM sla_clock AS c"
        " JOIN leads_lead AS l ON l.workspace_id = %(workspace)s AND l.id = c.lead_id"
        " LEFT JOIN routing_team AS t ON t.workspace_id = %(workspace)s AND t.id = l.team_id"
        " WHERE c.workspace_id = %(workspace)s AND c.fires_at <= %(at)s"
        " ORDER BY c.fires_at, c.id LIMIT %(limit)s FOR UPDATE OF c SKIP LOCKED",
        {"workspace": workspace_id, "at": at, "limit": BATCH},
    )
    return [dict(zip(names, row, strict=True)) for row in rows]


def _store_firings(
    workspace_id: uuid.UUID, due: list[dict[str, Any]], at: datetime.datetime
) -> list[Fired]:
    passed = {
        (clock["id"], level): Fired(
            clock["id"], clock["lead_id"], clock["milestone"], level, when,
            clock["owner_id"], clock["team_id"], clock["manager_id"],
        )
        for clock in due
        for level, when in rules.passed(
            at=at, warn_at=clock["warn_at"], due_at=clock["due_at"], give_back_at=clock["give_back_at"]
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


def _give_back(workspace_id: uuid.UUID, back: list[Fired], at: datetime.datetime) -> None:
    """Return leads nobody took over, or nobody contacted, to their pools; the clocks run on."""
    if not back:
        return
    ids = [one.lead_id for one in back]
    sql.run(
        "UPDATE leads_lead SET owner_id = NULL, taken_over_at = NULL, version = version + 1"
        " WHERE workspace_id = %(workspace)s AND id = ANY(%(ids)s) AND state IN ('open', 'snoozed')"
        " AND owner_id IS NOT NULL AND first_contact_at IS NULL",
        {"workspace": workspace_id, "ids": ids},
    )
    routing.release_claims(workspace_id, ids, reason="lapsed", at=at)


_VERBS = {
    Level.WARNED: "lead.clock_warned",
    Level.BREACHED: "lead.clock_breached",
    Level.GIVEN_BACK: "lead.lapsed",
}


def _tell(workspace_id: uuid.UUID, fired: list[Fired], at: datetime.datetime) -> None:
    ledger.record(
        [
            ledger.event(
                _VERBS[Level(one.level)],
                one.lead_id,
                workspace_id=workspace_id,
                by=None,
                at=at,
                detail={
                    "milestone": one.milestone,
                    "due_at": one.due_at.isoformat(),
                    "owner": str(one.owner_id or ""),
                },
            )
            for one in fired
        ]
    )
    notices = [row for one in fired for row in _notices(workspace_id, one, at)]
    sql.insert(
        "leads_notice",
        ("workspace_id", "id", "user_id", "key", "kind", "lead_id", "detail", "made_at", "read_at"),
        notices,
        conflict="(workspace_id, user_id, key) DO NOTHING",
    )
    ledger.announce(
        workspace_id,
        "clocks",
        at=at,
        leads=[one.lead_id for one in fired],
        teams=[one.team_id for one in fired],
        users=[row["user_id"] for row in notices],
    )


def _notices(workspace_id: uuid.UUID, one: Fired, at: datetime.datetime) -> list[dict[str, Any]]:
    """The owner hears of everything, the manager of breaches and of leads that lapsed."""
    told = {one.owner_id}
    if one.level != Level.WARNED:
        told.add(one.manager_id)
    return [
        {
            "workspace_id": workspace_id,
            "id": uuid7(),
            "user_id": user_id,
            "key": f"clock:{one.clock_id}:{one.level}",
            "kind": f"clock_{one.level}",
            "lead_id": one.lead_id,
            "detail": {"milestone": one.milestone, "due_at": one.due_at.isoformat()},
            "made_at": at,
            "read_at": None,
        }
        for user_id in sorted(filter(None, told))
    ]


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
