"""Sections that are one form: quadrants, the MQL rule, the lists of words, bands and reasons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from vaste.definitions.differences import compare
from vaste.definitions.services import DraftChanged
from vaste.flows import define, drafting
from vaste.flows.define import NotPublishable
from vaste.flows.drafting import Standing
from vaste.studio import build, coming, forms
from vaste.studio.http import StudioRequest, answer, for_editors, see_other, seen, standing
from vaste.studio.panels import Clash, Complaint, EntryPage
from vaste.studio.parts import Context, Part, PartGroup, Word
from vaste.studio.rules.reading import Malformed
from vaste.studio.saying import say_all
from vaste.studio.sections import CALENDAR, LISTS, MQL, QUADRANTS, policy_groups
from vaste.studio.sections.calendar import prepared
from vaste.studio.views.clashes import clash_of


@dataclass(frozen=True, slots=True)
class Whole:
    """A form over some of a definition's own values."""

    key: str
    title: Word
    lead: Word
    groups: Callable[[Context], tuple[PartGroup, ...]]
    prepared: Callable[[dict[str, Any]], dict[str, Any]] = lambda content: content

    def parts(self, context: Context) -> list[Part]:
        """Every part of the form."""
        return [part for group in self.groups(context) for part in group.parts]


WHOLES = {
    one.key: one
    for one in (
        Whole(
            "quadrants",
            gettext_lazy("Quadrants"),
            gettext_lazy(
                "Fit and interest together say which way a lead goes. These two thresholds draw"
                " the lines."
            ),
            lambda context: (PartGroup(gettext_lazy("Thresholds"), QUADRANTS),),
        ),
        Whole(
            "mql",
            gettext_lazy("Marketing-qualified"),
            gettext_lazy(
                "When a lead counts as marketing-qualified (MQL). The rule is asked after the"
                " category, so it may speak of it."
            ),
            lambda context: (PartGroup(gettext_lazy("Which leads"), MQL),),
        ),
        Whole(
            "lists",
            gettext_lazy("Values and words"),
            gettext_lazy(
                "What makes a project large, which words tell what somebody wants, and why leads"
                " are closed."
            ),
            lambda context: LISTS,
        ),
        Whole(
            "calendar",
            gettext_lazy("Working time"),
            gettext_lazy(
                "When you work. What differs in a team, or for one person, is told with the team."
            ),
            lambda context: CALENDAR,
            prepared,
        ),
        Whole(
            "sla",
            gettext_lazy("Policies"),
            gettext_lazy(
                "What is promised of a lead beside the times of its category, when a clock warns,"
                " and in whose hours it counts."
            ),
            policy_groups,
        ),
    )
}


@require_http_methods(["GET", "POST"])
@for_editors
def whole(request: StudioRequest, section: str) -> HttpResponse:
    """Show a section's form, or take it: 409 with both versions when the draft has changed."""
    spec, stands = WHOLES[section], standing(request)
    content = spec.prepared(build.copied(stands.content))
    context = build.context_of(request.workspace.id, content)
    if request.method == "GET":
        return _form(request, spec, stands, context, content)
    do = request.POST.get("do", "save")
    try:
        parts = spec.parts(context)
        made = forms.read_entry(parts, content, request.POST, context)
        if do != "save":
            context = forms.act(made, parts, do, context)
            return _form(request, spec, stands, context, made)
        drafting.change_draft(
            request.workspace.id,
            lambda draft: forms.read_entry(parts, spec.prepared(draft), request.POST, context),
            seen=seen(request),
            by=request.user.pk,
            at=request.at,
        )
    except Malformed as wrong:
        broken = (Complaint("", "", str(wrong), ""),)
        return _form(request, spec, stands, context, content, status=422, refused=broken)
    except NotPublishable as wrong:
        refused = tuple(Complaint("", "", one.message, one.remedy) for one in wrong.problems)
        return _form(request, spec, stands, context, made, status=422, refused=refused)
    except DraftChanged:
        return _clash(request, spec, context, made)
    messages.success(request, _("Saved in the draft."))
    return see_other(request, reverse(f"studio:{section}"))


def _clash(
    request: StudioRequest, spec: Whole, context: Context, made: dict[str, Any]
) -> HttpResponse:
    stands = standing(request)
    theirs = spec.prepared(build.copied(stands.content))
    ours = forms.read_entry(spec.parts(context), theirs, request.POST, context)
    differences = say_all(compare(stands.content, ours), stands.content, ours, context)
    return _form(
        request, spec, stands, context, made, status=409, clash=clash_of(stands, differences)
    )


def _form(
    request: StudioRequest,
    spec: Whole,
    stands: Standing,
    context: Context,
    content: dict[str, Any],
    *,
    status: int = 200,
    refused: tuple[Complaint, ...] = (),
    clash: Clash | None = None,
) -> HttpResponse:
    problems = define.check_in(request.workspace.id, content, at=request.at)
    page = EntryPage(
        title=str(spec.title),
        url=reverse(f"studio:{spec.key}"),
        back="",
        back_label="",
        groups=forms.groups_of(spec.groups(context), content, context, problems),
        lead=str(spec.lead),
    )
    page = replace(page, problems=refused, clash=clash)
    if spec.key == "calendar":
        page = replace(page, days=coming.days_to_come(content, context.language, at=request.at))
    shown = {"page": page, "section": spec.key, "plan": _plan(content)}
    return answer(request, "studio/entry.html", shown, stands=stands, piece="entry", status=status)


def _plan(content: dict[str, Any]) -> dict[str, int]:
    """Return where the two lines stand in the picture of the quadrants, two units to a point."""
    told = content.get("quadrants")
    found = {"good_fit": 50, "interested": 30}
    for name in found:
        value = told.get(name) if isinstance(told, dict) else None
        if isinstance(value, int | float) and not isinstance(value, bool):
            found[name] = max(0, min(100, int(value)))
    left, bottom = 2 * found["interested"], 2 * found["good_fit"]
    top = 200 - bottom
    return {
        "x": 10 + left, "y": 10 + top, "left": left, "right": 200 - left, "top": top,
        "bottom": bottom,
    }  # fmt: skip
