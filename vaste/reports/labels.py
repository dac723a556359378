"""What the rows of a report are called, by the dimension."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vaste.flows.define import Definition
from vaste.workspaces.models import User

Namer = Callable[[str], str]


def namer(by: str, keys: Iterable[str], definition: Definition) -> Namer:
    """Return what names a key of this dimension; people are asked for in one statement."""
    if by == "category":
        return lambda key: _category(definition, key)
    if by == "month":
        return _month
    if by == "owner":
        names = _people(keys)
        return lambda key: names.get(key, _("Somebody who has left")) if key else _("Nobody")
    return lambda key: key or _("Not told")


def _category(definition: Definition, key: str) -> str:
    language = (get_language() or "en").split("-")[0]
    for category in definition.categories:
        if category.key == key:
            return category.names.get(language) or category.names.get("en") or key
    return key


def _month(key: str) -> str:
    first = datetime.date.fromisoformat(f"{key}-01")
    return str(formats.date_format(first, "YEAR_MONTH_FORMAT"))


def _people(keys: Iterable[str]) -> Mapping[str, Any]:
    ids = [uuid.UUID(key) for key in keys if key]
    return {str(user.pk): str(user) for user in User.objects.filter(pk__in=ids)}
