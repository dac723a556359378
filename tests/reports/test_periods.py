"""Periods are whole days of the workspace's zone."""

from __future__ import annotations

import datetime

import pytest

from tests.build import NOON
from vaste.flows.figures.scope import BEGINNING
from vaste.reports import periods

HELSINKI = "Europe/Helsinki"


def utc(*parts: int) -> datetime.datetime:
    return datetime.datetime(*parts, tzinfo=datetime.UTC)  # type: ignore[misc,arg-type]


class TestPeriod:
    @pytest.mark.parametrize(
        ("key", "since"),
        [
            ("7", utc(2026, 2, 23, 22)),
            ("30", utc(2026, 1, 31, 22)),
            ("365", utc(2025, 3, 2, 22)),
            ("all", BEGINNING),
        ],
    )
    def test_it_ends_with_today(self, key: str, since: datetime.datetime) -> None:
        found = periods.period(key, zone=HELSINKI, at=NOON)

        assert (found.key, found.since, found.until) == (key, since, utc(2026, 3, 2, 22))

    def test_an_unknown_one_is_the_last_thirty_days(self) -> None:
        assert periods.period("x", zone=HELSINKI, at=NOON).key == "30"

    def test_today_is_that_of_the_zone(self) -> None:
        late = utc(2026, 3, 1, 23, 30)  # the second of March in Helsinki

        assert periods.period("7", zone=HELSINKI, at=late).until == utc(2026, 3, 2, 22)
        assert periods.period("7", zone="UTC", at=late).until == utc(2026, 3, 2)

    def test_days_across_a_change_of_the_clocks_are_whole(self) -> None:
        found = periods.period("7", zone=HELSINKI, at=utc(2026, 3, 30, 10))

        assert found.since == utc(2026, 3, 23, 22)  # winter time
        assert found.until == utc(2026, 3, 30, 21)  # summer time


class TestChosen:
    def test_both_days_are_among_them_in_either_order(self) -> None:
        first, last = datetime.date(2026, 3, 28), datetime.date(2026, 3, 29)

        found = periods.chosen(last, first, zone=HELSINKI)

        assert (found.first, found.last, found.key) == (first, last, "chosen")
        assert found.since == utc(2026, 3, 27, 22)
        assert found.until == utc(2026, 3, 29, 21)  # the day is 23 hours long

    @pytest.mark.parametrize("day", [datetime.date.min, datetime.date.max])
    def test_days_beyond_what_a_calendar_holds_are_moved_into_it(self, day: datetime.date) -> None:
        found = periods.chosen(day, day, zone=HELSINKI)

        assert found.until - found.since == datetime.timedelta(days=1)
