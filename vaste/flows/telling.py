"""What is told when a promised time passes: an event, notices to people, news for the screens."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

from vaste.infra import sql
from vaste.kernel.ids import uuid7
from vaste.ledger import services as ledger
from vaste.sla.models import Firing

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


_VERBS = {
    Level.WARNED: "lead.clock_warned",
    Level.BREACHED: "lead.clock_breached",
    Level.GIVEN_BACK: "lead.lapsed",
}


def tell(workspace_id: uuid.UUID, fired: list[Fired], at: datetime.datetime) -> None:
    """Write the events and notices of what fired at `at`, in the caller's transaction."""
    if not fired:
        return
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
