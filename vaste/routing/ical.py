"""Absences out of an iCalendar file (RFC 5545): every entry that says somebody is busy."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events

from vaste.kernel.errors import VasteError
from vaste.kernel.words import gettext_noop as _
from vaste.routing.absences import LONGEST, Entry

LONGEST_FILE = 2_000_000  # bytes
MOST_ENTRIES = 2_000  # occurrences in one file
STRIDE = datetime.timedelta(days=16)  # laid out at once: what has too many entries ends soon
REPEATS = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
MOST_RULES = 200  # repeating entries in one file
AHEAD = datetime.timedelta(days=400)  # how far ahead repeating entries are laid out


class Unreadable(VasteError):
    """A file is no calendar, or one that can't be taken."""


def entries(source: bytes, *, zone: str, at: datetime.datetime) -> list[Entry]:
    """
    Return the absences of a calendar file that are not over at `at`, for about a year ahead.

    Each occurrence of a repeating entry is one. An entry of whole days lasts from the midnight
    it begins with to the one after its last day, in `zone`, as do times without a zone. What is
    marked as free (TRANSP:TRANSPARENT) or cancelled is left out.

    Raises Unreadable for what is no calendar, is too long or has too many entries.
    """
    if len(source) > LONGEST_FILE:
        raise Unreadable(_("The calendar is too long: at most 2 megabytes."))
    try:
        calendar = icalendar.Calendar.from_ical(source)
        _refuse_floods(calendar)
        found = list(islice(_ahead(calendar, at), MOST_ENTRIES + 1))
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError) as wrong:
        raise Unreadable(_("This is no iCalendar file.")) from wrong
    if len(found) > MOST_ENTRIES:
        raise Unreadable(_("The calendar has more than 2000 entries for the year ahead."))
    kept = {one.uid: one for one in _read(found, ZoneInfo(zone), at)}
    return [kept[uid] for uid in sorted(kept)]


def _refuse_floods(calendar: icalendar.Calendar) -> None:
    """Raise Unreadable for what would take long to lay out: repeating within a day, or too much."""
    events = calendar.walk("VEVENT")
    rules = [event.get("RRULE") for event in events]
    told = [rule for one in rules for rule in (one if isinstance(one, list) else [one]) if rule]
    if any(str(freq).upper() not in REPEATS for rule in told for freq in rule.get("FREQ", [""])):
        raise Unreadable(_("Absences repeat by day, week, month or year, not more often."))
    if len(events) > MOST_ENTRIES or len(told) > MOST_RULES:
        raise Unreadable(_("The calendar has more than 2000 entries for the year ahead."))


def _ahead(calendar: icalendar.Calendar, at: datetime.datetime) -> Iterator[Any]:
    """Yield the occurrences that are not over, for a year; one may come twice."""
    asked = recurring_ical_events.of(calendar)
    begins = at
    while begins < at + AHEAD:
        yield from asked.between(begins, begins + STRIDE)
        begins += STRIDE


def _read(found: list[Any], zone: ZoneInfo, at: datetime.datetime) -> Iterator[Entry]:
    for event in found:
        if str(event.get("TRANSP", "")).upper() == "TRANSPARENT":
            continue
        if str(event.get("STATUS", "")).upper() == "CANCELLED":
            continue
        begins, ends = (_instant(event[name].dt, zone) for name in ("DTSTART", "DTEND"))
        if begins < ends <= begins + LONGEST and ends > at:
            uid = f"{event.get('UID', '')}/{begins.isoformat()}"
            yield Entry(uid[-300:], begins, ends, str(event.get("SUMMARY", "")))


def _instant(told: datetime.date | datetime.datetime, zone: ZoneInfo) -> datetime.datetime:
    """Return an instant in UTC; a whole day is its midnight, and no zone is `zone`."""
    if not isinstance(told, datetime.datetime):
        told = datetime.datetime.combine(told, datetime.time())
    return (told if told.tzinfo else told.replace(tzinfo=zone)).astimezone(datetime.UTC)
