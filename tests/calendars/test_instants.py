"""From wall times to instants, over every kind of clock change."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from vaste.calendars.instants import in_utc, wall_instant

SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


class TestWallInstant:
    @pytest.mark.parametrize(
        ("zone", "day", "minutes", "instant"),
        [
            ("Europe/Helsinki", SPRING, 179, datetime(2026, 3, 29, 0, 59, tzinfo=UTC)),
            ("Europe/Helsinki", SPRING, 180, datetime(2026, 3, 29, 1, tzinfo=UTC)),
            ("Europe/Helsinki", SPRING, 210, datetime(2026, 3, 29, 1, tzinfo=UTC)),
            ("Europe/Helsinki", SPRING, 239, datetime(2026, 3, 29, 1, tzinfo=UTC)),
            ("Europe/Helsinki", SPRING, 240, datetime(2026, 3, 29, 1, tzinfo=UTC)),
            ("Europe/Helsinki", SPRING, 241, datetime(2026, 3, 29, 1, 1, tzinfo=UTC)),
            ("Europe/Helsinki", AUTUMN, 180, datetime(2026, 10, 25, 0, tzinfo=UTC)),
            ("Europe/Helsinki", AUTUMN, 239, datetime(2026, 10, 25, 0, 59, tzinfo=UTC)),
            ("Europe/Helsinki", AUTUMN, 240, datetime(2026, 10, 25, 2, tzinfo=UTC)),
            ("Europe/Helsinki", AUTUMN, 1440, datetime(2026, 10, 25, 22, tzinfo=UTC)),
            ("Europe/Helsinki", AUTUMN, 1440 + 360, datetime(2026, 10, 26, 4, tzinfo=UTC)),
            (
                "Australia/Lord_Howe",
                date(2026, 10, 4),
                135,
                datetime(2026, 10, 3, 15, 30, tzinfo=UTC),
            ),
            ("Asia/Beirut", SPRING, 0, datetime(2026, 3, 28, 22, tzinfo=UTC)),
            ("Asia/Beirut", SPRING, 30, datetime(2026, 3, 28, 22, tzinfo=UTC)),
            ("Pacific/Apia", date(2011, 12, 30), 0, datetime(2011, 12, 30, 10, tzinfo=UTC)),
            ("Pacific/Apia", date(2011, 12, 30), 720, datetime(2011, 12, 30, 10, tzinfo=UTC)),
            ("Pacific/Apia", date(2011, 12, 30), 1440, datetime(2011, 12, 30, 10, tzinfo=UTC)),
        ],
    )
    def test_is_the_first_instant_not_before_it(
        self, zone: str, day: date, minutes: int, instant: datetime
    ) -> None:
        assert wall_instant(ZoneInfo(zone), day, minutes) == instant


class TestInUtc:
    def test_keeps_the_instant(self) -> None:
        there = datetime(2026, 10, 25, 3, 30, fold=1, tzinfo=ZoneInfo("Europe/Helsinki"))

        assert in_utc(there) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
        assert in_utc(there).tzinfo is UTC

    def test_refuses_a_time_without_a_zone(self) -> None:
        with pytest.raises(ValueError, match="has no time zone"):
            in_utc(datetime(2026, 4, 27, 12))  # noqa: DTZ001 - the point of the test
