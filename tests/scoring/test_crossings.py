"""When interest falls through a threshold, against looking at every instant around it."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaste.scoring import crossings, formula
from vaste.scoring.formula import Signal, Sum

NOON = datetime.datetime(2026, 3, 2, 10, 0, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
SIGNALS = tuple(
    Signal(f"s{number}", 1.0, cap, half_life * DAY, (f"k{number}",))
    for number, (cap, half_life) in enumerate([(40.0, 30), (1000.0, 7), (25.0, 1)])
)
SUMS = st.dictionaries(
    st.sampled_from([one.key for one in SIGNALS]),
    st.builds(
        Sum,
        st.floats(min_value=0.001, max_value=500),
        st.timedeltas(min_value=-40 * DAY, max_value=datetime.timedelta(0)).map(
            lambda span: NOON + span
        ),
    ),
    min_size=1,
)
LEVELS = st.lists(st.integers(1, 100), min_size=1, max_size=5).map(
    lambda wholes: crossings.levels([("at_least", float(one)) for one in wholes])
)
MOMENT = datetime.timedelta(milliseconds=1)


def interest(sums: dict[str, Sum], at: datetime.datetime) -> int:
    """Return interest as everybody else computes it."""
    return formula.interest(sums, at=at, signals=SIGNALS)[0]


class TestLevels:
    @pytest.mark.parametrize(
        ("operator", "value", "expected"),
        [
            ("at_least", 30, (29.5,)),
            ("less_than", 30, (29.5,)),
            ("more_than", 30, (30.5,)),
            ("at_most", 30, (30.5,)),
            ("is", 30, (29.5, 30.5)),
            ("at_least", 29.2, (29.5,)),
            ("more_than", 29.2, (29.5,)),
            ("at_least", 0, ()),
            ("more_than", 100, ()),
        ],
    )
    def test_a_comparison_turns_where_the_rounded_number_does(
        self, operator: str, value: float, expected: tuple[float, ...]
    ) -> None:
        assert crossings.levels([(operator, value)]) == expected


class TestNextCrossing:
    @given(sums=SUMS, at_levels=LEVELS)
    def test_before_it_nothing_turns_and_at_it_something_has(
        self, sums: dict[str, Sum], at_levels: tuple[float, ...]
    ) -> None:
        found = crossings.next_crossing(sums, after=NOON, signals=SIGNALS, at_levels=at_levels)

        def reached(at: datetime.datetime) -> int:
            return sum(interest(sums, at) >= level for level in at_levels)

        if found is None:
            assert reached(NOON) == 0
        else:
            just_before = max(NOON, found - 2 * crossings.BEYOND)
            assert reached(just_before) == reached(NOON)
            assert reached(found) < reached(NOON)

    @given(sums=SUMS, at_levels=LEVELS)
    def test_the_quick_answer_is_never_late(
        self, sums: dict[str, Sum], at_levels: tuple[float, ...]
    ) -> None:
        known = [one for one in SIGNALS if one.key in sums]
        points = sum(formula.worth(sums[one.key], at=NOON, signal=one) for one in known)
        shortest = min(one.half_life for one in known)

        quick = crossings.earliest_crossing(
            points, after=NOON, half_life=shortest, at_levels=at_levels
        )
        exact = crossings.next_crossing(sums, after=NOON, signals=SIGNALS, at_levels=at_levels)

        assert (quick is None) == (exact is None)
        if quick is not None and exact is not None:
            assert quick <= exact + MOMENT
