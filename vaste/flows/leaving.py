"""A person leaves a workspace: no lead is left with somebody who is gone."""

from __future__ import annotations

import datetime
import uuid

from vaste.flows import placing, redistributing
from vaste.flows.judging import applying, waking
from vaste.flows.rerouting import Moved
from vaste.infra import sql
from vaste.infra.tenancy.context import inside
from vaste.ledger import services as ledger
from vaste.routing import feeds
from vaste.routing import services as routing
from vaste.routing.models import Member
from vaste.workspaces import services as workspaces


def leave(
    workspace_id: uuid.UUID,
    user_id: uuid.UUID,
    *,
    at: datetime.datetime,
    by: uuid.UUID | None = None,
) -> Moved:
    """
    End a membership: open leads that the person had not begun on are routed to others, the others
    go back to their teams' pools, and the managers are told how many.

    Their calendar feeds are forgotten. Their clocks run on: the promise was the company's. What
    they closed stays theirs.

    Raises LastAdmin, with nothing changed, when nobody else could administer the workspace.
    """
    with inside(workspace_id):
        workspaces.leave(workspace_id, user_id, at=at)
        placing.team_ids(workspace_id)  # before the members' rows, as whoever routes
        Member.objects.within(workspace_id).filter(user_id=user_id, left_at=None).update(left_at=at)
        for feed in feeds.of_people(workspace_id, [user_id]):
            feeds.remove(workspace_id, feed, at=at)
        cause = f"left:{user_id}:{at:%Y-%m-%d}"
        moved = redistributing.free_leads(
            workspace_id, user_id, reason="left", cause=cause, at=at, by=by
        )
        _give_back_begun(workspace_id, user_id, at=at, by=by)
    return moved


def _give_back_begun(
    workspace_id: uuid.UUID, user_id: uuid.UUID, *, at: datetime.datetime, by: uuid.UUID | None
) -> None:
    rows = sql.run(
        "UPDATE leads_lead SET owner_id = NULL, taken_over_at = NULL, version = version + 1"
        " WHERE workspace_id = %(workspace)s AND owner_id = %(user)s"
        " AND state IN ('open', 'snoozed') RETURNING id, team_id",
        {"workspace": workspace_id, "user": user_id},
    )
    leads = [row[0] for row in rows]
    routing.release_claims(workspace_id, leads, reason="owner_left", at=at)
    detail = {"from": str(user_id), "reason": "owner_left"}
    ledger.record(
        [
            ledger.event(
                "lead.given_back", lead_id, workspace_id=workspace_id, by=by, at=at, detail=detail
            )
            for lead_id in leads
        ]
    )
    waking.judge_leads(workspace_id, leads, because=applying.GIVEN_BACK, at=at)
    ledger.announce(
        workspace_id,
        "leads",
        at=at,
        leads=leads,
        teams=[row[1] for row in rows],
        users=[user_id],
    )
