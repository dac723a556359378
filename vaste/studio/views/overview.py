"""The studio's first page: what decides, what is being changed, and who published what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from vaste.definitions.differences import Difference
from vaste.definitions.models import Version
from vaste.rules.language import Problem
from vaste.studio import build, places
from vaste.studio.http import StudioRequest, answer, for_editors, problems_of, standing
from vaste.studio.panels import OverviewPage, Tile
from vaste.studio.parts import Context, value_at
from vaste.studio.rules.outline import said
from vaste.studio.saying import say_all
from vaste.studio.sections import CATEGORIES, CRITERIA, FIELDS, LADDERS, ROUTING, SIGNALS
from vaste.studio.sections.calendar import WEEK
from vaste.studio.sections.policies import CALENDAR_WORDS
from vaste.studio.trials import build as trials

MOST_VERSIONS = 20
LISTS = ("value_bands", "request_words", "close_reasons", "currency")


@require_GET
@for_editors
def overview(request: StudioRequest) -> HttpResponse:
    """Show the sections in a few words each, the draft with its problems, and the history."""
    stands = standing(request)
    context = build.context_of(request.workspace.id, stands.content)
    problems, differences = problems_of(request, stands), stands.differences()
    wanted = MOST_VERSIONS if request.GET.get("history") != "all" else 1_000
    rows = Version.objects.within(request.workspace.id).defer("source", "content")
    versions = list(rows.order_by("-number", "id")[: wanted + 1])
    page = OverviewPage(
        tiles=_tiles(stands.content, context, problems, differences),
        problems=places.complaints(problems, stands.content, stands.source, context.language),
        differences=say_all(differences, stands.version.content, stands.content, context),
        versions=build.version_rows(versions[:wanted], stands.version.number),
        more_versions=len(versions) > wanted,
    )
    rollout = trials.rollout_panel(request.workspace.id, stands.version.number)
    shown = {"page": page, "rollout": rollout}
    return answer(request, "studio/overview.html", shown, stands=stands)


def _tiles(
    content: Mapping[str, Any],
    context: Context,
    problems: Sequence[Problem],
    differences: Sequence[Difference],
) -> list[Tile]:
    drawn = (
        (("categories",), "tag", _names(content, context)),
        (("fit",), "target", _count(content, CRITERIA)),
        (("signals",), "activity", _count(content, SIGNALS)),
        (("quadrants",), "layout-dashboard", _thresholds(content)),
        (("mql",), "star", _mql(content, context)),
        (("routing",), "route", _routing(content, context)),
        (("calendar",), "calendar-event", _calendar(content)),
        (("sla",), "clock", _policies(content)),
        (("ladders",), "trending-up", _count(content, LADDERS)),
        (("fields",), "forms", _count(content, FIELDS)),
        (LISTS, "adjustments", _("Bands, words and reasons")),
    )
    return [
        Tile(
            title=_("Values and words") if len(tops) > 1 else str(places.TITLES[tops[0]]),
            text=text,
            url=places.page_of(tops),
            icon=icon,
            problems=sum(places.steps(one.path)[:1] == [top] for one in problems for top in tops),
            is_changed=any(one.place[:1] == (top,) for one in differences for top in tops),
        )
        for tops, icon, text in drawn
    ]


def _names(content: Mapping[str, Any], context: Context) -> str:
    found = places.entries(content, CATEGORIES) or []
    return ", ".join(places.name_of(one, CATEGORIES, context.language) for one in found)


def _count(content: Mapping[str, Any], section: Any) -> str:
    number = len(places.entries(content, section) or [])
    if section is SIGNALS:
        return ngettext("%(n)d signal", "%(n)d signals", number) % {"n": number}
    if section is FIELDS:
        return ngettext("%(n)d field", "%(n)d fields", number) % {"n": number}
    if section is LADDERS:
        return ngettext("%(n)d ladder", "%(n)d ladders", number) % {"n": number}
    return ngettext("%(n)d criterion", "%(n)d criteria", number) % {"n": number}


def _calendar(content: Mapping[str, Any]) -> str:
    zone, country = (
        str(value_at(content, name) or "")
        for name in ("calendar.zone", "calendar.holidays.country")
    )
    hours = _week(value_at(content, "calendar.hours"))
    return " · ".join(filter(None, [zone, country, hours]))


def _week(told: Any) -> str:
    """Return the opening hours with days that are alike, one after another, together."""
    days = [(str(row.label), row.cells[0] or "") for row in WEEK.rows(told)]
    made = []
    for hours, alike in groupby(days, key=lambda one: one[1]):
        names = [name for name, _hours in alike]
        span = names[0] if len(names) == 1 else f"{names[0]}–{names[-1]}"
        made += [f"{span} {hours}"] if hours else []
    return "; ".join(made)


def _policies(content: Mapping[str, Any]) -> str:
    told = str(value_at(content, "sla.calendar") or "workspace")
    return _("Counted in %(whose)s") % {"whose": CALENDAR_WORDS.get(told, told)}


def _thresholds(content: Mapping[str, Any]) -> str:
    told = content.get("quadrants")
    found = told if isinstance(told, Mapping) else {}
    return _("Good fit from %(fit)s, interested from %(interest)s") % {
        "fit": found.get("good_fit", 50),
        "interest": found.get("interested", 30),
    }


def _mql(content: Mapping[str, Any], context: Context) -> str:
    if content.get("mql") is None:
        return _("No rule: no lead is counted")
    return said(content["mql"], context.vocabulary, context.language)[0]


def _routing(content: Mapping[str, Any], context: Context) -> str:
    told = content.get("routing")
    default = str(told.get("default", "")) if isinstance(told, Mapping) else ""
    number = len(places.entries(content, ROUTING) or [])
    team = dict(context.teams).get(default, default)
    words = ngettext("%(n)d rule, then %(team)s", "%(n)d rules, then %(team)s", number)
    return words % {"n": number, "team": team}
