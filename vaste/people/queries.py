"""Questions about people: whose a key is, and what is not known of a company."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence

from vaste.infra import sql
from vaste.kernel import text
from vaste.people.recognition import Key, Known, Person

COMPANY_TEXTS = (
    "name", "domain", "business_id", "industry", "nace", "revenue_currency", "city", "country",
)  # fmt: skip
_GAPS = "concat_ws(' ', {})".format(
    ", ".join(
        [f"CASE WHEN c.{name} = '' THEN '{name}' END" for name in COMPANY_TEXTS]
        + [f"CASE WHEN c.{name} IS NULL THEN '{name}' END" for name in ("employees", "revenue")]
    )
)
Gaps = dict[uuid.UUID, list[str]]  # what is not known of each company


def find_contacts(
    workspace_id: uuid.UUID,
    *,
    ids: Sequence[uuid.UUID | None],
    emails: Sequence[str],
    external_ids: Sequence[str],
    doors: Sequence[uuid.UUID],
) -> list[uuid.UUID | None]:
    """
    Return whose each is: by id, else by an e-mail's key, else by their id at one of `doors`.

    The lists are of one length, one place a question, None and "" for what is not told. An external
    id that two contacts have (at two doors) names neither. One statement.
    """
    rows = sql.run(
        _FIND,
        {
            "workspace": workspace_id,
            "ids": list(ids),
            "emails": list(emails),
            "externals": list(external_ids),
            "doors": [str(door) for door in doors],
        },
    )
    found: dict[int, uuid.UUID] = dict(rows)
    return [found.get(place) for place in range(1, len(ids) + 1)]


_FIND = (
    "SELECT asked.place, owner.id"
    " FROM unnest(%(ids)s::uuid[], %(emails)s::text[], %(externals)s::text[])"
    " WITH ORDINALITY AS asked (id, email, external, place)"
    " CROSS JOIN LATERAL ("
    " SELECT c.id FROM people_contact AS c"
    " WHERE c.workspace_id = %(workspace)s AND c.id = asked.id"
    " UNION ALL (SELECT k.contact_id FROM people_contactkey AS k"
    " WHERE asked.id IS NULL AND asked.email <> '' AND k.workspace_id = %(workspace)s"
    " AND k.kind = 'email' AND k.value = asked.email LIMIT 1)"
    " UNION ALL (SELECT min(k.contact_id::text)::uuid FROM unnest(%(doors)s::text[]) AS door"
    " JOIN people_contactkey AS k ON k.workspace_id = %(workspace)s AND k.kind = 'external'"
    " AND k.value = door || ':' || asked.external WHERE asked.id IS NULL AND asked.email = ''"
    " AND asked.external <> '' HAVING count(DISTINCT k.contact_id) = 1)"
    " ) AS owner"
)


def _pairs(keys: set[Key]) -> dict[str, list[str]]:
    ordered = sorted(keys)
    return {"kinds": [kind for kind, _ in ordered], "values": [value for _, value in ordered]}


def ask_contacts(
    workspace_id: uuid.UUID, people: Sequence[Person]
) -> Callable[[], dict[Key, Known]]:
    """
    Ask whose the keys of these people are; what is returned tells, by key, when called.

    One statement, which waits for the next trip.
    """
    keys = {key for person in people for key in person.keys}
    if not keys:
        return dict
    answer = sql.ask(
        # LIMIT 1 keeps to one index probe a key, however little is known of the tables' sizes.
        "SELECT asked.kind, asked.value, owner.id, owner.email, owner.full_name"
        " FROM unnest(%(kinds)s::text[], %(values)s::text[]) AS asked (kind, value)"
        " CROSS JOIN LATERAL (SELECT k.contact_id FROM people_contactkey AS k"
        " WHERE k.workspace_id = %(workspace)s AND k.kind = asked.kind AND k.value = asked.value"
        " LIMIT 1) AS known"
        " CROSS JOIN LATERAL (SELECT c.id, c.email, c.full_name FROM people_contact AS c"
        " WHERE c.workspace_id = %(workspace)s AND c.id = known.contact_id LIMIT 1) AS owner",
        {"workspace": workspace_id, **_pairs(keys)},
    )
    return lambda: {
        (kind, value): Known(contact_id, email, text.fold(name))
        for kind, value, contact_id, email, name in answer.rows
    }


def ask_companies(
    workspace_id: uuid.UUID, people: Sequence[Person]
) -> Callable[[], tuple[dict[Key, uuid.UUID], Gaps]]:
    """
    Ask whose the keys of their companies are, and what of those is not known yet; what is returned
    tells both when called.

    One statement, which waits for the next trip.
    """
    keys = {key for person in people for key in person.company_keys}
    if not keys:
        return lambda: ({}, {})
    answer = sql.ask(
        "SELECT asked.kind, asked.value, owner.company_id, company.gaps"
        " FROM unnest(%(kinds)s::text[], %(values)s::text[]) AS asked (kind, value)"
        " CROSS JOIN LATERAL (SELECT k.company_id FROM people_companykey AS k"
        " WHERE k.workspace_id = %(workspace)s AND k.kind = asked.kind AND k.value = asked.value"
        " LIMIT 1) AS owner"
        f" CROSS JOIN LATERAL (SELECT {_GAPS} AS gaps FROM people_company AS c"
        " WHERE c.workspace_id = %(workspace)s AND c.id = owner.company_id LIMIT 1) AS company",
        {"workspace": workspace_id, **_pairs(keys)},
    )
    return lambda: (
        {(kind, value): company_id for kind, value, company_id, _ in answer.rows},
        {company_id: gaps.split() for _, _, company_id, gaps in answer.rows},
    )
