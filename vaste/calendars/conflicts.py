"""What contradicts itself in a calendar that could be read."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from vaste.calendars.problems import Findings
from vaste.calendars.reading import WEEKDAYS
from vaste.calendars.shape import DAY_MINUTES, Calendar, Windows

ONE_DAY = timedelta(days=1)


def note_conflicts(calendar: Calendar, found: Findings) -> None:
    """Note nights that run into the next day's hours, days said to be two things, and no hours."""
    _note_week(calendar, found)
    _note_dates(calendar, found)
    _note_contradictions(calendar, found)
    if not any(calendar.hours) and not calendar.openings:
        found.add(
            "hours",
            _("The calendar has no working hours."),
            _("Give at least one day hours, such as mon-fri: “08:00-17:00”."),
        )


def _note_week(calendar: Calendar, found: Findings) -> None:
    """Note weekly hours that begin while the night before still runs."""
    for day in range(7):
        before, windows = calendar.hours[day - 1], calendar.hours[day]
        _note_overlap(before, windows, f"hours.{WEEKDAYS[day]}", found)


def _note_dates(calendar: Calendar, found: Findings) -> None:
    """Note dated hours that overlap the day before or the day after."""
    for section, dated in (("half_days", calendar.half_days), ("open", calendar.openings)):
        for day, windows in dated:
            path = f"{section}.{day}"
            _note_overlap(_said_hours(calendar, day - ONE_DAY), windows, path, found)
            if day + ONE_DAY not in calendar.opening_hours | calendar.half_day_hours:
                _note_overlap(windows, _said_hours(calendar, day + ONE_DAY), path, found)


def _said_hours(calendar: Calendar, day: date) -> Windows:
    """Return the day's hours as the text says them, public holidays apart."""
    if day in calendar.opening_hours:
        return calendar.opening_hours[day]
    if day in calendar.half_day_hours:
        return calendar.half_day_hours[day]
    return () if calendar.closure_on(day) else calendar.hours[day.weekday()]


def _note_overlap(before: Windows, after: Windows, path: str, found: Findings) -> None:
    """Note it when the last window of one day runs into the first of the next."""
    if before and after and before[-1].closes - DAY_MINUTES > after[0].opens:
        found.add(
            path,
            _("“%(after)s” begins while “%(before)s” of the day before still runs.")
            % {"after": after[0], "before": before[-1]},
            _("Let one begin where the other ends."),
        )


def _note_contradictions(calendar: Calendar, found: Findings) -> None:
    """Note half days that are also closed, or also openings."""
    for day, _windows in calendar.half_days:
        if day in calendar.opening_hours:
            found.add(
                f"half_days.{day}",
                _("The day is also listed under “open”."),
                _("Keep it in one of the two."),
            )
        elif calendar.closure_on(day):
            found.add(
                f"half_days.{day}",
                _("The day is also closed."),
                _("Move it to “open” if you work that day, or take it out."),
            )
