"""Publishing the draft: look at what it changes, then put it in force, or throw it away."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vaste.definitions.differences import restored
from vaste.definitions.services import DraftChanged
from vaste.flows import drafting
from vaste.flows.define import NotPublishable
from vaste.flows.drafting import NewerPublished, NoDraft, Standing
from vaste.rules.language import Problem
from vaste.studio import build, places
from vaste.studio.http import (
    StudioRequest,
    answer,
    for_editors,
    problems_of,
    see_other,
    seen,
    standing,
)
from vaste.studio.panels import PublishPage
from vaste.studio.saying import say_all
from vaste.workspaces import queries as workspaces
from vaste.workspaces.models import Membership, Role


@require_http_methods(["GET", "POST"])
@for_editors
def publish(request: StudioRequest) -> HttpResponse:
    """Show what publishing would change, or publish: 409 for a draft that moved on, 422 refused."""
    if request.method == "GET":
        return _page(request, standing(request))
    if not workspaces.may_publish(request.membership.role):
        return _page(
            request,
            standing(request),
            refusal=_("Only admins publish. Ask one of them."),
            status=403,
        )
    told = request.POST.get("replacing", "")
    replacing = int(told) if told.isdecimal() and len(told) < 10 else None
    note = request.POST.get("note", "").strip()[: drafting.LONGEST_NOTE]
    try:
        made = drafting.publish_draft(
            request.workspace.id,
            seen=seen(request),
            by=request.user.pk,
            at=request.at,
            note=note,
            replacing=replacing,
        )
    except (NoDraft, DraftChanged, NewerPublished) as refused:
        return _page(request, standing(request), note=note, refusal=_changed(refused), status=409)
    except NotPublishable as wrong:
        return _page(request, standing(request), note=note, problems=wrong.problems, status=422)
    words = _("Version %(number)d is in force.")
    messages.success(request, words % {"number": made.number})
    return see_other(request, reverse("studio:overview"))


def _changed(refused: Exception) -> str:
    """Return what somebody is told whose draft is not as they have seen it."""
    if isinstance(refused, NewerPublished):
        words = _("%(who)s has published version %(number)d meanwhile. Look at what differs now.")
        newer = refused.version
        return words % {"who": build.publisher_of(newer), "number": newer.number}
    draft = refused.draft if isinstance(refused, DraftChanged) else None
    if draft is None:
        return _("The draft is gone: somebody has published or discarded it.")
    words = _("%(who)s has changed the draft meanwhile. Look at what it would change now.")
    return words % {"who": build.editor_of(draft)}


def _page(
    request: StudioRequest,
    stands: Standing,
    *,
    note: str = "",
    refusal: str = "",
    problems: list[Problem] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = build.context_of(request.workspace.id, stands.content)
    found = problems_of(request, stands) if problems is None else problems
    differences = say_all(stands.differences(), stands.version.content, stands.content, context)
    page = PublishPage(
        differences=differences,
        problems=places.complaints(found, stands.content, stands.source, context.language),
        note=note,
        newer=build.version_rows([stands.version], 0)[0] if stands.is_overtaken else None,
        refusal=refusal,
        admins=_admins(request),
    )
    return answer(request, "studio/publish.html", {"page": page}, stands=stands, status=status)


def _admins(request: StudioRequest) -> list[str]:
    """Return who may publish, for those who may not."""
    if workspaces.may_publish(request.membership.role):
        return []
    rows = Membership.objects.filter(
        workspace_id=request.workspace.id, role=Role.ADMIN, left_at=None
    ).select_related("user")
    return [str(one.user) for one in rows.order_by("user__full_name", "id")[:5]]


@require_POST
@for_editors
def draft(request: StudioRequest) -> HttpResponse:
    """Throw the draft away (`do` discard), or take one change of it back (`do` restore)."""
    try:
        if request.POST.get("do") == "restore":
            _restore(request)
            messages.success(request, _("Taken back."))
            return see_other(request, _back(request))
        drafting.discard_draft(
            request.workspace.id, seen=seen(request), by=request.user.pk, at=request.at
        )
    except (NoDraft, DraftChanged) as refused:
        return _page(request, standing(request), refusal=_changed(refused), status=409)
    except NotPublishable as wrong:
        return _page(request, standing(request), refusal=str(wrong), status=422)
    messages.success(request, _("The draft is discarded. What is in force stays as it is."))
    return see_other(request, reverse("studio:overview"))


def _restore(request: StudioRequest) -> None:
    place = _place(request.POST.get("place", ""))
    before = standing(request).version.content

    def edit(content: dict[str, Any]) -> Any:
        return restored(content, before, place)

    drafting.change_draft(
        request.workspace.id, edit, seen=seen(request), by=request.user.pk, at=request.at
    )


def _place(text: str) -> list[str]:
    """Return the place that a difference named; raises NotPublishable for any other text."""
    try:
        found = json.loads(text[:2_000])
    except (ValueError, RecursionError):
        found = None
    if isinstance(found, list) and found and all(isinstance(one, str) for one in found):
        return found
    raise NotPublishable([Problem("", _("There is no such change."), _("Load the page again."))])


def _back(request: StudioRequest) -> str:
    wanted = request.POST.get("back", "")
    return reverse("studio:publish" if wanted == "publish" else "studio:overview")
