"""The sections of a calendar's text: hours, holidays, closed days, half days, openings."""

import re
from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from vaste.calendars import public_holidays, reading
from vaste.calendars.problems import Findings
from vaste.calendars.shape import Calendar, Closure, PublicHolidays, Windows

SECTIONS = ("zone", "hours", "holidays", "closed", "half_days", "open")
_HOLIDAY_KEYS = ("country", "region", "categories", "working_weekends", "except", "also")


def read_calendar(source: object, found: Findings) -> Calendar:
    """Return the calendar a mapping says; what is wrong is noted and left out."""
    parts = _mapping(source, "", found)
    _refuse_unknown(parts, SECTIONS, "", found)
    return Calendar(
        zone=reading.read_zone(parts.get("zone"), found),
        hours=_read_hours(parts.get("hours"), found),
        holidays=_read_holidays(parts.get("holidays"), found),
        closed=_read_closed(parts.get("closed"), found),
        half_days=_read_dated_hours(parts.get("half_days"), "half_days", found),
        openings=_read_dated_hours(parts.get("open"), "open", found),
    )


def _mapping(value: object, path: str, found: Findings) -> Mapping[object, object]:
    """Return a mapping, empty for nothing; anything else is noted."""
    if value is None:
        return {}
    if not isinstance(value, dict):
        found.add(
            path,
            _("“%(value)s” stands where names and values should.") % {"value": value},
            _("Write one “name: value” on each line."),
        )
        return {}
    return value


def _items(value: object) -> list[object]:
    """Return a list as it is, nothing as an empty one, and one thing as a list of one."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _refuse_unknown(
    parts: Mapping[object, object], known: tuple[str, ...], path: str, found: Findings
) -> None:
    """Note every name that means nothing here."""
    for key in parts:
        if key not in known:
            found.add(
                f"{path}.{key}" if path else str(key),
                _("“%(key)s” is not known here.") % {"key": key},
                _("Use one of these: %(known)s.") % {"known": ", ".join(known)},
            )


def _read_hours(value: object, found: Findings) -> tuple[Windows, ...]:
    """Return seven days of windows; a day named twice is noted."""
    week: dict[int, Windows] = {}
    for key, text in _mapping(value, "hours", found).items():
        path = f"hours.{key}"
        windows = reading.read_windows(text, path, found)
        for day in reading.read_weekdays(key, path, found):
            if day in week:
                found.add(
                    path,
                    _("%(day)s is given twice.") % {"day": reading.WEEKDAYS[day]},
                    _("Give each day of the week once, with all its opening times in a list."),
                )
            week[day] = windows
    return tuple(week.get(day, ()) for day in range(7))


def _read_holidays(value: object, found: Findings) -> PublicHolidays | None:
    """Return which public holidays are kept, or None for none."""
    if value is None:
        return None
    parts = {"country": value} if isinstance(value, str) else value
    if not isinstance(parts, dict):
        # A bare NO is "false" in YAML 1.1: no holidays, or Norway's?
        found.add(
            "holidays",
            _("“%(value)s” does not name a country.") % {"value": value},
            _("Write {country: FI}, or leave the section out for no public holidays."),
        )
        return None
    _refuse_unknown(parts, _HOLIDAY_KEYS, "holidays", found)
    country = _read_country(parts.get("country"), found)
    if not country:
        return None
    kept = [
        reading.read_date(day, f"holidays.except[{index}]", found)
        for index, day in enumerate(_items(parts.get("except")))
    ]
    return PublicHolidays(
        country=country,
        region=_read_region(parts.get("region"), country, found),
        categories=_read_categories(parts.get("categories"), country, found),
        working_weekends=reading.read_windows(
            parts.get("working_weekends"), "holidays.working_weekends", found
        ),
        kept_open=frozenset(day for day in kept if day is not None),
        also=_read_also(parts.get("also"), found),
    )


def _read_country(value: object, found: Findings) -> str:
    """Return a country the holiday library knows, or "" with a note."""
    code = "NO" if value is False else str(value or "").strip().upper()
    # YAML 1.1 reads a bare NO as "false": Norway means Norway here.
    try:
        if re.fullmatch("[A-Z]{2}", code) and public_holidays.known_categories(code):
            return code
    except NotImplementedError:
        pass
    found.add(
        "holidays.country",
        _("No public holidays are known for “%(country)s”.") % {"country": value or ""},
        _("Write a two-letter country code such as FI, or list the days under “closed”."),
    )
    return ""


def _read_region(value: object, country: str, found: Findings) -> str:
    """Return a region of the country, "" for the whole of it."""
    region = str(value or "").strip()
    known = public_holidays.known_regions(country)
    if not region or region in known:
        return region
    found.add(
        "holidays.region",
        _("%(country)s has no region “%(region)s”.") % {"country": country, "region": region},
        _("Use one of these: %(known)s.") % {"known": ", ".join(sorted(known))}
        if known
        else _("Leave the region out; this country's holidays are the same everywhere."),
    )
    return ""


def _read_categories(value: object, country: str, found: Findings) -> tuple[str, ...]:
    """Return further kinds of holiday to keep, beside the public ones."""
    known = public_holidays.known_categories(country)
    asked = [str(one) for one in _items(value)]
    for unknown in sorted(set(asked) - set(known)):
        found.add(
            "holidays.categories",
            _("%(country)s has no holidays of the kind “%(kind)s”.")
            % {"country": country, "kind": unknown},
            _("Use one of these: %(known)s.") % {"known": ", ".join(known)},
        )
    return tuple(sorted((set(asked) & set(known)) - {"public"}))


def _read_also(value: object, found: Findings) -> tuple[tuple[date, str], ...]:
    """Return further holidays, from a list of dates or a mapping of date to name."""
    named = list(value.items()) if isinstance(value, dict) else [(day, "") for day in _items(value)]
    days = [
        (reading.read_date(day, f"holidays.also[{index}]", found), str(name or ""))
        for index, (day, name) in enumerate(named)
    ]
    return tuple(sorted((day, name) for day, name in days if day is not None))


def _read_closed(value: object, found: Findings) -> tuple[Closure, ...]:
    """Return own days off."""
    closures = [
        reading.read_closure(one, f"closed[{index}]", found)
        for index, one in enumerate(_items(value))
    ]
    known = [closure for closure in closures if closure is not None]
    return tuple(sorted(known, key=lambda one: (one.first, one.last)))


def _read_dated_hours(
    value: object, section: str, found: Findings
) -> tuple[tuple[date, Windows], ...]:
    """Return windows by date; a date named twice, or without a window, is noted."""
    dated: dict[date, Windows] = {}
    for key, text in _mapping(value, section, found).items():
        path = f"{section}.{key}"
        day = reading.read_date(key, path, found)
        windows = reading.read_windows(text, path, found)
        if day is None:
            continue
        if day in dated:
            found.add(path, _("The day is given twice."), _("Give each day once."))
        if text in reading.CLOSED_WORDS or text == []:
            found.add(
                path,
                _("The day has no opening time."),
                _("Write one such as “08:00-12:00”, or list the day under “closed”."),
            )
        dated[day] = windows
    return tuple(sorted(dated.items()))
