"""What a day is when several things are said of it."""

from datetime import date

import pytest

from vaste.calendars.calendar import parse_calendar
from vaste.calendars.days import DayPlan, Reason, day_plan
from vaste.calendars.shape import WallWindow

USUAL, SHORT, EXTRA, SATURDAY = (
    WallWindow(480, 1020),
    WallWindow(480, 720),
    WallWindow(600, 840),
    WallWindow(540, 900),
)
DESK = parse_calendar(
    {
        "zone": "Europe/Budapest",
        "hours": {"mon-fri": "08:00-17:00"},
        "holidays": {
            "country": "HU",
            "working_weekends": "09:00-15:00",
            "except": ["2026-10-23"],
            "also": ["2026-07-17"],
        },
        "closed": ["2026-08-03..2026-08-09", "2026-08-20"],
        "half_days": {"2026-12-24": "08:00-12:00", "2026-12-30": "08:00-12:00"},
        "open": {"2026-08-05": "10:00-14:00", "2026-04-06": "10:00-14:00"},
    }
)


class TestDayPlan:
    @pytest.mark.parametrize(
        ("day", "plan"),
        [
            ("2026-04-22", DayPlan((USUAL,), Reason.HOURS)),
            ("2026-04-25", DayPlan((), Reason.OFF_DAY)),
            ("2026-04-06", DayPlan((EXTRA,), Reason.OPENING)),  # a holiday opened
            ("2026-05-24", DayPlan((), Reason.OFF_DAY)),  # a holiday on a Sunday
            ("2026-05-25", DayPlan((), Reason.HOLIDAY)),
            ("2026-07-17", DayPlan((), Reason.HOLIDAY)),  # one's own
            ("2026-10-23", DayPlan((USUAL,), Reason.HOURS)),  # a holiday worked
            ("2026-08-04", DayPlan((), Reason.CLOSURE)),
            ("2026-08-05", DayPlan((EXTRA,), Reason.OPENING)),  # opened within a closure
            ("2026-08-08", DayPlan((), Reason.CLOSURE)),  # a working Saturday within one
            ("2026-08-20", DayPlan((), Reason.CLOSURE)),  # a holiday too
            ("2026-01-10", DayPlan((SATURDAY,), Reason.OPENING)),  # a working Saturday
            ("2026-01-02", DayPlan((), Reason.HOLIDAY)),  # the day it was given for
            ("2026-12-24", DayPlan((SHORT,), Reason.HALF_DAY)),  # a holiday too
            ("2026-12-30", DayPlan((SHORT,), Reason.HALF_DAY)),
        ],
    )
    def test_the_most_particular_thing_wins(self, day: str, plan: DayPlan) -> None:
        assert day_plan(DESK, date.fromisoformat(day)) == plan
