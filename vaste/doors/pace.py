"""
How many posts a door takes a minute, so that a storm at one door is no storm for all.

What is over the pace is told to come again, and by when; nothing of it is kept.
"""

from __future__ import annotations

import math
import time
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings

from vaste.infra import asgi

BURST_S = 15.0  # seconds' worth of posts that may come at once
LEAST_BURST = 10  # posts, however slow the pace
MOST_KEPT = 10_000  # doors remembered before those that rest are forgotten
Clock = Callable[[], float]


class TooMany(Exception):
    """Over the pace; after `retry_after_s` whole seconds one more is taken."""

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(f"come again in {retry_after_s} s")
        self.retry_after_s = retry_after_s


class Pace:
    """
    Counts the posts of each door, of this process alone.

    Source of the rule: the generic cell rate algorithm, ITU-T I.371. For each door one number is
    kept, the instant at which what was taken so far would have come at an even pace.
    """

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._even: dict[uuid.UUID, float] = {}

    def take(self, door_id: uuid.UUID, per_minute: int) -> None:
        """
        Count one post; a pace of 0 has no bounds.

        Raises TooMany for one that comes too early; it does not count.
        """
        if per_minute <= 0:
            return
        now = self._clock()
        span = 60 / per_minute
        ahead = max(BURST_S, LEAST_BURST * span) - span
        even = max(self._even.get(door_id, now), now)
        if even - now > ahead + 1e-9:
            raise TooMany(math.ceil(even - now - ahead))
        self._forget_rested(now)
        self._even[door_id] = even + span

    def _forget_rested(self, now: float) -> None:
        if len(self._even) >= MOST_KEPT:
            self._even = {door: even for door, even in self._even.items() if even > now}


def per_minute(told: Mapping[str, Any]) -> int:
    """Return the pace of a door with these settings, of the installation where none is told."""
    own = told.get("posts_per_minute")
    is_told = isinstance(own, int) and not isinstance(own, bool) and own >= 0
    return int(own) if is_told else settings.DOOR_POSTS_PER_MINUTE  # type: ignore[arg-type]


def retry_after(failure: Exception) -> tuple[bytes, bytes]:
    """Return the header that says when to come again after TooMany, or after another refusal."""
    wait = failure.retry_after_s if isinstance(failure, TooMany) else int(asgi.RETRY_AFTER_S)
    return (b"retry-after", str(wait).encode())


pace = Pace()
