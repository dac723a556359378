"""Whose turn it is, without a database."""

from __future__ import annotations

import datetime
import uuid
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.build import NOON
from vaste.routing import rules
from vaste.routing.rules import Candidate

HOUR = datetime.timedelta(hours=1)


def candidate(number: int, weight: int = 1, capacity: int = 10**6, **told: object) -> Candidate:
    who = uuid.UUID(int=number)
    fields = {"credit": 0, "load": 0, "is_away": False, **told}
    return Candidate(who, who, weight, capacity, **fields)  # type: ignore[arg-type]


class TestIsAway:
    @pytest.mark.parametrize(
        ("away_from", "away_until", "expected"),
        [
            (None, None, False),
            (NOON, None, True),
            (NOON + HOUR, None, False),
            (None, NOON + HOUR, True),
            (None, NOON, False),
            (NOON - HOUR, NOON + HOUR, True),
            (NOON - HOUR, NOON, False),
        ],
    )
    def test_covers_from_its_beginning_until_its_end(
        self,
        away_from: datetime.datetime | None,
        away_until: datetime.datetime | None,
        expected: bool,
    ) -> None:
        assert rules.is_away(at=NOON, away_from=away_from, away_until=away_until) is expected


class TestTakeTurn:
    def test_says_why_each_was_passed_over(self) -> None:
        pool = [
            candidate(1),
            candidate(2),
            candidate(3, is_away=True),
            candidate(4, capacity=2, load=2),
            candidate(5, weight=0),
        ]

        chosen, passed = rules.take_turn(pool)

        assert chosen is pool[1]
        assert [one.reason for one in passed] == ["turn", "chosen", "away", "full", "no_weight"]
        assert [(one.load, one.capacity) for one in passed][3] == (2, 2)
        assert pool[1].load == 1

    def test_the_least_burdened_goes_first_among_equals(self) -> None:
        pool = [candidate(1, load=2), candidate(2, load=5)]

        chosen, _ = rules.take_turn(pool)

        assert chosen is pool[0]

    def test_nobody_able_is_none_and_moves_no_credit(self) -> None:
        pool = [candidate(1, is_away=True), candidate(2, capacity=0)]

        chosen, passed = rules.take_turn(pool)

        assert chosen is None
        assert [one.reason for one in passed] == ["away", "full"]
        assert [one.credit for one in pool] == [0, 0]

    @given(weights=st.lists(st.integers(1, 7), min_size=1, max_size=6), rounds=st.integers(1, 60))
    def test_each_has_their_share_to_within_one_lead(self, weights: list[int], rounds: int) -> None:
        pool = [candidate(number, weight) for number, weight in enumerate(weights)]

        got = Counter(id(rules.take_turn(pool)[0]) for _ in range(rounds))

        for one in pool:
            assert abs(got[id(one)] - rounds * one.weight / sum(weights)) <= 1
