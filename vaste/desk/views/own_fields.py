"""Writing what is known in the workspace's own fields."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vaste.desk.access import get_lead
from vaste.desk.build import own_fields
from vaste.desk.build.lead import Notice
from vaste.desk.http import DeskRequest
from vaste.desk.panels import FormState
from vaste.desk.views import leads
from vaste.flows import define, filling, work


@require_POST
def create(request: DeskRequest, lead_id: uuid.UUID) -> HttpResponse:
    """Write the fields that were changed; 422 for what can't be read, 409 when overtaken."""
    lead = get_lead(request, lead_id, write=True)
    own = define.in_force(request.workspace.id).fields
    sent = {one.name: request.POST[one.name] for one in own if one.name in request.POST}
    told = own_fields.changed(lead, own, sent)
    try:
        filling.fill_fields(
            request.workspace.id,
            lead.id,
            told,
            by=request.user,
            at=request.at,
            seen_version=_version(request.POST.get("version", "")),
        )
    except filling.NotRead as wrong:
        errors = {one.field: f"{_(one.message)} {_(one.remedy)}".strip() for one in wrong.problems}
        return leads.detail(request, lead, Notice(own=FormState(sent, errors)), status=422)
    except work.Changed:
        return _overtaken(request, lead.id, FormState(sent, problem=leads.stale()))
    except work.Closed:
        problem = _("This lead was closed meanwhile. Nothing was saved; your text is still here.")
        return _overtaken(request, lead.id, FormState(sent, problem=problem))
    return leads.done(request, lead.id, _("Saved."))


def _version(sent: str) -> int | None:
    return int(sent) if sent.isdecimal() and len(sent) < 10 else None


def _overtaken(request: DeskRequest, lead_id: uuid.UUID, state: FormState) -> HttpResponse:
    return leads.detail(request, get_lead(request, lead_id), Notice(own=state), status=409)
