"""Hours of teams and people that differ from the workspace's."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from tests.build import NOON
from vaste.calendars import arithmetic
from vaste.routing import hours

BASE = {"zone": "Europe/Helsinki", "hours": {"mon-fri": "08:00-17:00"}}
HOUR = datetime.timedelta(hours=1)


class TestCalendarOf:
    def test_the_last_word_counts(self) -> None:
        team = {"zone": "Europe/Lisbon"}
        own = {"hours": {"mon": "12:00-20:00"}}

        assert arithmetic.is_open(hours.calendar_of(BASE), NOON)
        assert arithmetic.is_open(hours.calendar_of(BASE, team), NOON)
        assert not arithmetic.is_open(hours.calendar_of(BASE, team, own), NOON)
        assert arithmetic.is_open(hours.calendar_of(BASE, team, own), NOON + 2 * HOUR)

    def test_nothing_that_differs_is_the_workspaces(self) -> None:
        assert hours.calendar_of(BASE, None, {}) is hours.calendar_of(BASE)


class TestCheckHours:
    @pytest.mark.parametrize(
        ("told", "path"),
        [
            ({"zone": "Europe/Helsingfors"}, "zone"),
            ({"hours": {"mon": "17:00-17:00"}}, "hours.mon"),
            ({"hours": {"mon": ["08:00-12:00", "11:00-13:00"]}}, "hours.mon"),
            ({"hours": {"noday": "08:00-12:00"}}, "hours.noday"),
            ({"hours": {"mon": "closed"}}, "hours"),
            ({"hours": {"mon": "08:00-12:00"}, "closed": ["2026-01-01..2031-12-31"]}, "hours"),
        ],
    )
    def test_says_what_is_impossible(self, told: dict[str, Any], path: str) -> None:
        problems = hours.check_hours(BASE, told, at=NOON)

        assert [one.path for one in problems] == [path]
        assert problems[0].remedy

    def test_what_is_possible_passes(self) -> None:
        assert hours.check_hours(BASE, {"hours": {"sat-sun": "22:00-06:00"}}, at=NOON) == []
