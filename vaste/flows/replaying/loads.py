"""What one person holds while a period is replayed: now, at most, and on average."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Burden:
    """
    One person's load as a replay goes on; instants are seconds of the Unix epoch.

    `area` is the load over time so far, in seconds of one unit of load, counted from `since` to
    `seen`. `closings` is a heap of when what they hold was closed in truth, and what it weighs.
    """

    since: float
    seen: float
    load: int = 0
    most: int = 0
    area: float = 0.0
    closings: list[tuple[float, int]] = field(default_factory=list)

    def pass_until(self, at: float) -> None:
        """Let what was closed by `at` go, and count the time."""
        while self.closings and self.closings[0][0] <= at:
            closed_at, weighs = heapq.heappop(self.closings)
            self._count(closed_at)
            self.load -= weighs
        self._count(at)

    def _count(self, at: float) -> None:
        if at > self.seen:
            self.area += self.load * (at - self.seen)
            self.seen = at

    def add(self, weighs: int, closed_at: float | None) -> None:
        """Take one more lead at the instant that was passed; None is never closed."""
        self.load += weighs
        self.most = max(self.most, self.load)
        if closed_at is not None:
            heapq.heappush(self.closings, (closed_at, weighs))

    def mean(self) -> float:
        """Return the load on average over the time that was counted."""
        passed = self.seen - self.since
        return self.area / passed if passed > 0 else float(self.load)

    def room_at(self, capacity: int, at: float) -> float | None:
        """Return when the load is under a capacity, if nothing more comes; None for never."""
        load, when = self.load, at
        for closed_at, weighs in sorted(self.closings) if load >= capacity else ():
            load, when = load - weighs, closed_at
            if load < capacity:
                break
        return when if load < capacity else None

    def as_data(self) -> list[Any]:
        """Return it as plain data."""
        return [self.since, self.seen, self.load, self.most, self.area, self.closings]

    @classmethod
    def of_data(cls, data: list[Any]) -> Burden:
        """Return what was put down as plain data."""
        since, seen, load, most, area, closings = data
        return cls(since, seen, load, most, area, [(when, weighs) for when, weighs in closings])
