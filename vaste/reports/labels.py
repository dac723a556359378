"""What the rows of a report are called, by the dimension."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from vaste.flows.define import Definition
from vaste.leads.models import Door
from vaste.pages.reader import language
from vaste.routing.models import Team
from vaste.scoring import tracks
from vaste.workspaces.models import User

Namer = Callable[[str], str]


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
