"""Dates, lengths, numbers and phones in four languages."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from vaste.desk import formats

NOON = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)  # a Monday, 12:00 in Helsinki


@pytest.fixture(autouse=True)
def english_in_helsinki() -> Iterator[None]:
    """Read in English, Helsinki time, unless a test says otherwise."""
    with translation.override("en"), timezone.override(ZoneInfo("Europe/Helsinki")):
        yield


class TestMoment:
    @pytest.mark.parametrize(
        ("away", "said"),
        [
            (timedelta(hours=2), "14:00"),
            (timedelta(hours=-3), "09:00"),
            (timedelta(days=1), "Tue 12:00"),
            (timedelta(days=-5), "Wed 12:00"),
            (timedelta(days=8), "10 Mar 12:00"),
            (timedelta(days=-200), "14/08/2025"),
        ],
    )
    def test_is_as_short_as_it_stays_clear(self, away: timedelta, said: str) -> None:
        assert formats.moment(NOON + away, now=NOON) == said

    def test_what_was_said_to_one_reader_is_not_said_to_another(self) -> None:
        assert formats.moment(NOON, now=NOON) == "12:00"
        assert formats.full_moment(NOON) == "02/03/2026, 12:00"

        with timezone.override(ZoneInfo("Asia/Tokyo")):
            assert formats.moment(NOON, now=NOON) == "19:00"
            assert formats.full_moment(NOON) == "02/03/2026, 19:00"
        with translation.override("fi"):
            assert formats.moment(NOON, now=NOON) == "12.00"
            assert formats.full_moment(NOON) == "2.3.2026 12.00"

    def test_same_day_is_the_readers_day(self) -> None:
        late = datetime(2026, 3, 2, 22, 30, tzinfo=UTC)  # already Tuesday in Helsinki

        assert formats.moment(late, now=NOON) == "Tue 00:30"

    @pytest.mark.parametrize(
        ("language", "said"),
        [("en", "Mon 12:00"), ("fi", "ma 12.00"), ("sv", "mån 12:00"), ("hu", "H 12:00")],
    )
    def test_speaks_the_readers_language(self, language: str, said: str) -> None:
        with translation.override(language):
            assert formats.moment(NOON, now=NOON + timedelta(days=2)) == said

    def test_without_now_gives_day_and_time(self) -> None:
        assert formats.moment(NOON) == "2 Mar 12:00"


class TestDuration:
    @pytest.mark.parametrize(
        ("length", "said"),
        [
            (timedelta(0), "0 s"),
            (timedelta(seconds=59), "59 s"),
            (timedelta(seconds=60), "1 min"),
            (timedelta(minutes=59, seconds=59), "59 min"),
            (timedelta(hours=1), "1 h"),
            (timedelta(hours=1, minutes=12), "1 h 12 min"),
            (timedelta(hours=47, minutes=59), "47 h 59 min"),
            (timedelta(days=21, hours=4, minutes=50), "21 d 4 h"),
            (timedelta(minutes=-7), "7 min"),
        ],
    )
    def test_says_the_two_largest_units(self, length: timedelta, said: str) -> None:
        assert formats.duration(length) == said

    def test_nothing_is_a_dash(self) -> None:
        assert formats.duration(None) == "–"


class TestCountdown:
    @pytest.mark.parametrize(
        ("left", "said"),
        [
            (timedelta(minutes=12), "12 min left"),
            (timedelta(0), "0 s left"),
            (timedelta(seconds=-1), "1 s over"),
            (timedelta(hours=-3, minutes=-20), "3 h 20 min over"),
            (timedelta(hours=11, minutes=59), "11 h 59 min left"),
            (timedelta(hours=12), "Tue 00:00"),
        ],
    )
    def test_counts_near_times_and_names_far_ones(self, left: timedelta, said: str) -> None:
        assert formats.countdown(NOON + left, now=NOON) == said


class TestNumbers:
    @pytest.mark.parametrize(
        ("language", "said"),
        [("en", "1,234,567.5"), ("fi", "1\xa0234\xa0567,5"), ("hu", "1\xa0234\xa0567,5")],
    )
    def test_number_has_the_readers_separators(self, language: str, said: str) -> None:
        with translation.override(language):
            assert formats.number(1234567.5) == said

    def test_capped_says_at_least(self) -> None:
        assert formats.capped(1000, is_capped=True) == "1,000+"
        assert formats.capped(214, is_capped=False) == "214"

    @pytest.mark.parametrize(
        ("part", "whole", "is_small", "said"),
        [
            (3, 7, True, "3 of 7"),
            (1164, 2909, False, "40%"),
            (0, 0, True, "–"),
            (0, 40, False, "0%"),
        ],
    )
    def test_share_is_a_count_when_small(
        self, part: int, whole: int, is_small: bool, said: str
    ) -> None:
        assert formats.share(part, whole, is_small=is_small) == said

    @pytest.mark.parametrize(
        ("amount", "currency", "language", "said"),
        [
            ("180000", "EUR", "en", "€180,000"),
            ("12345.60", "EUR", "fi", "12\xa0345,60\xa0€"),
            ("12345", "HUF", "hu", "12\xa0345\xa0Ft"),
        ],
    )
    def test_money_has_cents_only_when_there_are(
        self, amount: str, currency: str, language: str, said: str
    ) -> None:
        with translation.override(language):
            assert formats.money(Decimal(amount), currency) == said

    @pytest.mark.parametrize(
        ("count", "said"),
        [(1, "1 byte"), (999, "999 bytes"), (1500, "2 kB"), (2_500_000, "2.5 MB")],
    )
    def test_size_uses_units_of_a_thousand(self, count: int, said: str) -> None:
        assert formats.size(count) == said


class TestPhone:
    def test_number_gets_spaces(self) -> None:
        assert formats.phone("+358401234567") == "+358 40 1234567"

    def test_what_is_no_number_stays(self) -> None:
        assert formats.phone("call the desk") == "call the desk"
