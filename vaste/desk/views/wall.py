"""The manager's wall."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from vaste.desk.access import need_manager
from vaste.desk.build import wall
from vaste.desk.http import DeskRequest, answer


@require_safe
def index(request: DeskRequest) -> HttpResponse:
    """Show how things stand now; the wall alone when htmx asks."""
    need_manager(request)
    return answer(request, "desk/wall.html", {"page": wall.page(request)}, piece="wall")
