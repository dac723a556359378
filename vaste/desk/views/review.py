"""The review lane, and what a person decides about a held arrival."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from vaste.desk.access import need_intake
from vaste.desk.build import arrival as arrival_page
from vaste.desk.build import review as lane
from vaste.desk.build.arrivals import doors_of
from vaste.desk.http import DeskRequest, answer, is_target, see_other, wants_piece
from vaste.desk.panels import Tone
from vaste.desk.views import ledger
from vaste.flows import review
from vaste.flows.receive import Receipt
from vaste.leads.models import Arrival

_LEVELS = {"good": messages.SUCCESS, "warn": messages.WARNING, "bad": messages.ERROR}


@require_safe
def index(request: DeskRequest) -> HttpResponse:
    """Show what waits for a person, the oldest first; the list alone when htmx asks."""
    need_intake(request)
    after = request.GET.get("after", "")
    page = lane.page(request.workspace.id, after=after, may_act=True)
    return answer(request, "desk/review.html", {"page": page}, piece="list")


@require_POST
def release(request: DeskRequest, arrival_id: uuid.UUID) -> HttpResponse:
    """Let an arrival through: 201 with a lead, 422 where it can't be worked on, 409 if too late."""
    return _try_again(request, arrival_id, review.release)


@require_POST
def replay(request: DeskRequest, arrival_id: uuid.UUID) -> HttpResponse:
    """Try an arrival again: 201 with a lead, 422 where it can't be worked on, 409 if too late."""
    return _try_again(request, arrival_id, review.replay)


@require_POST
def dismiss(request: DeskRequest, arrival_id: uuid.UUID) -> HttpResponse:
    """Put an arrival aside as no enquiry (200; 409 if too late)."""
    need_intake(request)
    try:
        review.dismiss(request.workspace.id, arrival_id, by=request.user, at=request.at)
    except review.NoSuchArrival as missing:
        raise Http404(str(missing)) from None
    except review.AlreadySettled as late:
        return _too_late(request, late.arrival)
    text = _("Dismissed. It stays in the ledger and can be released later.")
    return _answer(request, arrival_id, text, "plain", status=200)


def _try_again(
    request: DeskRequest, arrival_id: uuid.UUID, story: Callable[..., Receipt]
) -> HttpResponse:
    need_intake(request)
    try:
        receipt = story(request.workspace.id, arrival_id, by=request.user, at=request.at)
    except review.NoSuchArrival as missing:
        raise Http404(str(missing)) from None
    except review.AlreadySettled as late:
        return _too_late(request, late.arrival)
    if receipt.lead_id is None:
        return _in_vain(request, arrival_id)
    text = _("Released. The lead is in the queue, and its clock runs.")
    return _answer(request, arrival_id, text, "good", status=201)


def _in_vain(request: DeskRequest, arrival_id: uuid.UUID) -> HttpResponse:
    """Answer that nothing came of it: the row comes back with the reason, to be tried again."""
    text = _("It could not be worked on. Nothing is lost: the reason stands with it.")
    if _is_in_lane(request, arrival_id):
        return _row(request, arrival_id, "", "bad", status=422)
    return _answer(request, arrival_id, text, "bad", status=422)


def _too_late(request: DeskRequest, arrival: Arrival) -> HttpResponse:
    """Answer who was first, and with what."""
    done = [text for _event, text in arrival_page.events(arrival)]
    text = done[-1] if done else _("It needs no decision: it is settled already.")
    return _answer(request, arrival.id, text, "warn", status=409)


def _answer(
    request: DeskRequest, arrival_id: uuid.UUID, text: str, tone: Tone, *, status: int
) -> HttpResponse:
    """Answer into the row or the page that asked; without script, look at the arrival."""
    if _is_in_lane(request, arrival_id):
        return _row(request, arrival_id, text, tone, status=status)
    if wants_piece(request) or status >= 400:
        return ledger.detail(request, arrival_id, text, tone, status=status)
    messages.add_message(request, _LEVELS.get(tone, messages.INFO), text, extra_tags=tone)
    return see_other(reverse("desk:arrival", args=[arrival_id]))


def _is_in_lane(request: DeskRequest, arrival_id: uuid.UUID) -> bool:
    return wants_piece(request) and is_target(request, f"review-{arrival_id}")


def _row(
    request: DeskRequest, arrival_id: uuid.UUID, note: str, tone: Tone, *, status: int
) -> HttpResponse:
    arrival = ledger.get_arrival(request, arrival_id)
    door = doors_of(request.workspace.id)[arrival.door_id]
    shown = lane.row(arrival, door, note=note, tone=tone)
    context = {"row": shown, "page": {"may_act": True}}
    return answer(request, "desk/review.html", context, piece="row", status=status)
