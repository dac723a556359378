"""
Teams that a definition names by their slugs: where, whether they are open, and others instead.

A definition may be a draft that is not right yet: what is not as it should be names nobody.
"""

from __future__ import annotations

import copy
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from vaste.routing.models import Team
from vaste.rules.problems import Problem, shown, suggestion

Parts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Naming:
    """
    One place where a definition names a team.

    `kind` is routing_default, rule, category or ladder; `key` is that of the rule, category or
    ladder, `path` where it stands in the text.
    """

    kind: str
    key: str
    path: str


def namings(content: Mapping[str, Any], slug: str) -> list[Naming]:
    """Return where a definition names the team of this slug, in the order of the text."""
    return [place for place, entry, word in _places(content) if entry.get(word) == slug]


def renamed(content: Mapping[str, Any], slug: str, into: str) -> Parts:
    """Return a definition that names `into` wherever `content` names the team `slug`."""
    made: Parts = copy.deepcopy(dict(content))
    for _place, entry, word in _places(made):
        if entry.get(word) == slug:
            entry[word] = into
    return made


def problems(workspace_id: uuid.UUID, content: Mapping[str, Any]) -> list[Problem]:
    """
    Return the places of a checked definition that name no open team of the workspace.

    Leads meant for such a team would go elsewhere without anybody having said so.
    """
    teams = Team.objects.within(workspace_id).filter(closed_at=None).order_by("created_at", "id")
    slugs = tuple(teams.values_list("slug", flat=True))
    return [
        Problem(
            place.path,
            _("There is no open team “%(slug)s”.") % {"slug": shown(slug)},
            _("Open it first, under this short name.") + " " + suggestion(slug, slugs),
        )
        for place, entry, word in _places(content)
        if (slug := entry.get(word)) and slug not in slugs
    ]


def _places(content: Mapping[str, Any]) -> Iterator[tuple[Naming, Parts, str]]:
    """Go through what may name a team: the place, what holds the name, and under which word."""
    for number, entry in _listed(content.get("categories")):
        key = str(entry.get("key", ""))
        yield Naming("category", key, f"categories[{number}].team"), entry, "team"
    ladders = content.get("ladders")
    for key, steps in (ladders if isinstance(ladders, Mapping) else {}).items():
        for number, entry in _listed(steps):
            yield Naming("ladder", str(key), f"ladders.{key}[{number}].team"), entry, "team"
    routing = content.get("routing")
    if isinstance(routing, dict):
        for number, entry in _listed(routing.get("rules")):
            key = str(entry.get("key", f"rule_{number + 1}"))
            yield Naming("rule", key, f"routing.rules[{number}].team"), entry, "team"
        yield Naming("routing_default", "", "routing.default"), routing, "default"


def _listed(told: object) -> Iterator[tuple[int, Parts]]:
    entries = told if isinstance(told, list) else []
    return ((at, one) for at, one in enumerate(entries) if isinstance(one, dict))
