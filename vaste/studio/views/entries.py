"""Lists of entries and the form of each: categories, criteria of fit, signals, routing rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vaste.definitions.differences import compare
from vaste.definitions.models import Draft
from vaste.definitions.services import DraftChanged
from vaste.flows import define, drafting
from vaste.flows.define import NotPublishable
from vaste.flows.drafting import Standing
from vaste.rules.language import Problem
from vaste.studio import build, forms, lists, places
from vaste.studio.http import (
    StudioRequest,
    answer,
    asked,
    for_editors,
    list_url,
    problems_of,
    see_other,
    seen,
    standing,
)
from vaste.studio.panels import Clash, Complaint, EntryPage
from vaste.studio.parts import Context, Part, value_at
from vaste.studio.rules.reading import Malformed
from vaste.studio.saying import say_all
from vaste.studio.sections import FIT_BASE, ROUTING_DEFAULT, SECTIONS, Section
from vaste.studio.views.clashes import clash_of

#: Values of a section that stand above or below its list, on the same page.
OWN: Mapping[str, tuple[Part, ...]] = {"fit": FIT_BASE, "routing": ROUTING_DEFAULT}


@require_http_methods(["GET", "POST"])
@for_editors
def index(request: StudioRequest, section: str) -> HttpResponse:
    """Show a section's entries, or move or remove one: 409 when somebody else was faster."""
    spec = SECTIONS[section]
    if request.method == "GET":
        return _list(request, spec, standing(request), focus=request.GET.get("focus", ""))
    do = request.POST.get("do", "")
    try:
        draft = _change(request, _list_edit(request, spec, do))
    except DraftChanged as clash:
        return _list_clash(request, spec, clash.draft)
    except (NotPublishable, Malformed) as refused:
        messages.error(request, _first(refused))
        return _list(request, spec, standing(request), status=422)
    if do == "save":
        messages.success(request, _("Saved in the draft."))
        return see_other(request, list_url(request, spec))
    stands = replace(standing(request), draft=draft)
    key = [*do.split(":"), ""][1]
    if request.htmx:
        return _list(request, spec, stands, focus=key)
    return see_other(request, list_url(request, spec, focus=key))


def _list_edit(request: StudioRequest, section: Section, do: str) -> drafting.Edit:
    def edit(content: dict[str, Any]) -> dict[str, Any]:
        if do == "save":
            context = build.context_of(request.workspace.id, content)
            return forms.read_entry(OWN.get(section.key, ()), content, request.POST, context)
        verb, _colon, rest = do.partition(":")
        key, _colon, place = rest.partition(":")
        found = places.entries(content, section) or []
        context = build.context_of(request.workspace.id, content)
        shown = lists.shown_of(section, found, context, asked(request))
        changed = lists.changed_list(section, found, f"{verb}:{place}", key, shown=shown)
        places.put_entries(content, section, changed)
        return content

    return edit


def _change(request: StudioRequest, edit: drafting.Edit) -> Draft:
    return drafting.change_draft(
        request.workspace.id, edit, seen=seen(request), by=request.user.pk, at=request.at
    )


def _first(refused: Exception) -> str:
    return str(refused)


def _list(
    request: StudioRequest,
    section: Section,
    stands: Standing,
    *,
    focus: str = "",
    status: int = 200,
    clash: Clash | None = None,
) -> HttpResponse:
    context = build.context_of(request.workspace.id, stands.content)
    problems = problems_of(request, stands)
    here = [one for one in problems if places.section_at(places.steps(one.path)) is section]
    shown = places.complaints(here, stands.content, stands.source, context.language)
    page = lists.list_page(
        section,
        stands.content,
        context,
        problems,
        complaints=shown,
        focus=focus,
        asked=asked(request),
    )
    own = forms.fields_of(OWN.get(section.key, ()), stands.content, context, problems)
    return answer(
        request,
        "studio/list.html",
        {"page": page, "own": own, "clash": clash},
        stands=stands,
        piece="list",
        status=status,
    )


def _list_clash(request: StudioRequest, section: Section, draft: Draft | None) -> HttpResponse:
    stands = standing(request)
    return _list(request, section, stands, status=409, clash=clash_of(stands, []))


@require_http_methods(["GET", "POST"])
@for_editors
def new(request: StudioRequest, section: str) -> HttpResponse:
    """Show an empty form, or add what was filled in to the draft."""
    spec = SECTIONS[section]
    return _entry(request, spec, "", dict(spec.begin))


@require_http_methods(["GET", "POST"])
@for_editors
def entry(request: StudioRequest, section: str, **place: str) -> HttpResponse:
    """Show the form of an entry, or take it: 409 with both versions when the draft has changed."""
    spec = SECTIONS[section]
    key = place[spec.stem]
    found = _found(standing(request).content, spec, key)
    if found is None and request.method == "GET":
        raise Http404("There is no such entry.")
    return _entry(request, spec, key, found or {})


def _found(content: Mapping[str, Any], section: Section, key: str) -> dict[str, Any] | None:
    found = places.entries(content, section) or []
    return next((dict(one) for one in found if key and places.key_of(one) == key), None)


