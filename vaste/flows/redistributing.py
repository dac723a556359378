"""
Leads that lose their person or their team are given out again, with nobody left in between.

An absence that begins, a capacity of nothing, a member who leaves, a team that closes: what was
not begun goes to somebody else by the same turns as a new lead; what somebody has taken over is
named to the manager. Set-based: one transaction and a constant number of statements a batch.
"""

from __future__ import annotations

import datetime
import uuid
from collections import Counter

from vaste.flows import noticing, rerouting
from vaste.flows.rerouting import SELECT, Moved, Rows, ask
from vaste.infra import sql
from vaste.infra.tenancy.context import inside
from vaste.ledger import services as ledger
from vaste.routing.rules import Decision

BATCH = 500  # leads given out in one transaction
_UNTOUCHED = (
    " AND l.state IN ('open', 'snoozed') AND l.taken_over_at IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM routing_claim AS c WHERE c.workspace_id = %(workspace)s"
    " AND c.lead_id = l.id AND c.released_at IS NULL)"
)


def free_leads(
    workspace_id: uuid.UUID,
    user_id: uuid.UUID,
    *,
    reason: str,
    cause: str,
    at: datetime.datetime,
    by: uuid.UUID | None = None,
    team_id: uuid.UUID | None = None,
) -> Moved:
    """
    Give the leads that a user has not begun on to others, of `team_id` only or of all their teams.

    `reason` is why: absent, full, left_team, left, disabled. `cause` names what happened, so that
    the manager is told once. Those that the user has taken over stay, and are counted for the
    manager. Called again, it finds nothing more to do.
    """
    moved = Moved()
    while batch := _free_batch(workspace_id, user_id, team_id, reason=reason, at=at, by=by):
        moved += batch
    with inside(workspace_id):
        held = _held(workspace_id, user_id, team_id)
        moved += Moved(held=sum(held.values()))
        _tell_managers(workspace_id, user_id, held, moved, reason=reason, cause=cause, at=at)
    return moved


def _free_batch(
    workspace_id: uuid.UUID,
    user_id: uuid.UUID,
    team_id: uuid.UUID | None,
    *,
    reason: str,
    at: datetime.datetime,
    by: uuid.UUID | None,
) -> Moved | None:
    with inside(workspace_id):
        rows = ask(
            f"{SELECT} AND l.owner_id = %(user)s{_UNTOUCHED}"
            " AND (%(team)s::uuid IS NULL OR l.team_id = %(team)s::uuid)"
            " ORDER BY l.id LIMIT %(limit)s FOR UPDATE OF l",
            {"workspace": workspace_id, "user": user_id, "team": team_id, "limit": BATCH},
        )
        if not rows:
            return None
        return rerouting.reroute(workspace_id, rows, reason=reason, at=at, by=by, without=user_id)


def empty_team(
    workspace_id: uuid.UUID,
    team_id: uuid.UUID,
    *,
    into: uuid.UUID,
    keeps: bool = False,
    skips: bool = False,
    at: datetime.datetime,
    by: uuid.UUID | None,
) -> Moved:
    """
    Move open leads of a team that was closed to the team that took over, at most BATCH.

    What waits in the pool is given out there by turns, and so is what nobody has begun on; what
    somebody has taken over stays theirs, with `keeps` whatever they own. `skips` leaves out what
    somebody else has locked, else it waits for them.
    """
    where = f"{SELECT} AND l.team_id = %(team)s AND l.state IN ('open', 'snoozed')"
    freed = " AND l.owner_id IS NULL" if keeps else _UNTOUCHED
    ending = f" ORDER BY l.id LIMIT %(limit)s FOR UPDATE OF l{' SKIP LOCKED' if skips else ''}"
    known = {"workspace": workspace_id, "team": team_id}
    moved = Moved()
    rows = ask(f"{where}{freed}{ending}", known | {"limit": BATCH})
    if rows:
        moved += rerouting.reroute(workspace_id, rows, reason="team_closed", at=at, by=by)
    if room := BATCH - len(rows):
        rows = ask(f"{where}{ending}", known | {"limit": room})
        moved += _move_held(workspace_id, rows, into, at=at, by=by)
    return moved


