"""The matrix: its page, what its plot is drawn from, and one lead of it."""

from __future__ import annotations

import gzip
import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from vaste.desk.access import get_lead
from vaste.desk.build import matrix
from vaste.desk.build.rows import row_of
from vaste.desk.http import DeskRequest, answer
from vaste.flows import define

LEVEL = 3  # of gzip: ids hardly get smaller, and the plot is waited for


@require_safe
def index(request: DeskRequest) -> HttpResponse:
    """Show unfinished leads by fit and interest, as a plot and as a list; the list to htmx."""
    definition = define.in_force(request.workspace.id)
    page = matrix.page(request, definition, matrix.filters(request))
    return answer(request, "desk/matrix.html", {"page": page}, piece="answer")


@require_safe
def points(request: DeskRequest) -> HttpResponse:
    """Give every lead of the plot, packed."""
    definition = define.in_force(request.workspace.id)
    packed = matrix.points(request, definition, matrix.filters(request))
    response = HttpResponse(packed, content_type="application/octet-stream")
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response.content = gzip.compress(packed, LEVEL, mtime=0)
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


@require_safe
def lead(request: DeskRequest, lead_id: uuid.UUID) -> HttpResponse:
    """Show one lead of the plot, small; the page's script puts it beside the plot."""
    found = get_lead(request, lead_id)
    return render(request, "desk/matrix.html#card", {"row": row_of(request, found.id)})