def _entry(
    request: StudioRequest, section: Section, key: str, entry: dict[str, Any]
) -> HttpResponse:
    stands = standing(request)
    context = build.context_of(request.workspace.id, stands.content)
    if request.method == "GET":
        return _form(request, section, stands, context, key, entry)
    do = request.POST.get("do", "save")
    try:
        made = forms.read_entry(section.parts, entry, request.POST, context)
        if do != "save":
            context = forms.act(made, section.parts, do, context)
            return _form(request, section, stands, context, key, made)
        section.finish(made)
        _change(request, _put(section, key, made))
    except Malformed as wrong:
        complaint = Complaint("", "", str(wrong), "")
        return _form(
            request, section, stands, context, key, entry, status=422, refused=(complaint,)
        )
    except NotPublishable as wrong:
        refused = tuple(Complaint("", "", one.message, one.remedy) for one in wrong.problems)
        return _form(request, section, stands, context, key, made, status=422, refused=refused)
    except DraftChanged:
        return _entry_clash(request, section, context, key, made)
    messages.success(request, _("Saved in the draft."))
    return see_other(request, f"{reverse(f'studio:{section.key}')}?focus={made.get('key', key)}")


def _put(section: Section, key: str, made: dict[str, Any]) -> Callable[[dict[str, Any]], Any]:
    """Return the edit that puts an entry in its place, or where a new one belongs."""

    def edit(content: dict[str, Any]) -> dict[str, Any]:
        found = list(places.entries(content, section) or [])
        index = next(
            (at for at, one in enumerate(found) if key and places.key_of(one) == key), None
        )
        if index is not None:
            found[index] = made
        else:
            taken = [places.key_of(one) for one in found]
            made.setdefault("key", forms.key_for(made, section, taken))
            found.insert(_end(section, found), made)
        if section.list_part:
            _name_once(made, key, found)
        places.put_entries(content, section, found)
        return content

    return edit


def _name_once(made: dict[str, Any], key: str, found: list[Any]) -> None:
    """Raise NotPublishable where another entry has the name: it would take that one's place."""
    made.setdefault("key", key)
    if sum(one["key"] == made["key"] for one in found) > 1:
        message = _("The key “%(key)s” is used twice.") % {"key": made["key"]}
        raise NotPublishable([Problem("key", message, _("Give each entry a key of its own."))])


def _end(section: Section, found: list[Any]) -> int:
    """Return where a new entry goes: before the category that takes the rest, else last."""
    last = found[-1] if found else None
    rests = section.last_rests and isinstance(last, Mapping) and "when" not in last
    return len(found) - 1 if rests else len(found)


def _form(
    request: StudioRequest,
    section: Section,
    stands: Standing,
    context: Context,
    key: str,
    entry: dict[str, Any],
    *,
    status: int = 200,
    refused: tuple[Complaint, ...] = (),
    clash: Clash | None = None,
) -> HttpResponse:
    found = places.entries(stands.content, section) or []
    index = next(
        (at for at, one in enumerate(found) if key and places.key_of(one) == key), len(found)
    )
    page: EntryPage = forms.entry_page(
        section,
        entry,
        context,
        was=key,
        rank=index,
        problems=_problems_with(request, stands.content, section, index, entry, key),
        is_last=index == len(found) - 1,
    )
    page = replace(page, problems=refused, clash=clash)
    return answer(
        request, "studio/entry.html", {"page": page}, stands=stands, piece="entry", status=status
    )


def _problems_with(
    request: StudioRequest,
    content: Mapping[str, Any],
    section: Section,
    index: int,
    entry: dict[str, Any],
    key: str,
) -> list[Problem]:
    """Return what would be wrong with an entry if it stood in the definition as it is now."""
    whole = {**content}
    found = list(places.entries(content, section) or [])
    if key:
        found[index : index + 1] = [entry]
    else:
        index = _end(section, found)
        entry = {"key": "new", **entry}
        found.insert(index, entry)
    top = section.path[0]
    inner = value_at(content, top)
    whole[top] = dict(inner) if isinstance(inner, Mapping) else inner
    places.put_entries(whole, section, found)
    path = places.path_of(section, index, str(entry.get("key", key)))
    mine = forms.below(define.check_in(request.workspace.id, whole, at=request.at), path)
    return [_in_list(one, section) for one in mine] if section.list_part else mine


def _in_list(problem: Problem, section: Section) -> Problem:
    """Return a problem of an entry that is a list, with the part that the list is in the form."""
    if problem.path == "key":
        return problem
    path = f"{section.list_part}{problem.path}"
    return Problem(path, problem.message, problem.remedy)


def _entry_clash(
    request: StudioRequest, section: Section, context: Context, key: str, made: dict[str, Any]
) -> HttpResponse:
    """Show ours in the form and how it differs from theirs; sending it again puts ours in place."""
    stands = standing(request)
    theirs = _found(stands.content, section, key)
    refused: tuple[Complaint, ...] = ()
    try:
        ours = _put(section, key, dict(made))(build.copied(stands.content))
    except NotPublishable as wrong:  # theirs has the name that ours takes
        ours = stands.content
        refused = tuple(Complaint("", "", one.message, one.remedy) for one in wrong.problems)
    differences = say_all(compare(stands.content, ours), stands.content, ours, context)
    clash = clash_of(stands, differences, is_gone=bool(key) and theirs is None)
    return _form(
        request, section, stands, context, key, made, status=409, clash=clash, refused=refused
    )
