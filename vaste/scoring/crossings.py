"""When fading interest falls through a threshold: pure arithmetic, nothing rewritten meanwhile."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Mapping, Sequence

from vaste.scoring.formula import Signal, Sum, added_up, worth

Level = float  # points before rounding
_STEPS = 60  # halvings: a span of years to well under a millisecond
BEYOND = datetime.timedelta(milliseconds=5)  # past the crossing, so that the fall is seen


def levels(asked: Iterable[tuple[str, float]]) -> tuple[Level, ...]:
    """
    Return the points at which interest, a whole number, passes what is asked of it.

    `asked` are comparisons as the rule language names them: "at_least" c turns at ceil(c),
    "more_than" c at floor(c) + 1, and so do their denials. A whole number n is reached at n - 0.5
    points, since interest is rounded half up.
    """
    wholes: set[int] = set()
    for operator, one in asked:
        if operator not in ("more_than", "at_most"):
            wholes.add(math.ceil(one))
        if operator not in ("at_least", "less_than"):
            wholes.add(math.floor(one) + 1)
    return tuple(sorted(turn - 0.5 for turn in wholes if 0 < turn <= 100))


def next_crossing(
    sums: Mapping[str, Sum],
    *,
    after: datetime.datetime,
    signals: Sequence[Signal],
    at_levels: Sequence[Level],
) -> datetime.datetime | None:
    """
    Return the first instant after `after` at which interest is under a level it is at now.

    None when it is under all of them. Exact to a few milliseconds, and never too early: interest
    only falls, so the span is halved.
    """
    known = [(one, sums[one.key]) for one in signals if one.key in sums]
    level = _level_under(_points(known, after), at_levels)
    if level is None:
        return None
    begin, end = after, after + _longest(known, level)
    for _ in range(_STEPS):
        middle = begin + (end - begin) / 2
        if _points(known, middle) >= level:
            begin = middle
        else:
            end = middle
    return end + BEYOND


def earliest_crossing(
    points: float,
    *,
    after: datetime.datetime,
    half_life: datetime.timedelta,
    at_levels: Sequence[Level],
) -> datetime.datetime | None:
    """
    Return an instant before which interest of `points` can't be under the level it is at.

    `half_life` is the shortest of what makes the points. Exact for one signal under its cap; else
    early, never late. None when the points are under all levels.
    """
    level = _level_under(points, at_levels)
    if level is None:
        return None
    return after + half_life * math.log2(points / level) + BEYOND


def _level_under(points: float, at_levels: Sequence[Level]) -> Level | None:
    return max((one for one in at_levels if one <= points), default=None)


def _points(known: Sequence[tuple[Signal, Sum]], at: datetime.datetime) -> float:
    return added_up(worth(total, at=at, signal=signal) for signal, total in known)


def _longest(known: Sequence[tuple[Signal, Sum]], level: Level) -> datetime.timedelta:
    """Return a span after which the sum is certainly under `level`."""
    strength = sum(total.strength for _, total in known)
    slowest = max(signal.half_life for signal, _ in known)
    return slowest * (max(0.0, math.log2(strength / level)) + 1)
