"""Telling the manager that a lead found nobody: it waits in the pool with its clock running."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from typing import Any

from vaste.flows import noticing
from vaste.flows.receiving.work import Work


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
