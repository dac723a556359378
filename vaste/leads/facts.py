"""
Asking compiled rules about leads: one statement for one lead, a batch or all of them.

A batch that is not stored yet is asked through the same expressions: only the FROM item named
`lead` differs, so the one and the many cannot disagree.
"""

from __future__ import annotations

import datetime
import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import connection
from psycopg import sql as text

from vaste.infra import sql
from vaste.leads.models import Lead
from vaste.rules import sources
from vaste.rules.binding import Binder
from vaste.rules.compile import Rendered
from vaste.rules.vocabulary import Vocabulary

_PEOPLE = (
    " JOIN people_contact AS contact ON contact.workspace_id = %(workspace)s"
    " AND contact.id = lead.contact_id"
    " LEFT JOIN people_company AS company ON company.workspace_id = %(workspace)s"
    " AND company.id = lead.company_id"
)
_NAMED = re.compile(r"""\b(lead|contact|company)"?\."?(\w+)""")
_BATCH = " FROM json_populate_recordset(NULL::leads_lead, %(leads)s::json) AS lead" + _PEOPLE
_STORED = (
    " FROM leads_lead AS lead" + _PEOPLE + " WHERE lead.workspace_id = %(workspace)s"
    " AND lead.id = ANY(%(ids)s)"
)


@dataclass(frozen=True)
class Question:
    """Several rules to be asked at once: the text of the answers' array, and its parameters."""

    answers: str
    params: Mapping[str, Any]
    length: int

    @cached_property
    def columns(self) -> dict[str, str]:
        """The columns of a lead that are asked about, with their types, and its keys."""
        named = {name for table, name in _NAMED.findall(self.answers) if table == "lead"}
        named |= {"id", "workspace_id", "contact_id", "company_id"}
        types = {one.attname: one.db_type(connection) for one in Lead._meta.concrete_fields}
        return {name: str(types[name]) for name in sorted(named)}

    @cached_property
    def batch(self) -> str:
        """The whole statement about leads that are not stored yet; no more told than is asked."""
        told = ", ".join(f'"{name}" {kind}' for name, kind in self.columns.items())
        tables = {table for table, _ in _NAMED.findall(self.answers)}
        people = _PEOPLE if tables & {"contact", "company"} else ""
        return (
            f"SELECT lead.id, {self.answers}"
            f" FROM json_to_recordset(%(leads)s::json) AS lead({told}){people}"
        )


def question(rules: Rendered) -> Question:
    """Return compiled rules as one question."""
    texts = ", ".join(expression.as_string(None) for expression in rules.expressions)
    return Question(f"ARRAY[{texts}]::boolean[]", rules.params, len(rules.expressions))


def ask_batch(
    asked: Question,
    *,
    workspace_id: uuid.UUID,
    leads: Sequence[Mapping[str, Any]],
    at: datetime.datetime,
) -> Callable[[], dict[uuid.UUID, list[bool]]]:
    """
    Ask about leads that are not stored yet, by a statement that waits for the next trip.

    What is returned gives, when called, each rule's answer by the lead's id. `leads` are rows for
    leads_lead; their contacts and companies must be stored.
    """
    if not asked.length:
        ids = [lead["id"] for lead in leads]
        return lambda: {lead_id: [] for lead_id in ids}
    told = [{name: lead.get(name) for name in asked.columns} for lead in leads]
    params = {**asked.params, "workspace": workspace_id, "now": at, "leads": sql.encode(told)}
    answer = sql.ask(asked.batch, params)
    return lambda: dict(answer.rows)


def ask_stored(
    asked: Question,
    *,
    workspace_id: uuid.UUID,
    ids: Sequence[uuid.UUID],
    at: datetime.datetime,
) -> dict[uuid.UUID, list[bool]]:
    """Return each rule's answer for stored leads, by the lead's id."""
    if not asked.length:
        return {lead_id: [] for lead_id in ids}
    params = {**asked.params, "workspace": workspace_id, "now": at, "ids": list(ids)}
    return dict(sql.run(f"SELECT lead.id, {asked.answers}{_STORED}", params))


Values = dict[str, dict[str, str | None]]


def values_of_batch(
    fields: Sequence[str],
    vocabulary: Vocabulary,
    *,
    workspace_id: uuid.UUID,
    leads: Sequence[Mapping[str, Any]],
) -> Values:
    """
    Return what leads that are not stored yet say in these fields, as text, by the lead's id.

    A value that is missing is None. Asking for no field is no statement.
    """
    params = {"workspace": workspace_id, "leads": sql.encode(leads)}
    return _values(fields, vocabulary, _BATCH, params) if fields else {}


def values_of_stored(
    fields: Sequence[str],
    vocabulary: Vocabulary,
    *,
    workspace_id: uuid.UUID,
    ids: Sequence[uuid.UUID],
) -> Values:
    """Return what stored leads say in these fields, as `values_of_batch` does."""
    params = {"workspace": workspace_id, "ids": list(ids)}
    return _values(fields, vocabulary, _STORED, params) if fields else {}


def _values(
    fields: Sequence[str], vocabulary: Vocabulary, where: str, params: dict[str, Any]
) -> Values:
    binder = Binder(prefix="v", zone="UTC")
    read = [sources.value(vocabulary.fields[name], binder) for name in fields]
    columns = text.SQL(", ").join(text.SQL("nullif({}::text, '')").format(one) for one in read)
    statement = f"SELECT lead.id::text, {columns.as_string(None)}{where}"
    rows = sql.run(statement, {**binder.params, **params})
    return {row[0]: dict(zip(fields, row[1:], strict=True)) for row in rows}
