"""What is told when a promised time passes: an event, notices to people, news for the screens."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from typing import Any

from vaste.flows import digests
from vaste.flows.fired import Done, Fired
from vaste.kernel.ids import uuid7
from vaste.ledger import services as ledger
from vaste.sla.models import Firing

Level = Firing.Level


_OF_LEVELS = {Level.WARNED: "lead.clock_warned", Level.BREACHED: "lead.clock_breached"}
_OF_STEPS = {
    "give_back": "lead.lapsed",
    "reroute": "lead.passed_on",
    "add_second": "lead.second_added",
}
#: What a person is told, where it is not the level.
_KINDS = {"reroute": "clock_rerouted", "add_second": "clock_second"}


def tell(
    workspace_id: uuid.UUID,
    fired: Sequence[Fired],
    done: Sequence[Done],
    at: datetime.datetime,
) -> None:
    """Write the events and notices of what fired and was done at `at`, with the caller's."""
    if not fired and not done:
        return
    acted = [one for one in done if one.result == "done"]
    events = [
        _event(workspace_id, _OF_LEVELS[Level(one.level)], one, at)
        for one in fired
        if one.level in _OF_LEVELS
    ]
    events += [
        _event(workspace_id, _OF_STEPS[one.step.do], one.step.fired, at, _more(one))
        for one in acted
        if one.step.do in _OF_STEPS
    ]
    ledger.record(events)
    notices = [row for one in acted for row in _notices(workspace_id, one, at)]
    digests.store(workspace_id, notices, at=at)
    ledger.announce(
        workspace_id,
        "clocks",
        at=at,
        leads={*(one.lead_id for one in fired), *(one.step.fired.lead_id for one in done)},
        teams={*(one.team_id for one in fired), *(one.step.fired.team_id for one in done)},
        users={row["user_id"] for row in notices},
    )


def _event(
    workspace_id: uuid.UUID,
    verb: str,
    one: Fired,
    at: datetime.datetime,
    more: dict[str, Any] | None = None,
) -> dict[str, Any]:
    detail = {
        "milestone": one.milestone,
        "due_at": one.due_at.isoformat(),
        "owner": str(one.owner_id or ""),
        **(more or {}),
    }
    return ledger.event(verb, one.lead_id, workspace_id=workspace_id, by=None, at=at, detail=detail)


def _more(one: Done) -> dict[str, Any]:
    if one.step.do == "reroute":
        return {"team": one.step.team}
    return {"user": str(one.user_id)} if one.user_id else {}


def _notices(workspace_id: uuid.UUID, one: Done, at: datetime.datetime) -> list[dict[str, Any]]:
    fired, kind = one.step.fired, _KINDS.get(one.step.do)
    key = f"{one.step.do}:{one.step.number}:" if kind else ""
    return [
        {
            "workspace_id": workspace_id,
            "id": uuid7(),
            "user_id": user_id,
            "key": f"clock:{fired.clock_id}:{key}{fired.level}",
            "kind": kind or f"clock_{fired.level}",
            "lead_id": fired.lead_id,
            "detail": {
                "milestone": fired.milestone,
                "due_at": fired.due_at.isoformat(),
                **({"user": str(fired.owner_id)} if fired.owner_id else {}),
            },
            "made_at": at,
            "read_at": None,
        }
        for user_id in sorted(filter(None, one.tells))
    ]
