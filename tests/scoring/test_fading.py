"""The fading sum, added up step by step, against the sum over all events at once."""

from __future__ import annotations

import datetime
import math

from hypothesis import given
from hypothesis import strategies as st

from vaste.scoring import formula
from vaste.scoring.formula import Signal, Sum

NOON = datetime.datetime(2026, 3, 2, 10, 0, tzinfo=datetime.UTC)
HALF_LIFE = datetime.timedelta(days=14)
SIGNAL = Signal("download", 12.0, 1e9, HALF_LIFE, ("download",))
Event = tuple[float, datetime.timedelta]

EVENTS = st.lists(
    st.tuples(
        st.floats(min_value=0, max_value=1000),
        st.timedeltas(min_value=datetime.timedelta(days=-400), max_value=datetime.timedelta(0)),
    ),
    min_size=1,
    max_size=30,
)


def step_by_step(events: list[Event]) -> Sum:
    """Return the sum after the events, one after the other, as they come."""
    known: Sum | None = None
    for points, offset in events:
        known = formula.added(known, points=points, at=NOON + offset, signal=SIGNAL)
    assert known is not None
    return known


def at_once(events: list[Event], at: datetime.datetime) -> float:
    """Return what all events are worth at `at`, each faded by itself."""
    return math.fsum(
        points * 2.0 ** (-((at - (NOON + offset)) / HALF_LIFE)) for points, offset in events
    )


class TestAdded:
    @given(events=EVENTS, later=st.timedeltas(datetime.timedelta(0), datetime.timedelta(days=90)))
    def test_the_steps_are_the_sum(self, events: list[Event], later: datetime.timedelta) -> None:
        at = NOON + later
        found = formula.worth(step_by_step(events), at=at, signal=SIGNAL)

        assert math.isclose(found, at_once(events, at), rel_tol=1e-9, abs_tol=1e-9)

    @given(events=EVENTS, data=st.data())
    def test_the_order_of_arrival_does_not_matter(
        self, events: list[Event], data: st.DataObject
    ) -> None:
        shuffled = data.draw(st.permutations(events))
        one, other = step_by_step(events), step_by_step(shuffled)

        assert one.as_of == other.as_of
        assert math.isclose(one.strength, other.strength, rel_tol=1e-9, abs_tol=1e-9)

    def test_half_is_left_after_a_half_life(self) -> None:
        kept = step_by_step([(40.0, datetime.timedelta(0))])

        assert formula.worth(kept, at=NOON + HALF_LIFE, signal=SIGNAL) == 20.0
