"""The spans of time that a report can be asked for."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

DEFAULT = "30"
#: By key: the last so many days, today among them; None for everything.
_DAYS: Mapping[str, int | None] = {"7": 7, "30": 30, "90": 90, "365": 365, "all": None}
NAMES: Mapping[str, str | Promise] = {
    "7": gettext_lazy("7 days"),
    "30": gettext_lazy("30 days"),
    "90": gettext_lazy("90 days"),
    "365": gettext_lazy("12 months"),
    "all": gettext_lazy("Everything"),
}
_SENTENCES: Mapping[str, str | Promise] = {
    "7": gettext_lazy("The last 7 days"),
    "30": gettext_lazy("The last 30 days"),
    "90": gettext_lazy("The last 90 days"),
    "365": gettext_lazy("The last 12 months"),
    "all": gettext_lazy("Since the beginning"),
}
BEGINNING = datetime.datetime(1, 1, 1, tzinfo=datetime.UTC)


@dataclass(frozen=True, slots=True)
class Period:
    """From `since` to before `until`, both aware: whole days of the workspace's zone."""

    key: str
    name: str
    since: datetime.datetime
    until: datetime.datetime


def period(key: str, *, zone: str, at: datetime.datetime) -> Period:
    """Return the period that a key of the address stands for at `at`; unknown is DEFAULT."""
    known = key if key in _DAYS else DEFAULT
    today, days = at.astimezone(ZoneInfo(zone)).date(), _DAYS[known]
    since = BEGINNING if days is None else _midnight(today, 1 - days, zone)
    return Period(known, str(_SENTENCES[known]), since, _midnight(today, 1, zone))


def _midnight(day: datetime.date, later: int, zone: str) -> datetime.datetime:
    moved = day + datetime.timedelta(days=later)
    return datetime.datetime.combine(moved, datetime.time(), ZoneInfo(zone))
