"""Search for the palette: a few leads, told to a script."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from vaste.desk.build import rows, search
from vaste.desk.http import DeskRequest
from vaste.desk.panels import QueueRow
from vaste.flows import define

MOST = 8  # answers; who wants more opens the queue's own search


@require_safe
def index(request: DeskRequest) -> HttpResponse:
    """Return the leads whose contact or company begins with `q`, as JSON, open ones first."""
    found = search.leads(request, request.GET.get("q", ""), MOST)
    definition = define.in_force(request.workspace.id)
    shown = rows.rows_of(request, definition, [one.id for one in found])
    return JsonResponse({"leads": [_told(row) for row in shown]})


def _told(row: QueueRow) -> dict[str, Any]:
    return {
        "url": reverse("desk:lead", args=[row.lead_id]),
        "name": row.name,
        "company": row.company,
        "wants": row.wants,
        "category": row.category.label,
        "tone": row.category.tone,
    }
