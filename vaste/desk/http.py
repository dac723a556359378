"""The signed-in request as views see it, and the ways they answer."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxDetails

from vaste.desk.panels import Tone
from vaste.desk.viewers import Viewer
from vaste.workspaces.models import Membership, User, Workspace

View = TypeVar("View", bound=Callable[..., HttpResponse])


class DeskRequest(HttpRequest):
    """
    A request of a member inside one workspace; the middleware has filled in the rest.

    `at` is the instant of the request (aware UTC), read once. `memberships` are all of the user's,
    `membership` the one they are in now. `is_inside` says that its transaction is open.
    """

    user: User
    htmx: HtmxDetails
    at: datetime.datetime
    memberships: list[Membership]
    membership: Membership
    workspace: Workspace
    viewer: Viewer
    is_inside: bool


def outside_workspace(view: View) -> View:
    """Mark a view that needs a member but opens no transaction: it touches no tenant table."""
    view.outside_workspace = True  # type: ignore[attr-defined]
    return view


def wants_piece(request: DeskRequest) -> bool:
    """Say whether htmx asks for a piece of the page, and not for the whole of it."""
    htmx = request.htmx
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def is_target(request: DeskRequest, element_id: str) -> bool:
    """Say whether htmx will put the answer into the element with this id."""
    return (request.htmx.target or "").rpartition("#")[2] == element_id


def answer(
    request: DeskRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    piece: str = "",
    status: int = 200,
) -> HttpResponse:
    """Render a page, or only its partial `piece` when htmx asks for a piece."""
    name = f"{template}#{piece}" if piece and wants_piece(request) else template
    response = render(request, name, dict(context), status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


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
