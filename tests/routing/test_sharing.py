"""Sharing leads out on the database, under concurrency."""

from __future__ import annotations

import datetime
import threading
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from tests import build, counting
from tests.build import NOON, Office
from vaste.flows import found, work
from vaste.infra.tenancy.context import inside
from vaste.routing import absences, sharing
from vaste.routing.models import Member, Team
from vaste.routing.rules import Decision
from vaste.routing.sharing import Asked, House, Keeper
from vaste.routing.turns import LEAD

DAY = datetime.timedelta(days=1)


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
                got = sharing.take_turns(office.id, [Asked(office.team.id, "default")] * 3, at=NOON)
        with inside(office.id):
            members = Member.objects.within(office.id)
            assert sorted(members.values_list("credit", flat=True)) == [0, 0]
        assert Counter(one.user_id for one in got) in (
            {office.ada.pk: 1, office.bob.pk: 2},
            {office.ada.pk: 2, office.bob.pk: 1},
        )

    def test_what_a_leaver_was_owed_is_shared_out(self) -> None:
        office = build.office()
        with inside(office.id):
            found.join_team(office.id, office.team, office.mo)
            sharing.take_turns(office.id, [Asked(office.team.id, "default")], at=NOON)
            members = Member.objects.within(office.id)
            behind = members.filter(credit__gt=0).first()
            assert behind is not None
            assert behind.credit == LEAD // 3
            members.filter(id=behind.id).update(left_at=NOON)

            sharing.take_turns(office.id, [Asked(office.team.id, "default")], at=NOON)

            left = list(members.filter(left_at=None).values_list("credit", flat=True))
        assert len(left) == 2
        assert abs(sum(left)) <= 1

    def test_a_team_without_members_is_its_pool(self) -> None:
        office = build.office(reps=False)

        with inside(office.id):
            [decision] = sharing.take_turns(office.id, [Asked(office.team.id, "default")], at=NOON)

        assert (decision.user_id, decision.candidates) == (None, [])

    def test_a_capacity_counts_over_all_teams_of_a_person(self) -> None:
        office = build.office(reps=False)
        partners = second_team(office, capacity=2)
        with inside(office.id):
            found.join_team(office.id, office.team, office.ada, capacity=2)
            asked = [Asked(office.team.id, "default"), Asked(partners.id, "partners")] * 2
            decisions = sharing.take_turns(office.id, asked, at=NOON)

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
                    asked = [Asked(office.team.id, "default")] * 5
                    return [one.user_id for one in sharing.take_turns(office.id, asked, at=NOON)]
            finally:
                connection.close()

        with ThreadPoolExecutor(4) as pool:
            got = Counter(user for users in pool.map(take, range(4)) for user in users)

        assert got == {office.ada.pk: 10, office.bob.pk: 10}


def place(office: Office, user_id: uuid.UUID, **told: Any) -> None:
    """Change a member's place."""
    Member.objects.within(office.id).filter(user_id=user_id).update(**told)


def one_turn(office: Office, house: House | None = None, **told: Any) -> Decision:
    """Share one lead of the office's team out."""
    asked = [Asked(office.team.id, "default", **told)]
    return sharing.take_turns(office.id, asked, at=NOON, house=house)[0]


def reasons(decision: Decision) -> dict[uuid.UUID, str]:
    """Return why each candidate was chosen or passed over."""
    return {one.user_id: one.reason for one in decision.candidates}


