"""
Working time against the minute-by-minute oracle on random calendars.

VASTE_ORACLE_CASES=20000 runs the long one; a few hundred are part of every run.
"""

import os
from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.calendars.oracle import MINUTE, Oracle
from tests.calendars.strategies import Case, cases
from vaste.calendars import arithmetic
from vaste.calendars.calendar import Calendar, parse_calendar

CASES = int(os.environ.get("VASTE_ORACLE_CASES", "300"))
LIMIT = timedelta(days=9)

settings.register_profile(
    "oracle",
    max_examples=CASES,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
ORACLE = settings.get_profile("oracle")


class TestAgainstTheOracle:
    @ORACLE
    @given(case=cases(), minutes=st.integers(0, 40 * 60))
    def test_adding_and_subtracting(self, case: Case, minutes: int) -> None:
        source, at = case
        calendar, oracle = parse_calendar(source), Oracle(source)
        amount = minutes * MINUTE

        due = oracle.add(at, minutes, LIMIT)
        begun = oracle.subtract(at, minutes, LIMIT)

        if due is None:
            assert _later(calendar, at, amount) > at + LIMIT
        else:
            assert arithmetic.add_working_time(calendar, at, amount) == due
        if begun is None:
            assert _earlier(calendar, at, amount) < at - LIMIT
        else:
            assert arithmetic.subtract_working_time(calendar, at, amount) == begun

    @ORACLE
    @given(case=cases(), minutes=st.integers(0, 5 * 1440))
    def test_counting_and_asking(self, case: Case, minutes: int) -> None:
        source, at = case
        calendar, oracle = parse_calendar(source), Oracle(source)
        until = at + minutes * MINUTE

        asked = dict(oracle.minutes(at, until))
        worked = sum((MINUTE for is_worked in asked.values() if is_worked), timedelta())

        assert arithmetic.working_time_between(calendar, at, until) == worked
        for now in list(asked)[:: max(1, len(asked) // 50)]:
            assert arithmetic.is_open(calendar, now) is asked[now]


def _later(calendar: Calendar, at: datetime, amount: timedelta) -> datetime:
    """Return the due time, or the end of time when the desk never opens again."""
    try:
        return arithmetic.add_working_time(calendar, at, amount)
    except arithmetic.NoWorkingTime:
        return datetime.max.replace(tzinfo=at.tzinfo)


def _earlier(calendar: Calendar, at: datetime, amount: timedelta) -> datetime:
    """Return the time begun, or the beginning of time when the desk was never open before."""
    try:
        return arithmetic.subtract_working_time(calendar, at, amount)
    except arithmetic.NoWorkingTime:
        return datetime.min.replace(tzinfo=at.tzinfo)
