"""Dates and instants as people and programs write them."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaste.kernel.dates import DateOrder, ReadDate, guess_date_order, read_date
from vaste.kernel.errors import Unread

HELSINKI = ZoneInfo("Europe/Helsinki")
MARCH_5 = date(2026, 3, 5)


def date_of(raw: str, order: DateOrder = "") -> ReadDate:
    found = read_date(raw, order)
    assert isinstance(found, ReadDate), found
    return found


class TestReadDate:
    @pytest.mark.parametrize(
        "raw",
        [
            "5.3.2026",
            "05.03.2026",
            "2026-03-05",
            "2026. 03. 05.",
            "2026.03.05",
            "2026/3/5",
            "20260305",
            "46086",
            "5 March 2026",
            "March 5, 2026",
            "Mar 5th, 2026",
            "5. maaliskuuta 2026",
            "5 mars 2026",
            "2026. március 5.",
            "torstai 5.3.2026",
            "5/3-2026",
        ],
    )
    def test_reads_the_day(self, raw: str) -> None:
        assert date_of(raw, "dmy") == ReadDate(MARCH_5)

    @pytest.mark.parametrize(
        ("raw", "clock"),
        [
            ("5.3.2026 14.07", time(14, 7)),
            ("5.3.2026 klo 14.07", time(14, 7)),
            ("2026-03-05 14:07:09", time(14, 7, 9)),
            ("2026-03-05T14:07:00.123", time(14, 7, 0, 123_000)),
            ("5 March 2026, 2:07 PM", time(14, 7)),
            ("5 March 2026 12:07 am", time(0, 7)),
            ("46086.5", time(12)),
        ],
    )
    def test_reads_the_time_of_day(self, raw: str, clock: time) -> None:
        assert date_of(raw) == ReadDate(MARCH_5, clock)

    @pytest.mark.parametrize(
        "raw",
        [
            "2026-03-05T12:07:00Z",
            "2026-03-05T14:07:00+02:00",
            "2026-03-05T14:07:00+0200",
            "2026-03-05 07:07:00-05",
            "Thu, 5 Mar 2026 14:07:00 +0200",
            "1772712420",
            "1772712420000",
        ],
    )
    def test_zones_and_unix_times_name_one_instant(self, raw: str) -> None:
        assert date_of(raw).instant(HELSINKI) == datetime(2026, 3, 5, 12, 7, tzinfo=UTC)

    def test_a_time_without_zone_is_local(self) -> None:
        assert date_of("5.3.2026 14.07").instant(HELSINKI) == datetime(
            2026, 3, 5, 12, 7, tzinfo=UTC
        )
        assert date_of("5.7.2026").instant(HELSINKI) == datetime(2026, 7, 4, 21, tzinfo=UTC)

    @pytest.mark.parametrize(
        ("raw", "order", "day", "doubt"),
        [
            ("03/05/2026", "", date(2026, 5, 3), "ambiguous_order"),
            ("03/05/2026", "dmy", date(2026, 5, 3), ""),
            ("03/05/2026", "mdy", date(2026, 3, 5), ""),
            ("13/05/2026", "mdy", date(2026, 5, 13), ""),
            ("05/13/2026", "dmy", date(2026, 5, 13), ""),
            ("05/05/2026", "", date(2026, 5, 5), ""),
            ("5.3.2026", "", date(2026, 3, 5), ""),
            ("5.3.26", "dmy", date(2026, 3, 5), "two_digit_year"),
            ("5.3.68", "dmy", date(2068, 3, 5), "two_digit_year"),
            ("5.3.69", "dmy", date(1969, 3, 5), "two_digit_year"),
        ],
    )
    def test_says_where_it_had_to_guess(
        self, raw: str, order: DateOrder, day: date, doubt: str
    ) -> None:
        assert date_of(raw, order) == ReadDate(day, doubt=doubt)

    @pytest.mark.parametrize(
        ("raw", "code"),
        [
            ("31.2.2026", "impossible_date"),
            ("29.2.2023", "impossible_date"),
            ("2026-13-01", "impossible_date"),
            ("0000-00-00", "impossible_date"),
            ("24.12.2025 25:00", "impossible_date"),
            ("5.3.2026 13:00 PM", "impossible_date"),
            ("2026-03-05T14:07:00+99:00", "impossible_date"),
            ("1.1.1850", "date_out_of_range"),
            ("9999-12-31", "date_out_of_range"),
            ("0001-01-01", "date_out_of_range"),
            ("", "not_a_date"),
            ("yesterday", "not_a_date"),
            ("2026", "not_a_date"),
            ("12345", "not_a_date"),
            ("x" * 81, "not_a_date"),
        ],
    )
    def test_refuses_with_a_reason(self, raw: str, code: str) -> None:
        found = read_date(raw)

        assert isinstance(found, Unread)
        assert found.code == code

    @given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
    def test_reads_back_what_four_languages_write(self, day: date) -> None:
        assert date_of(day.isoformat()).day == day
        assert date_of(f"{day.day}.{day.month}.{day.year}", "dmy").day == day
        assert date_of(f"{day.year}. {day.month:02}. {day.day:02}.").day == day
        assert date_of(f"{day.day:02}/{day.month:02}/{day.year}", "dmy").day == day
        assert date_of(f"{day.month:02}/{day.day:02}/{day.year}", "mdy").day == day

    @given(st.text(max_size=90), st.sampled_from(["", "dmy", "mdy"]))
    def test_answers_anything(self, raw: str, order: DateOrder) -> None:
        found = read_date(raw, order)

        assert isinstance(found, Unread) or found.instant(HELSINKI).tzinfo is UTC


class TestGuessDateOrder:
    @pytest.mark.parametrize(
        ("samples", "order"),
        [
            (["01/02/2025", "05/13/2025"], "mdy"),
            (["01/02/2025", "13/05/2025", "31/12/2025 14:00"], "dmy"),
            (["01/02/2025"], ""),
            (["13/05/2025", "05/13/2025"], ""),
            (["2025-05-13"], ""),
        ],
    )
    def test_follows_the_majority(self, samples: list[str], order: DateOrder) -> None:
        assert guess_date_order(samples) == order
