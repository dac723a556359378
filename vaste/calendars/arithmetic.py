"""
Reckoning in working time. All instants are aware; results are in UTC.

Time is worked in half-open windows: the opening instant is working time, the closing one is not.
A window lasts what truly passes between its two wall times that day, so a night shift over
a daylight-saving change is an hour longer or shorter; see `instants.wall_instant`.
"""

from bisect import bisect_left, bisect_right
from datetime import date, datetime, timedelta

from vaste.calendars.instants import in_utc
from vaste.calendars.shape import Calendar
from vaste.calendars.timeline import (
    FIRST_YEAR,
    LAST_YEAR,
    ZERO,
    NoWorkingTime,
    Span,
    Year,
    year_of,
)

__all__ = [
    "NoWorkingTime",
    "add_working_time",
    "is_open",
    "next_opening",
    "previous_closing",
    "subtract_working_time",
    "windows_on",
    "working_time_between",
]

# A calendar that stays closed longer than this has no working time: three years.
HORIZON = timedelta(days=3 * 366)
# The local and the UTC year differ for at most half a day, and a night window lasts under one.
MARGIN = timedelta(days=2)
LONGEST = timedelta(days=(LAST_YEAR - FIRST_YEAR) * 366)


def add_working_time(calendar: Calendar, start: datetime, amount: timedelta) -> datetime:
    """
    Return the first instant by which `amount` of working time has passed since `start`.

    An amount that ends exactly at closing ends there, not at the next opening. Zero
    gives `start` itself during hours, and outside them the next opening.

    Raises ValueError for a negative amount, NoWorkingTime when the desk stays closed
    for three years or the years run out.
    """
    _refuse_impossible(amount)
    if not amount:
        return next_opening(calendar, start)
    at = in_utc(start)
    year = _year_around(calendar, at, -MARGIN)
    worked = year.worked_at(at) + amount
    while worked > year.total:
        worked -= year.total
        year = _next_year(calendar, year, at)
        worked += year.worked_at(at)
    return year.earliest(worked)


def subtract_working_time(calendar: Calendar, end: datetime, amount: timedelta) -> datetime:
    """
    Return the last instant from which `amount` of working time passes until `end`.

    The mirror of adding: an amount that reaches back exactly to an opening stays there.
    Zero gives `end` itself during hours or at their close, and otherwise the previous closing.

    Raises as `add_working_time` does.
    """
    _refuse_impossible(amount)
    if not amount:
        return previous_closing(calendar, end)
    at = in_utc(end)
    year = _year_around(calendar, at, MARGIN)
    worked = year.worked_at(at) - amount
    while worked < ZERO:
        year = _previous_year(calendar, year, at)
        worked += year.worked_at(at)
    return year.latest(worked)


def working_time_between(calendar: Calendar, a: datetime, b: datetime) -> timedelta:
    """
    Return the working time from `a` to `b`; negative when `b` is before `a`.

    Raises NoWorkingTime outside the years 1900 to 2200.
    """
    first, last = in_utc(a), in_utc(b)
    if last < first:
        return -working_time_between(calendar, last, first)
    year = _year_around(calendar, first, -MARGIN)
    worked = year.worked_at(last) - year.worked_at(first)
    for number in range(year.number + 1, _year_around(calendar, last, MARGIN).number + 1):
        year = year_of(calendar, number)
        worked += year.worked_at(last) - year.worked_at(first)
    return worked


def next_opening(calendar: Calendar, at: datetime) -> datetime:
    """
    Return `at` if the desk is open then, else the start of its next window.

    Raises NoWorkingTime when it stays closed for three years.
    """
    instant = in_utc(at)
    year = _year_around(calendar, instant, -MARGIN)
    while (index := bisect_right(year.ends, instant)) == len(year.ends):
        year = _next_year(calendar, year, instant)
    return max(instant, year.starts[index])


def previous_closing(calendar: Calendar, at: datetime) -> datetime:
    """
    Return `at` if the desk is open until then, else the end of its last window before.

    Raises NoWorkingTime when it was closed for three years.
    """
    instant = in_utc(at)
    year = _year_around(calendar, instant, MARGIN)
    while (index := bisect_left(year.starts, instant)) == 0:
        year = _previous_year(calendar, year, instant)
    return min(instant, year.ends[index - 1])


def is_open(calendar: Calendar, at: datetime) -> bool:
    """Say whether `at` is working time: from an opening on, before the closing."""
    instant = in_utc(at)
    for shift in (-MARGIN, MARGIN):
        year = _year_around(calendar, instant, shift)
        index = bisect_right(year.starts, instant) - 1
        if index >= 0 and instant < year.ends[index]:
            return True
    return False


def windows_on(calendar: Calendar, day: date) -> tuple[Span, ...]:
    """
    Return the windows that open on the local `day`, as pairs of instants in UTC.

    One that runs over midnight belongs to the day it opens on, whatever the next day is.
    """
    return year_of(calendar, day.year).days[day.toordinal() - date(day.year, 1, 1).toordinal()]


def _refuse_impossible(amount: timedelta) -> None:
    """Raise ValueError for an amount below zero, NoWorkingTime for one no calendar can hold."""
    if amount < ZERO:
        raise ValueError(f"working time must not be negative: {amount!r}")
    if amount > LONGEST:
        raise NoWorkingTime(f"{amount.days} days of working time are more than any calendar has.")


def _year_around(calendar: Calendar, instant: datetime, shift: timedelta) -> Year:
    """Return the year to begin with: the one that `instant` would be in after `shift`."""
    if not FIRST_YEAR < instant.year < LAST_YEAR:
        raise NoWorkingTime(
            f"{instant:%Y-%m-%d}: a calendar covers {FIRST_YEAR} to {LAST_YEAR} only."
        )
    return year_of(calendar, (instant + shift).year)


def _next_year(calendar: Calendar, year: Year, at: datetime) -> Year:
    """Return the next year with windows, none of it more than the horizon away."""
    since = max(at, year.ends[-1]) if year.ends else at
    following = year_of(calendar, year.number + 1)
    while not following.starts and following.number <= since.year + 3:
        following = year_of(calendar, following.number + 1)
    if not following.starts or following.starts[0] - since > HORIZON:
        raise NoWorkingTime(f"No working time within three years after {since:%Y-%m-%d %H:%M} UTC.")
    return following


def _previous_year(calendar: Calendar, year: Year, at: datetime) -> Year:
    """Return the last year before with windows, none of it more than the horizon away."""
    since = min(at, year.starts[0]) if year.starts else at
    earlier = year_of(calendar, year.number - 1)
    while not earlier.starts and earlier.number >= since.year - 3:
        earlier = year_of(calendar, earlier.number - 1)
    if not earlier.starts or since - earlier.ends[-1] > HORIZON:
        raise NoWorkingTime(
            f"No working time within three years before {since:%Y-%m-%d %H:%M} UTC."
        )
    return earlier
