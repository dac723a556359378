"""Letting a lead's clocks stand still, and run on."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vaste.desk.access import get_lead, may_overrule
from vaste.desk.build import actions
from vaste.desk.build.lead import Notice
from vaste.desk.forms import Pausing
from vaste.desk.http import DeskRequest
from vaste.desk.views import leads
from vaste.flows import define, pausing, work
from vaste.leads.models import Lead


@require_http_methods(["POST", "DELETE"])
def pause(request: DeskRequest, lead_id: uuid.UUID) -> HttpResponse:
    """Pause the lead's clocks with a reason; DELETE lets them run on."""
    lead = get_lead(request, lead_id, write=True)
    try:
        return _resume(request, lead) if request.method == "DELETE" else _pause(request, lead)
    except work.AlreadyClaimed as held:
        return leads.refused(request, lead.id, actions.taken(leads.holder_name(held.claim)))
    except work.Closed:
        return leads.refused(request, lead.id, _("This lead is closed already."))


def _pause(request: DeskRequest, lead: Lead) -> HttpResponse:
    form = Pausing(request.POST)
    if not form.is_valid():
        return leads.detail(request, lead, Notice(pause=form.state), status=422)
    definition = define.in_force(request.workspace.id)
    try:
        pausing.pause(
            request.workspace.id,
            lead.id,
            reason=form.cleaned_data["reason"],
            until=form.moment(definition.calendar, now=request.at),
            note=form.cleaned_data["note"],
            by=request.user,
            at=request.at,
            may_overrule=may_overrule(request),
        )
    except work.NotGiven as missing:
        state = actions.refused(missing.field, _(str(missing)), form.state.values)
        return leads.detail(request, lead, Notice(pause=state), status=422)
    except pausing.AlreadyPaused:
        return leads.refused(request, lead.id, _("The clocks of this lead stand still already."))
    return leads.done(request, lead.id, _("The clocks stand still."))


def _resume(request: DeskRequest, lead: Lead) -> HttpResponse:
    try:
        pausing.resume(
            request.workspace.id,
            lead.id,
            by=request.user,
            at=request.at,
            may_overrule=may_overrule(request),
        )
    except pausing.NotPaused:
        return leads.refused(request, lead.id, _("The clocks of this lead run."))
    return leads.done(request, lead.id, _("The clocks run on."))
