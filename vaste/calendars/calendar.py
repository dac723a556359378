"""A calendar from its text, and what is wrong with the text."""

from functools import lru_cache

from vaste.calendars.conflicts import note_conflicts
from vaste.calendars.problems import BadCalendar, Findings, Problem
from vaste.calendars.sections import read_calendar
from vaste.calendars.shape import Calendar

__all__ = ["BadCalendar", "Calendar", "Problem", "check_calendar", "parse_calendar"]


def parse_calendar(source: object) -> Calendar:
    """
    Return the calendar that a mapping (as YAML gives it) says.

    Equal calendars are one object, so that the years laid out for it are shared.

    Raises BadCalendar with every problem that `check_calendar` would list.
    """
    calendar, problems = _read(source)
    if problems:
        raise BadCalendar(problems)
    return _shared(calendar)


def check_calendar(source: object) -> list[Problem]:
    """Return all that is wrong with a calendar's text, nothing if it can be used."""
    return _read(source)[1]


def _read(source: object) -> tuple[Calendar, list[Problem]]:
    """Return the calendar as far as it can be read, and its problems."""
    found = Findings()
    calendar = read_calendar(source, found)
    if not found.problems:
        note_conflicts(calendar, found)
    return calendar, found.problems


# A few hundred calendars of a few laid-out years each: some tens of megabytes at most.
@lru_cache(maxsize=256)
def _shared(calendar: Calendar) -> Calendar:
    """Return the first calendar made that equals this one."""
    return calendar
