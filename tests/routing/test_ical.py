"""Absences out of calendar files."""

from __future__ import annotations

import datetime

import pytest

from tests.build import NOON
from vaste.routing import ical

ZONE = "Europe/Helsinki"


def calendar(*events: str) -> bytes:
    parts = [f"BEGIN:VEVENT\r\nDTSTAMP:20260301T000000Z\r\n{one}\r\nEND:VEVENT" for one in events]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//", *parts, "END:VCALENDAR", ""]
    return "\r\n".join(lines).encode()


def utc(*parts: int) -> datetime.datetime:
    return datetime.datetime(*parts, tzinfo=datetime.UTC)  # type: ignore[misc,arg-type]


def spans(source: bytes) -> list[tuple[datetime.datetime, datetime.datetime]]:
    return [(one.away_from, one.away_until) for one in ical.entries(source, zone=ZONE, at=NOON)]


class TestEntries:
    def test_whole_days_are_days_of_the_workspace_over_the_change_of_clocks(self) -> None:
        source = calendar(
            "UID:a\r\nDTSTART;VALUE=DATE:20260327\r\nDTEND;VALUE=DATE:20260331\r\nSUMMARY:Holiday"
        )

        [entry] = ical.entries(source, zone=ZONE, at=NOON)

        assert entry.away_from == utc(2026, 3, 26, 22)  # winter time
        assert entry.away_until == utc(2026, 3, 30, 21)  # summer time
        assert entry.reason == "Holiday"

    def test_a_day_without_an_end_is_one_day(self) -> None:
        assert spans(calendar("UID:a\r\nDTSTART;VALUE=DATE:20260309")) == [
            (utc(2026, 3, 8, 22), utc(2026, 3, 9, 22))
        ]

    def test_times_are_of_their_zone_and_of_the_workspace_without_one(self) -> None:
        source = calendar(
            "UID:a\r\nDTSTART;TZID=Europe/London:20260309T090000\r\nDURATION:PT2H",
            "UID:b\r\nDTSTART:20260310T090000\r\nDTEND:20260310T100000",
        )

        assert spans(source) == [
            (utc(2026, 3, 9, 9), utc(2026, 3, 9, 11)),
            (utc(2026, 3, 10, 7), utc(2026, 3, 10, 8)),
        ]

    def test_repeating_entries_are_laid_out_for_a_year_but_for_exceptions(self) -> None:
        source = calendar(
            "UID:a\r\nDTSTART;VALUE=DATE:20260306\r\nRRULE:FREQ=WEEKLY;COUNT=4"
            "\r\nEXDATE;VALUE=DATE:20260313"
        )

        assert [begins.day for begins, _ in spans(source)] == [5, 19, 26]

    def test_a_rule_without_an_end_ends_a_year_ahead(self) -> None:
        found = spans(calendar("UID:a\r\nDTSTART;VALUE=DATE:20200101\r\nRRULE:FREQ=DAILY"))

        assert 399 <= len(found) <= 402
        assert len({begins for begins, _ in found}) == len(found)

    def test_what_is_over_free_or_cancelled_is_left_out(self) -> None:
        source = calendar(
            "UID:a\r\nDTSTART;VALUE=DATE:20260201",
            "UID:b\r\nDTSTART;VALUE=DATE:20260309\r\nTRANSP:TRANSPARENT",
            "UID:c\r\nDTSTART;VALUE=DATE:20260309\r\nSTATUS:CANCELLED",
        )

        assert spans(source) == []

    @pytest.mark.parametrize(
        "source",
        [b"", b"name,from,until\n", b"\xff\xfe\x00", b"BEGIN:VCALENDAR", b"x" * 2_000_001],
        ids=["nothing", "a table", "no text", "half", "too long"],
    )
    def test_what_is_no_calendar_is_refused(self, source: bytes) -> None:
        with pytest.raises(ical.Unreadable):
            ical.entries(source, zone=ZONE, at=NOON)

    def test_a_rule_that_floods_is_refused(self) -> None:
        source = calendar(
            "UID:a\r\nDTSTART:20260302T080000Z\r\nDURATION:PT1M\r\nRRULE:FREQ=MINUTELY"
        )

        with pytest.raises(ical.Unreadable, match="not more often"):
            ical.entries(source, zone=ZONE, at=NOON)

    def test_many_that_repeat_every_day_are_refused_at_once(self) -> None:
        daily = "DTSTART;VALUE=DATE:20260301\r\nRRULE:FREQ=DAILY"

        with pytest.raises(ical.Unreadable, match="more than 2000"):
            ical.entries(
                calendar(*(f"UID:{number}\r\n{daily}" for number in range(30))),
                zone=ZONE,
                at=NOON,
            )
