"""Holding leads, under concurrency; credits for bad ones."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from tests import build
from tests.build import NOON, Office
from vaste.flows import found
from vaste.infra.tenancy.context import inside
from vaste.routing import queries, services
from vaste.routing.models import Claim, Team
from vaste.workspaces.models import User


def second_team(office: Office, *, capacity: int = 50) -> Team:
    """Make another team with Ada in it."""
    with inside(office.id):
        team = Team.objects.create(
            workspace_id=office.id, slug="partners", name="Partners", created_at=NOON
        )
        found.join_team(office.id, team, office.ada, capacity=capacity)
    return team


@pytest.mark.django_db(transaction=True)
class TestConcurrency:
    def test_of_eight_claims_at_once_the_constraint_lets_one_through(self) -> None:
        office = build.office()
        lead = build.lead(office)
        people = [build.user(f"rep{number}") for number in range(8)]
        together = threading.Barrier(8)

        def claim(by: User) -> bool:
            together.wait()
            try:
                with inside(office.id):
                    return services.claim_lead(lead, by=by, at=NOON)[1]
            except services.AlreadyClaimed:
                return False
            finally:
                connection.close()

        with ThreadPoolExecutor(8) as pool:
            won = list(pool.map(claim, people))

        assert won.count(True) == 1
        with inside(office.id):
            assert Claim.objects.within(office.id).get().owner_id == people[won.index(True)].pk


@pytest.mark.django_db
class TestReleaseClaims:
    def test_releases_open_claims_only(self) -> None:
        office = build.office()
        lead = build.lead(office)

        with inside(office.id):
            services.claim_lead(lead, by=office.ada, at=NOON)
            counts = [
                services.release_claims(office.id, [lead.id], reason="closed", at=NOON)
                for _ in range(2)
            ]
            assert counts == [1, 0]
            assert queries.open_claim(office.id, lead.id) is None


@pytest.mark.django_db
class TestTeamsFor:
    def test_is_ones_own_team_before_any_other(self) -> None:
        office = build.office(reps=False)
        partners = second_team(office)
        with inside(office.id):
            found.join_team(office.id, office.team, office.bob)
            homes = services.teams_for(office.id, [office.ada.pk, office.bob.pk, office.eve.pk])

        assert homes[office.ada.pk] == partners.id
        assert homes[office.bob.pk] == office.team.id
        assert homes[office.eve.pk] in {partners.id, office.team.id}
