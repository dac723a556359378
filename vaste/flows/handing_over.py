"""A manager gives all that somebody holds to others: for an absence that lasts."""

from __future__ import annotations

import datetime
import uuid

from vaste.flows import rerouting, rosters
from vaste.flows.judging import applying, waking
from vaste.flows.rerouting import SELECT, Moved, ask
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Lead
from vaste.routing import services as routing

BATCH = 500  # leads given out in one transaction


def hand_over(
    workspace_id: uuid.UUID, user_id: uuid.UUID, *, at: datetime.datetime, by: uuid.UUID | None
) -> Moved:
    """
    Give all open leads of a member to others, by turns, also those that they have begun on.

    Clocks run on as they were promised; what nobody can take waits in its team's pool. Called
    again, it finds nothing more to do.

    Raises NoSuchMember.
    """
    with inside(workspace_id):
        rosters.require_membership(workspace_id, user_id)
    moved = Moved()
    while batch := _batch(workspace_id, user_id, at=at, by=by):
        moved += batch
    return moved


def _batch(
    workspace_id: uuid.UUID, user_id: uuid.UUID, *, at: datetime.datetime, by: uuid.UUID | None
) -> Moved | None:
    with inside(workspace_id):
        rows = ask(
            f"{SELECT} AND l.owner_id = %(user)s AND l.state IN ('open', 'snoozed')"
            " ORDER BY l.id LIMIT %(limit)s FOR UPDATE OF l",
            {"workspace": workspace_id, "user": user_id, "limit": BATCH},
        )
        if not rows:
            return None
        leads = [row["id"] for row in rows]
        routing.release_claims(workspace_id, leads, reason="handed_over", at=at)
        Lead.objects.within(workspace_id).filter(id__in=leads).update(taken_over_at=None)
        moved = rerouting.reroute(
            workspace_id, rows, reason="handed_over", at=at, by=by, without=user_id
        )
        waking.judge_leads(workspace_id, leads, because=applying.GIVEN_BACK, at=at)
        return moved
