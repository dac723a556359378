"""Ladders: each step once, in time, with a log; late ones of many leads in one digest."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable

import pytest

from tests import build
from tests.build import NOON, Office
from tests.flows.at_work import HOUR, MINUTE, clock, lead_now, log, verbs
from vaste.definitions.queries import default_source
from vaste.flows import clocks, escalating, found, pausing, work
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Lead, Notice
from vaste.routing.models import Claim, Team
from vaste.sla.models import Escalation
from vaste.workspaces import services as workspaces
from vaste.workspaces.models import Membership, Role

LADDERS = """
ladders:
  steep:
    - {at: warned, do: warn_owner}
    - {at: breached, do: tell_manager}
    - {at: breached, after: 15 minutes, do: add_second}
    - {at: breached, after: 30 minutes, do: reroute, team: north}
"""
SOURCE = default_source().replace("    channel: phone", "    channel: phone\n    ladder: steep")


def office_with_ladder() -> tuple[Office, Team]:
    office = build.office(source=SOURCE + LADDERS)
    workspaces.join(office.workspace, office.eve, Role.MANAGER, at=NOON)
    with inside(office.id):
        north = Team.objects.create(
            workspace_id=office.id, slug="north", name="North", created_at=NOON,
            manager_id=office.eve.pk,
        )  # fmt: skip
        found.join_team(office.id, office.team, office.mo)
    return office, north


def owned(office: Office) -> Lead:
    lead = build.lead(office, request_type="offer")
    work.take_over(office.id, lead.id, by=office.ada, at=NOON)
    return lead


def steps(office: Office) -> list[tuple[str, str]]:
    with inside(office.id):
        rows = Escalation.objects.within(office.id).order_by("due_at", "number")
        return [(one.do, one.result) for one in rows]


def told(office: Office) -> Counter[tuple[object, str]]:
    with inside(office.id):
        return Counter((one.user_id, one.kind) for one in Notice.objects.within(office.id))


@pytest.mark.django_db
class TestLadder:
    def test_climbs_step_by_step(self) -> None:
        office, north = office_with_ladder()
        lead = owned(office)

        for minutes in range(44, 92):
            at = NOON + minutes * MINUTE
            clocks.fire_due(office.id, at=at)
            escalating.take_due(office.id, at=at)

        assert steps(office) == [
            ("warn_owner", "done"), ("tell_manager", "done"), ("add_second", "done"),
            ("reroute", "done"),
        ]  # fmt: skip
        with inside(office.id):
            second = Escalation.objects.within(office.id).get(do="add_second")
            assert second.done_at == NOON + 75 * MINUTE
            claim = Claim.objects.within(office.id).get()
            assert (claim.release_reason, claim.released_at) == ("rerouted", NOON + 90 * MINUTE)
        assert second.user_id in {office.bob.pk, office.mo.pk}
        after = lead_now(office, lead)
        assert (after.team_id, after.owner_id) == (north.id, None)
        assert told(office) == {
            (office.ada.pk, "clock_warned"): 1,
            (office.mo.pk, "clock_breached"): 1,
            (second.user_id, "clock_second"): 1,
            (office.eve.pk, "clock_rerouted"): 1,
        }
        assert verbs(office, lead)[2:] == [
            "lead.clock_warned", "lead.clock_breached", "lead.second_added", "lead.passed_on",
        ]  # fmt: skip

    def test_admins_are_told_where_a_manager_has_left(self) -> None:
        office, _ = office_with_ladder()
        workspaces.join(office.workspace, office.bob, Role.ADMIN, at=NOON)
        Membership.objects.filter(user__in=(office.mo, office.eve)).update(left_at=NOON)
        owned(office)

        for minutes in (61, 91):
            clocks.fire_due(office.id, at=NOON + minutes * MINUTE)
            escalating.take_due(office.id, at=NOON + minutes * MINUTE)

        assert ("tell_manager", "done") in steps(office)
        heard = {key: count for key, count in told(office).items() if key[1] != "clock_second"}
        assert heard == {
            (office.ada.pk, "clock_warned"): 1,
            (office.bob.pk, "clock_breached"): 1,
            (office.bob.pk, "clock_rerouted"): 1,
        }

    def test_a_step_whose_clock_was_met_has_nothing_to_do(self) -> None:
        office, _ = office_with_ladder()
        lead = owned(office)
        clocks.fire_due(office.id, at=NOON + 61 * MINUTE)

        log(office, lead, office.ada, at=NOON + 65 * MINUTE)
        assert escalating.take_due(office.id, at=NOON + 3 * HOUR) == 2

        assert steps(office)[2:] == [("add_second", "not_needed"), ("reroute", "not_needed")]
        assert lead_now(office, lead).owner_id == office.ada.pk

    def test_waits_while_its_clock_is_paused(self) -> None:
        office, _ = office_with_ladder()
        lead = owned(office)
        clocks.fire_due(office.id, at=NOON + 61 * MINUTE)
        pausing.pause(
            office.id, lead.id, reason="other", until=NOON + 3 * HOUR, by=office.ada,
            at=NOON + 70 * MINUTE,
        )  # fmt: skip

        assert escalating.take_due(office.id, at=NOON + 2 * HOUR) == 0
        pausing.resume(office.id, lead.id, by=office.ada, at=NOON + 2 * HOUR)

        with inside(office.id):
            assert escalating.next_step(office.id) == NOON + 125 * MINUTE

    def test_twice_at_once_is_once(self) -> None:
        office, _ = office_with_ladder()
        owned(office)

        for _number in range(3):
            clocks.fire_due(office.id, at=NOON + 3 * HOUR)
            escalating.take_due(office.id, at=NOON + 3 * HOUR)

        assert len(steps(office)) == 4
        with inside(office.id):
            assert escalating.next_step(office.id) is None


@pytest.mark.django_db
class TestDigest:
    def test_after_an_outage_each_person_gets_one(self) -> None:
        office = build.office()
        leads = [build.lead(office, request_type="offer") for _ in range(6)]
        owners = {one.owner_id for one in leads}

        clocks.fire_due(office.id, at=NOON + 2 * HOUR)

        assert told(office) == {(user, "clock_digest"): 1 for user in {*owners, office.mo.pk}}
        with inside(office.id):
            mo = Notice.objects.within(office.id).get(user_id=office.mo.pk)
        assert mo.detail == {"clock_breached": 12, "clock_given_back": 6}

    def test_later_batches_of_one_catching_up_are_added(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(clocks, "BATCH", 4)
        office = build.office(reps=False)
        for _ in range(6):
            build.lead(office, request_type="offer")

        at = NOON + 2 * HOUR
        while clocks.fire_due(office.id, at=at):
            at += datetime.timedelta(seconds=1)

        with inside(office.id):
            digest = Notice.objects.within(office.id).get(kind="clock_digest")
        assert (digest.user_id, digest.detail) == (office.mo.pk, {"clock_breached": 12})


@pytest.mark.django_db
class TestVerbsLeaveDueTimesAlone:
    def test_every_verb_of_work(self) -> None:
        office = build.office()
        lead = build.lead(office, request_type="offer")
        before = clock(office, lead, "first_contact").due_at
        acts: list[Callable[[datetime.datetime], object]] = [
            lambda at: work.take_over(office.id, lead.id, by=office.ada, at=at),
            lambda at: work.snooze(office.id, lead.id, until=at + MINUTE, by=office.ada, at=at),
            lambda at: work.give_back(office.id, lead.id, by=office.ada, at=at),
            lambda at: log(office, lead, office.bob, outcome="no_answer", at=at),
            lambda at: work.give_back(office.id, lead.id, by=office.bob, at=at),
            lambda at: work.take_over(office.id, lead.id, by=office.ada, at=at),
            lambda at: log(office, lead, office.ada, at=at),
            lambda at: work.close(
                office.id, lead.id, outcome="lost", reason="price", by=office.ada, at=at
            ),
            lambda at: work.reopen(office.id, lead.id, by=office.ada, at=at),
        ]
        for number, act in enumerate(acts):
            act(NOON + (number + 1) * MINUTE)
            assert clock(office, lead, "first_contact").due_at == before
