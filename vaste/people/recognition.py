"""Pure decisions of recognition: which keys an enquiry has, and whose they are."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from vaste.kernel import domains, text
from vaste.kernel.ids import uuid7

Key = tuple[str, str]  # (kind, normalized value)


@dataclass(slots=True)
class Person:
    """Who an enquiry says it is from, already normalized; empty text is not told."""

    keys: list[Key]
    company_keys: list[Key]
    facts: dict[str, object]
    company_facts: dict[str, object]


@dataclass(slots=True)
class Known:
    """What is known of one contact: enough to decide whether a weak key may link to it."""

    contact_id: uuid.UUID
    email: str
    name: str


@dataclass(slots=True)
class Recognized:
    """Whose an enquiry is; `is_returning` says the contact was known before it arrived."""

    contact_id: uuid.UUID
    company_id: uuid.UUID | None
    is_returning: bool


@dataclass(slots=True)
class Plan:
    """What has to be written so that every enquiry of a batch has its contact and company."""

    recognized: list[Recognized] = field(default_factory=list)
    contacts: dict[uuid.UUID, dict[str, object]] = field(default_factory=dict)
    contact_keys: dict[Key, uuid.UUID] = field(default_factory=dict)
    companies: dict[uuid.UUID, dict[str, object]] = field(default_factory=dict)
    company_keys: dict[Key, uuid.UUID] = field(default_factory=dict)
    fill_contacts: dict[uuid.UUID, dict[str, object]] = field(default_factory=dict)
    fill_companies: dict[uuid.UUID, dict[str, object]] = field(default_factory=dict)
    suggestions: set[tuple[uuid.UUID, uuid.UUID, str, str]] = field(default_factory=set)


def plan(
    people: list[Person],
    *,
    contacts: Mapping[Key, Known],
    companies: Mapping[Key, uuid.UUID],
) -> Plan:
    """
    Decide whose each enquiry is, in order, so that the second of a batch meets the first.

    `contacts` and `companies` hold the owners of the batch's keys that are already stored.
    """
    made = Plan()
    known = dict(contacts)
    owners = dict(companies)
    for person in people:
        company_id = _company(person, owners, made)
        contact_id, is_returning = _contact(person, known, made, company_id)
        made.recognized.append(Recognized(contact_id, company_id, is_returning))
    return made


def _company(person: Person, owners: dict[Key, uuid.UUID], made: Plan) -> uuid.UUID | None:
    if not person.company_keys:
        return None
    found = next((owners[key] for key in person.company_keys if key in owners), None)
    if found is None:
        found = uuid7()
        made.companies[found] = person.company_facts
    elif found in made.companies:
        _fill(made.companies[found], person.company_facts)
    else:
        _fill(made.fill_companies.setdefault(found, {}), person.company_facts)
    for key in person.company_keys:
        if key not in owners:
            owners[key] = made.company_keys[key] = found
    return found


def _contact(
    person: Person, known: dict[Key, Known], made: Plan, company_id: uuid.UUID | None
) -> tuple[uuid.UUID, bool]:
    found = _owner(person, known, made)
    is_returning = found is not None
    facts = {**person.facts, "company_id": company_id}
    if found is None:
        found = Known(
            uuid7(), str(person.facts["email"]), text.fold(str(person.facts["full_name"]))
        )
        made.contacts[found.contact_id] = facts
    elif found.contact_id in made.contacts:
        _fill(made.contacts[found.contact_id], facts)
    else:
        _fill(made.fill_contacts.setdefault(found.contact_id, {}), facts)
    for key in person.keys:
        if key not in known:
            known[key] = found
            made.contact_keys[key] = found.contact_id
        elif known[key].contact_id != found.contact_id:
            made.suggestions.add(
                (found.contact_id, known[key].contact_id, f"same_{key[0]}", key[1])
            )
    return found.contact_id, is_returning


def _owner(person: Person, known: Mapping[Key, Known], made: Plan) -> Known | None:
    """
    Return the contact whose the enquiry is: by e-mail, then external id, then phone.

    A phone links only where nothing speaks against it: a switchboard's number is many people's.
    """
    for key in person.keys:
        owner = known.get(key)
        if owner is not None and (key[0] != "phone" or _may_share_phone(person, owner)):
            return owner
    return None


def _may_share_phone(person: Person, owner: Known) -> bool:
    told_name = text.fold(str(person.facts["full_name"]))
    same_name = not told_name or not owner.name or told_name == owner.name
    other_mail = bool(person.facts["email"] and owner.email)
    return same_name and (not other_mail or bool(told_name and told_name == owner.name))


def _fill(known: dict[str, object], told: Mapping[str, object]) -> None:
    for name, value in told.items():
        if name == "custom" and isinstance(value, Mapping):
            own = known.get(name)
            known[name] = {**value, **(own if isinstance(own, Mapping) else {})}
        elif known.get(name) in (None, "", {}) and value not in (None, "", {}):
            known[name] = value


def company_keys(*, mail_domain: str, website: str, business_id: str, name: str) -> list[Key]:
    """
    Return the keys of a company, strongest first; its exact name only where nothing stronger is
    told.

    `mail_domain` is empty for free and disposable providers.
    """
    keys: list[Key] = []
    if business_id:
        keys.append(("business_id", business_id))
    for host in (mail_domain, website):
        domain = domains.registrable_domain(host) if host else ""
        if domain and ("domain", domain) not in keys:
            keys.append(("domain", domain))
    if not keys and name:
        keys.append(("name", text.exact_company_name(name)))
    return keys
