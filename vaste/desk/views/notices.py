"""The viewer's own notices."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from vaste.desk.build import notices as page_of
from vaste.desk.http import DeskRequest, answer, see_other
from vaste.leads import notices


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: DeskRequest) -> HttpResponse:
    """Show the notices, the newest first; POST marks all of them as read."""
    if request.method == "POST":
        notices.mark_read(request.workspace.id, request.viewer.user_id, at=request.at)
        return see_other(reverse("desk:notices"))
    page = page_of.page(request, after=request.GET.get("after", ""))
    return answer(request, "desk/notices.html", {"page": page}, piece="list")
