"""Giving leads to people, under concurrency."""

from __future__ import annotations

import threading
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from tests import build
from tests.build import NOON, Office
from vaste.flows import found
from vaste.infra.tenancy.context import inside
from vaste.routing import queries, services
from vaste.routing.models import Claim, Member, Team
from vaste.workspaces.models import User


def second_team(office: Office, *, capacity: int = 50) -> Team:
    """Make another team with Ada in it."""
    with inside(office.id):
        team = Team.objects.create(
            workspace_id=office.id, slug="partners", name="Partners", created_at=NOON
        )
        found.join_team(office.id, team, office.ada, capacity=capacity)
    return team


@pytest.mark.django_db
class TestTakeTurns:
    def test_members_take_turns_and_the_state_is_kept(self) -> None:
        office = build.office()

        for _ in range(2):
            with inside(office.id):
                got = services.take_turns(office.id, [(office.team.id, "default")] * 3, at=NOON)
        with inside(office.id):
            members = Member.objects.within(office.id)
            assert sorted(members.values_list("credit", flat=True)) == [0, 0]
        assert Counter(one.user_id for one in got) in (
            {office.ada.pk: 1, office.bob.pk: 2},
            {office.ada.pk: 2, office.bob.pk: 1},
        )

    def test_a_team_without_members_is_its_pool(self) -> None:
        office = build.office(reps=False)

        with inside(office.id):
            [decision] = services.take_turns(office.id, [(office.team.id, "default")], at=NOON)

        assert (decision.user_id, decision.candidates) == (None, [])

    def test_a_capacity_counts_over_all_teams_of_a_person(self) -> None:
        office = build.office(reps=False)
        partners = second_team(office, capacity=2)
        with inside(office.id):
            found.join_team(office.id, office.team, office.ada, capacity=2)
            asked = [(office.team.id, "default"), (partners.id, "partners")] * 2
            decisions = services.take_turns(office.id, asked, at=NOON)

        assert [one.user_id for one in decisions] == [office.ada.pk, office.ada.pk, None, None]

    def test_open_leads_count_against_capacity(self) -> None:
        office = build.office(reps=False)
        with inside(office.id):
            found.join_team(office.id, office.team, office.ada, capacity=1)

        first, second = build.lead(office), build.lead(office)

        assert (first.owner_id, second.owner_id) == (office.ada.pk, None)


@pytest.mark.django_db(transaction=True)
class TestConcurrency:
    def test_batches_at_once_still_share_exactly(self) -> None:
        office = build.office()
        together = threading.Barrier(4)

        def take(_: int) -> list[uuid.UUID | None]:
            together.wait()
            try:
                with inside(office.id):
                    asked = [(office.team.id, "default")] * 5
                    return [one.user_id for one in services.take_turns(office.id, asked, at=NOON)]
            finally:
                connection.close()

        with ThreadPoolExecutor(4) as pool:
            got = Counter(user for users in pool.map(take, range(4)) for user in users)

        assert got == {office.ada.pk: 10, office.bob.pk: 10}

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
