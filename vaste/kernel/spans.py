"""Lengths of time written in words: `15 minutes`, `4 hours`, `30 days`, `2 weeks`."""

from __future__ import annotations

import datetime
import re

_UNITS = {
    "second": datetime.timedelta(seconds=1),
    "minute": datetime.timedelta(minutes=1),
    "hour": datetime.timedelta(hours=1),
    "day": datetime.timedelta(days=1),
    "week": datetime.timedelta(weeks=1),
}
_FORM = re.compile(r"\s*(\d{1,6})\s*(second|minute|hour|day|week)s?\s*")


def read_span(text: object) -> datetime.timedelta:
    """
    Return the length that `text` says, as whole seconds, minutes, hours, days of 24 hours or weeks.

    Raises ValueError, with the forms that are understood, for anything else.
    """
    found = _FORM.fullmatch(str(text))
    if found is None:
        raise ValueError(
            "write it as a number and minutes, hours, days or weeks, such as `4 hours`"
        )
    return int(found.group(1)) * _UNITS[found.group(2)]
