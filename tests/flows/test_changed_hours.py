"""Changed hours of a team: every clock keeps what it had left at that instant, however late."""

from __future__ import annotations

import datetime
import threading
from contextlib import suppress
from typing import Any

import pytest
from django.db import Error, OperationalError

from tests import build
from tests.build import NOON, Office
from tests.flows.at_work import HOUR, MINUTE, clock, lead_now, log
from tests.flows.test_clocks import levels
from tests.racing import PATIENCE_S, at_once, until_somebody_waits
from vaste.definitions.queries import default_source
from vaste.flows import changed_hours, clocks, closing, define, pausing, reclocking, rosters, work
from vaste.infra import sql
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Lead
from vaste.routing.models import Team
from vaste.sla.models import Clock, Retiming

IN_TEAM_HOURS = f"{default_source()}\nsla: {{calendar: team}}\n"
DAY = 24 * HOUR
#: NOON is a Monday noon in Helsinki; the office works from 8 to 17.
FROM_TWO = {"hours": {"mon-fri": "14:00-20:00"}}
UNTIL_FIVE_PAST = {"hours": {"mon-fri": "08:00-12:05"}}
ROUND_THE_CLOCK = {"hours": {"mon-sun": "00:00-24:00"}}
AT = NOON + 5 * MINUTE


def office_of(*, source: str = IN_TEAM_HOURS) -> Office:
    return build.office(source=source)


def set_hours(office: Office, calendar: dict[str, Any] | None, at: datetime.datetime = AT) -> None:
    rosters.set_team(
        office.id, office.team.id, name="Sales", manager_id=office.mo.pk, calendar=calendar,
        require_shift=False, at=at, by=office.mo.pk,
    )  # fmt: skip


def run(office: Office, at: datetime.datetime) -> int:
    steps = 0
    while changed_hours.step(office.id, at=at):
        steps += 1
    return steps


def rows(office: Office) -> list[Retiming]:
    with inside(office.id):
        return list(Retiming.objects.within(office.id).order_by("team_id", "number"))


def dues(office: Office, milestone: str = "take_over") -> set[datetime.datetime]:
    with inside(office.id):
        found = Clock.objects.within(office.id).filter(milestone=milestone)
        return set(found.values_list("due_at", flat=True))


@pytest.fixture
def one_lead_a_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changed_hours, "LEADS_A_STEP", 1)


