"""How well a score tells won leads from lost ones: pure arithmetic over counts."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

SMALL = 20  # leads; under it a share would mislead, and there is no lift
ENOUGH = 30  # won and as many not won; under it nothing is said of a score's quality
BANDS = (0, 20, 40, 60, 80)  # where bands of a score begin; the last one includes 100
SURE = 1.96  # standard errors: 95 of 100 samples lie within, if nothing has changed


@dataclass(frozen=True, slots=True)
class Ended:
    """Leads that ended alike: how many were won, and how many were not."""

    won: int = 0
    lost: int = 0

    def __add__(self, other: Ended) -> Ended:
        return Ended(self.won + other.won, self.lost + other.lost)

    @property
    def leads(self) -> int:
        """All of them."""
        return self.won + self.lost

    @property
    def is_enough(self) -> bool:
        """Say whether there are enough of both kinds to judge a score by."""
        return min(self.won, self.lost) >= ENOUGH


@dataclass(frozen=True, slots=True)
class Area:
    """The area under a score's curve, 0 to 1, with its standard error and what it rests on."""

    value: float
    error: float
    ended: Ended

    @property
    def low(self) -> float:
        """The lower end of the 95 % interval."""
        return max(0.0, self.value - SURE * self.error)

    @property
    def high(self) -> float:
        """The upper end of the 95 % interval."""
        return min(1.0, self.value + SURE * self.error)


def area(scores: Mapping[int, Ended]) -> Area | None:
    """
    Return the area under the curve: the chance that a won lead scores above one that was not.

    Equal scores count half. Exact. None without a lead of each kind.
    Sources: Mann and Whitney, Ann. Math. Statist. 18 (1947) 50-60; the standard error: Hanley and
    McNeil, Radiology 143 (1982) 29-36.
    """
    ended = total(scores.values())
    if not ended.won or not ended.lost:
        return None
    halves, lost_below = 0, 0
    for score in sorted(scores):
        one = scores[score]
        halves += one.won * (2 * lost_below + one.lost)
        lost_below += one.lost
    value = halves / (2 * ended.won * ended.lost)
    return Area(value, _error(value, ended), ended)


def _error(value: float, ended: Ended) -> float:
    of_two_won = value / (2 - value)
    of_two_lost = 2 * value * value / (1 + value)
    variance = (
        value * (1 - value)
        + (ended.won - 1) * (of_two_won - value * value)
        + (ended.lost - 1) * (of_two_lost - value * value)
    ) / (ended.won * ended.lost)
    return math.sqrt(max(0.0, variance))


def total(parts: Iterable[Ended]) -> Ended:
    """Return all parts together."""
    return sum(parts, Ended())


def lift(part: Ended, whole: Ended) -> float | None:
    """
    Return how many times as often leads of a part were won as of the whole.

    None for fewer than SMALL leads, and where nothing was won.
    """
    if part.leads < SMALL or not whole.won:
        return None
    return part.won * whole.leads / (part.leads * whole.won)


def by_band(scores: Mapping[int, Ended]) -> dict[int, Ended]:
    """Return scores of 0 to 100 put together by the beginning of their band, the highest first."""
    found = dict.fromkeys(reversed(BANDS), Ended())
    for score, ended in scores.items():
        band = max(begin for begin in BANDS if begin <= score)
        found[band] += ended
    return found


def differ(earlier: Area, newest: Area) -> bool:
    """
    Say whether the newest leads disagree with the earlier ones by more than chance would have it.

    Two independent areas, their difference over its standard error, beyond SURE: Hanley and McNeil
    1982. Nothing is said with fewer than ENOUGH won and ENOUGH not won on either side.
    """
    if not earlier.ended.is_enough or not newest.ended.is_enough:
        return False
    error = math.hypot(earlier.error, newest.error)
    return error > 0 and abs(newest.value - earlier.value) > SURE * error
