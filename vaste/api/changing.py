"""A lead that a client changes: held as it was seen, and shown as it became, with its tag."""

from __future__ import annotations

import uuid

from django.http import HttpResponse

from vaste.api import access, versions
from vaste.api.callers import Caller
from vaste.api.shapes.leads import LeadOut
from vaste.api.showing.leads import show_leads
from vaste.leads.models import Lead


def held(caller: Caller, lead_id: uuid.UUID, if_match: str | None) -> Lead:
    """Return a lead to change, held, if it stands as the client has seen it."""
    lead = access.get_lead(caller, lead_id, for_change=True)
    versions.require(if_match, lead)
    return lead


def shown(caller: Caller, lead_id: uuid.UUID, response: HttpResponse) -> LeadOut:
    """Return a lead as it stands now, and put its tag on the answer."""
    rows = Lead.objects.within(caller.workspace_id).select_related("contact", "company")
    lead = rows.get(id=lead_id)
    versions.put_tag(response, lead)
    return show_leads(caller, [lead], at=access.now())[0]
