"""The studio's requests: who may come in, what a form has seen, how a page is answered."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxDetails

from vaste.flows import drafting
from vaste.flows.drafting import Seen, Standing
from vaste.rules.language import Problem
from vaste.studio import build
from vaste.studio.sections import Section
from vaste.workspaces import queries as workspaces
from vaste.workspaces.models import Membership, User, Workspace

MOST_ASKED = 120  # characters of a search
View = TypeVar("View", bound=Callable[..., HttpResponse])


class StudioRequest(HttpRequest):
    """A request of a member inside one workspace; the desk's middleware has filled in the rest."""

    user: User
    htmx: HtmxDetails
    at: datetime.datetime
    membership: Membership
    workspace: Workspace


def for_editors(view: View) -> View:
    """Let in those who may edit a draft: admins and managers (others 403)."""
    return _for(workspaces.may_manage, view)


def for_admins(view: View) -> View:
    """Let in those who may publish: admins (others 403)."""
    return _for(workspaces.may_publish, view)


def _for(may: Callable[[str], bool], view: View) -> View:
    @wraps(view)
    def guarded(request: StudioRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may(request.membership.role):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return cast(View, guarded)


def standing(request: StudioRequest) -> Standing:
    """Return the workspace's version in force and its draft."""
    return drafting.standing(request.workspace.id)


def problems_of(request: StudioRequest, stands: Standing) -> list[Problem]:
    """
    Return what keeps the draft from being published, found once a request.

    What is in force was checked when it was published.
    """
    if stands.draft is None:
        return []
    found: dict[Seen, list[Problem]] = vars(request).setdefault("problems_found", {})
    if stands.seen not in found:
        found[stands.seen] = drafting.check_draft(stands.draft, at=request.at)
    return found[stands.seen]


def seen(request: StudioRequest) -> Seen:
    """Return which draft the form was drawn from; none that there is, where it does not say."""
    based_on, _dot, revision = request.POST.get("seen", "").partition(".")
    if based_on.isdecimal() and revision.isdecimal() and len(based_on + revision) < 18:
        return Seen(int(based_on), int(revision))
    return Seen(0, 0)


def wants_piece(request: StudioRequest) -> bool:
    """Say whether htmx asks for a piece of the page, and not for the whole of it."""
    htmx = request.htmx
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def answer(
    request: StudioRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    stands: Standing,
    piece: str = "",
    status: int = 200,
) -> HttpResponse:
    """Render a page of the studio with the draft's bar, or only its piece when htmx asks."""
    problems = len(problems_of(request, stands))
    bar = build.bar(stands, request.membership.role, problems=problems)
    shown = {**context, "bar": bar, "studio": True}
    name = f"{template}#{piece}" if piece and wants_piece(request) else template
    response = render(request, name, shown, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def asked(request: StudioRequest) -> str:
    """Return the words of a list's search, which its addresses keep."""
    return " ".join(request.GET.get("q", "")[:MOST_ASKED].split())


def list_url(request: StudioRequest, section: Section, *, focus: str = "") -> str:
    """Return the address of a section's list under the search that it was asked with."""
    told = {"q": asked(request), "focus": focus}
    query = urlencode({name: value for name, value in told.items() if value})
    url = reverse(f"studio:{section.key}")
    return f"{url}?{query}" if query else url


def see_other(request: StudioRequest, url: str) -> HttpResponse:
    """Send the browser to another page after a form: 303, or by htmx's own header."""
    if wants_piece(request):
        return HttpResponse(status=200, headers={"HX-Redirect": url})
    return HttpResponse(status=303, headers={"Location": url})
