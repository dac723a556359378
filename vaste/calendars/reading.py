"""Small pieces of a calendar's text: windows, dates, spans of dates, weekdays, zones."""

import difflib
import itertools
import re
import zoneinfo
from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext as _

from vaste.calendars.problems import Findings
from vaste.calendars.shape import DAY_MINUTES, Closure, WallWindow, Windows

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FULL_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WINDOW = re.compile(r"(\d{1,2})[:.](\d{2})\s*[-–]\s*(\d{1,2})[:.](\d{2})")
CLOSED_WORDS: tuple[object, ...] = (None, False, "closed", "")


def read_zone(value: object, found: Findings) -> str:
    """Return an IANA zone's name; one that is unknown is noted, and stands in as UTC."""
    name = value.strip() if isinstance(value, str) else ""
    if name and _is_zone(name):
        return name
    near = difflib.get_close_matches(name, zoneinfo.available_timezones(), n=1)
    message = (
        _("There is no time zone called “%(name)s”.") % {"name": name or value}
        if value
        else _("The calendar has no time zone.")
    )
    remedy = (
        _("Write “%(name)s”.") % {"name": near[0]}
        if near
        else _("Write an IANA name such as “Europe/Helsinki”.")
    )
    found.add("zone", message, remedy)
    return "UTC"


def _is_zone(name: str) -> bool:
    """Say whether the zone database has `name`."""
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def read_windows(value: object, path: str, found: Findings) -> Windows:
    """
    Return a day's windows in order; none for "closed", null, false or an empty list.

    Windows that cannot be read, and those that overlap, are noted.
    """
    if value in CLOSED_WORDS:
        return ()
    if not isinstance(value, list):
        return _in_order([read_window(value, path, found)], path, found)
    return _in_order(
        [read_window(one, f"{path}[{index}]", found) for index, one in enumerate(value)],
        path,
        found,
    )


def read_window(value: object, path: str, found: Findings) -> WallWindow | None:
    """Return the window that "08:00-17:00" says; over midnight if it ends before it begins."""
    match = _WINDOW.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        found.add(
            path,
            _("“%(value)s” is not an opening time.") % {"value": value},
            _("Write it as “08:00-17:00”, in quotes."),
        )
        return None
    opens_h, opens_m, closes_h, closes_m = (int(part) for part in match.groups())
    window = WallWindow(opens_h * 60 + opens_m, closes_h * 60 + closes_m)
    if max(opens_m, closes_m) > 59 or window.opens >= DAY_MINUTES or window.closes > DAY_MINUTES:
        found.add(
            path,
            _("“%(value)s” is not a time of day.") % {"value": value},
            _("Hours go from 00:00 to 24:00; a day opens at 23:59 at the latest."),
        )
        return None
    return _over_midnight(window, path, found)


def _over_midnight(window: WallWindow, path: str, found: Findings) -> WallWindow | None:
    """Return the window with a closing after its opening; one of no length is noted."""
    if window.opens == window.closes:
        found.add(
            path,
            _("“%(window)s” opens and closes at the same time.") % {"window": window},
            _("Write “00:00-24:00” for the whole day, or leave it out."),
        )
        return None
    if window.closes < window.opens:
        return WallWindow(window.opens, window.closes + DAY_MINUTES)
    return window


def _in_order(windows: Iterable[WallWindow | None], path: str, found: Findings) -> Windows:
    """Return the windows sorted; two that overlap are noted."""
    ordered = tuple(sorted(window for window in windows if window is not None))
    for earlier, later in itertools.pairwise(ordered):
        if later.opens < earlier.closes:
            found.add(
                path,
                _("“%(later)s” overlaps “%(earlier)s”.") % {"later": later, "earlier": earlier},
                _("Join them into one opening time, or set them apart."),
            )
    return ordered


def read_weekdays(key: object, path: str, found: Findings) -> tuple[int, ...]:
    """Return the days that "mon", "monday" or "mon-fri" means, Monday being 0."""
    parts = [_weekday(part) for part in str(key).lower().split("-")]
    days = [day for day in parts if day is not None]
    if len(parts) > 2 or len(days) < len(parts):
        found.add(
            path,
            _("“%(key)s” is not a day of the week.") % {"key": key},
            _("Use mon, tue, wed, thu, fri, sat, sun, or a span such as mon-fri."),
        )
        return ()
    length = (days[-1] - days[0]) % 7 + 1
    return tuple((days[0] + step) % 7 for step in range(length))


def _weekday(text: str) -> int | None:
    """Return the number of a weekday's short or full English name."""
    name = text.strip()
    for names in (WEEKDAYS, _FULL_NAMES):
        if name in names:
            return names.index(name)
    return None


def read_date(value: object, path: str, found: Findings) -> date | None:
    """Return a date given as YAML's own or as "2026-12-24"; anything else is noted."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(value.strip() if isinstance(value, str) else "")
    except ValueError:
        found.add(
            path,
            _("“%(value)s” is not a date.") % {"value": value},
            _("Write it as 2026-12-24."),
        )
        return None


def read_closure(value: object, path: str, found: Findings) -> Closure | None:
    """Return days off given as a date, as "first..last", or as a mapping of days and name."""
    if isinstance(value, dict):
        unknown = sorted(str(key) for key in value if key not in ("days", "name"))
        if unknown or "days" not in value:
            found.add(
                path,
                _("A closure has “days”, and may have a “name”."),
                _("Write {days: 2026-07-06..2026-07-31, name: Summer break}."),
            )
            return None
        return read_days(value["days"], f"{path}.days", str(value.get("name") or ""), found)
    return read_days(value, path, "", found)


def read_days(value: object, path: str, name: str, found: Findings) -> Closure | None:
    """Return a named span of days, both ends included."""
    ends: list[object] = list(value.split("..")) if isinstance(value, str) else [value]
    days = [read_date(end, path, found) for end in ends[:2]]
    known = [day for day in days if day is not None]
    if len(known) < len(ends):
        return None
    if known[-1] < known[0]:
        found.add(
            path,
            _("“%(value)s” ends before it begins.") % {"value": value},
            _("Write the earlier day first."),
        )
        return None
    return Closure(known[0], known[-1], name)
