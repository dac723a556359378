"""The hours of teams and people: the workspace's calendar with what differs from it."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from vaste.calendars import arithmetic
from vaste.calendars.arithmetic import NoWorkingTime
from vaste.calendars.calendar import Calendar, check_calendar, parse_calendar
from vaste.calendars.problems import Problem
from vaste.kernel.words import gettext_noop as _

Text = Mapping[str, Any]


def merged(base: Text, *differences: Text | None) -> dict[str, Any]:
    """Return a calendar's text with what differs, section by section; the last word counts."""
    told = dict(base)
    for one in differences:
        told |= one or {}
    return told


def calendar_of(base: Text, *differences: Text | None) -> Calendar:
    """
    Return the calendar that the workspace's and the differences of team and person make.

    Raises BadCalendar for what `check_hours` would refuse.
    """
    return _parsed(json.dumps(merged(base, *differences), sort_keys=True))


@lru_cache(maxsize=1024)
def _parsed(source: str) -> Calendar:
    return parse_calendar(json.loads(source))


def check_hours(base: Text, *differences: Text | None, at: datetime.datetime) -> list[Problem]:
    """
    Return all that is wrong with hours that differ, as `check_calendar` does.

    Hours that never come, three years long, are a problem too: nothing could be promised in them.
    """
    told = merged(base, *differences)
    problems = check_calendar(told)
    if problems:
        return problems
    try:
        arithmetic.next_opening(parse_calendar(told), at)
    except NoWorkingTime:
        message = _("In these hours there is no working time in the next three years.")
        return [Problem("hours", message, _("Open at least one day of the week."))]
    return []
