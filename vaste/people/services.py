"""The verbs that write people: recognizing them, keeping what they agreed to."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import transaction

from vaste.infra import sql
from vaste.kernel.ids import uuid7
from vaste.people import queries, recognition
from vaste.people.queries import COMPANY_TEXTS
from vaste.people.recognition import Key, Person, Plan, Recognized

MOST_TRIES = 8  # a race lost this often in a row is no race
_CONTACT_TEXTS = (
    "given_name", "family_name", "full_name", "job_title", "email", "mail_kind", "phone",
    "language", "city", "country",
)  # fmt: skip
_CONTACT = (
    "workspace_id", "id", *_CONTACT_TEXTS, "seniority", "company_id", "do_not_email", "do_not_call",
    "custom", "created_at",
)  # fmt: skip
_COMPANY = (
    "workspace_id", "id", *COMPANY_TEXTS, "nace_section", "employees", "revenue", "custom",
    "created_at",
)  # fmt: skip
_CONSENT = (
    "workspace_id",
    "id",
    "contact_id",
    "purpose",
    "given",
    "text",
    "version",
    "at",
    "arrival_id",
)


class RecognitionRaced(Exception):
    """Other transactions kept taking the same keys; the caller may try the batch again."""


class _KeyTaken(Exception):
    """A key was taken between looking and writing: look again."""


def recognize(
    workspace_id: uuid.UUID, people: Sequence[Person], *, at: datetime.datetime
) -> list[Recognized]:
    """
    Find or make the contact and company of each person, in the order given, in few statements.

    New facts fill what was empty; nothing known is overwritten. A key that another transaction
    takes meanwhile is looked up again, so two batches that meet the same newcomer make one contact.

    Raises RecognitionRaced, with nothing written, if that goes on and on.
    """
    for _ in range(MOST_TRIES):
        try:
            with transaction.atomic():
                contacts = queries.ask_contacts(workspace_id, people)
                companies = queries.ask_companies(workspace_id, people)
                owners, gaps = companies()
                made = recognition.plan(list(people), contacts=contacts(), companies=owners)
                _close_gaps(made, gaps)
                _store(workspace_id, made, at)
                return made.recognized
        except _KeyTaken:
            continue
    raise RecognitionRaced(f"{len(people)} people, {MOST_TRIES} tries")


def keep_consents(rows: Sequence[dict[str, Any]]) -> None:
    """
    Write consents (dicts with the columns of people_consent but the id), in one statement, which
    waits for the next trip.
    """
    sql.asking_insert("people_consent", _CONSENT, [{**row, "id": uuid7()} for row in rows])


def _close_gaps(made: Plan, gaps: queries.Gaps) -> None:
    """Keep of what was told of known companies only what is not known yet: mostly nothing."""
    for key, facts in list(made.fill_companies.items()):
        if not any(facts[name] for name in gaps.get(key, ()) if name in facts):
            del made.fill_companies[key]


def _store(workspace_id: uuid.UUID, made: Plan, at: datetime.datetime) -> None:
    base = {"workspace_id": workspace_id, "created_at": at}
    sql.asking_insert(
        "people_company",
        _COMPANY,
        [{"id": key, "custom": {}, **facts, **base} for key, facts in made.companies.items()],
    )
    taken = [_take_keys("people_companykey", "company_id", made.company_keys, workspace_id)]
    sql.asking_insert(
        "people_contact",
        _CONTACT,
        [{"id": key, "custom": {}, **facts, **base} for key, facts in made.contacts.items()],
    )
    taken.append(_take_keys("people_contactkey", "contact_id", made.contact_keys, workspace_id))
    _fill(workspace_id, made)
    _suggest(workspace_id, made, at)
    if not all(are_ours() for are_ours in taken):
        raise _KeyTaken


def _take_keys(
    table: str, owner: str, keys: dict[Key, uuid.UUID], workspace_id: uuid.UUID
) -> Callable[[], bool]:
    """Take keys for their owners; what is returned says, when called, whether all were free."""
    # Sorted, so that two batches that want the same keys wait for each other in one order.
    rows = [
        {"workspace_id": workspace_id, "id": uuid7(), "kind": key[0], "value": key[1], owner: to}
        for key, to in sorted(keys.items())
    ]
    columns = ("workspace_id", "id", "kind", "value", owner)
    conflict = "(workspace_id, kind, value) DO NOTHING"
    answer = sql.asking_insert(table, columns, rows, conflict=conflict, returning="id")
    return lambda: answer is None or len(answer.rows) == len(rows)


def _fill(workspace_id: uuid.UUID, made: Plan) -> None:
    # Sorted, so that two batches that know the same people wait for each other in one order.
    contacts = [
        {"id": key, **facts}
        for key, facts in sorted(made.fill_contacts.items())
        if any(facts.values())
    ]
    if contacts:
        sql.ask(_FILL_CONTACTS, {"workspace": workspace_id, "rows": sql.encode(contacts)})
    companies = [
        {"id": key, **facts}
        for key, facts in sorted(made.fill_companies.items())
        if any(facts.values())
    ]
    if companies:
        sql.ask(_FILL_COMPANIES, {"workspace": workspace_id, "rows": sql.encode(companies)})


def _filling(
    table: str,
    texts: Sequence[str],
    others: Sequence[str],
    *,
    refusals: Sequence[str] = (),
    derived: Mapping[str, str],
) -> str:
    """
    Return the statement that fills a table's empty columns, touching only rows that gain.

    A refusal (do not mail, do not call) that is told once stays, whatever is told later. `derived`
    columns come with the text that they are read out of. Custom fields are filled key by key.
    """
    sets = [f"{name} = coalesce(nullif(kept.{name}, ''), told.{name}, '')" for name in texts]
    sets += [f"{name} = coalesce(kept.{name}, told.{name})" for name in others]
    sets += [f"{name} = kept.{name} OR coalesce(told.{name}, false)" for name in refusals]
    sets += [
        f"{name} = CASE WHEN kept.{of} = '' THEN coalesce(told.{name}, '') ELSE kept.{name} END"
        for name, of in derived.items()
    ]
    sets.append("custom = coalesce(told.custom, '{}'::jsonb) || kept.custom")
    gains = [f"(kept.{name} = '' AND told.{name} <> '')" for name in texts]
    gains += [f"(kept.{name} IS NULL AND told.{name} IS NOT NULL)" for name in others]
    gains += [f"(told.{name} AND NOT kept.{name})" for name in refusals]
    gains.append("(told.custom - ARRAY(SELECT jsonb_object_keys(kept.custom)) <> '{}'::jsonb)")
    return (
        f"UPDATE {table} AS kept SET {', '.join(sets)}"
        f" FROM json_populate_recordset(NULL::{table}, %(rows)s::json) AS told"
        f" WHERE kept.workspace_id = %(workspace)s AND kept.id = told.id AND ({' OR '.join(gains)})"
    )


_FILL_CONTACTS = _filling(
    "people_contact",
    _CONTACT_TEXTS,
    ("company_id",),
    refusals=("do_not_email", "do_not_call"),
    derived={"seniority": "job_title"},
)
_FILL_COMPANIES = _filling(
    "people_company", COMPANY_TEXTS, ("employees", "revenue"), derived={"nace_section": "nace"}
)


def _suggest(workspace_id: uuid.UUID, made: Plan, at: datetime.datetime) -> None:
    rows = [
        {
            "workspace_id": workspace_id,
            "id": uuid7(),
            "contact_id": one,
            "other_id": other,
            "reason": reason,
            "value": value,
            "made_at": at,
        }
        for one, other, reason, value in sorted(made.suggestions)
    ]
    sql.asking_insert(
        "people_suggestion",
        ("workspace_id", "id", "contact_id", "other_id", "reason", "value", "made_at"),
        rows,
        conflict="(workspace_id, contact_id, other_id, reason) DO NOTHING",
    )
