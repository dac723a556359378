"""Pure decisions about clocks: when they warn, fall due and lapse, and what has passed."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from vaste.calendars import arithmetic
from vaste.calendars.calendar import Calendar

Moving = Callable[[datetime.datetime], datetime.datetime]  # where an instant goes
WARN_SHARE = 0.75  # a warning comes when three quarters of the time are gone


@dataclass(frozen=True, slots=True)
class Target:
    """
    What is promised for one milestone: the time, and the grace before the lead lapses.

    Working time, with `is_wall` wall time. `warn_after` None is the usual share of `within`.
    """

    milestone: str
    within: datetime.timedelta
    grace: datetime.timedelta | None  # None: the lead stays with its owner
    warn_after: datetime.timedelta | None = None
    is_wall: bool = False


@dataclass(frozen=True, slots=True)
class Times:
    """When one clock warns, falls due and lapses; all aware UTC, `give_back_at` None for never."""

    warn_at: datetime.datetime
    due_at: datetime.datetime
    give_back_at: datetime.datetime | None


def times(calendar: Calendar, target: Target, *, started_at: datetime.datetime) -> Times:
    """Return the times of a clock that starts at `started_at`."""
    warn_after = target.warn_after
    if warn_after is None:
        warn_after = target.within * WARN_SHARE
    wall = target.is_wall
    due_at = later(calendar, started_at, target.within, is_wall=wall)
    warn_at = later(calendar, started_at, warn_after, is_wall=wall)
    give_back_at = None
    if target.grace is not None:
        give_back_at = later(calendar, due_at, target.grace, is_wall=wall)
    return Times(warn_at, due_at, give_back_at)


def later(
    calendar: Calendar,
    start: datetime.datetime,
    amount: datetime.timedelta,
    *,
    is_wall: bool,
) -> datetime.datetime:
    """
    Return when `amount` of working time (`is_wall`: of any time) has passed since `start`.

    Where a calendar has run out (no working time within three years) any time counts: a clock that
    could not be set would keep its lead from being taken at all.
    """
    if is_wall:
        return start + amount
    try:
        return arithmetic.add_working_time(calendar, start, amount)
    except arithmetic.NoWorkingTime:
        return start + amount


def between(
    calendar: Calendar, a: datetime.datetime, b: datetime.datetime, *, is_wall: bool
) -> datetime.timedelta:
    """Return the working time (`is_wall`: any time) from `a` to `b`, negative backward."""
    return b - a if is_wall else arithmetic.working_time_between(calendar, a, b)


def moved(
    calendar: Calendar,
    when: datetime.datetime,
    *,
    paused_at: datetime.datetime,
    resumed_at: datetime.datetime,
    is_wall: bool,
) -> datetime.datetime:
    """
    Return where an instant goes that lay ahead when its clock was paused; the past stays.

    As much time is left after the pause as was left before it, exactly.
    """
    if when <= paused_at:
        return when
    left = between(calendar, paused_at, when, is_wall=is_wall)
    return later(calendar, resumed_at, left, is_wall=is_wall)


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
    ahead = [when for when in (warn_at, due_at, give_back_at) if when is not None and when > at]
    return min(ahead, default=None)
