"""A member's request as views see it: who may come in, and how a page or its piece is answered."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeVar, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxDetails

from vaste.workspaces.models import Membership, User, Workspace

View = TypeVar("View", bound=Callable[..., HttpResponse])


class MemberRequest(HttpRequest):
    """
    A request of a member inside one workspace; the desk's middleware has filled in the rest.

    `at` is the instant of the request (aware UTC), read once.
    """

    user: User
    htmx: HtmxDetails
    at: datetime.datetime
    membership: Membership
    workspace: Workspace


def only(may: Callable[[str], bool], view: View) -> View:
    """Let in members whose role `may`; others are refused (403)."""

    @wraps(view)
    def guarded(request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may(request.membership.role):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return cast(View, guarded)


def wants_piece(request: MemberRequest) -> bool:
    """Say whether htmx asks for a piece of the page, and not for the whole of it."""
    htmx = request.htmx
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def answer(
    request: MemberRequest,
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


def see_other(request: MemberRequest, url: str) -> HttpResponse:
    """Send the browser to another page after a form: 303, or by htmx's own header."""
    if wants_piece(request):
        return HttpResponse(status=200, headers={"HX-Redirect": url})
    return HttpResponse(status=303, headers={"Location": url})
