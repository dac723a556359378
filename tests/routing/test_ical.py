"""Absences out of calendar files."""

from __future__ import annotations

import datetime
import math
from typing import Any

import pytest
import recurring_ical_events

from tests.build import NOON
from vaste.routing import ical
from vaste.routing.away_signs import Counts

ZONE = "Europe/Helsinki"


@pytest.fixture(autouse=True)
def _as_long_as_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow machine reads as far as any other."""
    monkeypatch.setattr(ical, "MOST_TIME_S", math.inf)


def calendar(*events: str) -> bytes:
    parts = [f"BEGIN:VEVENT\r\nDTSTAMP:20260301T000000Z\r\n{one}\r\nEND:VEVENT" for one in events]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//", *parts, "END:VCALENDAR", ""]
    return "\r\n".join(lines).encode()


def utc(*parts: int) -> datetime.datetime:
    return datetime.datetime(*parts, tzinfo=datetime.UTC)  # type: ignore[misc,arg-type]


def spans(source: bytes) -> list[tuple[datetime.datetime, datetime.datetime]]:
    read = ical.read(source, zone=ZONE, at=NOON, counts=Counts.ALL)
    return [(one.away_from, one.away_until) for one in read.entries]


def skipped(*events: str, **told: Any) -> dict[str, int]:
    return dict(ical.read(calendar(*events), zone=ZONE, at=NOON, **told).skipped)


HOLIDAY = "UID:h\r\nDTSTART;VALUE=DATE:20260309\r\nSUMMARY:Holiday"


class TestRead:
    def test_whole_days_are_days_of_the_workspace_over_the_change_of_clocks(self) -> None:
        source = calendar(
            "UID:a\r\nDTSTART;VALUE=DATE:20260327\r\nDTEND;VALUE=DATE:20260331\r\nSUMMARY:Holiday"
        )

        [entry] = ical.read(source, zone=ZONE, at=NOON).entries

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
        [b"", b"name,from,until\n", b"\xff\xfe\x00", b"BEGIN:VCALENDAR", b"x" * 10_000_001],
        ids=["nothing", "a table", "no text", "half", "too long"],
    )
    def test_what_is_no_calendar_is_refused(self, source: bytes) -> None:
        with pytest.raises(ical.Unreadable):
            ical.read(source, zone=ZONE, at=NOON)

    def test_a_rule_that_floods_is_left_out_and_counted(self) -> None:
        flood = "UID:a\r\nDTSTART:20260302T080000Z\r\nDURATION:PT1M\r\nRRULE:FREQ=MINUTELY"

        read = ical.read(calendar(flood, HOLIDAY), zone=ZONE, at=NOON)

        assert (len(read.entries), read.skipped) == (1, {"too_often": 1})

    def test_thousands_of_occurrences_are_bounded_and_said(self) -> None:
        daily = "DTSTART;VALUE=DATE:20260301\r\nRRULE:FREQ=DAILY"
        source = calendar(*(f"UID:{number}\r\n{daily}" for number in range(300)))

        read = ical.read(source, zone=ZONE, at=NOON)

        assert (len(read.entries), read.is_cut) == (ical.MOST_ENTRIES, True)
        assert read.skipped == {"too_many": 300 - ical.MOST_RULES}

    def test_years_of_meetings_cost_little_and_make_nobody_absent(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        closely, lay_out = list[int](), recurring_ical_events.of

        def laid_out(source: Any, **told: Any) -> Any:
            closely.append(len(source.walk("VEVENT")))
            return lay_out(source, **told)

        monkeypatch.setattr(recurring_ical_events, "of", laid_out)
        weekly = "DTSTART:20200106T080000Z\r\nDTEND:20200106T090000Z\r\nRRULE:FREQ=WEEKLY"
        old = "DTSTART;VALUE=DATE:20200106\r\nSUMMARY:Holiday"
        events = [f"UID:{n}\r\nSUMMARY:Standup\r\n{weekly}" for n in range(3000)]
        events += [f"UID:old{n}\r\n{old}" for n in range(3000)]

        read = ical.read(calendar(*events, HOLIDAY), zone=ZONE, at=NOON)

        assert ([one.reason for one in read.entries], read.is_cut) == (["Holiday"], False)
        assert read.skipped == {"meeting": 3000}
        assert closely == [1]  # the others would take twenty seconds

    def test_an_exception_moves_or_cancels_one_occurrence(self) -> None:
        series = "UID:a\r\nDTSTART;VALUE=DATE:20260306\r\nRRULE:FREQ=WEEKLY;COUNT=4"
        moved = "UID:a\r\nRECURRENCE-ID;VALUE=DATE:20260313\r\nDTSTART;VALUE=DATE:20260316"
        gone = (
            "UID:a\r\nRECURRENCE-ID;VALUE=DATE:20260320\r\nDTSTART;VALUE=DATE:20260320"
            "\r\nSTATUS:CANCELLED"
        )

        found = spans(calendar(series, moved, gone))

        assert [begins.day for begins, _ in found] == [5, 15, 26]

    def test_a_rule_that_is_over_and_the_far_future_are_no_news(self) -> None:
        over = "UID:a\r\nDTSTART;VALUE=DATE:20200106\r\nRRULE:FREQ=WEEKLY;UNTIL=20210101"
        far = "UID:b\r\nDTSTART;VALUE=DATE:20400106"

        assert spans(calendar(over, far)) == []
        assert skipped(over, far) == {}

    def test_one_broken_entry_loses_no_other(self) -> None:
        broken = ("UID:a\r\nDTSTART;VALUE=DATE:2026BAD", "UID:b\r\nSUMMARY:When?")

        read = ical.read(calendar(*broken, HOLIDAY), zone=ZONE, at=NOON)

        assert (len(read.entries), read.skipped) == (1, {"unreadable": 2})

    def test_what_somebody_declined_is_theirs_not(self) -> None:
        offsite = (
            "UID:a\r\nDTSTART;VALUE=DATE:20260306\r\nSUMMARY:Offsite\r\n"
            "ATTENDEE;CN=Ada;PARTSTAT=DECLINED:mailto:Ada@acme.example"
        )

        assert skipped(offsite, email="ada@acme.example") == {"declined": 1}
        assert skipped(offsite, email="bob@acme.example") == {}

    def test_long_lines_are_unfolded_and_zones_of_outlook_known(self) -> None:
        source = calendar(
            "UID:a\r\nDTSTART;TZID=FLE Standard Time:20260309T090000\r\n"
            "DTEND;TZID=FLE Standard Time:20260309T110000\r\n"
            "SUMMARY:Out\r\n  of office: den\r\n tist"
        )

        [entry] = ical.read(source, zone="Europe/London", at=NOON).entries

        assert (entry.away_from, entry.reason) == (utc(2026, 3, 9, 7), "Out of office: dentist")

    def test_an_entry_taken_back_by_hand_is_left_out(self) -> None:
        [entry] = ical.read(calendar(HOLIDAY), zone=ZONE, at=NOON).entries

        assert skipped(HOLIDAY, left_out=[entry.uid]) == {"taken_back": 1}

    def test_a_day_that_ends_as_it_begins_is_one_day(self) -> None:
        source = calendar(
            "UID:o\r\nSUMMARY:Loma\r\nDTSTART;VALUE=DATE:20260310\r\nDTEND;VALUE=DATE:20260310"
        )
        assert spans(source) == [(utc(2026, 3, 9, 22), utc(2026, 3, 10, 22))]

    @pytest.mark.parametrize(("zone", "hour"), [("Utc", 9), ("Custom", 7)])
    def test_zones_of_exchange_written_as_bare_addresses(self, zone: str, hour: int) -> None:
        told = f"TZID=tzone://Microsoft/{zone}"
        source = calendar(
            f"UID:e\r\nDTSTART;{told}:20260309T090000\r\nDTEND;{told}:20260309T110000"
        )
        assert spans(source) == [(utc(2026, 3, 9, hour), utc(2026, 3, 9, hour + 2))]