@pytest.mark.django_db
class TestSteps:
    def test_a_small_book_is_moved_at_once(self) -> None:
        office = office_of()
        build.lead(office, request_type="offer")

        set_hours(office, FROM_TWO)

        assert dues(office) == {NOON + 130 * MINUTE}
        (row,) = rows(office)
        assert (row.total, row.done, row.moved, row.finished_at) == (1, 1, 1, AT)

    def test_a_larger_one_in_steps_after_the_answer(self, one_lead_a_step: None) -> None:
        office = office_of()
        for _ in range(3):
            build.lead(office, request_type="offer")

        set_hours(office, FROM_TWO)
        assert dues(office) == {NOON + 15 * MINUTE}
        assert run(office, AT + HOUR) == 3

        assert dues(office) == {NOON + 130 * MINUTE}
        (row,) = rows(office)
        assert (row.total, row.done, row.moved) == (3, 3, 3)
        assert (row.due_at, row.finished_at) == (None, AT + HOUR)
        with inside(office.id):
            assert changed_hours.next_step(office.id) is None

    def test_goes_on_where_a_killed_worker_stood(
        self, one_lead_a_step: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        office = office_of()
        for _ in range(5):
            build.lead(office, request_type="offer")
        set_hours(office, FROM_TWO)
        calls, write = [], reclocking.write

        def dying(*args: Any) -> int:
            calls.append(args)
            count = write(*args)
            if len(calls) in (2, 4):
                raise OperationalError("killed")
            return count

        monkeypatch.setattr(reclocking, "write", dying)
        for _ in range(9):
            with suppress(OperationalError):
                changed_hours.step(office.id, at=AT + HOUR)

        assert dues(office) == {NOON + 130 * MINUTE}
        (row,) = rows(office)
        assert (row.done, row.moved, row.finished_at) == (5, 5, AT + HOUR)

    def test_a_newer_change_ends_an_older_ones_run_and_moves_what_is_left_through_both(
        self, one_lead_a_step: None
    ) -> None:
        office = office_of()
        for _ in range(3):
            build.lead(office, request_type="offer")

        set_hours(office, UNTIL_FIVE_PAST)  # ten minutes are left, from eight tomorrow
        changed_hours.step(office.id, at=AT)
        set_hours(office, ROUND_THE_CLOCK, at=AT + 3 * HOUR)
        run(office, AT + 4 * HOUR)

        assert dues(office) == {AT + 3 * HOUR + 10 * MINUTE}
        first, second = rows(office)
        assert (first.due_at, first.done, first.total) == (None, 1, 3)
        assert (second.due_at, second.done, second.total) == (None, 3, 3)

    def test_a_lead_that_comes_after_the_change_counts_in_the_new_hours_from_its_start(
        self, one_lead_a_step: None
    ) -> None:
        office = office_of()
        for _ in range(2):
            build.lead(office, request_type="offer")
        set_hours(office, FROM_TWO)

        late = build.lead(office, request_type="offer", at=AT + MINUTE)
        run(office, AT + 2 * MINUTE)

        assert clock(office, late, "take_over").due_at == NOON + 135 * MINUTE

    def test_no_clock_in_the_workspaces_hours_is_asked(self) -> None:
        office = build.office()
        build.lead(office, request_type="offer")

        set_hours(office, FROM_TWO)

        assert (dues(office), rows(office)) == ({NOON + 15 * MINUTE}, [])


@pytest.mark.django_db
class TestBetweenTheChangeAndTheStep:
    def held(self, *calendars: dict[str, Any]) -> tuple[Office, Lead]:
        """Return an office whose hours have changed, and a lead whose clocks have not yet."""
        office = office_of()
        lead = build.lead(office, request_type="offer")
        build.lead(office, request_type="offer")
        for number, calendar in enumerate(calendars):
            set_hours(office, calendar, at=AT + number * MINUTE)
        return office, lead

    def test_nobody_is_told_a_breach_by_hours_that_no_longer_count(
        self, one_lead_a_step: None
    ) -> None:
        office, lead = self.held(UNTIL_FIVE_PAST)

        clocks.fire_due(office.id, at=NOON + 20 * MINUTE)

        assert levels(office) == []
        assert clock(office, lead, "take_over").due_at == NOON + 20 * HOUR + 10 * MINUTE
        assert lead_now(office, lead).due_at == NOON + HOUR  # the first contact, which never waits

    def test_nobody_gains_time_by_the_delay(self, one_lead_a_step: None) -> None:
        office = office_of()
        evening = NOON + 4 * HOUR + 55 * MINUTE  # five to five
        leads = [build.lead(office, request_type="offer", at=evening) for _ in range(2)]
        assert clock(office, leads[0], "take_over").due_at == evening + 15 * HOUR + 15 * MINUTE
        set_hours(office, ROUND_THE_CLOCK, at=evening + MINUTE)

        work.take_over(office.id, leads[0].id, by=office.ada, at=evening + HOUR)
        run(office, evening + 2 * HOUR)

        for lead in leads:
            met = clock(office, lead, "take_over")
            assert met.due_at == evening + 15 * MINUTE
        assert clock(office, leads[0], "take_over").breached_at == evening + 15 * MINUTE
        clocks.fire_due(office.id, at=evening + 2 * HOUR)
        assert clock(office, leads[1], "take_over").breached_at == evening + 15 * MINUTE

    def test_a_snooze_is_held_against_later_times_of_the_new_hours(
        self, one_lead_a_step: None
    ) -> None:
        office, lead = self.held(FROM_TWO)
        until = NOON + 30 * MINUTE  # a quarter of an hour after the old time to take it over

        work.snooze(office.id, lead.id, until=until, by=office.ada, at=NOON + 6 * MINUTE)

        assert (lead_now(office, lead).state, lead_now(office, lead).due_at) == ("snoozed", until)
        assert clock(office, lead, "take_over").due_at == NOON + 130 * MINUTE
        run(office, NOON + 7 * MINUTE)
        assert lead_now(office, lead).due_at == until

    def test_and_against_earlier_ones(self, one_lead_a_step: None) -> None:
        office = office_of()
        evening = NOON + 4 * HOUR + 55 * MINUTE
        leads = [build.lead(office, request_type="offer", at=evening) for _ in range(2)]
        set_hours(office, ROUND_THE_CLOCK, at=evening + MINUTE)

        until, now = evening + HOUR, evening + 2 * MINUTE
        for lead in leads:
            with pytest.raises(work.NotGiven) as refused:
                work.snooze(office.id, lead.id, until=until, by=office.ada, at=now)
            assert refused.value.field == "until"
            assert lead_now(office, lead).state == "open"

    def test_what_is_snoozed_already_comes_back_by_the_time_that_is_promised_now(
        self, one_lead_a_step: None
    ) -> None:
        office = office_of()
        evening = NOON + 4 * HOUR + 55 * MINUTE
        leads = [build.lead(office, request_type="offer", at=evening) for _ in range(2)]
        soon, late = evening + 10 * MINUTE, evening + 10 * HOUR
        for lead, until in zip(leads, (soon, late), strict=True):
            work.snooze(office.id, lead.id, until=until, by=office.ada, at=evening)
        set_hours(office, ROUND_THE_CLOCK, at=evening + MINUTE)

        run(office, evening + 2 * MINUTE)

        due = evening + 15 * MINUTE
        assert [lead_now(office, lead).due_at for lead in leads] == [soon, due]
        assert lead_now(office, leads[1]).next_step_at == late
        assert clocks.wake_snoozed(office.id, at=due) == 2

    def test_an_answer_in_time_is_met_by_the_new_hours(self, one_lead_a_step: None) -> None:
        office, lead = self.held(UNTIL_FIVE_PAST)

        work.take_over(office.id, lead.id, by=office.ada, at=NOON + 30 * MINUTE)

        met = clock(office, lead, "take_over")
        assert (met.breached_at, met.due_at) == (None, NOON + 20 * HOUR + 10 * MINUTE)

    def test_a_pause_keeps_what_was_left_and_runs_on_in_the_new_hours(
        self, one_lead_a_step: None
    ) -> None:
        office, lead = self.held(ROUND_THE_CLOCK)

        pausing.pause(
            office.id, lead.id, reason="other", until=NOON + 5 * DAY, by=office.ada,
            at=NOON + 7 * MINUTE,
        )  # fmt: skip
        set_hours(office, FROM_TWO, at=NOON + HOUR)
        pausing.resume(office.id, lead.id, by=office.ada, at=NOON + 3 * HOUR)

        # Eight minutes were left when it was paused, and three in the afternoon is open.
        assert clock(office, lead, "take_over").due_at == NOON + 3 * HOUR + 8 * MINUTE

    def test_what_is_paused_when_hours_change_keeps_what_it_had_left(self) -> None:
        office = office_of()
        lead = build.lead(office, request_type="offer")
        pausing.pause(
            office.id, lead.id, reason="other", until=NOON + 5 * DAY, by=office.ada,
            at=NOON + 7 * MINUTE,
        )  # fmt: skip

        set_hours(office, FROM_TWO, at=NOON + HOUR)
        assert clock(office, lead, "take_over").fires_at is None
        pausing.resume(office.id, lead.id, by=office.ada, at=NOON + 3 * HOUR)

        assert clock(office, lead, "take_over").due_at == NOON + 3 * HOUR + 8 * MINUTE

    def test_the_first_contact_never_gets_later(self, one_lead_a_step: None) -> None:
        office, lead = self.held(UNTIL_FIVE_PAST, ROUND_THE_CLOCK)

        log(office, lead, office.ada, at=NOON + 40 * MINUTE)

        met = clock(office, lead, "first_contact")
        assert (met.due_at, met.breached_at) == (NOON + HOUR, None)

    def test_a_change_that_is_taken_back_leaves_everything_as_it_was(self) -> None:
        office = office_of()
        lead = build.lead(office, request_type="offer")
        before = {one: clock(office, lead, one) for one in ("take_over", "first_contact")}

        set_hours(office, {"hours": {"mon-fri": "08:00-12:10"}})
        set_hours(office, None, at=AT + MINUTE)

        for milestone, was in before.items():
            now = clock(office, lead, milestone)
            assert (now.warn_at, now.due_at, now.give_back_at) == (
                was.warn_at, was.due_at, was.give_back_at,
            ), milestone  # fmt: skip
        assert lead_now(office, lead).due_at == before["take_over"].due_at

    def test_a_change_that_began_earlier_and_is_stored_later_is_of_no_earlier_instant(self) -> None:
        office = office_of()
        build.lead(office, request_type="offer")
        set_hours(office, FROM_TWO, at=AT + MINUTE)
        set_hours(office, UNTIL_FIVE_PAST, at=AT)

        with inside(office.id):
            rows = Retiming.objects.within(office.id).order_by("number")
            assert [row.changed_at for row in rows] == [AT + MINUTE, AT + MINUTE]

    def test_a_team_that_closes_meanwhile_gives_on_what_was_left(
        self, one_lead_a_step: None
    ) -> None:
        source = IN_TEAM_HOURS.replace("  default: sales", "  default: north")
        office = office_of(source=IN_TEAM_HOURS)
        leads = [build.lead(office, request_type="offer") for _ in range(2)]
        north = rosters.make_team(office.id, slug="north", name="North", at=NOON, by=None)
        with inside(office.id):
            Team.objects.within(office.id).filter(id=north.id).update(calendar=FROM_TWO)
            define.publish(office.id, source, by=None, at=NOON)
        set_hours(office, UNTIL_FIVE_PAST)  # ten minutes left, tomorrow

        closing.close_team(office.id, office.team.id, into=north.id, at=AT + MINUTE, by=None)
        run(office, AT + 5 * HOUR)

        for lead in leads:
            moved = clock(office, lead, "take_over")
            assert (moved.basis, moved.due_at) == (f"team:{north.id}", NOON + 130 * MINUTE)


@pytest.mark.django_db(transaction=True)
class TestTogether:
    """Real threads, and a connection that is really cut."""

    def test_workers_and_verbs_move_each_clock_once(self, one_lead_a_step: None) -> None:
        office = office_of()
        leads = [build.lead(office, request_type="offer") for _ in range(12)]
        set_hours(office, FROM_TWO)

        def take() -> None:
            for lead in leads[:6]:
                work.take_over(office.id, lead.id, by=office.ada, at=AT + MINUTE)

        def change() -> None:
            for number, hours in enumerate((UNTIL_FIVE_PAST, ROUND_THE_CLOCK)):
                set_hours(office, hours, at=AT + (number + 2) * MINUTE)

        def fire() -> None:
            for _ in range(20):
                clocks.fire_due(office.id, at=AT + 4 * MINUTE)

        at_once(
            *[lambda: run(office, AT + 3 * MINUTE)] * 2, take, change, fire,
        )  # fmt: skip
        run(office, AT + 5 * MINUTE)

        # Ten minutes were left at the first change, which put them to two o'clock; at the second
        # to tomorrow, and at the third to ten minutes after it.
        assert {clock(office, lead, "take_over").due_at for lead in leads[6:]} == {AT + 13 * MINUTE}
        assert all(clock(office, lead, "take_over").breached_at is None for lead in leads[:6])
        assert levels(office) == []

    def test_two_changes_at_once_are_one_after_the_other(self, one_lead_a_step: None) -> None:
        office = office_of()
        for _ in range(3):
            build.lead(office, request_type="offer")

        at_once(*[lambda: set_hours(office, FROM_TWO), lambda: set_hours(office, None)] * 2)
        run(office, AT + MINUTE)

        numbers = [row.number for row in rows(office)]
        assert numbers == list(range(1, len(numbers) + 1))
        with inside(office.id):
            team = Team.objects.within(office.id).get(id=office.team.id)
            behind = Clock.objects.within(office.id).exclude(hours_number=team.hours_number)
            assert (team.hours_number, behind.count()) == (len(numbers), 0)
        expected = NOON + (130 if team.calendar else 15) * MINUTE
        assert dues(office) == {expected}

    def test_a_step_whose_connection_is_cut_is_done_again(self, one_lead_a_step: None) -> None:
        office = office_of()
        leads = [build.lead(office, request_type="offer") for _ in range(3)]
        set_hours(office, FROM_TWO)
        changed_hours.step(office.id, at=AT)
        left = next(one for one in leads if clock(office, one, "take_over").due_at < AT + HOUR)
        held, ended = threading.Event(), threading.Event()
        seen: list[str] = []

        def hold() -> None:
            with inside(office.id):
                sql.run(
                    "SELECT l.id FROM leads_lead AS l WHERE l.workspace_id = %(workspace)s"
                    " AND l.team_id IS NOT NULL FOR UPDATE",
                    {"workspace": office.id},
                )
                held.set()
                _cut_whoever_waits()
                ended.wait(PATIENCE_S)

        def move() -> None:
            held.wait(PATIENCE_S)
            try:
                changed_hours.step(office.id, at=AT)
            except Error as cut:
                seen.append(type(cut).__name__)
            ended.set()

        at_once(hold, move)
        assert len(seen) == 1
        assert clock(office, left, "take_over").hours_number == 0
        run(office, AT + MINUTE)

        assert dues(office) == {NOON + 130 * MINUTE}
        (row,) = rows(office)
        assert (row.done, row.moved) == (3, 3)


def _cut_whoever_waits() -> None:
    """Cut the connections that wait for a lock of this transaction."""
    for pid in until_somebody_waits():
        sql.run("SELECT pg_terminate_backend(%(pid)s)", {"pid": pid})
