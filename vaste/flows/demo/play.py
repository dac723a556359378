"""Playing the demo: what happens, in time order, with the clocks firing in between."""

from __future__ import annotations

import datetime
import heapq
import uuid
from collections.abc import Callable
from itertools import count

from vaste.flows import clocks

Act = Callable[[datetime.datetime], object]


class Play:
    """A queue of things to happen in one workspace, inside whose transaction it is run."""

    def __init__(self, workspace_id: uuid.UUID) -> None:
        self._workspace_id = workspace_id
        self._acts: list[tuple[datetime.datetime, int, Act]] = []
        self._numbers = count()

    def add(self, at: datetime.datetime, act: Act) -> None:
        """Let something happen at `at`; of two at one instant the first added goes first."""
        heapq.heappush(self._acts, (at, next(self._numbers), act))

    def run(self, *, until: datetime.datetime) -> None:
        """Let everything up to `until` happen at its instant, also what is added meanwhile."""
        while self._acts and self._acts[0][0] <= until:
            at, _, act = heapq.heappop(self._acts)
            self._let_time_pass(at)
            act(at)
        self._let_time_pass(until)

    def _let_time_pass(self, until: datetime.datetime) -> None:
        """Do what the worker would have done by then, each thing at its own time."""
        while (at := clocks.next_firing(self._workspace_id)) is not None and at <= until:
            clocks.fire_due(self._workspace_id, at=at)
        while (at := clocks.next_waking(self._workspace_id)) is not None and at <= until:
            clocks.wake_snoozed(self._workspace_id, at=at)
