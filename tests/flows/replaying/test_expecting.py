"""When somebody is next at work, what a lead is promised, and what would be late."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

import pytest

from tests.build import NOON
from vaste.definitions.queries import default_content
from vaste.flows import define
from vaste.flows.replaying import expecting
from vaste.flows.replaying.expecting import Promises
from vaste.flows.replaying.roster import Crew, Seat
from vaste.routing.hours import calendar_of
from vaste.routing.rules import Span

HOUR = datetime.timedelta(hours=1)
DAY = 24 * HOUR
ADA = uuid.UUID(int=1)
HELSINKI = calendar_of({"zone": "Europe/Helsinki", "hours": {"mon-fri": "08:00-17:00"}})
MORNING = NOON - 4 * HOUR  # Monday, 8 o'clock in Helsinki
SATURDAY = MORNING + 5 * DAY
NEXT_MONDAY = MORNING + 7 * DAY


class TestWorksFrom:
    @pytest.mark.parametrize(
        ("absences", "at", "expected"),
        [
            ((), NOON, NOON),
            ((), SATURDAY, NEXT_MONDAY),
            (((MORNING, NOON + HOUR),), NOON, NOON + HOUR),
            (((MORNING, SATURDAY),), NOON, NEXT_MONDAY),
            (((NEXT_MONDAY, NEXT_MONDAY + DAY),), SATURDAY, NEXT_MONDAY + DAY),
            (((MORNING, SATURDAY), (SATURDAY, NEXT_MONDAY + HOUR)), NOON, NEXT_MONDAY + HOUR),
            (((MORNING, None),), NOON, None),
        ],
    )
    def test_is_the_first_instant_in_their_hours_and_outside_absences(
        self, absences: list[Span], at: datetime.datetime, expected: datetime.datetime | None
    ) -> None:
        assert expecting.works_from(HELSINKI, absences, at) == expected


class TestPromises:
    def made(self, calendar: str, crew: Crew | None = None) -> Promises:
        content: dict[str, Any] = {**default_content(), "sla": {"calendar": calendar}}
        return Promises(define.compile_definition(content, 1), {"sales": crew or Crew()})

    def test_count_in_the_calendar_that_the_policies_name(self) -> None:
        evening = MORNING + 10 * HOUR  # 18 o'clock in Helsinki, 16 in London
        late = Crew(calendar={"hours": {"mon-fri": "08:00-20:00"}})
        due = {
            told: self.made(told, late).due("hot", "sales", "Europe/London", evening)
            for told in ("workspace", "team", "buyer")
        }

        quarter = HOUR / 4
        assert due == {
            "workspace": {
                "take_over": MORNING + DAY + quarter,
                "first_contact": MORNING + DAY + HOUR,
            },
            "team": {"take_over": evening + quarter, "first_contact": evening + HOUR},
            "buyer": {"take_over": evening + quarter, "first_contact": evening + HOUR},
        }

    def test_of_a_category_that_is_not_there_are_none(self) -> None:
        assert self.made("workspace").due("boiling", "sales", "", NOON) == {}

    def test_somebody_works_in_their_own_hours_else_the_teams(self) -> None:
        crew = Crew(calendar={"hours": {"mon-fri": "10:00-12:00"}})
        promises = self.made("workspace", crew)
        own = Seat(ADA, calendar={"hours": {"mon-fri": "13:00-15:00"}})

        told = [
            expecting.works_from(promises.hours_of(crew, seat), (), MORNING)
            for seat in (Seat(ADA), own)
        ]

        assert told == [MORNING + 2 * HOUR, MORNING + 5 * HOUR]


class TestLate:
    def test_is_what_is_due_before_anybody_begins(self) -> None:
        due = {"take_over": NOON, "first_contact": NOON + HOUR}

        found = [expecting.late(due, when) for when in (NOON - HOUR, NOON, NOON + 2 * HOUR, None)]

        assert found == [[], ["take_over"], list(due), list(due)]
