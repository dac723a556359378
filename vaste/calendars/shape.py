"""The calendar as data: weekly hours, public holidays, closures, half days, one-off openings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from vaste.calendars.timeline import Year

DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True, order=True)
class WallWindow:
    """
    One opening by the wall clock, in minutes after the midnight its day begins with.

    `closes` above 1440 runs into the next day; the window belongs to the day it opens on.
    """

    opens: int
    closes: int

    def __str__(self) -> str:
        """Return "22:00-06:00"; the end of a day is 24:00."""
        closes = self.closes if self.closes <= DAY_MINUTES else self.closes - DAY_MINUTES
        return f"{self.opens // 60:02}:{self.opens % 60:02}-{closes // 60:02}:{closes % 60:02}"


Windows = tuple[WallWindow, ...]


@dataclass(frozen=True, slots=True)
class PublicHolidays:
    """
    The public holidays of one country, or of one region of it.

    `categories` are the library's other kinds kept too ("de_facto"), `working_weekends` the
    hours of a weekend day that the state makes a working day in exchange for a bridge day,
    `kept_open` holidays worked all the same, and `also` further days off with their names.
    """

    country: str
    region: str = ""
    categories: tuple[str, ...] = ()
    working_weekends: Windows = ()
    kept_open: frozenset[date] = frozenset()
    also: tuple[tuple[date, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Closure:
    """Own days off from `first` to `last`, both included; the name may be empty."""

    first: date
    last: date
    name: str = ""


@dataclass(frozen=True)
class Calendar:
    """
    When a desk works, by the wall clock of one IANA zone; `hours` has seven days, Monday first.

    Made by `parse_calendar`, which refuses what is impossible. Equal calendars parsed twice
    are one object, so their years are laid out once.
    """

    zone: str
    hours: tuple[Windows, ...]
    holidays: PublicHolidays | None = None
    closed: tuple[Closure, ...] = ()
    half_days: tuple[tuple[date, Windows], ...] = ()
    openings: tuple[tuple[date, Windows], ...] = ()

    @cached_property
    def clock(self) -> ZoneInfo:
        """The zone's rules."""
        return ZoneInfo(self.zone)

    @cached_property
    def half_day_hours(self) -> dict[date, Windows]:
        """Half days by date."""
        return dict(self.half_days)

    @cached_property
    def opening_hours(self) -> dict[date, Windows]:
        """One-off openings by date."""
        return dict(self.openings)

    @cached_property
    def years(self) -> dict[int, Year]:
        """The years laid out so far; filled by `timeline.year_of`."""
        return {}

    def closure_on(self, day: date) -> Closure | None:
        """Return the own closure that `day` falls in."""
        return next((one for one in self.closed if one.first <= day <= one.last), None)
