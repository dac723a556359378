"""What the rows of a report are called, by the dimension."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from vaste.flows.define import Definition
from vaste.leads.models import Door
from vaste.routing.models import Team
from vaste.scoring import tracks
from vaste.workspaces.models import User

Namer = Callable[[str], str]
Words = Mapping[str, str | Promise]

ENDINGS: Words = {"lost": gettext_lazy("Lost"), "not_a_fit": gettext_lazy("Not a fit")}
REASONS: Words = {
    "imported": gettext_lazy("Closed before the import"),
    "no_budget": gettext_lazy("No budget"),
    "no_need": gettext_lazy("No need"),
    "competitor": gettext_lazy("Competitor"),
    "bad_timing": gettext_lazy("Bad timing"),
    "no_answer": gettext_lazy("Never answered"),
    "price": gettext_lazy("Price"),
    "other": gettext_lazy("Other reason"),
    "student": gettext_lazy("Student"),
    "job_seeker": gettext_lazy("Job seeker"),
    "vendor": gettext_lazy("Wants to sell to us"),
    "too_small": gettext_lazy("Too small"),
    "outside_market": gettext_lazy("Outside our market"),
    "junk": gettext_lazy("Junk"),
}


def namer(
    by: str, keys: Iterable[str], definition: Definition, workspace_id: uuid.UUID | None = None
) -> Namer:
    """
    Return what names a key of this dimension; people, teams and doors are asked for in one
    statement. Teams and doors are those of `workspace_id`.
    """
    if by == "owner":
        names = people(keys)
        return lambda key: names.get(key, _("Somebody who has left")) if key else _("Nobody")
    if by in ("team", "door"):
        called = _teams(workspace_id) if by == "team" else _doors(workspace_id)
        return lambda key: called.get(key, key) if key else _("No team")
    known: Mapping[str, Namer] = {
        "category": lambda key: _category(definition, key),
        "quadrant": lambda key: tracks.name(key, language()),
        "month": _month,
        "week": _week,
    }
    return known.get(by, lambda key: key or _("Not told"))


def reason(code: str) -> str:
    """Return the reason for which a lead was closed; the workspace's own as it is written."""
    return str(REASONS[code]) if code in REASONS else code.replace("_", " ").capitalize()


def ending(state: str) -> str:
    """Return how a lead was closed."""
    return str(ENDINGS[state])


def language() -> str:
    """Return the reader's language: en, fi, sv or hu."""
    return (get_language() or "en").split("-")[0]


def _category(definition: Definition, key: str) -> str:
    reader = language()
    for category in definition.categories:
        if category.key == key:
            return category.names.get(reader) or category.names.get("en") or key
    return key


def _month(key: str) -> str:
    first = datetime.date.fromisoformat(f"{key}-01")
    return str(formats.date_format(first, "YEAR_MONTH_FORMAT"))


def _week(key: str) -> str:
    year, number = key.split("-W")
    return _("Week %(number)s, %(year)s") % {"number": int(number), "year": year}


def _teams(workspace_id: uuid.UUID | None) -> Mapping[str, str]:
    rows = Team.objects.within(workspace_id).values_list("id", "name") if workspace_id else []
    return {str(team_id): name for team_id, name in rows}


def _doors(workspace_id: uuid.UUID | None) -> Mapping[str, str]:
    rows = Door.objects.within(workspace_id).values_list("id", "name") if workspace_id else []
    return {str(door_id): name for door_id, name in rows}


def people(keys: Iterable[str]) -> Mapping[str, Any]:
    """Return the names of users by their ids, in one statement."""
    ids = [uuid.UUID(key) for key in keys if key]
    return {str(user.pk): str(user) for user in User.objects.filter(pk__in=ids)}
