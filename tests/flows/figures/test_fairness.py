"""How leads were shared out, against the decisions as they are recorded, counted by hand."""

from __future__ import annotations

import datetime
import uuid
from collections import Counter, defaultdict
from typing import Any

import pytest

from tests import build
from tests.build import NOON
from tests.flows.figures.test_queries import scope
from vaste.flows import absenting, found, rosters, work
from vaste.flows.figures import fairness
from vaste.flows.figures.fairness import GOT, Portion
from vaste.flows.rosters import Place
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Lead
from vaste.ledger import services as ledger
from vaste.ledger.models import Event
from vaste.routing import services as routing
from vaste.routing.models import Member
from vaste.routing.records import candidates_of

DAY = datetime.timedelta(days=1)
MINUTE = datetime.timedelta(minutes=1)
KINDS = ("offer", "information", "download")
SHARING = ("chosen", "turn", "full", "untouched")


def shared(office: build.Office, count: int) -> None:
    """Let leads arrive while weights differ, Bob is full for a while, and Ada away at the end."""
    with inside(office.id):
        Member.objects.within(office.id).filter(user_id=office.ada.pk).update(weight=2)
        Member.objects.within(office.id).filter(user_id=office.bob.pk).update(capacity=count // 6)
    for number in range(count):
        if number == 2 * count // 3:
            absenting.add(
                office.id, office.ada.pk, away_from=NOON + number * MINUTE, away_until=None,
                at=NOON + number * MINUTE, by=office.mo.pk,
            )  # fmt: skip
        value = ("small", "medium", "large", "")[number % 4]
        kind = KINDS[number % 3]
        build.lead(office, at=NOON + number * MINUTE, request_type=kind, value_band=value)


def portions(office: build.Office, **chosen: Any) -> dict[uuid.UUID, Portion]:
    """Return everybody's part."""
    with inside(office.id):
        return {one.user_id: one for one in fairness.portions(scope(office, **chosen))}


def by_hand(office: build.Office) -> dict[uuid.UUID, dict[str, Any]]:
    """Count the recorded decisions in plain Python."""
    with inside(office.id):
        weights = dict(Member.objects.within(office.id).values_list("user_id", "weight"))
        rows = {one.id: one for one in Lead.objects.within(office.id)}
        events = list(
            Event.objects.within(office.id).filter(verb__in=["lead.received", "lead.rerouted"])
        )
    found: dict[uuid.UUID, dict[str, Any]] = defaultdict(
        lambda: {"reasons": Counter(), "categories": Counter(), "bands": Counter(), "fair": 0.0}
    )
    for event in events:
        looked = candidates_of(event.detail["routing"])
        whole = sum(weights[uuid.UUID(one[0])] for one in looked if one[1] in SHARING)
        is_turn = any(one[1] == "chosen" for one in looked)
        for user, reason, *_more in looked:
            mine = found[uuid.UUID(user)]
            mine["reasons"][reason] += 1
            if reason in GOT:
                mine["categories"][rows[event.subject_id].category] += 1
                mine["bands"][rows[event.subject_id].value_band] += 1
            if is_turn and reason in SHARING:
                mine["fair"] += weights[uuid.UUID(user)] / whole
    return found


@pytest.mark.django_db
class TestPortions:
    def test_every_figure_is_that_of_the_recorded_decisions(self) -> None:
        office = build.office()
        shared(office, 60)

        found = portions(office)

        expected = by_hand(office)
        assert set(found) == set(expected) == {office.ada.pk, office.bob.pk}
        for user_id, told in expected.items():
            one = found[user_id]
            assert (one.reasons, one.categories, one.bands) == (
                told["reasons"], told["categories"], told["bands"],
            )  # fmt: skip
            assert one.fair == pytest.approx(told["fair"])
        bob, ada = found[office.bob.pk], found[office.ada.pk]
        assert bob.reasons["full"] > 0
        assert ada.reasons["away"] == ada.looked_at - ada.there > 0
        assert sum(one.fair for one in found.values()) == pytest.approx(ada.by_turn + bob.by_turn)

    def test_events_that_hold_each_candidate_by_itself_count_the_same(self) -> None:
        office = build.office()
        shared(office, 20)
        found = portions(office)

        with inside(office.id):
            for event in Event.objects.within(office.id).filter(verb="lead.received")[::2]:
                told = dict(event.detail["routing"])
                told = {"candidates": candidates_of(told)} | told
                del told["passed"]
                detail = event.detail | {"routing": told}
                Event.objects.within(office.id).filter(id=event.id).update(detail=detail)

        assert portions(office) == found

    def test_whom_nothing_stands_in_the_way_of_is_within_a_lead_of_their_share(self) -> None:
        office = build.office()
        with inside(office.id):
            Member.objects.within(office.id).filter(user_id=office.ada.pk).update(weight=3)
        for number in range(30):
            build.lead(office, at=NOON + number * MINUTE)

        found = portions(office)

        assert found[office.ada.pk].fair == pytest.approx(22.5)
        assert [abs(one.by_turn - one.fair) < 1 for one in found.values()] == [True, True]

    def test_each_lead_is_split_by_the_weights_of_its_time(self) -> None:
        office = build.office()
        ada, bob = office.ada.pk, office.bob.pk
        weights = {ada: 1, bob: 1}
        expected = dict.fromkeys(weights, 0.0)

        def at(minute: int) -> datetime.datetime:
            return NOON + minute * MINUTE

        def arrive(minutes: range) -> None:
            for minute in minutes:
                build.lead(office, at=at(minute))
                for user, weight in weights.items():
                    expected[user] += weight / sum(weights.values())

        def weigh(user: uuid.UUID, weight: int, minute: int) -> None:
            place = Place(weight=weight)
            rosters.set_member(
                office.id, office.team.id, user, place, at=at(minute), by=office.mo.pk
            )
            weights[user] = weight

        arrive(range(10))
        weigh(ada, 3, 10)
        arrive(range(10, 22))  # the first of them in the very instant of the change
        weigh(bob, 2, 22)
        weigh(ada, 3, 22)  # told again, and nothing changed
        arrive(range(22, 27))
        with inside(office.id):  # as `vaste user add` does it
            found.join_team(office.id, office.team, office.ada, weight=1, at=at(27))
        weights[ada] = 1
        arrive(range(27, 40))

        shares = {user: one.fair for user, one in portions(office).items()}
        until = {user: one.fair for user, one in portions(office, until=at(10)).items()}

        assert shares == pytest.approx(expected)
        assert shares[ada] == pytest.approx(10 / 2 + 12 * 3 / 4 + 5 * 3 / 5 + 13 / 3)
        assert until == pytest.approx({ada: 5, bob: 5})

    def test_before_a_change_that_tells_no_old_weight_it_is_todays(self) -> None:
        office = build.office()
        build.lead(office)
        with inside(office.id):
            ada = Member.objects.within(office.id).get(user_id=office.ada.pk)
            Member.objects.within(office.id).filter(id=ada.id).update(weight=3)
            ledger.record_one(
                office.id, "member.changed", ada.id, by=None, at=NOON + MINUTE,
                detail={"weight": 3},
            )  # fmt: skip

        assert portions(office)[office.ada.pk].fair == pytest.approx(0.75)

    def test_leads_of_somebody_who_is_away_are_moved_on(self) -> None:
        office = build.office()
        shared(office, 30)

        found = portions(office)

        with inside(office.id):
            moved = Event.objects.within(office.id).filter(verb="lead.rerouted")
            from_ada = [one for one in moved if one.detail["from"] == str(office.ada.pk)]
        assert found[office.ada.pk].moves["moved_on"] == len(from_ada) > 0

    def test_taken_over_given_back_and_credited(self) -> None:
        office = build.office()
        first, second, bad = (build.lead(office) for _ in range(3))
        for lead in (first, second, bad):
            work.take_over(office.id, lead.id, by=office.bob, at=NOON + MINUTE)
        work.give_back(office.id, first.id, by=office.bob, at=NOON + 2 * MINUTE)
        with inside(office.id):
            given = routing.give_credit(
                bad, office.bob.pk, office.team.id, reason="junk", at=NOON + 3 * MINUTE
            )

        moves = portions(office)[office.bob.pk].moves

        assert given
        assert (moves["taken_over"], moves["given_back"], moves["credited"]) == (3, 1, 1)

    def test_one_person_is_shown_with_the_same_share(self) -> None:
        office = build.office()
        shared(office, 18)

        [one] = portions(office, owner=office.ada.pk).values()

        assert one.fair == portions(office)[office.ada.pk].fair

    def test_category_source_team_and_time_narrow_it(self) -> None:
        office = build.office()
        shared(office, 18)

        hot = portions(office, category="hot")
        nothing = portions(office, source="Nowhere") | portions(office, team=uuid.uuid4())

        assert {key for one in hot.values() for key in one.categories} <= {"hot"}
        assert sum(one.received for one in hot.values()) > 0
        assert nothing == {}
        assert portions(office, since=NOON + DAY) == {}
        assert portions(office, team=office.team.id) == portions(office)
