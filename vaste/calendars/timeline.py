"""One year of a calendar laid out as opening windows in UTC, with running totals."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate

from vaste.calendars.days import day_plan
from vaste.calendars.instants import wall_instant
from vaste.calendars.shape import Calendar

Span = tuple[datetime, datetime]
ZERO = timedelta(0)
# The years a calendar can be asked about; a bound on every walk through them.
FIRST_YEAR, LAST_YEAR = 1900, 2200


class NoWorkingTime(Exception):
    """The calendar holds no working time where some was asked for."""


@dataclass(frozen=True, slots=True)
class Year:
    """
    The windows that open on the local days of one year, in order and without overlap.

    `worked[i]` is the working time of this year up to the end of window i.
    """

    number: int
    days: tuple[tuple[Span, ...], ...]
    starts: tuple[datetime, ...]
    ends: tuple[datetime, ...]
    worked: tuple[timedelta, ...]
    total: timedelta

    def worked_at(self, instant: datetime) -> timedelta:
        """Return the working time of this year before `instant`."""
        index = bisect_right(self.starts, instant) - 1
        if index < 0:
            return ZERO
        end = self.ends[index]
        return self.worked[index] if end <= instant else self.worked[index] - (end - instant)

    def earliest(self, worked: timedelta) -> datetime:
        """Return the first instant with that much worked: the end of a window, not the next."""
        index = bisect_left(self.worked, worked)
        return self.ends[index] - (self.worked[index] - worked)

    def latest(self, worked: timedelta) -> datetime:
        """Return the last instant with that much worked: the start of a window, not an end."""
        index = bisect_right(self.worked, worked)
        return self.ends[index] - (self.worked[index] - worked)


def year_of(calendar: Calendar, number: int) -> Year:
    """
    Return that year of the calendar, laid out once and kept.

    Raises NoWorkingTime outside the years 1900 to 2200.
    """
    found = calendar.years.get(number)
    if found is None:
        if not FIRST_YEAR <= number <= LAST_YEAR:
            raise NoWorkingTime(
                f"Year {number}: a calendar covers {FIRST_YEAR} to {LAST_YEAR} only."
            )
        found = calendar.years[number] = _laid_out(calendar, number)
    return found


def _laid_out(calendar: Calendar, number: int) -> Year:
    """Return the year's windows with their running totals."""
    first, after = date(number, 1, 1).toordinal(), date(number + 1, 1, 1).toordinal()
    before = _raw_spans(calendar, date.fromordinal(first - 1))
    days: list[tuple[Span, ...]] = []
    for ordinal in range(first, after):
        raw = _raw_spans(calendar, date.fromordinal(ordinal))
        days.append(_clipped(raw, before))
        before = raw
    spans = [span for day in days for span in day]
    worked = tuple(accumulate(end - start for start, end in spans))
    starts, ends = tuple(start for start, _ in spans), tuple(end for _, end in spans)
    return Year(number, tuple(days), starts, ends, worked, worked[-1] if worked else ZERO)


def _raw_spans(calendar: Calendar, day: date) -> tuple[Span, ...]:
    """Return the day's windows in UTC, as if no other day were."""
    return tuple(
        (
            wall_instant(calendar.clock, day, window.opens),
            wall_instant(calendar.clock, day, window.closes),
        )
        for window in day_plan(calendar, day).windows
    )


def _clipped(spans: tuple[Span, ...], before: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return `spans` without what the day before still covers, and without empty ones."""
    # Overlaps are refused when a calendar is read; this is for working weekends, whose
    # dates only the state knows, and for windows that a clock change leaves empty.
    floor = before[-1][1] if before else datetime.min.replace(tzinfo=UTC)
    cut = ((max(start, floor), end) for start, end in spans)
    return tuple((start, end) for start, end in cut if start < end)
