"""Pure decisions about clocks: when they warn, fall due and lapse, and what has passed."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from vaste.calendars import arithmetic
from vaste.calendars.calendar import Calendar

WARN_SHARE = 0.75  # a warning comes when three quarters of the time are gone


@dataclass(frozen=True, slots=True)
class Target:
    """What a category promises for one milestone: working time, and the grace before it lapses."""

    milestone: str
    within: datetime.timedelta
    grace: datetime.timedelta | None  # None: the lead stays with its owner


@dataclass(frozen=True, slots=True)
class Times:
    """When one clock warns, falls due and lapses; all aware UTC, `give_back_at` None for never."""

    warn_at: datetime.datetime
    due_at: datetime.datetime
    give_back_at: datetime.datetime | None


def times(calendar: Calendar, target: Target, *, started_at: datetime.datetime) -> Times:
    """
    Return the times of a clock that starts at `started_at`, counted in working time.

    Raises NoWorkingTime if the calendar never opens.
    """
    due_at = arithmetic.add_working_time(calendar, started_at, target.within)
    warn_at = arithmetic.add_working_time(calendar, started_at, target.within * WARN_SHARE)
    give_back_at = None
    if target.grace is not None:
        give_back_at = arithmetic.add_working_time(calendar, due_at, target.grace)
    return Times(warn_at, due_at, give_back_at)


def passed(
    *,
    at: datetime.datetime,
    warn_at: datetime.datetime,
    due_at: datetime.datetime,
    give_back_at: datetime.datetime | None,
) -> list[tuple[str, datetime.datetime]]:
    """Return the levels whose time has come at `at`, with the time each was due, in order."""
    levels = [("warned", warn_at), ("breached", due_at)]
    if give_back_at is not None:
        levels.append(("given_back", give_back_at))
    return [(level, when) for level, when in levels if when <= at]


def next_firing(
    *,
    at: datetime.datetime,
    warn_at: datetime.datetime,
    due_at: datetime.datetime,
    give_back_at: datetime.datetime | None,
) -> datetime.datetime | None:
    """Return the next instant after `at` at which a running clock has something to tell."""
    later = [when for when in (warn_at, due_at, give_back_at) if when is not None and when > at]
    return min(later, default=None)
