"""Working on a lead: who may, what is written, and that nothing is written when it is refused."""

from __future__ import annotations

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from tests import build
from tests.build import NOON
from tests.flows.at_work import (
    HOUR,
    MINUTE,
    claims,
    clock,
    lead_now,
    nothing_changed,
    verbs,
)
from vaste.flows import work
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Notice
from vaste.ledger.models import Outbox
from vaste.routing.models import Claim
from vaste.sla.models import Firing
from vaste.workspaces.models import User


@pytest.mark.django_db
class TestTakeOver:
    def test_makes_the_owner_and_meets_the_take_over_clock(self) -> None:
        office = build.office()
        lead = build.lead(office, request_type="offer")

        work.take_over(office.id, lead.id, by=office.bob, at=NOON + 10 * MINUTE)

        after = lead_now(office, lead)
        assert (after.owner_id, after.taken_over_at) == (office.bob.pk, NOON + 10 * MINUTE)
        assert after.due_at == NOON + HOUR
        assert after.version == lead.version + 1
        met = clock(office, lead, "take_over")
        assert (met.met_at, met.raw_s, met.working_s) == (NOON + 10 * MINUTE, 600, 600)
        assert (met.fires_at, met.breached_at) == (None, None)
        assert clock(office, lead, "first_contact").met_at is None
        assert verbs(office, lead) == ["lead.received", "lead.claimed"]

    def test_tells_the_screens_of_who_had_it_too(self) -> None:
        office = build.office()
        lead = build.lead(office)
        other = office.bob if lead.owner_id == office.ada.pk else office.ada

        work.take_over(office.id, lead.id, by=other, at=NOON)

        with inside(office.id):
            told = Outbox.objects.within(office.id).order_by("id").last()
            assert told is not None
            assert told.notice == {
                "topic": "leads",
                "leads": [str(lead.id)],
                "teams": [str(lead.team_id)],
                "users": sorted([str(office.ada.pk), str(office.bob.pk)]),
            }

    def test_the_second_rep_loses_and_writes_nothing(self) -> None:
        office = build.office()
        lead = build.lead(office)
        held = work.take_over(office.id, lead.id, by=office.ada, at=NOON)
        before = lead_now(office, lead)

        with pytest.raises(work.AlreadyClaimed) as lost:
            work.take_over(office.id, lead.id, by=office.bob, at=NOON + MINUTE)

        assert lost.value.claim == held
        assert lead_now(office, lead).version == before.version
        assert claims(office, lead) == [(office.ada.pk, True, "")]
        assert verbs(office, lead) == ["lead.received", "lead.claimed"]

    def test_again_by_the_same_person_changes_nothing(self) -> None:
        office = build.office()
        lead = build.lead(office)
        first = work.take_over(office.id, lead.id, by=office.ada, at=NOON)

        again = work.take_over(office.id, lead.id, by=office.ada, at=NOON + MINUTE)

        assert (again.id, again.claimed_at) == (first.id, NOON)
        assert verbs(office, lead) == ["lead.received", "lead.claimed"]

    def test_late_tells_the_breach_that_the_worker_has_not_told_yet(self) -> None:
        office = build.office()
        lead = build.lead(office, request_type="offer")

        work.take_over(office.id, lead.id, by=office.bob, at=NOON + 20 * MINUTE)

        met = clock(office, lead, "take_over")
        assert (met.breached_at, met.met_at) == (NOON + 15 * MINUTE, NOON + 20 * MINUTE)
        assert verbs(office, lead) == [
            "lead.received", "lead.clock_warned", "lead.clock_breached", "lead.claimed",
        ]  # fmt: skip
        with inside(office.id):
            firings = Firing.objects.within(office.id).order_by("due_at", "id")
            assert [one.level for one in firings] == ["warned", "breached"]
            told = Notice.objects.within(office.id).filter(kind="clock_breached")
            assert {one.user_id for one in told} == {lead.owner_id, office.mo.pk}

    def test_just_in_time_is_not_warned_of(self) -> None:
        office = build.office()
        lead = build.lead(office, request_type="offer")

        work.take_over(office.id, lead.id, by=office.bob, at=NOON + 14 * MINUTE)

        assert verbs(office, lead) == ["lead.received", "lead.claimed"]

    def test_a_snoozed_lead_comes_back_at_once(self) -> None:
        office = build.office()
        lead = build.lead(office, request_type="offer")
        work.snooze(office.id, lead.id, until=NOON + 5 * MINUTE, by=office.ada, at=NOON)

        work.take_over(office.id, lead.id, by=office.bob, at=NOON + MINUTE)

        after = lead_now(office, lead)
        assert (after.state, after.due_at) == ("open", NOON + HOUR)

    def test_a_closed_lead_is_refused(self) -> None:
        office = build.office()
        lead = build.lead(office)
        work.close(office.id, lead.id, outcome="won", reason="", by=office.ada, at=NOON)

        with pytest.raises(work.Closed):
            work.take_over(office.id, lead.id, by=office.bob, at=NOON)

    def test_a_lead_of_another_workspace_is_no_lead(self) -> None:
        office, other = build.office(), build.office()
        lead = build.lead(other)

        with pytest.raises(work.NoSuchLead):
            work.take_over(office.id, lead.id, by=office.ada, at=NOON)


