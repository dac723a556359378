"""The queue."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from vaste.desk.access import get_lead
from vaste.desk.build import lead as lead_page
from vaste.desk.build import queue
from vaste.desk.http import DeskRequest, answer, see_other
from vaste.desk.panels import LeadPage
from vaste.flows import define


@require_safe
def home(request: DeskRequest) -> HttpResponse:
    """Send who comes in to the queue: the work is there."""
    return see_other(queue.Filters(scope="").url())


@require_safe
def index(request: DeskRequest) -> HttpResponse:
    """Show the queue under the address's filters; its list alone when htmx asks."""
    definition = define.in_force(request.workspace.id)
    asked = queue.filters(request, definition)
    page = queue.page(request, definition, asked, _selected(request))
    return answer(request, "desk/queue.html", {"page": page}, piece="list")


def _selected(request: DeskRequest) -> LeadPage | None:
    """Return the lead beside the list, None when none is asked for or it can't be seen."""
    try:
        return lead_page.page(request, get_lead(request, uuid.UUID(request.GET.get("lead", ""))))
    except (ValueError, Http404):
        return None
