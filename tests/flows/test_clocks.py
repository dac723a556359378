"""Promised times that pass: each level told once, leads given back, snoozed leads woken."""

from __future__ import annotations

import datetime
import threading
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.db import connection

from tests import build
from tests.build import NOON, Office
from tests.racing import PATIENCE_S
from vaste.flows import clocks, work
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Lead, Notice
from vaste.ledger.models import Event
from vaste.routing.models import Claim
from vaste.sla.models import Clock, Firing
from vaste.workspaces.models import User

MINUTE = datetime.timedelta(minutes=1)
HOUR = datetime.timedelta(hours=1)


def levels(office: Office) -> list[tuple[str, str]]:
    """Return what has fired, by due time: (milestone, level)."""
    with inside(office.id):
        of_clock = {one.id: one.milestone for one in Clock.objects.within(office.id)}
        firings = Firing.objects.within(office.id).order_by("due_at", "id")
        return [(of_clock[one.clock_id], one.level) for one in firings]


def notices(office: Office) -> Counter[tuple[str, str]]:
    names = {office.mo.pk: "mo", office.ada.pk: "ada", office.bob.pk: "bob"}
    with inside(office.id):
        return Counter((names[one.user_id], one.kind) for one in Notice.objects.within(office.id))


def owned_by_ada(office: Office) -> Lead:
    """Return a hot lead that Ada has taken over at NOON."""
    lead = build.lead(office, request_type="offer")
    work.take_over(office.id, lead.id, by=office.ada, at=NOON)
    with inside(office.id):
        return Lead.objects.within(office.id).get(id=lead.id)


@pytest.mark.django_db
class TestFireDue:
    def test_nothing_fires_before_its_time(self) -> None:
        office = build.office()
        build.lead(office, request_type="offer")

        assert clocks.fire_due(office.id, at=NOON + 11 * MINUTE) == 0
        assert levels(office) == []

    def test_warns_the_owner_when_three_quarters_are_gone(self) -> None:
        office = build.office()
        lead = build.lead(office, request_type="offer")
        owner = "ada" if lead.owner_id == office.ada.pk else "bob"

        assert clocks.fire_due(office.id, at=NOON + 12 * MINUTE) == 1

        assert levels(office) == [("take_over", "warned")]
        assert notices(office) == {(owner, "clock_warned"): 1}
        with inside(office.id):
            running = Clock.objects.within(office.id).get(milestone="take_over")
            assert (running.fires_at, running.breached_at) == (NOON + 15 * MINUTE, None)

    def test_a_breach_is_told_to_owner_and_manager_once(self) -> None:
        office = build.office()
        owned_by_ada(office)

        for minutes in (61, 61, 62):
            clocks.fire_due(office.id, at=NOON + minutes * MINUTE)

        assert levels(office) == [("first_contact", "warned"), ("first_contact", "breached")]
        assert notices(office) == {
            ("ada", "clock_warned"): 1,
            ("ada", "clock_breached"): 1,
            ("mo", "clock_breached"): 1,
        }
        with inside(office.id):
            late = Clock.objects.within(office.id).get(milestone="first_contact")
            assert late.breached_at == NOON + HOUR

    def test_an_uncontacted_lead_goes_back_to_the_pool(self) -> None:
        office = build.office()
        lead = owned_by_ada(office)

        clocks.fire_due(office.id, at=NOON + 75 * MINUTE)

        with inside(office.id):
            after = Lead.objects.within(office.id).get(id=lead.id)
            assert (after.owner_id, after.taken_over_at) == (None, None)
            assert (after.team_id, after.due_at) == (office.team.id, NOON + HOUR)
            claim = Claim.objects.within(office.id).get()
            assert (claim.released_at, claim.release_reason) == (NOON + 75 * MINUTE, "lapsed")
            told = Event.objects.within(office.id).get(verb="lead.lapsed")
            assert told.detail["owner"] == str(office.ada.pk)
            running = Clock.objects.within(office.id).get(milestone="first_contact")
            assert (running.fires_at, running.met_at) == (None, None)

    def test_a_lead_in_the_pool_does_not_lapse_again(self) -> None:
        office = build.office(reps=False)
        build.lead(office, request_type="offer")

        clocks.fire_due(office.id, at=NOON + 3 * HOUR)

        with inside(office.id):
            assert not Event.objects.within(office.id).filter(verb="lead.lapsed").exists()
        assert notices(office) == {("mo", "clock_breached"): 2, ("mo", "routing_nobody"): 1}

    def test_who_took_it_over_after_it_should_have_lapsed_keeps_it(self) -> None:
        office = build.office()
        lead = build.lead(office, request_type="offer")
        work.take_over(office.id, lead.id, by=office.bob, at=NOON + 2 * HOUR)

        clocks.fire_due(office.id, at=NOON + 2 * HOUR + MINUTE)

        with inside(office.id):
            after = Lead.objects.within(office.id).get(id=lead.id)
            assert after.owner_id == office.bob.pk
            assert Claim.objects.within(office.id).get().released_at is None

    def test_a_contacted_lead_is_never_given_back(self) -> None:
        office = build.office()
        lead = owned_by_ada(office)
        work.log_contact(
            office.id, lead.id, channel="phone", outcome="reached", note="", next_step="call",
            next_step_at=NOON + 24 * HOUR, by=office.ada, at=NOON + 5 * MINUTE,
        )  # fmt: skip

        assert clocks.fire_due(office.id, at=NOON + 10 * HOUR) == 0
        assert levels(office) == []

    def test_after_hours_of_silence_each_level_comes_once(self) -> None:
        office = build.office()
        build.lead(office, request_type="offer")

        assert clocks.fire_due(office.id, at=NOON + 50 * HOUR) == 2
        assert clocks.fire_due(office.id, at=NOON + 51 * HOUR) == 0

        assert Counter(levels(office)) == {
            (milestone, level): 1
            for milestone in ("take_over", "first_contact")
            for level in ("warned", "breached", "given_back")
        }


