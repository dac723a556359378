"""The spans of time that a report can be asked for."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from vaste.flows.figures.scope import BEGINNING

DEFAULT = "30"
CHOSEN = "chosen"  # the key of a period from one day to another
EARLIEST, LATEST = datetime.date(1970, 1, 2), datetime.date(2999, 12, 30)
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


@dataclass(frozen=True, slots=True)
class Period:
    """
    From `since` to before `until`, both aware: whole days of the workspace's zone.

    `first` and `last` are the days that were chosen, None of a period that ends with today.
    """

    key: str
    name: str
    since: datetime.datetime
    until: datetime.datetime
    first: datetime.date | None = None
    last: datetime.date | None = None


def period(key: str, *, zone: str, at: datetime.datetime) -> Period:
    """Return the period that a key of the address stands for at `at`; unknown is DEFAULT."""
    known = key if key in _DAYS else DEFAULT
    today, days = at.astimezone(ZoneInfo(zone)).date(), _DAYS[known]
    since = BEGINNING if days is None else _midnight(today, 1 - days, zone)
    return Period(known, str(_SENTENCES[known]), since, _midnight(today, 1, zone))


def chosen(first: datetime.date, last: datetime.date, *, zone: str) -> Period:
    """Return the days from one to another, both among them; in the other order they are turned."""
    begins, ends = (min(max(day, EARLIEST), LATEST) for day in sorted((first, last)))
    told = (formats.date_format(day, "SHORT_DATE_FORMAT") for day in (begins, ends))
    return Period(
        CHOSEN, "–".join(told), _midnight(begins, 0, zone), _midnight(ends, 1, zone), begins, ends
    )


def _midnight(day: datetime.date, later: int, zone: str) -> datetime.datetime:
    moved = day + datetime.timedelta(days=later)
    return datetime.datetime.combine(moved, datetime.time(), ZoneInfo(zone))
