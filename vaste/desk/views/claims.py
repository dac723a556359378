"""Taking a lead over, and giving it back."""

from __future__ import annotations

import uuid

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vaste.desk.access import get_lead, may_overrule
from vaste.desk.build import rows
from vaste.desk.http import DeskRequest, answer, is_target, wants_piece, with_toast
from vaste.desk.panels import Tone
from vaste.desk.views import leads
from vaste.flows import work
from vaste.leads.models import Lead


@require_http_methods(["POST", "DELETE"])
def claim(request: DeskRequest, lead_id: uuid.UUID) -> HttpResponse:
    """Take the lead over (201; 409 if another rep won), or give it back (DELETE)."""
    lead = get_lead(request, lead_id, write=True)
    if request.method == "DELETE":
        return _give_back(request, lead)
    try:
        work.take_over(request.workspace.id, lead.id, by=request.user, at=request.at)
    except work.AlreadyClaimed as lost:
        text = _("%(who)s was faster and has taken this lead over.")
        who = leads.holder_name(lost.claim)
        return _answer(request, lead.id, text % {"who": who}, "warn", status=409)
    except work.Closed:
        return _answer(request, lead.id, _("This lead is closed already."), "warn", status=409)
    return _answer(request, lead.id, _("This lead is yours now."), "good", status=201)


def _give_back(request: DeskRequest, lead: Lead) -> HttpResponse:
    lead_id = lead.id
    if lead.owner_id not in (None, request.viewer.user_id) and not may_overrule(request):
        raise PermissionDenied
    try:
        work.give_back(
            request.workspace.id,
            lead_id,
            by=request.user,
            at=request.at,
            may_overrule=may_overrule(request),
        )
    except work.AlreadyClaimed as held:
        text = _("%(who)s holds this lead: only they or a manager can give it back.")
        who = leads.holder_name(held.claim)
        return _answer(request, lead_id, text % {"who": who}, "warn", status=409)
    except work.Closed:
        return _answer(request, lead_id, _("This lead is closed already."), "warn", status=409)
    return _answer(request, lead_id, _("The lead is back in the team's pool."), "good", status=200)


def _answer(
    request: DeskRequest, lead_id: uuid.UUID, text: str, tone: Tone, *, status: int
) -> HttpResponse:
    """Answer into the row or the page that asked."""
    if wants_piece(request) and is_target(request, f"lead-{lead_id}"):
        row = rows.row_of(request, lead_id)
        response = answer(request, "desk/queue.html", {"row": row}, piece="row", status=status)
        return with_toast(request, response, text, tone)
    if tone == "good":
        return leads.done(request, lead_id, text, status=status)
    return leads.refused(request, lead_id, text)
