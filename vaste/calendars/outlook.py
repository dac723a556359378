"""The days to come that are not as the week is: holidays, closures, half days, openings."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from vaste.calendars.days import Reason, day_plan
from vaste.calendars.explanation import LANGUAGES, day_names
from vaste.calendars.shape import Calendar, Windows

ONE_DAY = timedelta(days=1)
_AS_THE_WEEK = (Reason.HOURS, Reason.OFF_DAY)


@dataclass(frozen=True, slots=True)
class Special:
    """
    Days in a row that are alike, both ends included: when they are open, and why.

    `names` is what they are called, by language; empty if they have no name.
    """

    first_on: date
    last_on: date
    windows: Windows
    reason: Reason
    names: Mapping[str, str]


def special_days(calendar: Calendar, since: date, *, days: int) -> list[Special]:
    """
    Return what differs from the week in `days` days from `since`, the first day first.

    A holiday on a day without hours takes nothing away and is left out. A closure goes on over the
    weekends in it.
    """
    found: list[Special] = []
    for one in _specials(calendar, since, days):
        before = found[-1] if found else None
        if before and _goes_on(calendar, before, one):
            found[-1] = replace(before, last_on=one.last_on)
        else:
            found.append(one)
    return found


def _specials(calendar: Calendar, since: date, days: int) -> Iterator[Special]:
    for day in (since + number * ONE_DAY for number in range(days)):
        plan = day_plan(calendar, day)
        if plan.reason not in _AS_THE_WEEK:
            names = day_names(calendar, day, plan.reason, LANGUAGES)
            yield Special(day, day, plan.windows, plan.reason, names)


def _goes_on(calendar: Calendar, before: Special, one: Special) -> bool:
    """Say whether a closed day belongs to the closure before it, with days off between."""
    if (before.reason, before.names) != (one.reason, one.names) or one.windows:
        return False
    between = before.last_on + ONE_DAY
    while between < one.first_on and day_plan(calendar, between).reason is Reason.OFF_DAY:
        between += ONE_DAY
    return one.reason is Reason.CLOSURE and between == one.first_on
