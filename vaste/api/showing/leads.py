"""Leads as bodies."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence

from vaste.api.callers import Caller
from vaste.api.shapes.leads import (
    AskedOut,
    CompanyOut,
    ContactOut,
    LeadOut,
    NowOut,
    OriginOut,
    ReminderOut,
    WantsOut,
)
from vaste.api.showing.names import Names, names
from vaste.flows import asking, define
from vaste.flows.asking import Asked
from vaste.leads.models import Lead
from vaste.people.models import Company, Contact
from vaste.rules.vocabulary import label
from vaste.scoring import formula, tracks
from vaste.scoring import queries as scoring

_SAME = (
    "id", "version", "state", "received_at", "fit", "interest", "quadrant", "is_mql",
    "is_returning", "is_imported", "due_at", "promised_at", "taken_over_at", "first_contact_at",
    "next_step", "next_step_at", "closed_at", "close_reason", "won_value", "custom",
)  # fmt: skip


def show_leads(caller: Caller, leads: Sequence[Lead], *, at: datetime.datetime) -> list[LeadOut]:
    """Return leads (loaded with contact and company) as bodies, and where they stand `at`."""
    known = names(caller, [lead.owner_id for lead in leads])
    stand = standing(caller, leads, at=at)
    asked = asked_of(caller, leads)
    return [show_lead(lead, known, stand[lead.id], asked[lead.id]) for lead in leads]


def asked_of(caller: Caller, leads: Sequence[Lead]) -> dict[uuid.UUID, AskedOut | None]:
    """Return what the categories of leads (loaded with contact) ask, by the leads' ids."""
    definition = define.in_force(caller.workspace_id)
    joined = asking.joined_newsletter(leads, definition)
    return {
        lead.id: _asked(asking.asked_of(lead, definition, joined=joined), caller.user.language)
        for lead in leads
    }


def _asked(asked: Asked | None, language: str) -> AskedOut | None:
    if asked is None:
        return None
    reminder = asked.remind_on and ReminderOut(
        day=asked.remind_on, words=label(asked.reminder, language, otherwise="")
    )
    return AskedOut(
        task=label(asked.task, language, otherwise=""),
        channel=asked.channel,
        reminder=reminder or None,
        offer_newsletter=asked.offer_newsletter,
    )


def standing(
    caller: Caller, leads: Sequence[Lead], *, at: datetime.datetime
) -> dict[uuid.UUID, NowOut]:
    """Return where leads stand at an instant after their contacts' last event, by their ids."""
    rules = define.in_force(caller.workspace_id).scoring
    contacts = [lead.contact_id for lead in leads]
    sums = scoring.interest_sums(caller.workspace_id, contacts) if leads else {}
    found = {}
    for lead in leads:
        known = sums.get(lead.contact_id, {})
        interest, _ = formula.interest(known, at=at, signals=rules.signals)
        quadrant = formula.quadrant(
            lead.fit, interest, good_fit=rules.good_fit, interested=rules.interested
        )
        track = tracks.track(quadrant, caller.user.language)
        found[lead.id] = NowOut.model_construct(
            at=at, interest=interest, quadrant=quadrant, track=track
        )
    return found


def show_lead(lead: Lead, known: Names, now: NowOut, asked: AskedOut | None) -> LeadOut:
    """Return one lead as a body."""
    return LeadOut.model_construct(
        now=now,
        asked=asked,
        **{name: getattr(lead, name) for name in _SAME},
        contact=_contact(lead.contact),
        company=_company(lead.company) if lead.company is not None else None,
        wants=_wants(lead),
        origin=_origin(lead),
        category=known.category(lead.category),
        team=known.team(lead.team_id),
        owner=known.person(lead.owner_id),
    )


def _contact(contact: Contact) -> ContactOut:
    return ContactOut(
        id=contact.id,
        name=contact.full_name or f"{contact.given_name} {contact.family_name}".strip(),
        job_title=contact.job_title,
        seniority=contact.seniority,
        email=contact.email,
        mail_kind=contact.mail_kind,
        phone=contact.phone,
        language=contact.language,
        city=contact.city,
        country=contact.country,
        may_email=not contact.do_not_email,
        may_call=not contact.do_not_call,
        custom=contact.custom,
    )


def _company(company: Company) -> CompanyOut:
    return CompanyOut(
        id=company.id,
        name=company.name,
        domain=company.domain,
        business_id=company.business_id,
        industry=company.industry,
        nace=company.nace,
        nace_section=company.nace_section,
        employees=company.employees,
        city=company.city,
        country=company.country,
        custom=company.custom,
    )


def _wants(lead: Lead) -> WantsOut:
    return WantsOut(
        subject=lead.subject,
        message=lead.message,
        request_type=lead.request_type,
        needed_by=lead.needed_by,
        needed_within_days=lead.needed_within,
        value=lead.value,
        value_currency=lead.value_currency,
        value_band=lead.value_band,
        language=lead.language,
    )


def _origin(lead: Lead) -> OriginOut:
    return OriginOut(
        source=lead.source,
        medium=lead.medium,
        campaign=lead.campaign,
        term=lead.term,
        content=lead.content,
        referrer=lead.referrer,
        landing_page=lead.landing_page,
        door=lead.door_id,
        arrival=lead.arrival_id,
    )
