"""Who is in which team, and who holds a lead."""

from __future__ import annotations

import pytest

from tests import build
from tests.build import NOON
from vaste.infra.tenancy.context import inside
from vaste.routing import queries, services
from vaste.routing.models import Member, Team


@pytest.mark.django_db
class TestTeamsOf:
    def test_are_the_open_teams_one_is_in_or_manages(self) -> None:
        office = build.office()

        with inside(office.id):
            assert queries.teams_of(office.id, office.ada.pk) == [office.team.id]
            assert queries.teams_of(office.id, office.mo.pk) == [office.team.id]
            assert queries.teams_of(office.id, office.eve.pk) == []

    def test_end_with_leaving_or_closing(self) -> None:
        office = build.office()

        with inside(office.id):
            Member.objects.within(office.id).filter(user_id=office.ada.pk).update(left_at=NOON)
            assert queries.teams_of(office.id, office.ada.pk) == []
            Team.objects.within(office.id).update(closed_at=NOON)
            assert queries.teams_of(office.id, office.bob.pk) == []


@pytest.mark.django_db
class TestOpenClaim:
    def test_is_the_one_that_is_held_now(self) -> None:
        office = build.office()
        lead = build.lead(office)

        with inside(office.id):
            assert queries.open_claim(office.id, lead.id) is None
            claim, _ = services.claim_lead(lead, by=office.ada, at=NOON)
            assert queries.open_claim(office.id, lead.id) == claim
