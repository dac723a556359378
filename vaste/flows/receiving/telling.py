"""
Telling of a lead that came: its owner and the chats, and the manager of one that found nobody and
waits in the pool with its clock running.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from typing import Any

from vaste.flows import noticing
from vaste.flows.receiving.work import Work
from vaste.notifications import services as notifications


def notices(
    workspace_id: uuid.UUID, works: Sequence[Work], at: datetime.datetime
) -> list[dict[str, Any]]:
    """
    Return notices for the managers of teams in which nobody could take a lead of the batch.

    One a team and hour at most: it names the first lead. Leads without a running clock, as most
    imports are, tell nobody. One statement where there is something to tell, else none.
    """
    first: dict[uuid.UUID, uuid.UUID] = {}
    for work in works:
        if work.lead["owner_id"] is None and work.clocks:
            first.setdefault(work.lead["team_id"], work.lead["id"])
    if not first:
        return []
    led = noticing.managers(workspace_id, first)
    return [
        noticing.row(
            workspace_id, user_id, "routing_nobody", f"nobody:{team_id}:{at:%Y-%m-%dT%H}",
            lead_id=lead_id, at=at,
        )
        for team_id, lead_id in first.items()
        for user_id in led.get(team_id, [])
    ]  # fmt: skip


def tell_arrived(workspace_id: uuid.UUID, works: Sequence[Work], at: datetime.datetime) -> None:
    """
    Plan what owners and chats hear of new leads outside the desk, in which the queue shows them.

    Imports, and leads without a running clock, tell nobody. At most two statements.
    """
    told = [
        {
            "user_id": work.lead["owner_id"], "key": f"new:{work.lead['id']}", "kind": "lead_new",
            "lead_id": work.lead["id"],
            "detail": {"category": dict(work.category.names) if work.category else {}},
        }
        for work in works
        if work.clocks and work.incoming.import_id is None
    ]  # fmt: skip
    if told:
        notifications.plan(workspace_id, told, at=at)
