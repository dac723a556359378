"""Teams that a definition names by their slugs, held against those that are open."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from vaste.routing.models import Team
from vaste.rules.problems import Problem, shown, suggestion


def problems(workspace_id: uuid.UUID, content: Mapping[str, Any]) -> list[Problem]:
    """
    Return the places of a checked definition that name no open team of the workspace.

    Leads meant for such a team would go elsewhere without anybody having said so.
    """
    teams = Team.objects.within(workspace_id).filter(closed_at=None).order_by("created_at", "id")
    slugs = tuple(teams.values_list("slug", flat=True))
    return [
        Problem(
            place,
            _("There is no open team “%(slug)s”.") % {"slug": shown(slug)},
            _("Open it first, under this short name.") + " " + suggestion(slug, slugs),
        )
        for place, slug in _named(content)
        if slug not in slugs
    ]


def _named(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give every slug that stands in a definition, with its place."""
    for index, category in enumerate(content["categories"]):
        if category.get("team"):
            yield f"categories[{index}].team", category["team"]
    routing = content["routing"]
    for index, rule in enumerate(routing.get("rules") or ()):
        yield f"routing.rules[{index}].team", rule["team"]
    yield "routing.default", routing["default"]
    for key, steps in (content.get("ladders") or {}).items():
        for index, step in enumerate(steps):
            if step.get("team"):
                yield f"ladders.{key}[{index}].team", step["team"]
