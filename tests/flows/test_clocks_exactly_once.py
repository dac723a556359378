"""Clocks against a plain model: whatever happens, each level fires once, and never too early."""

from __future__ import annotations

import datetime
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.db import connection
from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests import build
from tests.build import NOON
from vaste.definitions.queries import default_source
from vaste.flows import clocks, define, escalating, pausing, touch, work
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Notice
from vaste.sla.models import Clock, Escalation, Firing

SECOND = datetime.timedelta(seconds=1)
MOST_LEADS = 4
SOURCE = f"{default_source()}\nsla: {{milestones: {{next_contact: {{within: 20 minutes}}}}}}\n"
Level = tuple[uuid.UUID, str, str]  # lead, milestone, level


class Desk(RuleBasedStateMachine):
    """
    A desk whose clock is in the test's hands.

    The model holds, for each running clock, the levels that wait and the instant each is due; the
    expected firings grow only by what a worker, or a verb that ends a clock, may see as passed.
    """

    @initialize()
    def open(self) -> None:
        self.office = build.office(source=SOURCE)
        self.at = NOON
        self.waiting: dict[uuid.UUID, datetime.datetime] = {}  # since when a buyer waits
        self.answered: dict[uuid.UUID, datetime.datetime] = {}
        self.leads: list[uuid.UUID] = []
        self.contacts: dict[uuid.UUID, uuid.UUID] = {}
        self.replies = 0
        self.fired: set[Level] = set()
        self.version = 1

    # what happens ---------------------------------------------------------------------------------

    @precondition(lambda self: len(self.leads) < MOST_LEADS)
    @rule(hot=some.booleans())
    def arrive(self, hot: bool) -> None:
        told = {"request_type": "offer"} if hot else {}
        lead = build.lead(self.office, at=self.at, **told)
        self.leads.append(lead.id)
        self.contacts[lead.id] = lead.contact_id

    @rule(seconds=some.sampled_from([0, 1, 59, 300, 660, 900, 3600]))
    def go_on(self, seconds: int) -> None:
        self.at += seconds * SECOND

    @rule()
    def sleep_through_an_outage(self) -> None:
        self.at += datetime.timedelta(hours=2)

    @rule()
    def jump_to_the_next_firing(self) -> None:
        with inside(self.office.id):
            due = clocks.next_firing(self.office.id)
        self.at = max(self.at, due or self.at)

    @rule(workers=some.sampled_from([1, 2]), back=some.sampled_from([0, 0, 30, 7200]))
    def work(self, workers: int, back: int) -> None:
        """Let workers look, perhaps with a clock that was set back."""
        at = self.at - back * SECOND
        self._expect(at, ends=None)
        self._look(workers, at)

    @precondition(lambda self: self.leads)
    @rule(number=some.integers(0, MOST_LEADS - 1))
    def take_over(self, number: int) -> None:
        lead = self.leads[number % len(self.leads)]
        self._expect(self.at, ends=(lead, {"take_over"}))
        with suppress(work.AlreadyClaimed, work.Closed):
            work.take_over(self.office.id, lead, by=self.office.ada, at=self.at)

    @precondition(lambda self: self.leads)
    @rule(number=some.integers(0, MOST_LEADS - 1))
    def answer(self, number: int) -> None:
        lead = self.leads[number % len(self.leads)]
        self._expect(self.at, ends=(lead, {"take_over", "first_contact", "next_contact"}))
        self.waiting.pop(lead, None)
        self.answered[lead] = self.at
        work.log_contact(
            self.office.id, lead, channel="phone", outcome="reached", note="", next_step="call",
            next_step_at=self.at + datetime.timedelta(days=1), by=self.office.ada, at=self.at,
        )  # fmt: skip

    @precondition(lambda self: self.leads)
    @rule(
        number=some.integers(0, MOST_LEADS - 1),
        ago=some.sampled_from([0, 0, 45, 7200]),
        times=some.sampled_from([1, 2]),
        human=some.sampled_from([100, 100, 5]),
    )
    def buyer_writes(self, number: int, ago: int, times: int, human: int) -> None:
        """Tell of a reply, perhaps late, twice, or of one that a machine wrote."""
        lead, wrote = self.leads[number % len(self.leads)], self.at - ago * SECOND
        answered = self.answered.get(lead)
        if human > 50 and answered is not None and wrote > answered:
            self.waiting.setdefault(lead, wrote)
        self.replies += 1
        told = touch.Told(
            "email_reply", wrote, contact_id=self.contacts[lead], human=human,
            own_id=f"reply-{self.replies}",
        )  # fmt: skip
        for _ in range(times):
            touch.record_touches(self.office.id, [told], at=self.at)

    @precondition(lambda self: self.leads)
    @rule(number=some.integers(0, MOST_LEADS - 1))
    def pause(self, number: int) -> None:
        lead = self.leads[number % len(self.leads)]
        with inside(self.office.id):
            running = Clock.objects.within(self.office.id).filter(lead_id=lead, paused_at=None)
            if running.filter(met_at=None, stopped_at=None).exists():
                self._expect(self.at, ends=None, lead=lead, gives_back=False)
        with suppress(pausing.AlreadyPaused):
            pausing.pause(
                self.office.id, lead, reason="other", by=self.office.ada, at=self.at,
                until=self.at + datetime.timedelta(days=9),
            )  # fmt: skip

    @precondition(lambda self: self.leads)
    @rule(number=some.integers(0, MOST_LEADS - 1))
    def resume(self, number: int) -> None:
        lead = self.leads[number % len(self.leads)]
        with suppress(pausing.NotPaused):
            pausing.resume(self.office.id, lead, by=self.office.ada, at=self.at)

    @precondition(lambda self: self.version < 4)
    @rule(minutes=some.sampled_from([5, 15, 40]))
    def publish(self, minutes: int) -> None:
        self.version += 1
        source = SOURCE.replace("take_over: 15 minutes", f"take_over: {minutes} minutes")
        with inside(self.office.id):
            define.publish(self.office.id, source, by=self.office.mo.pk, at=self.at)
        from vaste.flows import rollout

        while rollout.step(self.office.id, at=self.at):
            pass

    # what must hold -------------------------------------------------------------------------------

    @invariant()
    def fired_is_what_the_model_says(self) -> None:
        if not hasattr(self, "office"):
            return
        with inside(self.office.id):
            of_clock = {
                one.id: (one.lead_id, one.milestone) for one in Clock.objects.within(self.office.id)
            }
            fired = Counter(
                (*of_clock[one.clock_id], one.level)
                for one in Firing.objects.within(self.office.id)
            )
            assert fired == Counter(self.fired)
            early = [
                one for one in Firing.objects.within(self.office.id) if one.due_at > one.fired_at
            ]
            assert early == []

    @invariant()
    def who_waits_is_whom_the_model_says(self) -> None:
        if not hasattr(self, "office"):
            return
        with inside(self.office.id):
            running = Clock.objects.within(self.office.id).filter(
                milestone="next_contact", met_at=None, stopped_at=None
            )
            assert {one.lead_id: one.started_at for one in running} == self.waiting

    def teardown(self) -> None:
        """In the end every step was taken once, and nobody was told the same twice."""
        if not hasattr(self, "office"):
            return
        with inside(self.office.id):
            taken = Escalation.objects.within(self.office.id)
            keys = Counter((one.clock_id, one.level, one.number) for one in taken)
            assert set(keys.values()) <= {1}
            told = Counter((n.user_id, n.key) for n in Notice.objects.within(self.office.id))
            assert set(told.values()) <= {1}

    # the model ------------------------------------------------------------------------------------

    def _expect(
        self,
        at: datetime.datetime,
        *,
        ends: tuple[uuid.UUID, set[str]] | None,
        lead: uuid.UUID | None = None,
        gives_back: bool = True,
    ) -> None:
        """
        Add what passes now: all that waits for a worker; for a verb that ends clocks, the levels
        of those that are broken already, without giving back.
        """
        with inside(self.office.id):
            running = Clock.objects.within(self.office.id).filter(
                met_at=None, stopped_at=None, paused_at=None
            )
            for one in running:
                if lead is not None and one.lead_id != lead:
                    continue
                if ends is not None and (one.lead_id != ends[0] or one.milestone not in ends[1]):
                    continue
                if ends is not None and one.due_at > at:
                    continue
                self.fired |= {
                    (one.lead_id, one.milestone, level)
                    for level, when in self._levels(one, gives_back=gives_back and ends is None)
                    if when <= at
                }

    def _levels(self, one: Clock, *, gives_back: bool) -> list[tuple[str, datetime.datetime]]:
        levels = [("warned", one.warn_at), ("breached", one.due_at)]
        if gives_back and one.give_back_at is not None:
            levels.append(("given_back", one.give_back_at))
        return levels

    def _look(self, workers: int, at: datetime.datetime) -> None:
        def look(_: int) -> None:
            try:
                while clocks.fire_due(self.office.id, at=at):
                    pass
                escalating.take_due(self.office.id, at=at)
            finally:
                if workers > 1:
                    connection.close()

        if workers == 1:
            look(0)
            return
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(look, range(workers)))
        look_again = clocks.fire_due(self.office.id, at=at)  # what both left to each other
        assert look_again >= 0


@pytest.mark.django_db(transaction=True)
class TestExactlyOnce:
    def test_whatever_happens_each_level_fires_once(self) -> None:
        run_state_machine_as_test(
            Desk,
            settings=settings(
                max_examples=12,
                stateful_step_count=25,
                deadline=None,
                derandomize=True,
                suppress_health_check=list(HealthCheck),
            ),
        )
