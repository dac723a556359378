"""
A calendar file as text, cut down to the entries that can matter.

Reading one entry with all that the standard allows takes a millisecond, and people's calendars have
years of meetings in them: what is over, what is far ahead and what can be no absence goes first.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from vaste.routing.away_signs import OUT_OF_OFFICE, Counts, Skip, begins_with

#: What of an entry is read; the rest of it is left out, with its alarms.
KEPT = frozenset(
    ("UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID",
     "SEQUENCE", "DTSTAMP", "SUMMARY", "STATUS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS")
)  # fmt: skip
OTHERS = ("VTODO", "VJOURNAL", "VFREEBUSY", "VALARM")
FIRST_YEAR = 1970  # rules that begin earlier are a slip of the pen, and slow to lay out
_NAME = re.compile(r"[^:;]+")
_DAY = re.compile(r"(\d{8})(?:T(\d{6}))?")
_UNTIL = re.compile(r"UNTIL=(\d{8})")
_EXCHANGE_ZONE = re.compile(r"TZID=tzone://Microsoft/(\w+)", re.IGNORECASE)
_YEAR = datetime.timedelta(days=370)


class NoCalendar(ValueError):
    """The text has no calendar in it, or breaks off before its end."""


@dataclass(slots=True)
class Block:
    """One entry: its lines, and for each property its parameters and value as one text."""

    lines: list[str] = field(default_factory=list)
    told: dict[str, str] = field(default_factory=dict)
    is_declined: bool = False

    @property
    def repeats(self) -> bool:
        """Whether it is laid out by a rule, or names days of its own."""
        return "RRULE" in self.told or "RDATE" in self.told

    def day(self, name: str) -> str:
        """Return the day of a property as YYYYMMDD, "" where there is none."""
        match = _DAY.search(self.told.get(name, "").rpartition(":")[2])
        return match[1] if match else ""


@dataclass(slots=True)
class Cut:
    """What is left of a calendar, and how many entries were left out, by reason."""

    head: list[str]
    blocks: list[Block]
    skipped: Counter[Skip]

    def text(self, blocks: Sequence[Block]) -> str:
        """Return a calendar with these entries."""
        lines = [*self.head]
        for block in blocks:
            lines += ["BEGIN:VEVENT", *block.lines, "END:VEVENT"]
        return "\r\n".join(["BEGIN:VCALENDAR", *lines, "END:VCALENDAR", ""])


def cut(
    source: bytes, *, counts: Counts, email: str, begins: datetime.datetime,
    ends: datetime.datetime,
) -> Cut:  # fmt: skip
    """
    Return the entries that can be absences between two instants; `email` is whose calendar it is.

    Raises NoCalendar.
    """
    head: list[str] = []
    first, last = _text(begins - datetime.timedelta(days=2)), _text(ends)
    blocks = [one for one in _blocks(_lines(source), head, email) if _is_near(one, first, last)]
    found = Cut(head, [], Counter())
    for group in _series(blocks):
        if counts == Counts.MARKED and not any(map(_may_be_away, group)):
            found.skipped[Skip.MEETING] += 1
        elif any(one.repeats and "0" < one.day("DTSTART") < str(FIRST_YEAR) for one in group):
            found.skipped[Skip.UNREADABLE] += 1
        else:
            found.blocks += group
    return found


def _text(instant: datetime.datetime) -> str:
    return f"{instant:%Y%m%d}"


def _lines(source: bytes) -> list[str]:
    """Return the unfolded lines of a calendar (RFC 5545, 3.1); raises NoCalendar."""
    text = source.decode("utf-8-sig", errors="replace").replace("\x00", "")
    text = re.sub(r"\r\n|\r", "\n", text).strip()
    if not (text[:15].upper() == "BEGIN:VCALENDAR" and text[-13:].upper() == "END:VCALENDAR"):
        raise NoCalendar
    lines = re.sub(r"\n[ \t]", "", text).split("\n")[1:-1]
    return [_EXCHANGE_ZONE.sub(_zone_of_exchange, one) for one in lines]


def _zone_of_exchange(match: re.Match[str]) -> str:
    """Return the name of a zone as the standard has it: Exchange writes a bare address."""
    return "TZID=UTC" if match[1].casefold() == "utc" else f'TZID="{match[0][5:]}"'


def _blocks(lines: Sequence[str], head: list[str], email: str) -> Iterator[Block]:
    """Yield the entries; what stands outside them, such as zones, goes to `head`."""
    block, other = None, ""
    for line in lines:
        mark, _colon, kind = line.strip().upper().partition(":")
        if other:
            other = "" if (mark, kind) == ("END", other) else other
        elif mark == "BEGIN" and kind in OTHERS:
            other = kind
        elif mark == "BEGIN" and kind == "VEVENT":
            block = Block()
        elif mark == "END" and kind == "VEVENT":
            if block is not None:
                yield block
            block = None
        elif block is not None:
            _add(block, line, email)
        elif kind != "VCALENDAR":
            head.append(line)


def _add(block: Block, line: str, email: str) -> None:
    match = _NAME.match(line)
    name = match[0].upper() if match else ""
    if name in KEPT:
        block.lines.append(line)
        block.told.setdefault(name, line[len(name) :])
    elif name == "ATTENDEE" and email and "PARTSTAT=DECLINED" in line.upper():
        block.is_declined |= line.casefold().rstrip().endswith(f"mailto:{email.casefold()}")


def _is_near(block: Block, first: str, last: str) -> bool:
    """Say whether an entry may run between two days; in doubt it does."""
    begins = block.day("DTSTART")
    until = _UNTIL.search(block.told.get("RRULE", ""))
    if "RDATE" in block.told:
        return True
    if "RRULE" in block.told:
        return until is None or _later(until[1]) >= first
    latest = max(block.day("DTEND") or begins, block.day("RECURRENCE-ID"))
    is_over = bool(latest) and latest < first and "DURATION" not in block.told
    return not is_over and not (begins > last and "RECURRENCE-ID" not in block.told)


def _later(day: str) -> str:
    """Return the day a year after: what a rule lays out last may last that long."""
    try:
        return f"{datetime.date.fromisoformat(day) + _YEAR:%Y%m%d}"
    except (ValueError, OverflowError):
        return "9"


def _series(blocks: Sequence[Block]) -> list[list[Block]]:
    """Return the entries by their UID: a rule and its exceptions are one series."""
    found: dict[str, list[Block]] = {}
    for number, block in enumerate(blocks):
        found.setdefault(block.told.get("UID") or f"\x00{number}", []).append(block)
    return list(found.values())


def _may_be_away(block: Block) -> bool:
    """Say whether an entry may be marked as an absence; False only for what can be none."""
    told = block.told
    begins, ends = block.day("DTSTART"), block.day("DTEND")
    is_days = "T" not in told.get("DTSTART", "").rpartition(":")[2] or begins != (ends or begins)
    return (
        is_days
        or "DURATION" in told
        or "OOF" in told.get("X-MICROSOFT-CDO-BUSYSTATUS", "").upper()
        or begins_with(told.get("SUMMARY", "").partition(":")[2], OUT_OF_OFFICE)
    )
