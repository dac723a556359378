"""What holds for working time whatever the calendar, and what is refused."""

import time
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, assume, given, settings

from tests.calendars.strategies import AMOUNTS, PARTS, Case, cases
from vaste.calendars import arithmetic
from vaste.calendars.arithmetic import (
    NoWorkingTime,
    add_working_time,
    is_open,
    next_opening,
    previous_closing,
    subtract_working_time,
    windows_on,
    working_time_between,
)
from vaste.calendars.calendar import Calendar, parse_calendar

HOUR, MINUTE, MICROSECOND = timedelta(hours=1), timedelta(minutes=1), timedelta(microseconds=1)
NOON = datetime(2026, 4, 27, 12, tzinfo=UTC)  # a Monday
DESK = parse_calendar({"zone": "Europe/Helsinki", "hours": {"mon-fri": "10:00-18:00"}})

LAWS = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _placed(case: Case, part: timedelta) -> tuple[Calendar, datetime]:
    """Return a calendar that always opens again, and an instant off the whole minute."""
    source, at = case
    assume(any(source["hours"].values()))
    return parse_calendar(source), at + part


class TestLaws:
    @LAWS
    @given(cases(), PARTS, AMOUNTS)
    def test_what_is_added_lies_between(
        self, case: Case, part: timedelta, amount: timedelta
    ) -> None:
        desk, at = _placed(case, part)

        due = add_working_time(desk, at, amount)

        assert working_time_between(desk, at, due) == amount
        assert working_time_between(desk, due, at) == -amount
        assert is_open(desk, due - MICROSECOND)

    @LAWS
    @given(cases(), PARTS, AMOUNTS)
    def test_what_is_subtracted_lies_between(
        self, case: Case, part: timedelta, amount: timedelta
    ) -> None:
        desk, at = _placed(case, part)

        begun = subtract_working_time(desk, at, amount)

        assert working_time_between(desk, begun, at) == amount
        assert is_open(desk, begun)

    @LAWS
    @given(cases(), PARTS, AMOUNTS)
    def test_there_and_back(self, case: Case, part: timedelta, amount: timedelta) -> None:
        desk, at = _placed(case, part)

        there = add_working_time(desk, at, amount)
        back = subtract_working_time(desk, at, amount)

        assert subtract_working_time(desk, there, amount) == next_opening(desk, at)
        assert add_working_time(desk, back, amount) == previous_closing(desk, at)

    @LAWS
    @given(cases(), PARTS, AMOUNTS, AMOUNTS)
    def test_two_amounts_are_their_sum(
        self, case: Case, part: timedelta, first: timedelta, second: timedelta
    ) -> None:
        desk, at = _placed(case, part)

        in_two = add_working_time(desk, add_working_time(desk, at, first), second)

        assert in_two == add_working_time(desk, at, first + second)

    @LAWS
    @given(cases(), PARTS, AMOUNTS, AMOUNTS)
    def test_later_starts_are_due_no_earlier(
        self, case: Case, part: timedelta, amount: timedelta, later: timedelta
    ) -> None:
        desk, at = _placed(case, part)

        assert add_working_time(desk, at, amount) <= add_working_time(desk, at + later, amount)

    @LAWS
    @given(cases(), PARTS, AMOUNTS, AMOUNTS)
    def test_counts_add_up(
        self, case: Case, part: timedelta, first: timedelta, second: timedelta
    ) -> None:
        desk, at = _placed(case, part)
        middle, end = at + first, at + first + second

        whole = working_time_between(desk, at, end)

        assert whole == working_time_between(desk, at, middle) + working_time_between(
            desk, middle, end
        )
        assert timedelta(0) <= whole <= end - at

    @LAWS
    @given(cases())
    def test_windows_are_in_order_and_make_up_the_time(self, case: Case) -> None:
        desk, at = _placed(case, timedelta(0))
        first = at.date() - timedelta(days=10)

        spans = [span for n in range(20) for span in windows_on(desk, first + timedelta(days=n))]

        edges = [edge for span in spans for edge in span]
        assert edges == sorted(edges)
        if spans:
            worked = sum((closes - opens for opens, closes in spans), timedelta(0))
            assert working_time_between(desk, edges[0], edges[-1]) == worked


