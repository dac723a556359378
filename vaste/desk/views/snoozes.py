"""Putting a lead away until later."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vaste.desk.access import get_lead, may_overrule
from vaste.desk.build import actions
from vaste.desk.build.lead import Notice
from vaste.desk.forms import Snooze
from vaste.desk.http import DeskRequest
from vaste.desk.panels import FormState
from vaste.desk.views import leads
from vaste.flows import define, work
from vaste.leads.models import Lead


@require_POST
def create(request: DeskRequest, lead_id: uuid.UUID) -> HttpResponse:
    """Snooze the lead; 422 for a time that does not do, 409 when somebody was there before."""
    lead = get_lead(request, lead_id, write=True)
    form = Snooze(request.POST)
    if not form.is_valid():
        return leads.detail(request, lead, Notice(snooze=form.state), status=422)
    try:
        _snooze(request, lead, form)
    except work.NotGiven as missing:
        state = actions.refused(missing.field, _(str(missing)), form.state.values)
        return leads.detail(request, lead, Notice(snooze=state), status=422)
    except work.AlreadyClaimed as held:
        return _overtaken(request, lead, form, actions.taken(leads.holder_name(held.claim)))
    except work.Changed:
        return _overtaken(request, lead, form, leads.stale())
    except work.Closed:
        return _overtaken(request, lead, form, _("This lead is closed already."))
    return leads.done(request, lead.id, _("Snoozed. It comes back by itself."))


def _snooze(request: DeskRequest, lead: Lead, form: Snooze) -> None:
    definition = define.in_force(request.workspace.id)
    work.snooze(
        request.workspace.id,
        lead.id,
        until=form.moment(definition.calendar, now=request.at),
        note=form.cleaned_data["note"],
        by=request.user,
        at=request.at,
        seen_version=form.cleaned_data["version"],
        may_overrule=may_overrule(request),
    )


def _overtaken(request: DeskRequest, lead: Lead, form: Snooze, problem: str) -> HttpResponse:
    state = FormState(form.state.values, problem=problem)
    return leads.detail(request, get_lead(request, lead.id), Notice(snooze=state), status=409)
