"""Dates and instants as people, spreadsheets and programs write them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Final, Literal

from vaste.kernel.errors import Unread
from vaste.kernel.memory import remember_short
from vaste.kernel.month_names import MONTHS
from vaste.kernel.words import gettext_noop as _

DateOrder = Literal["dmy", "mdy", "ymd", ""]

FIRST: Final = date(1900, 1, 1)
LAST: Final = date(2200, 12, 31)
_LONGEST_INPUT: Final = 80
# Day 0 of the 1900 date system once its false 29 February 1900 is counted (ECMA-376, 18.17.4.1).
_SERIAL_ZERO: Final = date(1899, 12, 30)
_SERIALS: Final = range(18_264, 109_575)  # 1950 to 2199: smaller numbers are counts, not days

_YEAR_FIRST = re.compile(
    r"(\d{4})\s*[-./\u2010-\u2013 ]\s*(\d{1,2})\s*[-./\u2010-\u2013 ]\s*(\d{1,2})\.?"
)
_YEAR_LAST = re.compile(r"(\d{1,2})\s*([-./ ])\s*(\d{1,2})\s*[-./ ]\s*(\d{4}|\d{2})\.?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SERIAL = re.compile(r"(\d{5,6})(?:[.,](\d+))?")
_EPOCH = re.compile(r"(\d{10})(\d{3})?(?:\.\d+)?")
_NAMED_DAY_FIRST = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|\.)?\s*(?:of\s+)?([^\W\d_]+)\.?,?\s+(\d{4})\.?"
)
_NAMED_MONTH_FIRST = re.compile(r"([^\W\d_]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_NAMED_YEAR_FIRST = re.compile(r"(\d{4})\.?\s*([^\W\d_]+)\.?\s*(\d{1,2})\.?")
_WEEKDAY = re.compile(r"^[^\W\d_]{2,12}[.,]?\s+(?=\d)|^[^\W\d_]{2,12},\s+")
_TIME = re.compile(
    r"(?:[T\s,]\s*|\s+(?:klo|kl\.?|at)\s*)(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,](\d{1,9}))?)?"
    r"\s*([AaPp]\.?[Mm]\.?)?\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?$"
)

_NOT_A_DATE = Unread(
    "not_a_date",
    _("This is not a date in a form known here."),
    _("Write it as year-month-day, such as 2026-03-05."),
)
_IMPOSSIBLE = Unread(
    "impossible_date",
    _("This date is not in the calendar."),
    _("Check the day and the month."),
)
_OUT_OF_RANGE = Unread(
    "date_out_of_range",
    _("This date is too far away to be true: only the years 1900 to 2200 are taken."),
    _("Check the year."),
)


@dataclass(frozen=True, slots=True)
class ReadDate:
    """
    One date read: its `day`, the `clock` time of day if one was written, and its `zone`.

    `zone` is None where none was written: the time is then local to the source. `doubt` is
    "ambiguous_order" when day and month could be the other way round and nothing told which,
    "two_digit_year" when the century was guessed (00-68 are 2000-2068), else "".
    """

    day: date
    clock: time | None = None
    zone: tzinfo | None = None
    doubt: str = ""

    def instant(self, local: tzinfo) -> datetime:
        """Return the instant in UTC: the start of the day where no time was written."""
        moment = datetime.combine(self.day, self.clock or time(), self.zone or local)
        return moment.astimezone(UTC)


@remember_short(longest=80, most=8_192)
def read_date(raw: str, order: DateOrder = "") -> ReadDate | Unread:
    """
    Read one date with or without a time: 5.3.2026, 2026-03-05T14:07Z, 2026. 03. 05., 46086 …

    `order` says how the source orders 03/05/2026; "" takes day first and says it is in doubt.
    Spreadsheet serial days (1950 to 2199) and Unix times in s or ms are taken too.
    """
    text = raw.strip()
    if not text or len(text) > _LONGEST_INPUT:
        return _NOT_A_DATE
    try:
        return _in_range(_read(text, order))
    except (ValueError, OverflowError):
        return _IMPOSSIBLE


def _in_range(found: ReadDate | None) -> ReadDate | Unread:
    if found is None:
        return _NOT_A_DATE
    return found if FIRST <= found.day <= LAST else _OUT_OF_RANGE


def _read(text: str, order: DateOrder) -> ReadDate | None:
    if text[0].isdigit() and (found := _number_only(text)):
        return found
    clock, zone = None, None
    if when := _TIME.search(text):
        clock, zone, text = _clock(when), _zone(when[6]), text[: when.start()].rstrip(" ,")
    found = _day(text, order) or _day(_WEEKDAY.sub("", text), order)
    return found and ReadDate(found.day, clock, zone, found.doubt)


def _clock(found: re.Match[str]) -> time:
    hour = int(found[1])
    if half := (found[5] or "").lower()[:1]:
        if not 1 <= hour <= 12:
            raise ValueError("hours of a 12-hour clock run from 1 to 12")
        hour = hour % 12 + (12 if half == "p" else 0)
    micro = int((found[4] or "0").ljust(6, "0")[:6])
    return time(hour, int(found[2]), int(found[3] or 0), micro)


def _zone(text: str | None) -> tzinfo | None:
    if not text:
        return None
    if text[0] not in "+-":
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if text[0] == "-" else offset)


def _number_only(text: str) -> ReadDate | None:
    if found := _EPOCH.fullmatch(text):
        at = datetime.fromtimestamp(int(found[1]), UTC)
        return ReadDate(at.date(), at.timetz().replace(tzinfo=None), UTC)
    if (found := _COMPACT.fullmatch(text)) and int(found[1]) in range(1900, 2201):
        return ReadDate(_date(*found.groups()))
    if (found := _SERIAL.fullmatch(text)) and int(found[1]) in _SERIALS:
        return _from_serial(int(found[1]), float(f"0.{found[2] or 0}"))
    return None


def _from_serial(days: int, fraction: float) -> ReadDate:
    day = _SERIAL_ZERO + timedelta(days=days)
    if not fraction:
        return ReadDate(day)
    seconds = min(round(fraction * 86_400), 86_399)
    return ReadDate(day, time(seconds // 3600, seconds // 60 % 60, seconds % 60))


def _day(text: str, order: DateOrder) -> ReadDate | None:
    if found := _YEAR_FIRST.fullmatch(text):
        return ReadDate(_date(*found.groups()))
    if found := _YEAR_LAST.fullmatch(text):
        return _year_last(int(found[1]), int(found[3]), found[4], found[2], order)
    return _named(text)


def _year_last(first: int, second: int, year: str, mark: str, order: DateOrder) -> ReadDate:
    """Order day and month: by what is possible, by the mark (points mean day first), by `order`."""
    full, doubt = int(year), ""
    if len(year) == 2:
        full, doubt = full + (2000 if full < 69 else 1900), "two_digit_year"
    month_first = second > 12 or (order == "mdy" and first <= 12)
    in_doubt = first <= 12 and second <= 12 and first != second and order in {"", "ymd"}
    if in_doubt and mark != ".":
        doubt = doubt or "ambiguous_order"
    day, month = (second, first) if month_first else (first, second)
    return ReadDate(date(full, month, day), doubt=doubt)


def _named(text: str) -> ReadDate | None:
    for pattern, places in _NAMED:
        if (found := pattern.fullmatch(text)) and (
            month := MONTHS.get(found[places[1]].casefold())
        ):
            return ReadDate(date(int(found[places[0]]), month, int(found[places[2]])))
    return None


# Each with the groups of its year, month and day.
_NAMED: Final = (
    (_NAMED_DAY_FIRST, (3, 2, 1)),
    (_NAMED_MONTH_FIRST, (3, 1, 2)),
    (_NAMED_YEAR_FIRST, (1, 2, 3)),
)


def _date(year: str, month: str, day: str) -> date:
    return date(int(year), int(month), int(day))


def guess_date_order(samples: Iterable[str]) -> DateOrder:
    """Return the order that the dates of one column show by majority, "" if none of them does."""
    votes = {"dmy": 0, "mdy": 0}
    for sample in samples:
        text = sample.strip()[:_LONGEST_INPUT]
        if found := _YEAR_LAST.match(text):
            votes["dmy"] += int(found[1]) > 12
            votes["mdy"] += int(found[3]) > 12
    if votes["dmy"] == votes["mdy"]:
        return ""
    return "dmy" if votes["dmy"] > votes["mdy"] else "mdy"