@pytest.mark.django_db
class TestWhoCan:
    def test_absent_people_get_none_and_it_says_until_when(self) -> None:
        office = build.office()
        with inside(office.id):
            for days in (1, 2):  # overlapping: together they are one
                absences.add(
                    office.id, office.ada.pk, away_from=NOON - DAY, away_until=NOON + days * DAY,
                    at=NOON,
                )  # fmt: skip
            decision = one_turn(office)

        assert decision.user_id == office.bob.pk
        [ada] = [one for one in decision.candidates if one.user_id == office.ada.pk]
        assert (ada.reason, ada.detail) == ("away", {"until": (NOON + 2 * DAY).isoformat()})

    def test_who_cannot_sign_in_or_has_left_is_no_candidate(self) -> None:
        office = build.office()
        office.ada.is_active = False
        office.ada.save()
        with inside(office.id):
            assert list(reasons(one_turn(office))) == [office.bob.pk]

    def test_needs_and_caps_are_read_from_the_member(self) -> None:
        office = build.office()
        with inside(office.id):
            place(office, office.ada.pk, attributes={"territory": ["North", "Åland"]})
            needs = {"territory": {"aland": "Åland"}}
            decision = one_turn(office, needs=needs)
            place(office, office.ada.pk, capacity=0)
            nobody = one_turn(office, needs=needs)

        assert reasons(decision) == {office.ada.pk: "chosen", office.bob.pk: "lacks"}
        assert reasons(nobody) == {office.ada.pk: "full", office.bob.pk: "lacks"}
        assert nobody.user_id is None

    def test_a_hot_lead_weighs_what_the_category_says(self) -> None:
        office = build.office(reps=False)
        with inside(office.id):
            found.join_team(office.id, office.team, office.ada, capacity=3)
        build.lead(office, request_type="offer")

        with inside(office.id):
            house = House(weighs={"hot": 3})
            assert reasons(one_turn(office, house)) == {office.ada.pk: "full"}
            assert reasons(one_turn(office, House(weighs={"hot": 2}))) == {office.ada.pk: "chosen"}

    def test_too_many_taken_over_and_not_contacted(self) -> None:
        office = build.office(reps=False)
        with inside(office.id):
            found.join_team(office.id, office.team, office.ada)
            place(office, office.ada.pk, untouched_cap=1)
        lead = build.lead(office)
        work.take_over(office.id, lead.id, by=office.ada, at=NOON)

        with inside(office.id):
            decision = one_turn(office)

        assert reasons(decision) == {office.ada.pk: "untouched"}
        assert decision.candidates[0].detail == {"untouched": 1, "cap": 1}

    def test_where_shifts_count_who_is_off_gets_none(self) -> None:
        office = build.office()
        house = House(calendar={"zone": "Europe/Helsinki", "hours": {"mon-fri": "08:00-17:00"}})
        with inside(office.id):
            place(office, office.ada.pk, calendar={"hours": {"mon": "14:00-20:00"}})
            assert set(reasons(one_turn(office, house)).values()) == {"chosen", "turn"}
            Team.objects.within(office.id).update(require_shift=True)
            now = one_turn(office, house)
            Team.objects.within(office.id).update(calendar={"hours": {"tue": "08:00-17:00"}})
            closed = one_turn(office, house)

        assert reasons(now) == {office.ada.pk: "off_shift", office.bob.pk: "chosen"}
        assert reasons(closed) == {office.ada.pk: "off_shift", office.bob.pk: "off_shift"}

    def test_a_keeper_of_another_team_gets_theirs_there(self) -> None:
        office = build.office()
        partners = second_team(office)
        keeper = Keeper(office.ada.pk, partners.id)
        with inside(office.id):
            kept = one_turn(office, keeper=keeper)
            absences.add(office.id, office.ada.pk, away_from=NOON, away_until=NOON + DAY, at=NOON)
            routed = one_turn(office, keeper=keeper)

        assert (kept.user_id, kept.team_id, kept.rule) == (
            office.ada.pk, partners.id, "keep_owner",
        )  # fmt: skip
        assert (routed.user_id, routed.team_id) == (office.bob.pk, office.team.id)

    def test_two_leads_of_a_new_buyer_in_one_batch_have_one_owner(self) -> None:
        office = build.office()
        buyer = uuid.uuid4()
        with inside(office.id):
            asked = [Asked(office.team.id, "default", kin=buyer) for _ in range(5)]
            got = sharing.take_turns(office.id, asked, at=NOON)

        assert len({one.user_id for one in got}) == 1
        assert [one.rule for one in got] == ["default", *["keep_owner"] * 4]

    def test_is_three_statements_however_many_leads(self) -> None:
        office = build.office()
        second_team(office)
        with inside(office.id), counting.statements() as few:
            one_turn(office)
        with inside(office.id), counting.statements() as many:
            sharing.take_turns(office.id, [Asked(office.team.id, "default")] * 99, at=NOON)

        assert len(few) == len(many) == 3