def count_open(workspace_id: uuid.UUID, team_id: uuid.UUID) -> int:
    """Return how many open leads a team has, snoozed ones too."""
    rows = sql.run(
        "SELECT count(*) FROM leads_lead AS l WHERE l.workspace_id = %(workspace)s"
        " AND l.team_id = %(team)s AND l.state IN ('open', 'snoozed')",
        {"workspace": workspace_id, "team": team_id},
    )
    count: int = rows[0][0]
    return count


def _move_held(
    workspace_id: uuid.UUID,
    rows: Rows,
    into: uuid.UUID,
    *,
    at: datetime.datetime,
    by: uuid.UUID | None,
) -> Moved:
    """Give leads that people hold another team, and leave them with their people."""
    changed = [(row, Decision(into, "team_closed", row["owner_id"], [])) for row in rows]
    rerouting.move(workspace_id, changed, at=at)
    rerouting.tell(workspace_id, changed, reason="team_closed", at=at, by=by)
    return Moved(held=len(rows))


def share_out(
    workspace_id: uuid.UUID,
    team_id: uuid.UUID,
    *,
    at: datetime.datetime,
    by: uuid.UUID | None = None,
    limit: int = BATCH,
) -> Moved:
    """
    Give the leads that wait in a team's pool to people, the most urgent first, at most `limit`.

    For a manager, when people are there again. What somebody is just working on is left alone, and
    what nobody can take stays in the pool, untold.
    """
    with inside(workspace_id):
        rows = ask(
            f"{SELECT} AND l.team_id = %(team)s AND l.owner_id IS NULL AND l.state = 'open'"
            " ORDER BY l.category_rank, l.due_at, l.id LIMIT %(limit)s"
            " FOR UPDATE OF l SKIP LOCKED",
            {"workspace": workspace_id, "team": team_id, "limit": limit},
        )
        if not rows:
            return Moved()
        return rerouting.reroute(workspace_id, rows, reason="shared_out", at=at, by=by)


def _held(
    workspace_id: uuid.UUID, user_id: uuid.UUID, team_id: uuid.UUID | None
) -> Counter[uuid.UUID]:
    """Return how many open leads a user has taken over, by team."""
    rows = sql.run(
        "SELECT l.team_id, count(*) FROM leads_lead AS l WHERE l.workspace_id = %(workspace)s"
        " AND l.owner_id = %(user)s AND l.state IN ('open', 'snoozed')"
        " AND (%(team)s::uuid IS NULL OR l.team_id = %(team)s::uuid) GROUP BY l.team_id",
        {"workspace": workspace_id, "user": user_id, "team": team_id},
    )
    return Counter(dict(rows))


def _tell_managers(
    workspace_id: uuid.UUID,
    user_id: uuid.UUID,
    held: Counter[uuid.UUID],
    moved: Moved,
    *,
    reason: str,
    cause: str,
    at: datetime.datetime,
) -> None:
    """Tell the managers of a person's teams once, where there is something to tell."""
    if moved == Moved():
        return
    teams = set(held) | set(_teams_of(workspace_id, user_id))
    led = noticing.managers(workspace_id, teams)
    told = {user for users in led.values() for user in users} - {user_id}
    detail = {
        "user": str(user_id), "reason": reason,
        "given": moved.given, "pooled": moved.pooled, "held": moved.held,
    }  # fmt: skip
    noticing.store(
        [
            noticing.row(workspace_id, user, "leads_moved", f"moved:{cause}", detail=detail, at=at)
            for user in sorted(told)
        ]
    )
    ledger.announce(workspace_id, "notices", at=at, users=told)


def _teams_of(workspace_id: uuid.UUID, user_id: uuid.UUID) -> list[uuid.UUID]:
    rows = sql.run(
        "SELECT m.team_id FROM routing_member AS m"
        " WHERE m.workspace_id = %(workspace)s AND m.user_id = %(user)s",
        {"workspace": workspace_id, "user": user_id},
    )
    return [row[0] for row in rows]
