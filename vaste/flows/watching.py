"""
The watchdog: no open lead is without somebody who answers for it.

A lead is at home when its owner works here, or when it waits in the pool of an open team. The verbs
keep it so; this finds what a restored backup, a hand in the database or a fault left behind.
"""

from __future__ import annotations

import datetime
import uuid

from vaste.flows import noticing, rerouting
from vaste.flows.judging import applying, waking
from vaste.infra import sql
from vaste.infra.tenancy.context import inside
from vaste.ledger import services as ledger
from vaste.routing import services as routing

BATCH = 500  # leads housed in one transaction

# Few keys each (owners who are gone, pools of teams that are not open), so that the queue's indexes
# answer it however many leads are open. The pools are found by hopping from one to the next.
_HOMELESS = """
WITH RECURSIVE gone AS (
    SELECT p.user_id FROM workspaces_membership AS p JOIN workspaces_user AS u ON u.id = p.user_id
    WHERE p.workspace_id = %(workspace)s AND (p.left_at IS NOT NULL OR NOT u.is_active)
), pools AS (
    (SELECT l.team_id FROM leads_lead AS l WHERE l.workspace_id = %(workspace)s
        AND l.state = 'open' AND l.owner_id IS NULL ORDER BY l.team_id LIMIT 1)
    UNION ALL
    SELECT (SELECT l.team_id FROM leads_lead AS l WHERE l.workspace_id = %(workspace)s
        AND l.state = 'open' AND l.owner_id IS NULL AND l.team_id > pools.team_id
        ORDER BY l.team_id LIMIT 1)
    FROM pools WHERE pools.team_id IS NOT NULL
), homes AS (
    SELECT t.id FROM routing_team AS t
    WHERE t.workspace_id = %(workspace)s AND t.closed_at IS NULL
), homeless AS (
    SELECT l.id FROM leads_lead AS l WHERE l.workspace_id = %(workspace)s
        AND l.state = 'open' AND l.owner_id IN (SELECT user_id FROM gone)
    UNION ALL
    SELECT l.id FROM leads_lead AS l WHERE l.workspace_id = %(workspace)s
        AND l.state = 'open' AND l.owner_id IS NULL AND l.team_id IN (
            SELECT team_id FROM pools WHERE team_id NOT IN (SELECT id FROM homes))
    UNION ALL
    SELECT l.id FROM leads_lead AS l WHERE l.workspace_id = %(workspace)s
        AND l.state = 'snoozed' AND (l.owner_id IN (SELECT user_id FROM gone)
            OR (l.owner_id IS NULL AND NOT EXISTS (
                SELECT 1 FROM homes WHERE homes.id = l.team_id)))
)
"""


def count_homeless(workspace_id: uuid.UUID) -> int:
    """Return how many open leads nobody answers for; it must be none."""
    rows = sql.run(f"{_HOMELESS} SELECT count(*) FROM homeless", {"workspace": workspace_id})
    return int(rows[0][0])


def house_homeless(workspace_id: uuid.UUID, *, at: datetime.datetime) -> int:
    """
    Route open leads that nobody answers for, at most BATCH; return how many there were.

    Their managers are told. What somebody is just working on is left for the next look.
    """
    with inside(workspace_id):
        found = sql.run(
            f"{_HOMELESS} SELECT homeless.id FROM homeless ORDER BY homeless.id LIMIT %(limit)s",
            {"workspace": workspace_id, "limit": BATCH},
        )
        if not found:
            return 0
        rows = rerouting.locked([row[0] for row in found], workspace_id)
        if not rows:
            return 0
        leads = [row["id"] for row in rows]
        _let_go(workspace_id, leads, at)
        rerouting.reroute(workspace_id, rows, reason="no_home", at=at, by=None)
        waking.judge_leads(workspace_id, leads, because=applying.GIVEN_BACK, at=at)
        _tell(workspace_id, len(rows), at)
    return len(rows)


def _let_go(workspace_id: uuid.UUID, leads: list[uuid.UUID], at: datetime.datetime) -> None:
    """Release what people who are gone had taken over."""
    routing.release_claims(workspace_id, leads, reason="owner_left", at=at)
    sql.run(
        "UPDATE leads_lead SET taken_over_at = NULL WHERE workspace_id = %(workspace)s"
        " AND id = ANY(%(ids)s) AND taken_over_at IS NOT NULL",
        {"workspace": workspace_id, "ids": leads},
    )


def _tell(workspace_id: uuid.UUID, count: int, at: datetime.datetime) -> None:
    told = noticing.admins(workspace_id)
    key = f"homeless:{at:%Y-%m-%dT%H}"
    noticing.store(
        [
            noticing.row(workspace_id, user, "homeless_housed", key, detail={"given": count}, at=at)
            for user in told
        ]
    )
    ledger.announce(workspace_id, "notices", at=at, users=told)
