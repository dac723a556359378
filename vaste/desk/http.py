"""The signed-in request as views see it, and the ways they answer."""

from __future__ import annotations

from django.http import HttpResponse
from django.template.loader import render_to_string

from vaste.desk.panels import Tone
from vaste.desk.viewers import Viewer
from vaste.pages.http import MemberRequest, View, answer, wants_piece
from vaste.workspaces.models import Membership

__all__ = [
    "DeskRequest",
    "View",
    "answer",
    "is_target",
    "outside_workspace",
    "see_other",
    "wants_piece",
    "with_toast",
]


class DeskRequest(MemberRequest):
    """
    A request of a member at the desk; the middleware has filled it in.

    `memberships` are all of the user's, `membership` the one they are in now. `is_inside` says that
    its transaction is open.
    """

    memberships: list[Membership]
    viewer: Viewer
    is_inside: bool


def outside_workspace(view: View) -> View:
    """Mark a view that needs a member but opens no transaction: it touches no tenant table."""
    view.outside_workspace = True  # type: ignore[attr-defined]
    return view


def is_target(request: DeskRequest, element_id: str) -> bool:
    """Say whether htmx will put the answer into the element with this id."""
    return (request.htmx.target or "").rpartition("#")[2] == element_id


def with_toast(request: DeskRequest, response: HttpResponse, text: str, tone: Tone) -> HttpResponse:
    """
    Add a sentence to a piece of a page, shown in the page's corner until it is dismissed.

    In the piece itself it would not last: the page hears of its own change and asks for it anew.
    """
    toast = render_to_string("desk/_toast.html", {"text": text, "tone": tone}, request)
    response.content += toast.encode()
    return response


def see_other(url: str) -> HttpResponse:
    """Answer a form that was sent without script: look there now (303)."""
    return HttpResponse(status=303, headers={"Location": url})
