"""Doors, arrivals and sums as bodies."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from vaste.api.shapes.intake import (
    ArrivalOut,
    ArrivalWithBody,
    DoorOut,
    ReasonOut,
    ReceiptOut,
    SumOut,
)
from vaste.flows.receive import Receipt
from vaste.infra import sql
from vaste.leads.models import Arrival, Door

#: One row is one door on one day of the zone; every count is of rows, `received` of all of them.
_SUMS = """
SELECT (a.received_at AT TIME ZONE %(zone)s)::date AS "on", a.door_id, count(*),
  count(*) FILTER (WHERE a.state = 'lead_created'), count(*) FILTER (WHERE a.state = 'appended'),
  count(*) FILTER (WHERE a.state = 'quarantined'), count(*) FILTER (WHERE a.state = 'refused'),
  count(*) FILTER (WHERE a.state = 'needs_a_look'), count(*) FILTER (WHERE a.state = 'dismissed')
FROM leads_arrival AS a
WHERE a.workspace_id = %(workspace)s AND a.received_at >= %(since)s
GROUP BY 1, 2 ORDER BY 1 DESC, 2
"""
_STATES = ("lead_created", "appended", "quarantined", "refused", "needs_a_look", "dismissed")


def show_door(door: Door) -> DoorOut:
    """Return a door as a body."""
    return DoorOut(
        id=door.id,
        kind=door.kind,
        slug=door.slug,
        name=door.name,
        key=door.key,
        opened_at=door.opened_at,
        closed_at=door.closed_at,
    )


def show_arrival(arrival: Arrival) -> ArrivalOut:
    """Return an arrival as a body, without what came."""
    return ArrivalOut.model_validate(_told(arrival))


def show_whole_arrival(arrival: Arrival) -> ArrivalWithBody:
    """Return an arrival as a body, with all that came."""
    return ArrivalWithBody.model_validate(
        {
            **_told(arrival),
            "content_type": arrival.content_type,
            "headers": {name: str(value) for name, value in arrival.headers.items()},
            "body": arrival.body,
            "body_encoding": arrival.body_encoding,
            "body_sha256": arrival.body_hash,
        }
    )


def _told(arrival: Arrival) -> dict[str, Any]:
    return {
        "id": arrival.id,
        "door": arrival.door_id,
        "received_at": arrival.received_at,
        "state": arrival.state,
        "reasons": [_reason(one) for one in arrival.reasons],
        "lead": arrival.lead_id,
        "imported_by": arrival.import_id,
        "row_number": arrival.row_number,
        "repeats": arrival.repeats,
    }


def _reason(told: dict[str, Any]) -> ReasonOut:
    return ReasonOut(code=str(told.get("code", "")), detail=str(told.get("detail", "")))


def show_receipt(receipt: Receipt) -> ReceiptOut:
    """Return what became of an arrival as a body."""
    return ReceiptOut.model_validate(
        {
            "arrival": receipt.arrival_id,
            "state": receipt.state,
            "lead": receipt.lead_id,
            "answer_by": receipt.answer_by,
        }
    )


def show_sums(workspace_id: uuid.UUID, *, zone: str, since: datetime.datetime) -> list[SumOut]:
    """Return the ledger's sums by day of `zone` and door, of what came since `since`."""
    rows = sql.run(_SUMS, {"workspace": workspace_id, "zone": zone, "since": since})
    return [
        SumOut(on=on, door=door, received=received, **dict(zip(_STATES, counts, strict=True)))
        for on, door, received, *counts in rows
    ]
