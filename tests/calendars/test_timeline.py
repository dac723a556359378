"""A year of a calendar, laid out."""

from datetime import UTC, datetime, timedelta

import pytest

from vaste.calendars.shape import Calendar, WallWindow
from vaste.calendars.timeline import NoWorkingTime, year_of

HOUR = timedelta(hours=1)
NIGHT, DAY = WallWindow(20 * 60, 34 * 60), WallWindow(8 * 60, 17 * 60)
# Thursday's night runs to 10:00 on Friday, when the day has begun at 8:00: such a calendar is
# refused when read, but working weekends can make one.
OVERLAPPING = Calendar("UTC", ((), (), (), (NIGHT,), (DAY,), (), ()))


class TestYearOf:
    def test_an_overlap_counts_once(self) -> None:
        year = year_of(OVERLAPPING, 2026)

        assert year.days[7] == (
            (datetime(2026, 1, 8, 20, tzinfo=UTC), datetime(2026, 1, 9, 10, tzinfo=UTC)),
        )
        assert year.days[8] == (
            (datetime(2026, 1, 9, 10, tzinfo=UTC), datetime(2026, 1, 9, 17, tzinfo=UTC)),
        )

    def test_the_year_before_is_minded(self) -> None:
        year = year_of(OVERLAPPING, 2027)  # New Year's Day is a Friday

        assert year.starts[0] == datetime(2027, 1, 1, 10, tzinfo=UTC)

    def test_totals_run_with_the_windows(self) -> None:
        year = year_of(OVERLAPPING, 2026)  # 53 Thursdays, 52 Fridays

        assert year.worked[:3] == (14 * HOUR, 21 * HOUR, 35 * HOUR)
        assert year.total == year.worked[-1] == (53 * 14 + 52 * 7) * HOUR

    @pytest.mark.parametrize("number", [1899, 2201])
    def test_other_years_are_refused(self, number: int) -> None:
        with pytest.raises(NoWorkingTime, match=f"Year {number}: a calendar covers 1900 to 2200"):
            year_of(OVERLAPPING, number)
