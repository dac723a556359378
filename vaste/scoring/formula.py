"""The arithmetic of scores: pure, exact, no clock of its own."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vaste.rules.paths import PathTest

DAY, MICROSECOND = datetime.timedelta(days=1), datetime.timedelta(microseconds=1)
#: What brings the lines of a score to its number, each with the points that it adds.
FLOOR, CEILING, SCALE = "floor", "ceiling", "scale"  # of fit
LIMIT, ROUNDING = "limit", "rounding"  # of interest
Steps = list[tuple[str, int]]
MOST = 100  # of a score
MOST_FADED = 1000.0  # half-lives, after which nothing is left: a smaller power is no number in SQL
NOTHING = 1e-6  # points; less is the last digit of a sum


@dataclass(frozen=True, slots=True)
class Signal:
    """
    What touches of some kinds are worth: points, a cap on the sum when read, and a half-life.

    `path` None counts them wherever they happened.
    """

    key: str
    points: float
    cap: float
    half_life: datetime.timedelta
    kinds: tuple[str, ...]
    path: PathTest | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """A fading sum: `strength` points as they stood at `as_of`."""

    strength: float
    as_of: datetime.datetime


def decayed(points: float, *, age: datetime.timedelta, half_life: datetime.timedelta) -> float:
    """
    Return `points` worn down by age: half are left after each half-life.

    A signal dated in the future counts in full, never more.

    Raises ValueError if `half_life` is not positive.
    Source: exponential decay, N(t) = N0 * 2 ** (-t / half_life).
    """
    if half_life <= datetime.timedelta(0):
        raise ValueError("half_life must be positive")
    if age <= datetime.timedelta(0):
        return points
    return float(points * 2.0 ** -min(MOST_FADED, age / half_life))


def added(known: Sum | None, *, points: float, at: datetime.datetime, signal: Signal) -> Sum:
    """
    Return the sum after one more event; a late event is faded to the sum's own instant first.

    Exact and independent of the order of arrival.
    Source: forward decay, Cormode et al., ICDE 2009.
    """
    if known is None:
        return Sum(points, at)
    if at <= known.as_of:
        late = decayed(points, age=known.as_of - at, half_life=signal.half_life)
        return Sum(known.strength + late, known.as_of)
    kept = decayed(known.strength, age=at - known.as_of, half_life=signal.half_life)
    return Sum(kept + points, at)


def worth(known: Sum, *, at: datetime.datetime, signal: Signal) -> float:
    """Return what a sum is worth at `at`, its cap applied."""
    age = at - known.as_of
    return min(signal.cap, decayed(known.strength, age=age, half_life=signal.half_life))


def interest(
    sums: Mapping[str, Sum], *, at: datetime.datetime, signals: Iterable[Signal]
) -> tuple[int, list[tuple[str, float]]]:
    """Return interest 0-100 at `at` and the lines that make it: (signal, points), largest first."""
    lines = [
        (signal.key, worth(sums[signal.key], at=at, signal=signal))
        for signal in signals
        if signal.key in sums
    ]
    lines.sort(key=lambda line: (-line[1], line[0]))
    return within_scale(added_up(points for _, points in lines)), lines


def normalized(total: int, *, floor: int, ceiling: int) -> int:
    """
    Return a sum of fit as a score: `floor` is 0, `ceiling` 100, rounded half up, never beyond.

    Raises ZeroDivisionError if both are one number.
    """
    span = ceiling - floor
    return max(0, min(100, (200 * (total - floor) + span) // (2 * span)))


def fit_steps(total: int, *, floor: int, ceiling: int) -> Steps:
    """
    Return what `normalized` does to a sum, step by step: those that change the number, with points.

    The sum and all steps add up to the score.
    """
    held = max(floor, min(ceiling, total))
    bound = FLOOR if held > total else CEILING
    steps = [
        (bound, held - total),
        (SCALE, normalized(total, floor=floor, ceiling=ceiling) - held),
    ]
    return [(step, points) for step, points in steps if points]


def interest_steps(
    value: int, shown: Iterable[float], exact: Iterable[float]
) -> list[tuple[str, float]]:
    """
    Return what brings the points `shown` of lines to interest of `value`, with points.

    `exact` are the points of all lines before rounding, some of which may not be shown. The lines
    shown and all steps add up to `value`.
    """
    total = sum(shown)
    whole = max(value, int(sum(exact) + 0.5)) if value == MOST else value
    steps = [(ROUNDING, whole - total), (LIMIT, float(value - whole))]
    return [(step, points) for step, points in steps if abs(points) > NOTHING]


def added_up(points: Iterable[float]) -> float:
    """
    Return the sum of points, added one by one from the largest, whatever their order.

    Not by `sum`, which corrects its last digits from Python 3.12 on: a database does not.
    """
    total = 0.0
    for one in sorted(points, reverse=True):
        total += one
    return total


def within_scale(points: float) -> int:
    """Return points as a score: rounded half up, never under 0 or over 100."""
    return max(0, min(100, int(points + 0.5) if points > 0 else 0))


def quadrant(fit: int, interest: int, *, good_fit: int, interested: int) -> str:
    """
    Return `sales_now`, `nurture`, `light_touch` or `no_time`: fit high or low x interest high or
    low.
    """
    if fit >= good_fit:
        return "sales_now" if interest >= interested else "nurture"
    return "light_touch" if interest >= interested else "no_time"
