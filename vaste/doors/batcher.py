"""
The micro-batcher of the public doors: many requests, one transaction, one commit.

Whatever has come in for a workspace while the last batch ran is the next one; nothing waits on
purpose. While the server works on one batch the program prepares another, of the same workspace
too, if enough has come in. Workspaces take turns, and none may fill the room of all, so that one
client's storm does not starve another. A request is answered after the commit of its batch, or told
that the database is away.
"""

from __future__ import annotations

import asyncio
import uuid
from collections import Counter, OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from vaste.flows.receive import Incoming, Receipt

MOST_IN_BATCH = 128  # arrivals: past this a larger batch gains nothing and its last waits longer
MOST_BYTES_IN_BATCH = 8 * 1024 * 1024  # of bodies: one statement holds them all
MOST_WAITING = 4000  # arrivals in memory before a door answers 503 instead of queueing
MOST_OF_ONE = 2000  # of them from one workspace
MOST_BYTES_WAITING = 128 * 1024 * 1024  # of their bodies
FLUSHERS = 2  # batches under way at once
SECOND = 12  # arrivals of a workspace that are worth a batch beside the one that is under way

#: What became of each arrival of a batch, in its order: a receipt, or why there is none.
Outcomes = Sequence[Receipt | Exception]
Flush = Callable[[uuid.UUID, Sequence[Incoming]], Outcomes]
Waiting = list[tuple[Incoming, asyncio.Future[Receipt]]]


class Full(Exception):
    """More is waiting than can be taken: come again."""


class FullOfOwn(Full):
    """More of this workspace is waiting than one may have: the others have room."""


@dataclass(slots=True)
class _Room:
    """How much waits, of all workspaces or of one."""

    count: int = 0
    size: int = 0

    def add(self, arrival: Incoming) -> None:
        self.count += 1
        self.size += len(arrival.body)

    def remove(self, arrival: Incoming) -> None:
        self.count -= 1
        self.size -= len(arrival.body)


@dataclass(slots=True)
class _Queue:
    """What waits of one workspace, the first come first."""

    waiting: Waiting = field(default_factory=list)
    room: _Room = field(default_factory=_Room)

    def take(self) -> Waiting:
        """Take the next batch, of one arrival at least."""
        size = count = 0
        for arrival, _ in self.waiting[:MOST_IN_BATCH]:
            size += len(arrival.body)
            if count and size > MOST_BYTES_IN_BATCH:
                break
            count += 1
            self.room.remove(arrival)
        batch, self.waiting = self.waiting[:count], self.waiting[count:]
        return batch


class Batcher:
    """Collects arrivals on one event loop and flushes them on a few threads."""

    def __init__(self, flush: Flush) -> None:
        self._flush = flush
        self._queues: OrderedDict[uuid.UUID, _Queue] = OrderedDict()
        self._room = _Room()
        self._busy: Counter[uuid.UUID] = Counter()  # batches under way
        self._tasks: set[asyncio.Task[None]] = set()
        self._threads = ThreadPoolExecutor(FLUSHERS, thread_name_prefix="batcher")

    async def submit(self, workspace_id: uuid.UUID, arrival: Incoming) -> Receipt:
        """
        Hand over one arrival and wait until it is durable.

        Raises Full when too many wait, FullOfOwn when too many of this workspace do, and the
        flush's own error when its batch failed.
        """
        queue = self._queues.get(workspace_id) or _Queue()
        self._require_room(queue)
        answer: asyncio.Future[Receipt] = asyncio.get_running_loop().create_future()
        self._queues.setdefault(workspace_id, queue).waiting.append((arrival, answer))
        queue.room.add(arrival)
        self._room.add(arrival)
        self._start()
        # A caller that hangs up is no reason to drop what it sent.
        return await asyncio.shield(answer)

    def _require_room(self, queue: _Queue) -> None:
        if self._room.count >= MOST_WAITING or self._room.size >= MOST_BYTES_WAITING:
            raise Full
        if queue.room.count >= MOST_OF_ONE or queue.room.size >= MOST_BYTES_WAITING // 2:
            raise FullOfOwn

    def _start(self) -> None:
        while self._busy.total() < FLUSHERS:
            workspace_id = self._next()
            if workspace_id is None:
                return
            queue = self._queues.pop(workspace_id)
            batch = queue.take()
            if queue.waiting:
                self._queues[workspace_id] = queue  # at the end: the others come first
            for arrival, _ in batch:
                self._room.remove(arrival)
            self._busy[workspace_id] += 1
            task = asyncio.get_running_loop().create_task(self._run(workspace_id, batch))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def _next(self) -> uuid.UUID | None:
        """Return whose turn it is: a workspace with nothing under way, else one with enough."""
        for workspace_id in self._queues:
            if not self._busy[workspace_id]:
                return workspace_id
        for workspace_id, queue in self._queues.items():
            if len(queue.waiting) >= SECOND:
                return workspace_id
        return None

    async def _run(self, workspace_id: uuid.UUID, batch: Waiting) -> None:
        loop = asyncio.get_running_loop()
        arrivals = [arrival for arrival, _ in batch]
        outcomes: Outcomes
        try:
            outcomes = await loop.run_in_executor(
                self._threads, self._flush, workspace_id, arrivals
            )
        except Exception as failure:
            outcomes = [failure] * len(batch)
        finally:
            self._busy -= Counter([workspace_id])
            self._start()
        for (_, answer), outcome in zip(batch, outcomes, strict=True):
            _answer(answer, outcome)


def _answer(answer: asyncio.Future[Receipt], outcome: Receipt | Exception) -> None:
    if answer.done():
        return
    if isinstance(outcome, Exception):
        answer.set_exception(outcome)
        answer.exception()  # seen: the caller may have hung up
    else:
        answer.set_result(outcome)
