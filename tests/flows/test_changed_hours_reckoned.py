"""Changes of hours, pauses and late steps in any order, against times reckoned directly."""

from __future__ import annotations

import datetime
import os
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from tests import build
from tests.build import NOON
from tests.flows.at_work import clock
from tests.flows.test_changed_hours import IN_TEAM_HOURS, set_hours
from vaste.calendars import arithmetic
from vaste.calendars.calendar import Calendar
from vaste.definitions.queries import default_content
from vaste.flows import changed_hours, clocks, pausing, work
from vaste.infra.tenancy.context import inside
from vaste.routing.hours import calendar_of
from vaste.sla.models import Clock

CASES = int(os.environ.get("VASTE_HOURS_CASES", "15"))
BASE = default_content()["calendar"]
WEEKS: tuple[dict[str, Any] | None, ...] = (
    None,
    {"hours": {"mon-fri": "14:00-20:00"}},
    {"hours": {"mon-fri": "08:00-12:10"}},
    {"hours": {"mon-sun": "00:00-24:00"}},
    {"hours": {"tue": "22:00-03:00", "sat": "10:00-10:01"}},
    {"zone": "Asia/Tokyo"},
)
STEPS = some.lists(
    some.tuples(
        some.integers(1, 400),
        some.sampled_from(["hours", "hours", "step", "fire", "pause", "take"]),
        some.integers(0, len(WEEKS) - 1),
    ),
    min_size=2,
    max_size=9,
)


@dataclass
class Reckoned:
    """One clock as it should be: `told` its times, `free` those by its hours alone."""

    is_contact: bool
    calendar: Calendar
    told: tuple[datetime.datetime, ...]
    free: tuple[datetime.datetime, ...] = ()
    paused_at: datetime.datetime | None = None
    ended: bool = field(default=False)

    def __post_init__(self) -> None:
        self.free = self.free or self.told

    def change(self, new: Calendar, at: datetime.datetime) -> None:
        """Follow changed hours."""
        if not self.ended:
            since = min(at, self.paused_at or at)
            self.free = _moved(self.free, self.calendar, new, since, since)
            if not self.is_contact or self.free[1] <= self.told[1]:
                self.told = self.free
            self.calendar = new

    def pause(self, at: datetime.datetime) -> None:
        """Stand still, or run on."""
        if self.paused_at is None:
            self.paused_at = at
            return
        for name in ("told", "free"):
            times = _moved(getattr(self, name), self.calendar, self.calendar, self.paused_at, at)
            setattr(self, name, times)
        self.paused_at = None


def _moved(
    times: tuple[datetime.datetime, ...],
    old: Calendar,
    new: Calendar,
    since: datetime.datetime,
    on: datetime.datetime,
) -> tuple[datetime.datetime, ...]:
    return tuple(
        arithmetic.add_working_time(new, on, arithmetic.working_time_between(old, since, one))
        if one > since
        else one
        for one in times
    )


@pytest.mark.django_db
class TestAgainstTheReckoning:
    @settings(
        max_examples=CASES,
        deadline=None,
        database=None,
        suppress_health_check=[
            HealthCheck.too_slow, HealthCheck.function_scoped_fixture,
        ],
    )  # fmt: skip
    @given(doings=STEPS, a_step=some.sampled_from([1, 500]))
    def test_every_clock_ends_as_reckoned(
        self, doings: list[tuple[int, str, int]], a_step: int
    ) -> None:
        was, changed_hours.LEADS_A_STEP = changed_hours.LEADS_A_STEP, a_step
        try:
            self._go(doings)
        finally:
            changed_hours.LEADS_A_STEP = was

    def _go(self, doings: list[tuple[int, str, int]]) -> None:
        office, at = build.office(source=IN_TEAM_HOURS), NOON
        leads = [build.lead(office, request_type="offer") for _ in range(3)]
        one, usual = leads[0], calendar_of(BASE)
        expected = {
            milestone: Reckoned(milestone == "first_contact", usual, _times(found))
            for milestone in ("take_over", "first_contact")
            for found in [clock(office, one, milestone)]
        }
        for minutes, do, week in doings:
            at += datetime.timedelta(minutes=minutes, seconds=7)
            running = expected["take_over"]
            is_paused = expected["first_contact"].paused_at is not None
            if do == "hours":
                set_hours(office, WEEKS[week], at=at)
                for each in expected.values():
                    each.change(calendar_of(BASE, WEEKS[week]), at)
            elif do == "step":
                changed_hours.step(office.id, at=at)
            elif do == "fire":
                clocks.fire_due(office.id, at=at)
            elif do == "pause":
                self._pause(office, one, at, is_paused=is_paused)
                for each in expected.values():
                    if not each.ended:
                        each.pause(at)
            elif not running.ended and not is_paused:
                work.take_over(office.id, one.id, by=office.ada, at=at)
                running.ended = True
        while changed_hours.step(office.id, at=at):
            pass
        while clocks.fire_due(office.id, at=at):
            pass

        for milestone, each in expected.items():
            found = clock(office, one, milestone)
            assert _times(found) == each.told, milestone
            assert (found.met_at is not None) == each.ended
            ended_at = found.met_at or each.paused_at or at
            assert (found.breached_at is not None) == (each.told[1] <= ended_at), milestone
        with inside(office.id):
            numbers = Clock.objects.within(office.id).filter(met_at=None, stopped_at=None)
            assert len(set(numbers.values_list("hours_number", flat=True))) == 1

    def _pause(
        self, office: build.Office, lead: Any, at: datetime.datetime, *, is_paused: bool
    ) -> None:
        if is_paused:
            pausing.resume(office.id, lead.id, by=office.ada, at=at)
            return
        until = at + datetime.timedelta(days=50)
        pausing.pause(office.id, lead.id, reason="other", until=until, by=office.ada, at=at)


def _times(found: Clock) -> tuple[datetime.datetime, ...]:
    assert found.give_back_at is not None
    return found.warn_at, found.due_at, found.give_back_at
