"""How a due time is explained, as data."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.calendars.strategies import AMOUNTS, PARTS, Case, cases
from vaste.calendars.arithmetic import NoWorkingTime, add_working_time
from vaste.calendars.calendar import parse_calendar
from vaste.calendars.days import Reason
from vaste.calendars.explanation import (
    Counted,
    Explanation,
    ExplanationRecord,
    Skipped,
    explain,
    from_json,
    to_json,
)

HOUR = timedelta(hours=1)
DESK = parse_calendar(
    {
        "zone": "Europe/Helsinki",
        "hours": {"mon-fri": "08:00-17:00"},
        "holidays": {"country": "FI"},
        "closed": [{"days": "2026-04-08..2026-04-12", "name": "Move"}, "2026-04-13"],
        "half_days": {"2026-04-07": "08:00-10:00"},
        "open": {"2026-04-05": "10:00-11:00"},
    }
)
START = datetime(2026, 4, 2, 13, 30, tzinfo=UTC)  # Thursday 16:30 in Helsinki
EASTER_MONDAY = {
    "en": "Easter Monday",
    "fi": "Toinen pääsiäispäivä",
    "sv": "Annandag påsk",
    "hu": "Húsvéthétfő",
}
GOOD_FRIDAY = {
    "en": "Good Friday",
    "fi": "Pitkäperjantai",
    "sv": "Långfredagen",
    "hu": "Nagypéntek",
}
MOVE = dict.fromkeys(("en", "fi", "sv", "hu"), "Move")
APRIL = [date(2026, 4, day) if day else date.min for day in range(31)]


def _hours(day: int, opens: float, closes: float, reason: Reason) -> Counted:
    """Return a window of April 2026 by the hours of UTC."""
    midnight = datetime(2026, 4, day, tzinfo=UTC)
    return Counted(midnight + opens * HOUR, midnight + closes * HOUR, reason)


class TestExplain:
    def test_says_what_counted_and_what_did_not(self) -> None:
        explanation = explain(DESK, START, 4 * HOUR)

        assert explanation == Explanation(
            zone="Europe/Helsinki",
            starts_at=START,
            amount=4 * HOUR,
            due_at=datetime(2026, 4, 14, 5, 30, tzinfo=UTC),
            steps=(
                _hours(2, 13.5, 14, Reason.HOURS),
                Skipped(APRIL[3], APRIL[3], Reason.HOLIDAY, GOOD_FRIDAY),
                Skipped(APRIL[4], APRIL[4], Reason.OFF_DAY, {}),
                _hours(5, 7, 8, Reason.OPENING),
                Skipped(APRIL[6], APRIL[6], Reason.HOLIDAY, EASTER_MONDAY),
                _hours(7, 5, 7, Reason.HALF_DAY),
                Skipped(APRIL[8], APRIL[12], Reason.CLOSURE, MOVE),
                Skipped(APRIL[13], APRIL[13], Reason.CLOSURE, {}),
                _hours(14, 5, 5.5, Reason.HOURS),
            ),
        )

    def test_within_a_day_only_one_window_counts(self) -> None:
        start = datetime(2026, 4, 1, 9, tzinfo=UTC)

        assert explain(DESK, start, HOUR).steps == (_hours(1, 9, 10, Reason.HOURS),)

    def test_zero_outside_hours_skips_to_the_opening(self) -> None:
        explanation = explain(DESK, datetime(2026, 4, 18, 9, tzinfo=UTC), timedelta(0))

        assert explanation.due_at == datetime(2026, 4, 20, 5, tzinfo=UTC)
        assert explanation.steps == (Skipped(APRIL[18], APRIL[19], Reason.OFF_DAY, {}),)

    def test_a_night_begun_the_day_before_counts(self) -> None:
        nights = parse_calendar({"zone": "UTC", "hours": {"mon": "22:00-06:00"}})

        explanation = explain(nights, datetime(2026, 4, 28, 1, tzinfo=UTC), 2 * HOUR)

        assert explanation.steps == (_hours(28, 1, 3, Reason.HOURS),)

    def test_a_closed_day_after_the_end_was_not_skipped(self) -> None:
        late = parse_calendar({"zone": "UTC", "hours": {"fri": "20:00-24:00"}})

        explanation = explain(late, datetime(2026, 4, 24, 23, tzinfo=UTC), HOUR)

        assert explanation.due_at == datetime(2026, 4, 25, tzinfo=UTC)
        assert explanation.steps == (_hours(24, 23, 24, Reason.HOURS),)

    def test_nothing_to_work_within_hours_has_no_steps(self) -> None:
        nights = parse_calendar({"zone": "UTC", "hours": {"mon": "22:00-06:00"}})

        assert explain(nights, datetime(2026, 4, 28, 1, tzinfo=UTC), timedelta(0)).steps == ()

    def test_is_refused_as_adding_is(self) -> None:
        fair = parse_calendar({"zone": "UTC", "open": {"2026-01-10": "10:00-14:00"}})

        with pytest.raises(NoWorkingTime):
            explain(fair, START, HOUR)

    @settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(cases(), PARTS, AMOUNTS | st.just(timedelta(0)))
    def test_what_counted_is_the_amount(
        self, case: Case, part: timedelta, amount: timedelta
    ) -> None:
        source, at = case
        calendar = parse_calendar(source)
        try:
            due = add_working_time(calendar, at + part, amount)
        except NoWorkingTime:
            return

        explanation = explain(calendar, at + part, amount)

        counted = [step for step in explanation.steps if isinstance(step, Counted)]
        assert explanation.due_at == due
        assert sum((one.ends_at - one.starts_at for one in counted), timedelta(0)) == amount
        assert from_json(to_json(explanation)) == explanation


class TestToJson:
    def test_is_plain_json_and_comes_back(self) -> None:
        explanation = explain(DESK, START, 4 * HOUR)

        record: ExplanationRecord = json.loads(json.dumps(to_json(explanation)))

        assert from_json(record) == explanation
        assert record["zone"] == "Europe/Helsinki"
        assert record["starts_at"] == "2026-04-02T13:30:00+00:00"
        assert record["amount_s"] == 14400.0
        assert record["due_at"] == "2026-04-14T05:30:00+00:00"
        assert record["steps"][:2] == [
            {
                "kind": "counted",
                "starts_at": "2026-04-02T13:30:00+00:00",
                "ends_at": "2026-04-02T14:00:00+00:00",
                "reason": "hours",
            },
            {
                "kind": "skipped",
                "first_on": "2026-04-03",
                "last_on": "2026-04-03",
                "reason": "holiday",
                "names": GOOD_FRIDAY,
            },
        ]
