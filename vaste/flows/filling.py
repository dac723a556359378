"""Values of a workspace's own fields, written by people: of a lead, its contact, its company."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from vaste.definitions.fields import CustomField
from vaste.flows import define
from vaste.flows.judging import applying, waking
from vaste.flows.working import NoSuchLead, announce, open_lead, record, save
from vaste.infra.tenancy.context import inside
from vaste.kernel.errors import Unread, VasteError
from vaste.leads.custom import read_value
from vaste.leads.enquiry import Problem
from vaste.leads.models import Lead
from vaste.people.models import Company, Contact
from vaste.rules.problems import shown, suggestion
from vaste.workspaces.models import User

Values = dict[str, Any]


class NotRead(VasteError):
    """Some values can't be kept as they were given; nothing was written. `problems` says which."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("Some values can't be kept as they were given.")
        self.problems = problems


def fill_fields(
    workspace_id: uuid.UUID,
    lead_id: uuid.UUID,
    told: Mapping[str, object],
    *,
    by: User,
    at: datetime.datetime,
    seen_version: int | None = None,
) -> Lead:
    """
    Write values of own fields by their names in rules ("contact.custom.plan"); return the lead.

    None or "" forgets a value. All of `told` is written or nothing. The open leads of the contact
    are judged by what is known now; other leads of the company when they are judged next.

    Raises NoSuchLead, Closed, Changed and NotRead.
    """
    with inside(workspace_id):
        definition = define.in_force(workspace_id)
        contact, company = _of_lead(workspace_id, lead_id)
        lead = open_lead(workspace_id, lead_id, seen_version=seen_version)
        values = _read(told, {one.name: one for one in definition.fields}, company)
        rows = {"lead": lead, "contact": contact, "company": company}
        changes = _put(rows, values)
        if not changes:
            return lead
        contact.save(update_fields=["custom"])
        if company is not None:
            company.save(update_fields=["custom"])
        save(lead, "custom")
        record("lead.fields_set", lead, by=by, at=at, detail={"fields": changes})
        waking.judge_contacts(workspace_id, [contact.id], because=applying.LEARNED, at=at)
        announce(lead, at=at)
        lead.refresh_from_db()
        return lead


def _of_lead(workspace_id: uuid.UUID, lead_id: uuid.UUID) -> tuple[Contact, Company | None]:
    """Return the lead's contact and company, locked in the order in which arrivals lock them."""
    found = Lead.objects.within(workspace_id).filter(id=lead_id).first()
    if found is None:
        raise NoSuchLead("There is no such lead.")
    companies = Company.objects.within(workspace_id).select_for_update()
    company = companies.filter(id=found.company_id).first() if found.company_id else None
    contact = Contact.objects.within(workspace_id).select_for_update().get(id=found.contact_id)
    return contact, company


def _read(
    told: Mapping[str, object], own: Mapping[str, CustomField], company: Company | None
) -> list[tuple[CustomField, object]]:
    values: list[tuple[CustomField, object]] = []
    problems = []
    for name, given in told.items():
        one = own.get(name)
        value: object = _unknown(name, own) if one is None else _value(one, given)
        if one is not None and one.of == "company" and company is None:
            value = Unread("no_company", _("The lead has no company."), _("Leave it out."))
        if isinstance(value, Unread):
            text = "" if given is None else str(given)[:200]
            problems.append(Problem(name[:200], text, value.message, value.remedy))
        elif one is not None:
            values.append((one, value))
    if problems:
        raise NotRead(problems)
    return values


def _unknown(name: str, own: Mapping[str, CustomField]) -> Unread:
    message = _("There is no field “%(name)s”.") % {"name": shown(name)}
    return Unread("unknown", message, suggestion(shown(name), tuple(own)))


def _value(one: CustomField, given: object) -> object:
    if given is None or (isinstance(given, str) and not given.strip()) or given == []:
        return None
    return read_value(one, given)


def _put(
    rows: Mapping[str, Lead | Contact | Company | None],
    values: Sequence[tuple[CustomField, object]],
) -> dict[str, list[object]]:
    """Set values in `custom` of each row; return what changed, [before, after] by field."""
    changes: dict[str, list[object]] = {}
    for one, value in values:
        row = rows[one.of]
        if row is None:
            continue
        before = row.custom.get(one.key)
        if before == value:
            continue
        kept = {key: old for key, old in row.custom.items() if key != one.key}
        row.custom = kept if value is None else {**kept, one.key: value}
        changes[one.name] = [before, value]
    return changes
