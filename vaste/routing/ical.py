"""Absences out of an iCalendar file (RFC 5545): the entries that say that somebody is away."""

from __future__ import annotations

import datetime
import time
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events

from vaste.kernel.errors import VasteError
from vaste.kernel.words import gettext_noop as _
from vaste.routing import ical_blocks
from vaste.routing.absences import LONGEST, Entry
from vaste.routing.away_signs import Counts, Signs, Skip, why_not
from vaste.routing.ical_blocks import Block

LONGEST_FILE = 10_000_000  # bytes; the largest that VASTE_FEED_MAX_BYTES may say
MOST_ENTRIES = 2_000  # absences out of one calendar
MOST_SERIES = 2_000  # entries, repeating ones counted once, that are looked at closely
MOST_RULES = 200  # repeating ones among them
MOST_TIME_S = 20.0  # seconds that laying out what repeats may take
STRIDE = datetime.timedelta(days=16)  # laid out at once: what has too many entries ends soon
OFTEN = ("SECONDLY", "MINUTELY", "HOURLY")
AHEAD = datetime.timedelta(days=400)  # how far ahead entries are taken
ONE_DAY = datetime.timedelta(days=1)
WHOLE_DAY = datetime.timedelta(hours=23)  # the shortest day of the year
BROKEN = (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError)


class Unreadable(VasteError):
    """A file is no calendar, or one that can't be taken."""


@dataclass(frozen=True, slots=True)
class Reading:
    """
    What a calendar says: the absences, the earliest first, and how many entries are none, by why.

    A repeating entry that was left out as a whole counts once. `is_cut` says that there are more
    absences than are taken.
    """

    entries: Sequence[Entry]
    skipped: Mapping[str, int]
    is_cut: bool


def read(
    source: bytes,
    *,
    zone: str,
    at: datetime.datetime,
    counts: Counts = Counts.MARKED,
    email: str = "",
    left_out: Collection[str] = (),
) -> Reading:
    """
    Return the absences of a calendar that are not over at `at`, for about a year ahead.

    Each occurrence of a repeating entry is one. An entry of whole days lasts from the midnight
    it begins with to the one after its last day, in `zone`, as do times without a zone. `counts`
    says what is an absence (see `away_signs`); `email` is whose calendar it is: what they declined
    is none. Entries with a `uid` in `left_out` are not taken.

    Raises Unreadable for what is no calendar or is too long.
    """
    if len(source) > LONGEST_FILE:
        raise Unreadable(_("The calendar is too long: at most 10 megabytes."))
    try:
        cut = ical_blocks.cut(source, counts=counts, email=email, begins=at, ends=at + AHEAD)
        blocks = _bounded(cut.blocks, cut.skipped)
        calendar = icalendar.Calendar.from_ical(cut.text(blocks))
    except BROKEN as wrong:
        raise Unreadable(_("This is no iCalendar file.")) from wrong
    declined = {one.told.get("UID", "").lstrip(":") for one in blocks if one.is_declined}
    _drop_unreadable(calendar, cut.skipped)
    kept: dict[str, Entry] = {}
    reasons: dict[str, Skip] = {}
    is_cut = False
    for event in _ahead(calendar, at):
        if len(kept) >= MOST_ENTRIES or event is None:
            is_cut = True
            break
        _take(event, ZoneInfo(zone), at, counts, declined, left_out, kept, reasons)
    entries = sorted(kept.values(), key=lambda one: (one.away_from, one.uid))
    skipped = cut.skipped + Counter(reasons.values())
    return Reading(entries, {str(why): n for why, n in sorted(skipped.items())}, is_cut)


def _bounded(blocks: Sequence[Block], skipped: Counter[Skip]) -> list[Block]:
    """Return what is looked at closely: without rules within a day, and not without bounds."""
    kept: list[Block] = []
    rules = 0
    for block in blocks:
        rule = block.told.get("RRULE", "").upper()
        rules += bool(rule)
        if any(f"FREQ={often}" in rule for often in OFTEN):
            skipped[Skip.TOO_OFTEN] += 1
        elif len(kept) >= MOST_SERIES or (rule and rules > MOST_RULES):
            skipped[Skip.TOO_MANY] += 1
        else:
            kept.append(block)
    return kept


def _drop_unreadable(calendar: icalendar.Calendar, skipped: Counter[Skip]) -> None:
    """Take entries that say nothing readable of their time out of the calendar."""
    kept = []
    for part in calendar.subcomponents:
        is_broken = part.name == "VEVENT" and (
            part.errors or not hasattr(part.get("DTSTART"), "dt")
        )
        if is_broken:
            skipped[Skip.UNREADABLE] += 1
        else:
            kept.append(part)
    calendar.subcomponents = kept


def _ahead(calendar: icalendar.Calendar, at: datetime.datetime) -> Iterator[Any]:
    """
    Yield the occurrences that are not over, for a year; one may come twice.

    The last is None when laying them out takes too long.
    """
    ends = time.monotonic() + MOST_TIME_S
    asked = recurring_ical_events.of(calendar, skip_bad_series=True)
    begins = at
    while begins < at + AHEAD:
        yield from asked.between(begins, begins + STRIDE)
        begins += STRIDE
        if time.monotonic() > ends:
            yield None


def _take(
    event: Any, zone: ZoneInfo, at: datetime.datetime, counts: Counts, declined: Collection[str],
    left_out: Collection[str], kept: dict[str, Entry], reasons: dict[str, Skip],
) -> None:  # fmt: skip
    """Put one occurrence among the entries, or its reason among the reasons."""
    try:
        begins, ends = (_instant(event[name].dt, zone) for name in ("DTSTART", "DTEND"))
        if ends == begins and not isinstance(event["DTSTART"].dt, datetime.datetime):
            ends = _instant(event["DTSTART"].dt + ONE_DAY, zone)  # as some write one whole day
    except BROKEN:
        reasons[f"{event.get('UID', '')}"] = Skip.UNREADABLE
        return
    if not begins < ends <= begins + LONGEST or ends <= at:
        return
    told = str(event.get("UID", ""))
    uid = f"{told}/{begins.isoformat()}"[-260:]
    signs = Signs(
        title=str(event.get("SUMMARY", "")),
        is_whole_days=_is_whole_days(event, begins, ends, zone),
        status=str(event.get("STATUS", "")).upper(),
        transparency=str(event.get("TRANSP", "")).upper(),
        busy=str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper(),
        is_declined=told in declined,
    )
    skip = Skip.TAKEN_BACK if uid in left_out else why_not(signs, counts)
    if skip is None:
        kept[uid] = Entry(uid, begins, ends, signs.title)
    else:
        reasons[uid] = skip


def _is_whole_days(
    event: Any, begins: datetime.datetime, ends: datetime.datetime, zone: ZoneInfo
) -> bool:
    """Say whether an entry is of days, or of times that make at least a day."""
    told = event["DTSTART"].dt
    if not isinstance(told, datetime.datetime):
        return True
    here = told if told.tzinfo else told.replace(tzinfo=zone)
    lasts = ends - begins
    return lasts >= datetime.timedelta(days=1) or (
        lasts >= WHOLE_DAY and here.time() == datetime.time()
    )


def _instant(told: datetime.date | datetime.datetime, zone: ZoneInfo) -> datetime.datetime:
    """Return an instant in UTC; a whole day is its midnight, and no zone is `zone`."""
    if not isinstance(told, datetime.datetime):
        told = datetime.datetime.combine(told, datetime.time())
    return (told if told.tzinfo else told.replace(tzinfo=zone)).astimezone(datetime.UTC)