class TestAddWorkingTime:
    def test_result_is_in_utc(self) -> None:
        start = datetime(2026, 4, 25, 18, 30, tzinfo=ZoneInfo("Europe/Helsinki"))

        due = add_working_time(DESK, start, HOUR)

        assert due == datetime(2026, 4, 27, 8, tzinfo=UTC)
        assert due.tzinfo is UTC

    def test_time_without_a_zone_is_refused(self) -> None:
        with pytest.raises(ValueError, match="has no time zone"):
            add_working_time(DESK, NOON.replace(tzinfo=None), HOUR)

    def test_negative_amount_is_refused(self) -> None:
        with pytest.raises(ValueError, match="must not be negative"):
            add_working_time(DESK, NOON, -HOUR)

    def test_an_amount_beyond_the_years_is_refused_soon(self) -> None:
        began = time.thread_time()

        with pytest.raises(NoWorkingTime, match="covers 1900 to 2200 only"):
            add_working_time(DESK, NOON, timedelta(days=100_000))
        with pytest.raises(NoWorkingTime, match="more than any calendar has"):
            add_working_time(DESK, NOON, timedelta.max)

        assert time.thread_time() - began < 60

    @pytest.mark.parametrize("year", [1, 1900, 2200, 9999])
    def test_years_without_a_calendar_are_refused(self, year: int) -> None:
        with pytest.raises(NoWorkingTime, match="covers 1900 to 2200 only"):
            add_working_time(DESK, datetime(year, 6, 1, tzinfo=UTC), HOUR)

    def test_a_gap_of_three_years_is_still_waited_for(self) -> None:
        fairs = parse_calendar(
            {
                "zone": "UTC",
                "hours": {},
                "open": {"2026-01-10": "10:00-14:00", "2029-01-10": "10:00-14:00"},
            }
        )
        start = datetime(2026, 1, 10, 10, tzinfo=UTC)

        assert add_working_time(fairs, start, 5 * HOUR) == datetime(2029, 1, 10, 11, tzinfo=UTC)

    def test_a_gap_over_three_years_is_refused_with_its_beginning(self) -> None:
        fairs = parse_calendar(
            {
                "zone": "UTC",
                "hours": {},
                "open": {"2026-01-10": "10:00-14:00", "2029-01-20": "10:00-14:00"},
            }
        )

        with pytest.raises(NoWorkingTime, match="within three years after 2026-01-10 14:00 UTC"):
            add_working_time(fairs, datetime(2026, 1, 10, 10, tzinfo=UTC), 5 * HOUR)


class TestSubtractWorkingTime:
    def test_negative_amount_is_refused(self) -> None:
        with pytest.raises(ValueError, match="must not be negative"):
            subtract_working_time(DESK, NOON, -HOUR)

    def test_nothing_before_the_first_day_is_refused(self) -> None:
        fair = parse_calendar({"zone": "UTC", "open": {"2026-01-10": "10:00-14:00"}})
        noon = datetime(2026, 1, 10, 12, tzinfo=UTC)

        assert subtract_working_time(fair, noon, 2 * HOUR) == noon - 2 * HOUR
        with pytest.raises(NoWorkingTime, match="within three years before 2026-01-10 10:00 UTC"):
            subtract_working_time(fair, noon, 2 * HOUR + MICROSECOND)


class TestNewYear:
    """The UTC year and the local year differ for hours; so does a night shift's."""

    @pytest.mark.parametrize(
        "zone", ["Pacific/Kiritimati", "Europe/Helsinki", "UTC", "Pacific/Niue"]
    )
    def test_night_shifts_go_on(self, zone: str) -> None:
        nights = parse_calendar({"zone": zone, "hours": {"mon-sun": "20:00-10:00"}})
        start = datetime(2026, 12, 30, tzinfo=UTC)
        hours = [start + n * HOUR for n in range(96)]

        counted = sum(is_open(nights, at) for at in hours)

        assert counted == 56
        assert working_time_between(nights, hours[0], hours[-1] + HOUR) == 56 * HOUR
        for at in hours:
            due = add_working_time(nights, at, 14 * HOUR)
            assert working_time_between(nights, at, due) == 14 * HOUR
            assert timedelta(hours=14) <= due - at <= timedelta(hours=24)


class TestWindowsOn:
    def test_a_window_belongs_to_the_day_it_opens_on(self) -> None:
        nights = parse_calendar({"zone": "UTC", "hours": {"fri": "22:00-06:00"}})

        assert windows_on(nights, date(2026, 4, 24)) == (
            (datetime(2026, 4, 24, 22, tzinfo=UTC), datetime(2026, 4, 25, 6, tzinfo=UTC)),
        )
        assert windows_on(nights, date(2026, 4, 25)) == ()

    def test_an_overlap_only_the_state_knows_counts_once(self) -> None:
        desk = parse_calendar(
            {
                "zone": "Europe/Budapest",
                "hours": {"fri": "22:00-06:00"},
                "holidays": {"country": "HU", "working_weekends": "05:00-09:00"},
            }
        )
        friday, saturday = date(2026, 1, 9), date(2026, 1, 10)

        assert windows_on(desk, saturday) == (
            (datetime(2026, 1, 10, 5, tzinfo=UTC), datetime(2026, 1, 10, 8, tzinfo=UTC)),
        )
        assert working_time_between(
            desk, windows_on(desk, friday)[0][0], windows_on(desk, saturday)[0][1]
        ) == timedelta(hours=11)


class TestSpeed:
    def test_years_are_laid_out_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        desk = parse_calendar({"zone": "Europe/Riga", "hours": {"mon-fri": "09:01-17:03"}})
        add_working_time(desk, NOON, HOUR)
        kept = dict(desk.years)

        for n in range(100):
            add_working_time(desk, NOON + n * HOUR, HOUR)

        assert list(kept) == [2026]
        assert desk.years == kept

    def test_adding_takes_microseconds(self) -> None:
        starts = [NOON + n * 7 * MINUTE for n in range(20_000)]
        add_working_time(DESK, NOON, HOUR)
        began = time.thread_time()

        for start in starts:
            add_working_time(DESK, start, 3 * HOUR)

        # Some 2 microseconds on a laptop, of this thread's own: what else runs does not count.
        assert (time.thread_time() - began) / len(starts) < 100e-6


def test_every_verb_refuses_a_time_without_a_zone() -> None:
    bare = NOON.replace(tzinfo=None)
    for verb in (arithmetic.is_open, arithmetic.next_opening, arithmetic.previous_closing):
        with pytest.raises(ValueError, match="has no time zone"):
            verb(DESK, bare)
