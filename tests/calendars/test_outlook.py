"""The days to come that are not as the week is."""

from __future__ import annotations

from datetime import date

from vaste.calendars.calendar import parse_calendar
from vaste.calendars.outlook import special_days

SINCE = date(2026, 12, 1)


def told(since: date = SINCE, days: int = 60, **more: object) -> list[tuple[str, str, str, str]]:
    source = {"zone": "Europe/Helsinki", "hours": {"mon-fri": "08:00-16:00"}, **more}
    found = special_days(parse_calendar(source), since, days=days)
    return [
        (
            f"{one.first_on}" if one.first_on == one.last_on else f"{one.first_on}..{one.last_on}",
            one.reason.value,
            ", ".join(map(str, one.windows)),
            one.names.get("en", ""),
        )
        for one in found
    ]


class TestSpecialDays:
    def test_holidays_that_take_working_time_away(self) -> None:
        # 26 December 2026 is a Saturday.
        assert told(holidays={"country": "FI"}) == [
            ("2026-12-24", "holiday", "", "Christmas Eve"),
            ("2026-12-25", "holiday", "", "Christmas Day"),
            ("2027-01-01", "holiday", "", "New Year's Day"),
            ("2027-01-06", "holiday", "", "Epiphany"),
        ]

    def test_half_days_and_openings_with_their_hours(self) -> None:
        assert told(
            half_days={"2026-12-23": "08:00-12:00"},
            open={"2026-12-27": ["10:00-12:00", "13:00-14:00"]},
        ) == [
            ("2026-12-23", "half_day", "08:00-12:00", ""),
            ("2026-12-27", "opening", "10:00-12:00, 13:00-14:00", ""),
        ]

    def test_a_closure_goes_on_over_its_weekend_and_another_stands_alone(self) -> None:
        closed = [
            {"days": "2026-12-10..2026-12-15", "name": "Stocktaking"}, "2026-12-16", "2026-12-18",
        ]  # fmt: skip
        assert told(closed=closed) == [
            ("2026-12-10..2026-12-15", "closure", "", "Stocktaking"),
            ("2026-12-16", "closure", "", ""),
            ("2026-12-18", "closure", "", ""),
        ]

    def test_two_closures_parted_by_work_stay_two(self) -> None:
        assert told(closed=["2026-12-17", "2026-12-21"]) == [
            ("2026-12-17", "closure", "", ""),
            ("2026-12-21", "closure", "", ""),
        ]

    def test_a_region_has_holidays_of_its_own(self) -> None:
        since = date(2026, 6, 1)
        whole = told(since, 30, holidays={"country": "DE"})
        bavaria = told(since, 30, holidays={"country": "DE", "region": "BY"})
        assert [name for *_, name in bavaria if name not in {one[3] for one in whole}] == [
            "Corpus Christi"
        ]

    def test_weekend_days_that_the_state_makes_working_days(self) -> None:
        kept = told(
            date(2026, 1, 1), 30, holidays={"country": "HU", "working_weekends": "08:00-16:00"}
        )
        assert ("2026-01-10", "opening", "08:00-16:00", "") in kept
