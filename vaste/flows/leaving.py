"""A person leaves a workspace: no lead is left with somebody who is gone."""

from __future__ import annotations

import datetime
import uuid

from vaste.infra import sql
from vaste.infra.tenancy.context import inside
from vaste.ledger import services as ledger
from vaste.routing import services as routing
from vaste.routing.models import Member
from vaste.workspaces import services as workspaces


def leave(workspace_id: uuid.UUID, user_id: uuid.UUID, *, at: datetime.datetime) -> int:
    """
    End a membership and give the person's open leads back to their teams' pools; return how many.

    Their clocks run on: the promise was the company's. What they closed stays theirs.

    Raises LastAdmin, with nothing changed, when nobody else could administer the workspace.
    """
    with inside(workspace_id):
        workspaces.leave(workspace_id, user_id, at=at)
        Member.objects.within(workspace_id).filter(user_id=user_id, left_at=None).update(left_at=at)
        rows = sql.run(
            "UPDATE leads_lead SET owner_id = NULL, taken_over_at = NULL, version = version + 1"
            " WHERE workspace_id = %(workspace)s AND owner_id = %(user)s"
            " AND state IN ('open', 'snoozed') RETURNING id, team_id",
            {"workspace": workspace_id, "user": user_id},
        )
        leads = [row[0] for row in rows]
        routing.release_claims(workspace_id, leads, reason="owner_left", at=at)
        ledger.record(
            [
                ledger.event(
                    "lead.given_back",
                    lead_id,
                    workspace_id=workspace_id,
                    by=None,
                    at=at,
                    detail={"from": str(user_id), "reason": "owner_left"},
                )
                for lead_id in leads
            ]
        )
        ledger.announce(
            workspace_id,
            "leads",
            at=at,
            leads=leads,
            teams=[row[1] for row in rows],
            users=[user_id],
        )
    return len(leads)
