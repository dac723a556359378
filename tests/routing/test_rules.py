"""Who may take a lead and who gets it, without a database."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

import pytest

from tests.build import NOON
from vaste.routing import rules
from vaste.routing.rules import Candidate

HOUR = datetime.timedelta(hours=1)
FINNISH = {"language": {"fi": "fi"}}


def candidate(number: int, weight: int = 1, capacity: int = 10**6, **told: Any) -> Candidate:
    who = uuid.UUID(int=number)
    return Candidate(who, who, weight, capacity, **told)


class TestAwayUntil:
    @pytest.mark.parametrize(
        ("spans", "expected"),
        [
            ([], (False, None)),
            ([(NOON, None)], (True, None)),
            ([(NOON + HOUR, None)], (False, None)),
            ([(NOON - HOUR, NOON)], (False, None)),
            ([(NOON - HOUR, NOON + HOUR)], (True, NOON + HOUR)),
            ([(NOON - HOUR, NOON + HOUR), (NOON, NOON + 3 * HOUR)], (True, NOON + 3 * HOUR)),
            ([(NOON + HOUR, NOON + 2 * HOUR), (NOON, NOON + HOUR)], (True, NOON + 2 * HOUR)),
            ([(NOON, NOON + HOUR), (NOON + 2 * HOUR, NOON + 3 * HOUR)], (True, NOON + HOUR)),
            ([(NOON, NOON + HOUR), (NOON + HOUR, None)], (True, None)),
        ],
    )
    def test_overlapping_and_touching_absences_are_one(self, spans: Any, expected: Any) -> None:
        assert rules.away_until(spans, at=NOON) == expected


class TestChoose:
    def test_says_why_each_was_passed_over(self) -> None:
        pool = [
            candidate(1),
            candidate(2),
            candidate(3, is_away=True, away_until=NOON),
            candidate(4, capacity=2, load=2),
            candidate(5, weight=0),
            candidate(6, is_on_shift=False),
            candidate(7, untouched=3, untouched_cap=3),
        ]

        chosen, passed = rules.choose(pool, weighs=3)

        assert chosen is pool[0]
        assert [one.reason for one in passed] == [
            "chosen", "turn", "away", "full", "no_weight", "off_shift", "untouched",
        ]  # fmt: skip
        assert [(one.load, one.capacity) for one in passed][3] == (2, 2)
        assert passed[2].detail == {"until": NOON.isoformat()}
        assert passed[6].detail == {"untouched": 3, "cap": 3}
        assert pool[0].load == 3

    def test_nobody_able_is_none_and_moves_no_credit(self) -> None:
        pool = [candidate(1, is_away=True), candidate(2, capacity=0)]

        chosen, passed = rules.choose(pool)

        assert chosen is None
        assert [one.reason for one in passed] == ["away", "full"]
        assert [one.credit for one in pool] == [0, 0]

    def test_what_a_lead_needs_must_be_held(self) -> None:
        holds = rules.folded({"language": ["FI", "sv"]})
        pool = [candidate(1), candidate(2, holds=holds)]

        for _ in range(3):
            chosen, passed = rules.choose(pool, needs=FINNISH)
            assert chosen is pool[1]

        assert [one.reason for one in passed] == ["lacks", "chosen"]
        assert passed[0].detail == {"kind": "language", "needed": ["fi"]}
        assert passed[1].detail == {"has": {"language": ["fi"]}}

    def test_a_star_holds_everything_of_its_kind(self) -> None:
        pool = [candidate(1, holds=rules.folded({"language": ["*"]}))]

        assert rules.choose(pool, needs=FINNISH)[0] is pool[0]
        assert rules.choose(pool, needs={"skill": {"x": "x"}})[0] is None

    def test_a_keeper_gets_theirs_without_a_turn_unless_away(self) -> None:
        pool = [candidate(1), candidate(2, capacity=0, weight=0)]

        chosen, passed = rules.choose(pool, keeper=pool[1].user_id)

        assert chosen is pool[1]
        assert [one.reason for one in passed] == ["turn", "kept"]
        assert [one.credit for one in pool] == [0, 0]
        pool[1].is_away = True
        assert rules.choose(pool, keeper=pool[1].user_id)[0] is pool[0]

    def test_who_is_owed_a_lead_gets_it_before_the_turns_go_on(self) -> None:
        pool = [candidate(1), candidate(2, owed=1)]

        first, passed = rules.choose(pool)
        second, _ = rules.choose(pool)

        assert (first, pool[1].owed, passed[1].reason) == (pool[1], 0, "owed")
        assert second is pool[0]  # the least burdened, and no turn was counted
