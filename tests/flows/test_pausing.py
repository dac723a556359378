"""Pausing a lead's clocks: paused time is not counted, to the second of working time."""

from __future__ import annotations

import datetime

import pytest
from django.db import IntegrityError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from tests import build
from tests.build import NOON, Office
from tests.flows.at_work import HOUR, MINUTE, TOMORROW, clock, lead_now, log, verbs
from vaste.calendars import arithmetic
from vaste.calendars.calendar import Calendar
from vaste.definitions.queries import default_source
from vaste.flows import clocks, define, pausing, work
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Lead
from vaste.sla import pauses
from vaste.sla.models import Pause

DAY = datetime.timedelta(days=1)


def pause(office: Office, lead: Lead, *, at: datetime.datetime, until: datetime.datetime) -> Pause:
    return pausing.pause(
        office.id, lead.id, reason="waiting_for_buyer", until=until, by=office.ada, at=at
    )


def source(**sections: str) -> str:
    """Return the default definition with sections added."""
    return default_source() + "\n" + "\n".join(sections.values()) + "\n"


@pytest.mark.django_db
class TestPause:
    def test_leaves_as_much_time_as_there_was(self) -> None:
        office = build.office()
        lead = build.lead(office, request_type="offer")
        pause(office, lead, at=NOON + 5 * MINUTE, until=NOON + 4 * HOUR)

        pausing.resume(office.id, lead.id, by=office.ada, at=NOON + 65 * MINUTE)

        first = clock(office, lead, "take_over")
        assert (first.warn_at, first.due_at, first.give_back_at, first.fires_at) == (
            NOON + 71.25 * MINUTE, NOON + 75 * MINUTE, NOON + 90 * MINUTE, NOON + 71.25 * MINUTE,
        )  # fmt: skip
        assert (first.paused_at, first.paused_s, first.paused_working_s) == (None, 3600, 3600)
        assert lead_now(office, lead).due_at == NOON + 75 * MINUTE
        assert verbs(office, lead) == ["lead.received", "lead.paused", "lead.resumed"]

    def test_over_a_night_only_working_time_moves(self) -> None:
        office = build.office()
        lead = build.lead(office, request_type="offer")  # Monday noon; the office closes at 16
        pause(office, lead, at=NOON + 10 * MINUTE, until=NOON + 3 * DAY)

        pausing.resume(office.id, lead.id, by=office.ada, at=NOON + DAY + 10 * MINUTE)

        contact = clock(office, lead, "first_contact")
        assert contact.due_at == NOON + DAY + HOUR
        assert contact.paused_s == 24 * 3600
        calendar = define_calendar(office)
        worked = arithmetic.working_time_between(calendar, NOON, NOON + DAY)
        assert contact.paused_working_s == worked.total_seconds()

    def test_nothing_fires_while_it_stands_still(self) -> None:
        office = build.office()
        lead = build.lead(office, request_type="offer")
        pause(office, lead, at=NOON + 5 * MINUTE, until=NOON + 4 * HOUR)

        assert clocks.fire_due(office.id, at=NOON + 3 * HOUR) == 0

    def test_what_has_passed_is_told_first(self) -> None:
        office = build.office()
        lead = build.lead(office, request_type="offer")

        pause(office, lead, at=NOON + 12 * MINUTE, until=NOON + 4 * HOUR)

        assert "lead.clock_warned" in verbs(office, lead)
        pausing.resume(office.id, lead.id, by=office.ada, at=NOON + HOUR)
        first = clock(office, lead, "take_over")
        assert (first.due_at, first.fires_at) == (NOON + 63 * MINUTE, NOON + 63 * MINUTE)

    def test_a_contact_met_late_by_the_wall_clock_is_in_time(self) -> None:
        office = build.office()
        lead = build.lead(office, request_type="offer")
        work.take_over(office.id, lead.id, by=office.ada, at=NOON + MINUTE)
        pause(office, lead, at=NOON + 30 * MINUTE, until=NOON + 3 * HOUR)

        log(office, lead, office.ada, at=NOON + 2 * HOUR)

        met = clock(office, lead, "first_contact")
        assert (met.breached_at, met.raw_s, met.working_s) == (None, 7200, 1800)

    @pytest.mark.parametrize(
        ("reason", "until", "field"),
        [
            ("tired", NOON + HOUR, "reason"),
            ("other", NOON, "until"),
            ("other", NOON + 61 * DAY, "until"),
        ],
    )
    def test_refuses_and_writes_nothing(
        self, reason: str, until: datetime.datetime, field: str
    ) -> None:
        office = build.office()
        lead = build.lead(office)

        with pytest.raises(work.NotGiven) as refused:
            pausing.pause(office.id, lead.id, reason=reason, until=until, by=office.ada, at=NOON)

        assert refused.value.field == field
        assert lead_now(office, lead).version == lead.version

    def test_twice_is_refused_by_verb_and_by_constraint(self) -> None:
        office = build.office()
        lead = build.lead(office)
        pause(office, lead, at=NOON, until=NOON + HOUR)

        with pytest.raises(pausing.AlreadyPaused):
            pause(office, lead, at=NOON, until=NOON + HOUR)
        with pytest.raises(IntegrityError), inside(office.id):
            pauses.begin(
                office.id, lead.id, reason="other", note="", until=NOON + HOUR,
                by=office.ada.pk, at=NOON,
            )  # fmt: skip

    def test_ends_with_the_lead(self) -> None:
        office = build.office()
        lead = build.lead(office)
        pause(office, lead, at=NOON, until=NOON + HOUR)

        work.close(
            office.id, lead.id, outcome="lost", reason="price", by=office.ada, at=NOON + MINUTE
        )

        with inside(office.id):
            assert Pause.objects.within(office.id).get().resumed_at == NOON + MINUTE
        with pytest.raises(work.Closed):
            pausing.resume(office.id, lead.id, by=office.ada, at=NOON + HOUR)


