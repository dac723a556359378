"""One lead: its page, and how it answers what was done to it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vaste.desk.access import get_lead
from vaste.desk.build import lead as lead_page
from vaste.desk.build.lead import NOTHING, Notice
from vaste.desk.build.people import reader
from vaste.desk.http import DeskRequest, answer, see_other, wants_piece, with_toast
from vaste.leads.models import Lead
from vaste.routing.models import Claim
from vaste.workspaces.models import User


@require_safe
def show(request: DeskRequest, lead_id: uuid.UUID) -> HttpResponse:
    """Show a lead; its detail alone when htmx asks."""
    return detail(request, get_lead(request, lead_id))


def detail(
    request: DeskRequest, lead: Lead, notice: Notice = NOTHING, *, status: int = 200
) -> HttpResponse:
    """Answer with the lead as it stands, and what the last action did."""
    page = lead_page.page(request, lead, notice)
    return answer(request, "desk/lead.html", {"lead": page}, piece="detail", status=status)


def done(request: DeskRequest, lead_id: uuid.UUID, text: str, *, status: int = 200) -> HttpResponse:
    """Answer an action that went well: the lead anew, or its page for a browser without script."""
    if wants_piece(request):
        response = detail(request, get_lead(request, lead_id), status=status)
        return with_toast(request, response, text, "good")
    messages.success(request, text)
    return see_other(reverse("desk:lead", args=[lead_id]))


def refused(request: DeskRequest, lead_id: uuid.UUID, text: str) -> HttpResponse:
    """Answer an action that came too late (409): the lead as it stands now, and why."""
    lead = get_lead(request, lead_id)
    if wants_piece(request):
        return with_toast(request, detail(request, lead, status=409), text, "warn")
    return detail(request, lead, Notice(text=text, tone="warn"), status=409)


def holder_name(claim: Claim) -> str:
    """Return the name of who holds a lead."""
    return reader(User.objects.get(pk=claim.owner_id)).name


def stale() -> str:
    """Return the sentence for a page that was changed since it was opened."""
    return _("Somebody changed this lead after you opened it. This is how it stands now.")
