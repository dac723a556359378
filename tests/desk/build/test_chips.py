"""What one press plans, by the reader's wall clock."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from tests.build import NOON
from vaste.calendars.calendar import Calendar, parse_calendar
from vaste.desk.build import chips

UTC = datetime.UTC
HELSINKI = "Europe/Helsinki"


@pytest.fixture
def calendar() -> Calendar:
    return parse_calendar(
        {"zone": HELSINKI, "hours": {"mon-fri": "08:00-17:00"}, "holidays": {"country": "FI"}}
    )


class TestMoment:
    @pytest.mark.parametrize(
        ("when", "now", "expected"),
        [
            ("in_2h", NOON, NOON + datetime.timedelta(hours=2)),
            ("tomorrow", NOON, datetime.datetime(2026, 3, 3, 7, tzinfo=UTC)),
            ("week", NOON, datetime.datetime(2026, 3, 9, 7, tzinfo=UTC)),
            # A Friday: the next working day is Monday.
            (
                "next_day",
                datetime.datetime(2026, 3, 6, 10, tzinfo=UTC),
                datetime.datetime(2026, 3, 9, 7, tzinfo=UTC),
            ),
            # Maundy Thursday: Good Friday, the weekend and Easter Monday are skipped.
            (
                "next_day",
                datetime.datetime(2026, 4, 2, 10, tzinfo=UTC),
                datetime.datetime(2026, 4, 7, 6, tzinfo=UTC),
            ),
            # The night when the clock goes forward: nine is an hour sooner in UTC.
            (
                "tomorrow",
                datetime.datetime(2026, 3, 28, 10, tzinfo=UTC),
                datetime.datetime(2026, 3, 29, 6, tzinfo=UTC),
            ),
            # Already tomorrow in Helsinki, still today in UTC.
            (
                "tomorrow",
                datetime.datetime(2026, 3, 2, 22, 30, tzinfo=UTC),
                datetime.datetime(2026, 3, 4, 7, tzinfo=UTC),
            ),
        ],
    )
    def test_is_the_time_that_is_said(
        self, calendar: Calendar, when: str, now: datetime.datetime, expected: datetime.datetime
    ) -> None:
        with timezone.override(ZoneInfo(HELSINKI)):
            assert chips.moment(when, calendar, now=now) == expected

    def test_nine_is_the_readers_nine(self, calendar: Calendar) -> None:
        with timezone.override(ZoneInfo("America/New_York")):
            found = chips.moment("tomorrow", calendar, now=NOON)

        assert found == datetime.datetime(2026, 3, 3, 14, tzinfo=UTC)

    def test_one_without_a_time_of_its_own_has_none(self, calendar: Calendar) -> None:
        with pytest.raises(KeyError):
            chips.moment(chips.CUSTOM, calendar, now=NOON)


class TestChoices:
    def test_the_next_working_day_shows_only_when_it_is_not_tomorrow(
        self, calendar: Calendar
    ) -> None:
        friday = datetime.datetime(2026, 3, 6, 10, tzinfo=UTC)

        with timezone.override(ZoneInfo(HELSINKI)):
            monday = chips.choices(chips.SNOOZES, calendar, "week", now=NOON)
            before_weekend = chips.choices(chips.SNOOZES, calendar, "", now=friday)

        assert [one.key for one in monday] == ["in_2h", "tomorrow", "week", "custom"]
        assert [one.is_selected for one in monday] == [False, False, True, False]
        assert [one.hint for one in monday] == ["14:00", "Tue 09:00", "9 Mar 09:00", ""]
        assert [one.key for one in before_weekend] == [
            "in_2h", "tomorrow", "next_day", "week", "custom",
        ]  # fmt: skip
