"""A leaver's open leads go back to their pools, with their clocks running."""

from __future__ import annotations

import datetime

import pytest

from tests import build
from tests.build import NOON
from vaste.flows import leaving, work
from vaste.flows.rerouting import Moved
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Lead
from vaste.ledger.models import Event
from vaste.routing.models import Claim
from vaste.sla.models import Clock
from vaste.workspaces.models import Membership
from vaste.workspaces.services import LastAdmin

LATER = NOON + datetime.timedelta(minutes=5)


@pytest.mark.django_db
class TestLeave:
    def test_open_leads_go_back_and_closed_ones_stay(self) -> None:
        office = build.office()
        leads = [build.lead(office, request_type="offer") for _ in range(3)]
        for lead in leads:
            work.take_over(office.id, lead.id, by=office.ada, at=NOON)
        work.close(office.id, leads[0].id, outcome="lost", reason="no_need", by=office.ada, at=NOON)

        moved = leaving.leave(office.id, office.ada.pk, at=LATER)

        assert moved == Moved(held=2)
        with inside(office.id):
            owners = dict(Lead.objects.within(office.id).values_list("id", "owner_id"))
            assert owners[leads[0].id] == office.ada.pk
            assert {owners[lead.id] for lead in leads[1:]} == {None}
            assert not Claim.objects.within(office.id).filter(released_at=None).exists()
            running = Clock.objects.within(office.id).filter(met_at=None, stopped_at=None)
            assert running.count() == 2
            told = Event.objects.within(office.id).filter(verb="lead.given_back")
            assert {event.detail["reason"] for event in told} == {"owner_left"}

    def test_untouched_leads_are_routed_to_others(self) -> None:
        office = build.office()
        leads = [build.lead(office) for _ in range(4)]

        moved = leaving.leave(office.id, office.ada.pk, at=LATER)

        assert moved == Moved(given=2)
        with inside(office.id):
            rows = Lead.objects.within(office.id).filter(id__in=[lead.id for lead in leads])
            assert set(rows.values_list("owner_id", flat=True)) == {office.bob.pk}

    def test_new_leads_go_to_those_who_stay(self) -> None:
        office = build.office()

        leaving.leave(office.id, office.ada.pk, at=NOON)

        assert {build.lead(office).owner_id for _ in range(3)} == {office.bob.pk}

    def test_the_last_admin_stays(self) -> None:
        office = build.office()

        with pytest.raises(LastAdmin):
            leaving.leave(office.id, office.mo.pk, at=NOON)

        assert Membership.objects.get(user=office.mo).left_at is None