def define_calendar(office: Office) -> Calendar:
    with inside(office.id):
        return define.in_force(office.id).calendar


@pytest.mark.django_db
class TestEndOver:
    def test_ends_at_its_time_even_when_the_worker_is_late(self) -> None:
        office = build.office()
        lead = build.lead(office, request_type="offer")
        pause(office, lead, at=NOON + 5 * MINUTE, until=NOON + HOUR)
        with inside(office.id):
            assert pauses.next_end(office.id) == NOON + HOUR

        assert pausing.end_over(office.id, at=NOON + 59 * MINUTE) == 0
        assert pausing.end_over(office.id, at=NOON + 3 * HOUR) == 1
        assert pausing.end_over(office.id, at=NOON + 3 * HOUR) == 0

        first = clock(office, lead, "take_over")
        assert first.due_at == NOON + 70 * MINUTE
        assert clocks.fire_due(office.id, at=NOON + 3 * HOUR) == 2


@pytest.mark.django_db
class TestBuyerWrote:
    POLICY = "sla: {milestones: {next_contact: {within: 2 hours}}}"

    def _answered(self, office: Office) -> Lead:
        lead = build.lead(office, request_type="offer")
        log(office, lead, office.ada, at=NOON + 5 * MINUTE)
        return lead

    def test_starts_the_next_contact_once(self) -> None:
        office = build.office(source=source(sla=self.POLICY))
        lead = self._answered(office)

        for minutes in (10, 40):
            log(
                office, lead, office.ada, channel="email", outcome="replied", direction="in",
                at=NOON + minutes * MINUTE,
            )  # fmt: skip

        running = clock(office, lead, "next_contact")
        assert (running.started_at, running.due_at) == (NOON + 10 * MINUTE, NOON + 130 * MINUTE)
        assert lead_now(office, lead).due_at == NOON + 130 * MINUTE

    def test_our_answer_meets_it(self) -> None:
        office = build.office(source=source(sla=self.POLICY))
        lead = self._answered(office)
        told = {"channel": "email", "outcome": "replied", "direction": "in"}
        log(office, lead, office.ada, at=NOON + 10 * MINUTE, **told)

        log(office, lead, office.ada, channel="email", outcome="sent", at=NOON + 20 * MINUTE)

        assert clock(office, lead, "next_contact").raw_s == 600

    def test_an_automatic_reply_is_neither_contact_nor_word(self) -> None:
        office = build.office(source=source(sla=self.POLICY))
        lead = build.lead(office, request_type="offer")

        logged = log(
            office, lead, office.ada, channel="email", outcome="auto_reply", direction="in",
            at=NOON + 5 * MINUTE,
        )  # fmt: skip

        assert logged.is_contact is False
        assert clock(office, lead, "first_contact").met_at is None

    def test_ends_a_pause(self) -> None:
        office = build.office()
        lead = build.lead(office)
        work.take_over(office.id, lead.id, by=office.ada, at=NOON)
        pause(office, lead, at=NOON + MINUTE, until=TOMORROW)

        log(
            office, lead, office.ada, channel="email", outcome="replied", direction="in",
            at=NOON + 5 * MINUTE,
        )  # fmt: skip

        with inside(office.id):
            assert Pause.objects.within(office.id).get().resumed_at == NOON + 5 * MINUTE


@pytest.mark.django_db(transaction=True)
class TestPausedTime:
    @settings(
        max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
    )
    @given(
        some.lists(
            some.tuples(some.integers(1, 600), some.integers(1, 3000)), min_size=1, max_size=3
        )
    )
    def test_due_is_start_plus_promise_plus_pauses_in_working_time(
        self, spells: list[tuple[int, int]]
    ) -> None:
        office = build.office()
        lead = build.lead(office)  # cold: 24 hours of working time
        at = NOON
        for running, paused in spells:
            at += running * MINUTE
            pause(office, lead, at=at, until=at + 50 * DAY)
            at += paused * MINUTE
            pausing.resume(office.id, lead.id, by=office.ada, at=at)

        contact = clock(office, lead, "first_contact")
        counted = arithmetic.working_time_between(define_calendar(office), NOON, contact.due_at)
        promised = 24 * HOUR + datetime.timedelta(seconds=contact.paused_working_s)
        assert counted == promised
