"""Whose turn it is: never a whole lead off, whatever the weights and whoever comes and goes."""

from __future__ import annotations

import uuid
from collections import Counter
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from vaste.routing.rules import Candidate
from vaste.routing.turns import next_in_turn


def sharer(number: int, weight: int, credit: int = 0, load: int = 0) -> Candidate:
    who = uuid.UUID(int=number + 1)
    return Candidate(who, who, weight, 10**9, credit, load)


WEIGHTS = st.lists(st.integers(1, 100), min_size=1, max_size=40)


class TestNextInTurn:
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
            assert all(abs(one.credit) < sum(weights) for one in people)

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

    @given(
        weights=st.lists(st.integers(1, 20), min_size=2, max_size=8),
        phases=st.lists(st.tuples(st.sets(st.integers(0, 7), min_size=1), st.integers(1, 40))),
    )
    def test_who_was_away_is_owed_a_lead_at_most(
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
                assert sum(one.credit for one in able) == 0
                for one in able:
                    assert abs(got[one.user_id] - Fraction(turn * one.weight, whole)) < 3

    @given(
        credits=st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=12),
        weight=st.integers(1, 30),
    )
    def test_credits_of_another_company_are_evened_out(
        self, credits: list[int], weight: int
    ) -> None:
        people = [sharer(number, weight, credit) for number, credit in enumerate(credits)]

        next_in_turn(people)

        whole = weight * len(people)
        assert sum(one.credit for one in people) == 0
        assert all(abs(one.credit) <= whole + weight for one in people)
