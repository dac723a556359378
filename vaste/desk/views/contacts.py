"""Logging a contact."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vaste.desk.access import get_lead
from vaste.desk.build import actions, asked
from vaste.desk.build.lead import Notice
from vaste.desk.forms import ContactLog
from vaste.desk.http import DeskRequest
from vaste.desk.panels import FormState
from vaste.desk.views import leads
from vaste.flows import define, work
from vaste.flows.define import Definition
from vaste.leads.models import Lead


@require_POST
def create(request: DeskRequest, lead_id: uuid.UUID) -> HttpResponse:
    """Log a call, a mail or a meeting with what comes next (201); 422 refused, 409 overtaken."""
    lead = get_lead(request, lead_id, write=True)
    definition = define.in_force(request.workspace.id)
    form = ContactLog(request.POST, reminder=asked.reminder(lead, definition, now=request.at))
    if not form.is_valid():
        return leads.detail(request, lead, Notice(contact=form.state), status=422)
    try:
        _log(request, lead, form, definition)
    except work.NotGiven as missing:
        state = actions.refused(missing.field, _(str(missing)), form.state.values)
        return leads.detail(request, lead, Notice(contact=state), status=422)
    except work.AlreadyClaimed as lost:
        problem = actions.taken(leads.holder_name(lost.claim))
        return _overtaken(request, lead, FormState(form.state.values, problem=problem))
    except work.Changed:
        return _overtaken(request, lead, FormState(form.state.values, problem=leads.stale()))
    except work.Closed:
        problem = _("This lead was closed meanwhile. Nothing was saved; your text is still here.")
        return _overtaken(request, lead, FormState(form.state.values, problem=problem))
    return leads.done(request, lead.id, _("Logged, and the next step is planned."), status=201)


def _log(request: DeskRequest, lead: Lead, form: ContactLog, definition: Definition) -> None:
    next_step, next_step_at = form.plan(definition.calendar, now=request.at)
    work.log_contact(
        request.workspace.id,
        lead.id,
        channel=form.cleaned_data["channel"],
        outcome=form.outcome_code(),
        direction=form.cleaned_data["direction"],
        note=form.cleaned_data["note"],
        next_step=next_step,
        next_step_at=next_step_at,
        by=request.user,
        at=request.at,
        seen_version=form.cleaned_data["version"],
    )


def _overtaken(request: DeskRequest, lead: Lead, state: FormState) -> HttpResponse:
    """Answer 409 with the lead as it stands now, and the form as it was typed."""
    return leads.detail(request, get_lead(request, lead.id), Notice(contact=state), status=409)
