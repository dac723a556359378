"""Area, lift and drift against counting pairs one by one."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaste.scoring import outcomes
from vaste.scoring.outcomes import Area, Ended

LEADS = st.lists(st.tuples(st.integers(0, 8), st.booleans()), min_size=1, max_size=40)


def counted(leads: list[tuple[int, bool]]) -> dict[int, Ended]:
    found: dict[int, Ended] = {}
    for score, is_won in leads:
        found[score] = found.get(score, Ended()) + Ended(int(is_won), int(not is_won))
    return found


class TestArea:
    @given(leads=LEADS)
    def test_is_the_share_of_pairs_in_the_right_order(self, leads: list[tuple[int, bool]]) -> None:
        won = [score for score, is_won in leads if is_won]
        lost = [score for score, is_won in leads if not is_won]

        found = outcomes.area(counted(leads))

        if not won or not lost:
            assert found is None
            return
        right = sum((a > b) + (a == b) / 2 for a in won for b in lost)
        assert found is not None
        assert math.isclose(found.value, right / (len(won) * len(lost)), abs_tol=1e-12)
        assert found.ended == Ended(len(won), len(lost))

    @given(won=st.integers(1, 500), lost=st.integers(1, 500))
    def test_by_chance_its_error_is_that_of_the_rank_sum(self, won: int, lost: int) -> None:
        # Mann and Whitney 1947: the variance of U is mn(m + n + 1) / 12 where nothing is told.
        expected = math.sqrt((won + lost + 1) / (12 * won * lost))

        assert math.isclose(outcomes._error(0.5, Ended(won, lost)), expected, rel_tol=1e-9)

    def test_a_perfect_score_has_no_error(self) -> None:
        found = outcomes.area({1: Ended(0, 40), 2: Ended(40, 0)})

        assert found is not None
        assert (found.value, found.error, found.low, found.high) == (1.0, 0.0, 1.0, 1.0)


class TestLift:
    def test_is_how_many_times_as_often_as_on_the_whole(self) -> None:
        assert outcomes.lift(Ended(30, 10), Ended(50, 150)) == 3.0

    @pytest.mark.parametrize(
        ("part", "whole"), [(Ended(19, 0), Ended(40, 40)), (Ended(0, 30), Ended(0, 90))]
    )
    def test_is_not_said_of_few_or_of_nothing_won(self, part: Ended, whole: Ended) -> None:
        assert outcomes.lift(part, whole) is None


class TestByBand:
    def test_the_highest_band_is_first_and_includes_100(self) -> None:
        scores = {
            0: Ended(1, 0),
            19: Ended(0, 2),
            20: Ended(3, 0),
            80: Ended(4, 0),
            100: Ended(0, 5),
        }

        assert outcomes.by_band(scores) == {
            80: Ended(4, 5), 60: Ended(), 40: Ended(), 20: Ended(3, 0), 0: Ended(1, 2),
        }  # fmt: skip


class TestDiffer:
    def test_beyond_what_chance_would_have(self) -> None:
        before = Area(0.80, 0.01, Ended(400, 600))

        assert outcomes.differ(before, Area(0.70, 0.03, Ended(60, 60)))
        assert not outcomes.differ(before, Area(0.75, 0.03, Ended(60, 60)))

    def test_says_nothing_of_few_outcomes(self) -> None:
        before = Area(0.80, 0.01, Ended(400, 600))

        assert not outcomes.differ(before, Area(0.20, 0.01, Ended(29, 60)))
        assert outcomes.differ(before, Area(0.20, 0.01, Ended(30, 60)))
