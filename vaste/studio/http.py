"""The studio's requests: who may come in, what a form has seen, how a page is answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse

from vaste.flows import drafting
from vaste.flows.drafting import Seen, Standing
from vaste.pages import http as pages
from vaste.pages.http import MemberRequest, View, only, see_other, wants_piece
from vaste.rules.language import Problem
from vaste.studio import build
from vaste.studio.sections import Section
from vaste.workspaces import queries as workspaces

__all__ = [
    "StudioRequest",
    "answer",
    "asked",
    "for_admins",
    "for_editors",
    "list_url",
    "problems_of",
    "see_other",
    "seen",
    "standing",
    "wants_piece",
]
MOST_ASKED = 120  # characters of a search
StudioRequest = MemberRequest


def for_editors(view: View) -> View:
    """Let in those who may edit a draft: admins and managers (others 403)."""
    return only(workspaces.may_manage, view)


def for_admins(view: View) -> View:
    """Let in those who may publish: admins (others 403)."""
    return only(workspaces.may_publish, view)


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
    return pages.answer(request, template, shown, piece=piece, status=status)


def asked(request: StudioRequest) -> str:
    """Return the words of a list's search, which its addresses keep."""
    return " ".join(request.GET.get("q", "")[:MOST_ASKED].split())


def list_url(request: StudioRequest, section: Section, *, focus: str = "") -> str:
    """Return the address of a section's list under the search that it was asked with."""
    told = {"q": asked(request), "focus": focus}
    query = urlencode({name: value for name, value in told.items() if value})
    url = reverse(f"studio:{section.key}")
    return f"{url}?{query}" if query else url
