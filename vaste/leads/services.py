"""The verbs that write the arrivals ledger and leads."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from vaste.infra import sql
from vaste.leads.models import Arrival, Lead, Touch

_ARRIVAL = tuple(field.attname for field in Arrival._meta.concrete_fields)
_LEAD = tuple(field.attname for field in Lead._meta.concrete_fields)
_TOUCH = tuple(field.attname for field in Touch._meta.concrete_fields)


def store_arrivals(rows: Sequence[Mapping[str, Any]]) -> set[uuid.UUID]:
    """
    Write raw arrivals in one statement; return the ids of those that were new.

    One whose idempotency key its door already has is not written: the constraint decides, and where
    another transaction is just writing the same key this waits for it.
    """
    stored = sql.insert(
        "leads_arrival",
        _ARRIVAL,
        rows,
        conflict="(workspace_id, door_id, idempotency_key) DO NOTHING",
        returning="id",
    )
    return {row[0] for row in stored}


def find_arrivals(
    workspace_id: uuid.UUID, keys: Sequence[tuple[uuid.UUID, str]]
) -> dict[tuple[uuid.UUID, str], Mapping[str, Any]]:
    """
    Return the stored arrivals with these (door, idempotency key), and the promise of their lead.
    """
    if not keys:
        return {}
    rows = sql.run(
        "SELECT a.door_id, a.idempotency_key, a.id, a.body_hash, a.state, a.lead_id, l.promised_at"
        " FROM unnest(%(doors)s::uuid[], %(keys)s::text[]) AS asked (door_id, key)"
        " JOIN leads_arrival AS a ON a.workspace_id = %(workspace)s"
        " AND a.door_id = asked.door_id AND a.idempotency_key = asked.key"
        " LEFT JOIN leads_lead AS l ON l.workspace_id = %(workspace)s AND l.id = a.lead_id",
        {
            "workspace": workspace_id,
            "doors": [door for door, _ in keys],
            "keys": [key for _, key in keys],
        },
    )
    names = ("id", "body_hash", "state", "lead_id", "promised_at")
    return {(row[0], row[1]): dict(zip(names, row[2:], strict=True)) for row in rows}


def settle_arrivals(workspace_id: uuid.UUID, rows: Sequence[Mapping[str, Any]]) -> None:
    """
    Write the final state of arrivals that did not end as first written: id, state, reasons,
    lead_id.
    """
    if not rows:
        return
    sql.run(
        "UPDATE leads_arrival AS kept SET state = told.state, reasons = told.reasons,"
        " lead_id = told.lead_id"
        " FROM json_populate_recordset(NULL::leads_arrival, %(rows)s::json) AS told"
        " WHERE kept.workspace_id = %(workspace)s AND kept.id = told.id",
        {"workspace": workspace_id, "rows": sql.encode(rows)},
    )


def store_leads(rows: Sequence[Mapping[str, Any]]) -> None:
    """Write leads (dicts with every column) in one statement, which waits for the next trip."""
    sql.asking_insert("leads_lead", _LEAD, rows)


def store_new_touches(rows: Sequence[Mapping[str, Any]]) -> set[uuid.UUID]:
    """
    Write touches in one statement but for those whose external id is there; return the ids written.

    The constraint decides, and where another transaction is just writing the same id this waits.
    """
    stored = sql.insert(
        "leads_touch",
        _TOUCH,
        # Sorted, so that two lists with the same ids wait for each other in one order.
        sorted(rows, key=lambda row: str(row["external_id"])),
        conflict="(workspace_id, external_id) WHERE external_id IS NOT NULL DO NOTHING",
        returning="id",
    )
    return {row[0] for row in stored}


def store_touches(rows: Sequence[Mapping[str, Any]]) -> None:
    """Write touches (dicts with every column) in one statement, which waits for the next trip."""
    sql.asking_insert("leads_touch", _TOUCH, rows)