@pytest.mark.django_db(transaction=True)
class TestFireDueTogether:
    def test_four_workers_share_the_clocks(self) -> None:
        office = build.office()
        for _ in range(12):
            build.lead(office, request_type="offer")

        def fire(_: int) -> int:
            try:
                return clocks.fire_due(office.id, at=NOON + 13 * MINUTE)
            finally:
                connection.close()

        with ThreadPoolExecutor(4) as pool:
            counts = list(pool.map(fire, range(4)))

        assert sum(counts) == 12
        assert levels(office) == [("take_over", "warned")] * 12

    def test_a_lead_that_somebody_works_on_is_left_for_the_next_look(self) -> None:
        office = build.office()
        lead = build.lead(office, request_type="offer")
        is_held, may_go = threading.Event(), threading.Event()

        def hold() -> None:
            with inside(office.id):
                Lead.objects.within(office.id).select_for_update().get(id=lead.id)
                is_held.set()
                may_go.wait(PATIENCE_S)
            connection.close()

        with ThreadPoolExecutor(1) as pool:
            held = pool.submit(hold)
            is_held.wait(PATIENCE_S)
            first = clocks.fire_due(office.id, at=NOON + 13 * MINUTE)
            may_go.set()
            held.result()

        assert (first, clocks.fire_due(office.id, at=NOON + 13 * MINUTE)) == (0, 1)

    def test_workers_and_reps_never_wait_for_each_other_in_a_circle(self) -> None:
        office = build.office()
        leads = [build.lead(office, request_type="offer") for _ in range(6)]
        together = threading.Barrier(6)

        def work_on(by: User) -> None:
            together.wait()
            try:
                for number in range(18):
                    with suppress(work.AlreadyClaimed):
                        act = work.give_back if number % 3 else work.take_over
                        at = NOON + (10 + 5 * number) * MINUTE
                        act(office.id, leads[number % 6].id, by=by, at=at)
            finally:
                connection.close()

        def fire(_: int) -> None:
            together.wait()
            try:
                for number in range(18):
                    clocks.fire_due(office.id, at=NOON + (10 + 5 * number) * MINUTE)
            finally:
                connection.close()

        with ThreadPoolExecutor(6) as pool:
            reps = [pool.submit(work_on, by) for by in (office.ada, office.bob, office.mo)]
            workers = [pool.submit(fire, number) for number in range(3)]
            for one in (*reps, *workers):
                one.result()  # a deadlock would be raised here

        fired = Counter(_by_clock(office))
        assert fired
        assert set(fired.values()) == {1}


def _by_clock(office: Office) -> list[tuple[uuid.UUID, str]]:
    with inside(office.id):
        return [(one.clock_id, one.level) for one in Firing.objects.within(office.id)]


@pytest.mark.django_db
class TestFirePassed:
    def test_asks_only_for_the_milestones_named(self) -> None:
        office = build.office()
        lead = build.lead(office, request_type="offer")

        with inside(office.id):
            clocks.fire_passed(lead, ["first_contact"], at=NOON + 2 * HOUR)

        assert levels(office) == [("first_contact", "warned"), ("first_contact", "breached")]


@pytest.mark.django_db
class TestNextFiring:
    def test_is_the_earliest_of_the_running_clocks(self) -> None:
        office = build.office()
        build.lead(office, request_type="offer")

        with inside(office.id):
            assert clocks.next_firing(office.id) == NOON + 11.25 * MINUTE

    def test_is_none_when_nothing_runs(self) -> None:
        office = build.office()

        with inside(office.id):
            assert clocks.next_firing(office.id) is None


@pytest.mark.django_db
class TestWakeSnoozed:
    def test_brings_back_what_is_over_and_only_that(self) -> None:
        office = build.office()
        early, late = build.lead(office), build.lead(office)
        work.snooze(office.id, early.id, until=NOON + HOUR, by=office.ada, at=NOON)
        work.snooze(office.id, late.id, until=NOON + 2 * HOUR, by=office.ada, at=NOON)

        assert clocks.wake_snoozed(office.id, at=NOON + HOUR) == 1
        assert clocks.wake_snoozed(office.id, at=NOON + HOUR) == 0

        with inside(office.id):
            states = dict(Lead.objects.within(office.id).values_list("id", "state"))
            assert states == {early.id: "open", late.id: "snoozed"}
            told = Event.objects.within(office.id).get(verb="lead.woken")
            assert told.subject_id == early.id
            assert clocks.next_waking(office.id) == NOON + 2 * HOUR
