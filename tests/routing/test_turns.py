"""Whose turn it is: never a whole lead off, whatever the weights and whoever comes and goes."""

from __future__ import annotations

import random
import uuid
from collections import Counter, defaultdict
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaste.routing.rules import Candidate
from vaste.routing.turns import LEAD, next_in_turn, settle


def sharer(number: int, weight: int, credit: int = 0, load: int = 0) -> Candidate:
    who = uuid.UUID(int=number + 1)
    return Candidate(who, who, weight, 10**9, credit, load)


WEIGHTS = st.lists(st.integers(1, 100), min_size=1, max_size=40)


class TestNextInTurn:
    @settings(deadline=None)
    @given(weights=WEIGHTS, rounds=st.integers(1, 400))
    def test_everybody_is_less_than_a_lead_off_their_share_at_any_moment(
        self, weights: list[int], rounds: int
    ) -> None:
        people = [sharer(number, weight) for number, weight in enumerate(weights)]
        whole, got = sum(weights), Counter[uuid.UUID]()

        for turn in range(1, rounds + 1):
            got[next_in_turn(people).user_id] += 1
            for one in people:
                share = Fraction(turn * one.weight, whole)
                assert abs(got[one.user_id] - share) < 1

    def test_what_taking_the_furthest_behind_gets_wrong(self) -> None:
        weights = [3, 1, 1, 2, 10, 3, 10, 2, 3, 1, 83, 3, 73, 3, 1, 3, 1, 3, 10]
        people = [sharer(number, weight) for number, weight in enumerate(weights)]

        for _ in range(600):
            next_in_turn(people)
            assert all(abs(one.credit) < LEAD for one in people)

    def test_equals_go_round(self) -> None:
        people = [sharer(number, 1) for number in range(3)]

        got = [next_in_turn(people).user_id.int for _ in range(6)]

        assert sorted(got[:3]) == sorted(got[3:]) == [1, 2, 3]

    def test_the_least_burdened_goes_first_among_equals(self) -> None:
        people = [sharer(0, 1, load=5), sharer(1, 1, load=2)]

        assert next_in_turn(people) is people[1]

    def test_a_newcomer_is_neither_flooded_nor_starved(self) -> None:
        people = [sharer(number, 1) for number in range(4)]
        for _ in range(1001):
            next_in_turn(people)
        newcomer = sharer(9, 1)

        got = Counter(next_in_turn([*people, newcomer]).user_id for _ in range(100))

        assert abs(got[newcomer.user_id] - 20) <= 1

    @settings(deadline=None)
    @given(
        weights=st.lists(st.integers(1, 20), min_size=2, max_size=8),
        phases=st.lists(st.tuples(st.sets(st.integers(0, 7), min_size=1), st.integers(1, 40))),
    )
    def test_who_was_away_is_owed_a_lead_or_two_at_most(
        self, weights: list[int], phases: list[tuple[set[int], int]]
    ) -> None:
        people = [sharer(number, weight) for number, weight in enumerate(weights)]
        for present, rounds in phases:
            able = [people[number] for number in present if number < len(people)]
            if not able:
                continue
            whole, got = sum(one.weight for one in able), Counter[uuid.UUID]()
            for turn in range(1, rounds + 1):
                got[next_in_turn(able).user_id] += 1
                assert sum(one.credit for one in people) == 0
                for one in able:
                    assert abs(got[one.user_id] - Fraction(turn * one.weight, whole)) < 3

    def test_a_need_that_few_can_meet_starves_nobody(self) -> None:
        speaks = {0: 2, 1: 1}  # weights of those who speak Hungarian; all speak English
        people = [sharer(number, weight) for number, weight in {**speaks, 2: 3, 3: 3}.items()]
        got, share = Counter[int](), defaultdict[int, Fraction](Fraction)

        for turn in range(360):
            able = people[:2] if turn % 2 else people
            chosen = next_in_turn(able)
            got[chosen.member_id.int] += 1
            for one in able:
                share[one.member_id.int] += Fraction(one.weight, sum(each.weight for each in able))

        assert {who: share[who] for who in share} == {1: 160, 2: 80, 3: 60, 4: 60}
        assert all(abs(got[who] - share[who]) <= 1 for who in share)

    @pytest.mark.parametrize("seed", range(40))
    def test_shares_are_kept_where_each_lead_needs_other_people(self, seed: int) -> None:
        chance = random.Random(seed)
        people = [sharer(number, chance.choice([1, 1, 2, 3, 9])) for number in range(10)]
        speak = {one.member_id: chance.sample("abcd", chance.randint(1, 3)) for one in people}
        got, share = Counter[uuid.UUID](), defaultdict[uuid.UUID, Fraction](Fraction)

        for language in chance.choices("abcd", k=400):
            able = [
                one
                for one in people
                if language in speak[one.member_id] and chance.random() > 0.1  # the rest are away
            ]
            if not able:
                continue
            whole = sum(one.weight for one in able)
            got[next_in_turn(able).member_id] += 1
            for one in able:
                share[one.member_id] += Fraction(one.weight, whole)
            assert all(abs(got[who] - share[who]) < Fraction(3, 2) for who in share)

    @pytest.mark.parametrize("seed", range(20))
    def test_who_comes_and_goes_is_neither_flooded_nor_starved_and_takes_nothing_from_who_stays(
        self, seed: int
    ) -> None:
        chance = random.Random(seed)
        team = [sharer(number, chance.choice([1, 1, 2, 3])) for number in range(4)]
        stay, known = {one.member_id for one in team}, len(team)
        got, share = Counter[uuid.UUID](), defaultdict[uuid.UUID, Fraction](Fraction)
        come = list[uuid.UUID]()

        for _ in range(600):
            if chance.random() < 0.03:
                team.append(sharer(known, chance.choice([1, 1, 2, 3])))
                come, known = [*come, team[-1].member_id], known + 1
            if chance.random() < 0.03 and len(team) > len(stay):
                team.remove(chance.choice([one for one in team if one.member_id not in stay]))
            settle(team)
            able = [one for one in team if chance.random() > 0.2]  # the rest are away
            if not able:
                continue
            whole = sum(one.weight for one in able)
            got[next_in_turn(able).member_id] += 1
            assert abs(sum(one.credit for one in team)) < len(team)  # nobody takes any along
            for one in able:
                share[one.member_id] += Fraction(one.weight, whole)
                assert abs(one.credit) < LEAD * Fraction(5, 4)
            assert all(got[who] > 0 for who in come if share[who] >= 1)  # a lead by their first

        assert len(come) > 10
        assert all(abs(got[who] - share[who]) < 2 for who in share)

    def test_shares_hold_after_very_many_turns(self) -> None:
        people = [sharer(number, weight) for number, weight in enumerate([1, 3, 7, 50])]
        got = Counter(next_in_turn(people).weight for _ in range(61_000))

        assert got == {1: 1000, 3: 3000, 7: 7000, 50: 50_000}


class TestSettle:
    @given(
        told=st.lists(
            st.tuples(st.integers(0, 9), st.integers(-3 * LEAD, 3 * LEAD)), min_size=1, max_size=12
        )
    )
    def test_credits_sum_to_nothing_again_and_differences_stay(
        self, told: list[tuple[int, int]]
    ) -> None:
        team = [sharer(number, *one) for number, one in enumerate(told)]

        settle(team)

        sharing = [(one, told[n][1]) for n, one in enumerate(team) if one.weight]
        assert 0 <= sum(one.credit for one, _ in sharing) < max(1, len(sharing))
        assert len({one.credit - was for one, was in sharing}) <= 1
        assert all(one.credit == told[n][1] for n, one in enumerate(team) if not one.weight)

    def test_a_team_that_is_settled_stays_as_it_is(self) -> None:
        team = [sharer(0, 1, 5), sharer(1, 1, -4)]  # rounding left a part

        settle(team)

        assert [one.credit for one in team] == [5, -4]
