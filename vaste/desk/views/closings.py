"""Ending a lead, and opening it again."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vaste.desk.access import get_lead, may_overrule
from vaste.desk.build import actions
from vaste.desk.build.lead import Notice
from vaste.desk.forms import Closing
from vaste.desk.http import DeskRequest
from vaste.desk.panels import FormState
from vaste.desk.views import leads
from vaste.flows import work
from vaste.leads.models import Lead


@require_http_methods(["POST", "DELETE"])
def closing(request: DeskRequest, lead_id: uuid.UUID) -> HttpResponse:
    """Close the lead as won, lost or not a fit, with a reason; DELETE opens it again."""
    lead = get_lead(request, lead_id, write=True)
    return _reopen(request, lead) if request.method == "DELETE" else _close(request, lead)


def _close(request: DeskRequest, lead: Lead) -> HttpResponse:
    form = Closing(request.POST)
    if not form.is_valid():
        return leads.detail(request, lead, Notice(closing=form.state), status=422)
    told = form.cleaned_data
    try:
        work.close(
            request.workspace.id,
            lead.id,
            outcome=told["outcome"],
            reason=told["reason"],
            won_value=told["won_value"],
            note=told["note"],
            by=request.user,
            at=request.at,
            seen_version=told["version"],
            may_overrule=may_overrule(request),
        )
    except work.NotGiven as missing:
        state = actions.refused(missing.field, _(str(missing)), form.state.values)
        return leads.detail(request, lead, Notice(closing=state), status=422)
    except work.AlreadyClaimed as held:
        return _overtaken(request, lead, form, actions.taken(leads.holder_name(held.claim)))
    except work.Changed:
        return _overtaken(request, lead, form, leads.stale())
    except work.Closed:
        return leads.refused(request, lead.id, _("This lead is closed already."))
    return leads.done(request, lead.id, _("Closed."))


def _reopen(request: DeskRequest, lead: Lead) -> HttpResponse:
    try:
        work.reopen(request.workspace.id, lead.id, by=request.user, at=request.at)
    except work.NotClosed:
        return leads.refused(request, lead.id, _("This lead is open already."))
    return leads.done(request, lead.id, _("Open again, and yours."))


def _overtaken(request: DeskRequest, lead: Lead, form: Closing, problem: str) -> HttpResponse:
    state = FormState(form.state.values, problem=problem)
    return leads.detail(request, get_lead(request, lead.id), Notice(closing=state), status=409)
