"""What one calendar day is: working hours, a half day, a holiday, a closure, and why."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from vaste.calendars import public_holidays
from vaste.calendars.shape import Calendar, PublicHolidays, Windows


class Reason(StrEnum):
    """Why a day is open or closed as it is."""

    HOURS = "hours"
    HALF_DAY = "half_day"
    OPENING = "opening"
    CLOSURE = "closure"
    HOLIDAY = "holiday"
    OFF_DAY = "off_day"


@dataclass(frozen=True, slots=True)
class DayPlan:
    """The windows that open on one day, none when it is closed, and the reason."""

    windows: Windows
    reason: Reason


def day_plan(calendar: Calendar, day: date) -> DayPlan:
    """
    Return what `day` is by the most particular thing said of it.

    In this order: one-off opening, half day, own closure, state-made working weekend,
    a weekday without hours, public holiday, the weekly hours.
    """
    if day in calendar.opening_hours:
        return DayPlan(calendar.opening_hours[day], Reason.OPENING)
    if day in calendar.half_day_hours:
        return DayPlan(calendar.half_day_hours[day], Reason.HALF_DAY)
    if calendar.closure_on(day):
        return DayPlan((), Reason.CLOSURE)
    return _by_the_week(calendar, day)


def _by_the_week(calendar: Calendar, day: date) -> DayPlan:
    """Return what the weekly hours and the state make of `day`."""
    hours, source = calendar.hours[day.weekday()], calendar.holidays
    if source and source.working_weekends and _is_working_weekend(source, day):
        return DayPlan(source.working_weekends, Reason.OPENING)
    if not hours:
        return DayPlan((), Reason.OFF_DAY)
    if source and day in public_holidays.holiday_dates(source, day.year):
        return DayPlan((), Reason.HOLIDAY)
    return DayPlan(hours, Reason.HOURS)


def _is_working_weekend(source: PublicHolidays, day: date) -> bool:
    """Say whether the state has made this weekend day a working day."""
    return day.weekday() >= 5 and day in public_holidays.working_weekends(source, day.year)
