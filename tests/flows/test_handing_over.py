"""All that somebody holds goes to others at once, with its promises."""

from __future__ import annotations

import pytest

from tests import build, counting
from tests.build import NOON, Office
from tests.flows.at_work import HOUR, MINUTE, TOMORROW, claims, clock, lead_now, log, verbs
from vaste.flows import absenting, handing_over, work
from vaste.flows.rerouting import Moved
from vaste.flows.rosters import NoSuchMember
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Lead, Notice


def held(office: Office, count: int = 1) -> list[Lead]:
    """Return leads that Ada has taken over, and nobody else has any."""
    leads = [build.lead(office, request_type="offer") for _ in range(count)]
    for lead in leads:
        work.take_over(office.id, lead.id, by=office.ada, at=NOON + MINUTE)
    return leads


def give(office: Office) -> Moved:
    return handing_over.hand_over(office.id, office.ada.pk, at=NOON + HOUR, by=office.mo.pk)


@pytest.mark.django_db
class TestHandOver:
    def test_what_was_begun_goes_to_others_with_its_promises(self) -> None:
        office = build.office()
        begun, contacted = held(office, 2)
        log(office, contacted, office.ada, at=NOON + 5 * MINUTE)
        before = clock(office, begun, "first_contact")

        assert give(office) == Moved(given=2)

        for lead in (begun, contacted):
            now = lead_now(office, lead)
            assert (now.owner_id, now.taken_over_at) == (office.bob.pk, None)
            assert claims(office, lead) == [(office.ada.pk, False, "handed_over")]
            assert verbs(office, lead)[-1] == "lead.rerouted"
        after = clock(office, begun, "first_contact")
        assert (after.due_at, after.met_at) == (before.due_at, None)
        with inside(office.id):
            told = Notice.objects.within(office.id).filter(kind="lead_given")
            assert {one.user_id for one in told} == {office.bob.pk}

    def test_a_snoozed_one_goes_too_and_a_closed_one_stays(self) -> None:
        office = build.office()
        snoozed, closed = held(office, 2)
        log(office, snoozed, office.ada, at=NOON + 5 * MINUTE)
        work.snooze(office.id, snoozed.id, until=TOMORROW, by=office.ada, at=NOON + 6 * MINUTE)
        work.close(
            office.id,
            closed.id,
            outcome="lost",
            reason="price",
            by=office.ada,
            at=NOON + 7 * MINUTE,
        )

        assert give(office) == Moved(given=1)

        assert lead_now(office, snoozed).owner_id == office.bob.pk
        assert lead_now(office, closed).owner_id == office.ada.pk

    def test_what_nobody_can_take_waits_in_the_pool(self) -> None:
        office = build.office()
        (lead,) = held(office)
        absenting.add(office.id, office.bob.pk, away_from=NOON, away_until=None, at=NOON, by=None)

        assert give(office) == Moved(pooled=1)

        now = lead_now(office, lead)
        assert (now.owner_id, now.team_id) == (None, office.team.id)

    def test_again_it_finds_nothing(self) -> None:
        office = build.office()
        held(office)
        give(office)

        assert give(office) == Moved()

    def test_refuses_who_is_no_member(self) -> None:
        office = build.office()

        with pytest.raises(NoSuchMember):
            handing_over.hand_over(office.id, office.eve.pk, at=NOON, by=office.mo.pk)

    def test_statements_do_not_grow_with_leads(self) -> None:
        counts = []
        for size in (2, 9):
            office = build.office()
            held(office, size)
            with counting.statements() as sent:
                assert give(office) == Moved(given=size)
            # The state of the turns is written once, where it changed at all.
            counts.append(len([one for one in sent if "UPDATE routing_member" not in one]))

        assert counts[0] == counts[1]
