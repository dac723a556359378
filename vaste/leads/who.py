"""Who an enquiry is from, in the shape that recognition asks for."""

from __future__ import annotations

import uuid

from vaste.kernel import emails
from vaste.kernel.job_titles import seniority_of
from vaste.kernel.nace import nace_section
from vaste.leads.custom import NO_CUSTOM, Custom
from vaste.leads.enquiry import Enquiry
from vaste.people.recognition import Key, Person, company_keys


def person_of(enquiry: Enquiry, *, door_id: uuid.UUID, custom: Custom = NO_CUSTOM) -> Person:
    """
    Return the keys and facts of the person and company behind an enquiry; an external id is the
    door's. `custom` are the values of the workspace's own fields.
    """
    email = emails.normalize_email(enquiry.email) if enquiry.email else None
    kind = emails.mail_kind(email.domain) if email else ""
    name = enquiry.full_name or f"{enquiry.given_name} {enquiry.family_name}".strip()
    keys: list[Key] = []
    if email:
        keys.append(("email", email.key))
    if enquiry.external_id:
        keys.append(("external", f"{door_id}:{enquiry.external_id}"))
    if enquiry.phone:
        keys.append(("phone", enquiry.phone))
    mail_domain = email.domain if email and kind == "business" else ""
    return Person(
        keys=keys,
        company_keys=company_keys(
            mail_domain=mail_domain,
            website=enquiry.website,
            business_id=enquiry.business_id,
            name=enquiry.company_name,
        ),
        facts={
            **_facts(enquiry, name, email.address if email else "", kind),
            "custom": custom.contact,
        },
        company_facts={**_company_facts(enquiry, mail_domain), "custom": custom.company},
    )


def _facts(enquiry: Enquiry, name: str, email: str, kind: str) -> dict[str, object]:
    return {
        "given_name": enquiry.given_name[:120],
        "family_name": enquiry.family_name[:120],
        "full_name": name[:240],
        "job_title": enquiry.job_title[:160],
        "seniority": seniority_of(enquiry.job_title),
        "email": email,
        "mail_kind": kind,
        "phone": enquiry.phone,
        "language": enquiry.language[:8],
        "city": enquiry.city[:120],
        "country": enquiry.country[:2],
        "do_not_email": bool(enquiry.do_not_email),
        "do_not_call": bool(enquiry.do_not_call),
    }


def _company_facts(enquiry: Enquiry, mail_domain: str) -> dict[str, object]:
    return {
        "name": enquiry.company_name[:200],
        "domain": mail_domain,
        "business_id": enquiry.business_id[:40],
        "industry": enquiry.industry[:120],
        "nace": enquiry.nace,
        "nace_section": nace_section(enquiry.nace),
        "employees": enquiry.employees,
        "revenue": enquiry.revenue,
        "revenue_currency": enquiry.revenue_currency[:3],
        "city": enquiry.city[:120],
        "country": enquiry.country[:2],
    }
