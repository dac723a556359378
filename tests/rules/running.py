"""Runs compiled rules over rows on a real PostgreSQL, stored or as a batch that is not stored."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import psycopg
from psycopg import sql

from tests.rules.oracle import Row
from tests.rules.sample import NOW, WORKSPACE, ZONE
from vaste.rules.compile import Rendered, compile_rules
from vaste.rules.language import parse
from vaste.rules.vocabulary import Vocabulary

_LEADS = "INSERT INTO leads_lead SELECT * FROM json_populate_recordset(NULL::leads_lead, %s)"
_CONTACTS = (
    "INSERT INTO people_contact SELECT * FROM json_populate_recordset(NULL::people_contact, %s)"
)
_COMPANIES = (
    "INSERT INTO people_company SELECT * FROM json_populate_recordset(NULL::people_company, %s)"
)
_EVENTS = "INSERT INTO signals_event SELECT * FROM json_populate_recordset(NULL::signals_event, %s)"
_STORED = sql.SQL("leads_lead")
_BATCH = sql.SQL("json_populate_recordset(NULL::leads_lead, %(batch)s::json)")
_QUESTION = sql.SQL(
    """
    SELECT {answers} FROM {leads} AS lead
    JOIN people_contact AS contact
        ON contact.workspace_id = lead.workspace_id AND contact.id = lead.contact_id
    LEFT JOIN people_company AS company
        ON company.workspace_id = lead.workspace_id AND company.id = lead.company_id
    WHERE lead.workspace_id = %(workspace)s
    ORDER BY lead.id
    """
)


def answers(
    pg: psycopg.Connection[Any],
    rules: Sequence[Mapping[str, Any]],
    rows: Sequence[Row],
    *,
    vocabulary: Vocabulary,
    stored: bool = True,
    server_side: bool = True,
) -> list[tuple[bool | None, ...]]:
    """Return for each row what each rule says, and leave the tables empty."""
    rendered = compile_rules([parse(rule) for rule in rules], vocabulary, zone=ZONE)
    return asked(pg, rendered, rows, stored=stored, server_side=server_side)


def asked(
    pg: psycopg.Connection[Any],
    rendered: Rendered,
    rows: Sequence[Row],
    *,
    stored: bool = True,
    server_side: bool = True,
) -> list[tuple[bool | None, ...]]:
    """Return for each row what each compiled rule says, and leave the tables empty."""
    leads = _written([_lead(number, row) for number, row in enumerate(rows)])
    question = _QUESTION.format(
        answers=sql.SQL(", ").join(rendered.expressions), leads=_STORED if stored else _BATCH
    )
    kind = psycopg.Cursor if server_side else psycopg.ClientCursor
    with pg.transaction(force_rollback=True), kind(pg) as cursor:
        _store(cursor, rows, leads if stored else "[]")
        params = rendered.params | {"workspace": WORKSPACE, "now": NOW}
        cursor.execute(question, params if stored else params | {"batch": leads})
        return cursor.fetchall()


def _store(cursor: psycopg.Cursor[Any], rows: Sequence[Row], leads: str) -> None:
    cursor.execute(_LEADS, [leads])
    cursor.execute(_CONTACTS, [_written([_own(n, row.contact) for n, row in enumerate(rows)])])
    companies = [_own(n, row.company) for n, row in enumerate(rows) if row.company is not None]
    cursor.execute(_COMPANIES, [_written(companies)])
    cursor.execute(_EVENTS, [_written(_events(rows))])


def _lead(number: int, row: Row) -> dict[str, Any]:
    filled = {"message": "", "request_type": ""} | row.lead
    return _own(number, filled) | {"contact_id": number, "company_id": number}


def _own(number: int, values: Mapping[str, Any]) -> dict[str, Any]:
    return {**values, "workspace_id": str(WORKSPACE), "id": number}


def _events(rows: Sequence[Row]) -> list[dict[str, Any]]:
    return [
        {
            "workspace_id": str(event.workspace),
            "contact_id": number,
            "kind": event.kind,
            "at": event.at,
            "human": event.human,
            "path": event.path,
        }
        for number, row in enumerate(rows)
        for event in row.events
    ]


def _written(value: Any) -> str:
    return json.dumps(value, default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    assert isinstance(value, Decimal)
    return str(value)
