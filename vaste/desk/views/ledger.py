"""The ledger, and each arrival raw."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from vaste.desk.access import need_intake
from vaste.desk.build import arrival as arrival_page
from vaste.desk.build import ledger
from vaste.desk.http import DeskRequest, answer
from vaste.desk.panels import Tone
from vaste.leads.models import Arrival
from vaste.leads.raw import raw_body


@require_safe
def index(request: DeskRequest) -> HttpResponse:
    """Show the sums of a period and its arrivals; the list alone when htmx asks."""
    need_intake(request)
    page = ledger.page(request, ledger.asked_of(request))
    return answer(request, "desk/ledger.html", {"page": page}, piece="list")


@require_safe
def show(request: DeskRequest, arrival_id: uuid.UUID) -> HttpResponse:
    """Show an arrival as it came."""
    need_intake(request)
    return detail(request, arrival_id)


@require_safe
def raw(request: DeskRequest, arrival_id: uuid.UUID) -> HttpResponse:
    """Give the very bytes that came, as a file that no browser opens by itself."""
    need_intake(request)
    name = f"arrival-{arrival_id}.txt"
    return HttpResponse(
        raw_body(get_arrival(request, arrival_id)),
        content_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def detail(
    request: DeskRequest,
    arrival_id: uuid.UUID,
    notice: str = "",
    tone: Tone = "plain",
    *,
    status: int = 200,
) -> HttpResponse:
    """Answer with the arrival as it stands, and what the last action did."""
    found = get_arrival(request, arrival_id)
    page = arrival_page.page(found, may_act=True, notice=notice, notice_tone=tone)
    return answer(request, "desk/arrival.html", {"arrival": page}, piece="arrival", status=status)


def get_arrival(request: DeskRequest, arrival_id: uuid.UUID) -> Arrival:
    """
    Return an arrival of the workspace.

    Raises Http404 when there is none.
    """
    found = Arrival.objects.within(request.workspace.id).filter(id=arrival_id).first()
    if found is None:
        raise Http404("There is no such arrival here.")
    return found