@pytest.mark.django_db(transaction=True)
class TestTakeOverRace:
    def test_of_eight_at_once_one_wins_and_seven_are_told_who(self) -> None:
        office = build.office()
        lead = build.lead(office)
        people = [build.user(f"rep{number}") for number in range(8)]
        together = threading.Barrier(8)

        def press(by: User) -> uuid.UUID | Claim:
            together.wait()
            try:
                return work.take_over(office.id, lead.id, by=by, at=NOON)
            except work.AlreadyClaimed as lost:
                return lost.claim.owner_id
            finally:
                connection.close()

        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(press, people))

        won = [answer for answer in answers if isinstance(answer, Claim)]
        told = {answer for answer in answers if not isinstance(answer, Claim)}
        assert len(won) == 1
        assert told == {won[0].owner_id}
        assert claims(office, lead) == [(won[0].owner_id, True, "")]
        assert lead_now(office, lead).owner_id == won[0].owner_id
        assert verbs(office, lead) == ["lead.received", "lead.claimed"]


@pytest.mark.django_db
class TestGiveBack:
    def test_returns_it_to_the_pool_with_its_clock_running(self) -> None:
        office = build.office()
        lead = build.lead(office, request_type="offer")
        work.take_over(office.id, lead.id, by=office.ada, at=NOON)

        work.give_back(office.id, lead.id, by=office.ada, at=NOON + MINUTE)

        after = lead_now(office, lead)
        assert (after.owner_id, after.taken_over_at, after.due_at) == (None, None, NOON + HOUR)
        assert claims(office, lead) == [(office.ada.pk, False, "given_back")]
        assert clock(office, lead, "first_contact").stopped_at is None
        assert verbs(office, lead)[-1] == "lead.given_back"

    def test_what_nobody_has_stays_as_it_is(self) -> None:
        office = build.office(reps=False)
        lead = build.lead(office)

        work.give_back(office.id, lead.id, by=office.ada, at=NOON)

        assert lead_now(office, lead).version == lead.version
        assert verbs(office, lead) == ["lead.received"]

    def test_a_lead_of_another_is_refused_without_the_right_to_overrule(self) -> None:
        office = build.office()
        lead = build.lead(office)
        work.take_over(office.id, lead.id, by=office.ada, at=NOON)
        before = lead_now(office, lead)

        with pytest.raises(work.AlreadyClaimed):
            work.give_back(office.id, lead.id, by=office.bob, at=NOON, may_overrule=False)

        nothing_changed(office, before)
        assert claims(office, lead) == [(office.ada.pk, True, "")]

    def test_may_be_taken_by_another_after(self) -> None:
        office = build.office()
        lead = build.lead(office)
        work.take_over(office.id, lead.id, by=office.ada, at=NOON)
        work.give_back(office.id, lead.id, by=office.ada, at=NOON + MINUTE)

        work.take_over(office.id, lead.id, by=office.bob, at=NOON + 2 * MINUTE)

        assert claims(office, lead) == [
            (office.ada.pk, False, "given_back"),
            (office.bob.pk, True, ""),
        ]
