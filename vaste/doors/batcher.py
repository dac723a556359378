"""
The micro-batcher of the public doors: many requests, one transaction, one commit.

Whatever has come in for a workspace while the last commit ran is the next batch; nothing waits on
purpose. Workspaces take turns, so that one client's storm does not starve another. A request is
answered after the commit of its batch, or told that the database is away.
"""

from __future__ import annotations

import asyncio
import uuid
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from vaste.flows.receive import Incoming, Receipt

MOST_IN_BATCH = 128  # arrivals: past this a larger batch gains nothing and its last waits longer
MOST_WAITING = 4000  # arrivals in memory before a door answers 503 instead of queueing
FLUSHERS = 2  # workspaces flushed at once

Flush = Callable[[uuid.UUID, Sequence[Incoming]], list[Receipt]]


class Full(Exception):
    """More is waiting than can be taken: come again."""


class Batcher:
    """Collects arrivals on one event loop and flushes them on a few threads."""

    def __init__(self, flush: Flush) -> None:
        self._flush = flush
        self._waiting: OrderedDict[uuid.UUID, list[tuple[Incoming, asyncio.Future[Receipt]]]] = (
            OrderedDict()
        )
        self._count = 0
        self._busy: set[uuid.UUID] = set()
        self._threads = ThreadPoolExecutor(FLUSHERS, thread_name_prefix="batcher")

    async def submit(self, workspace_id: uuid.UUID, arrival: Incoming) -> Receipt:
        """
        Hand over one arrival and wait until it is durable.

        Raises Full when too many wait, and the flush's own error when its batch failed.
        """
        if self._count >= MOST_WAITING:
            raise Full
        answer: asyncio.Future[Receipt] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(workspace_id, []).append((arrival, answer))
        self._count += 1
        self._start()
        # A caller that hangs up is no reason to drop what it sent.
        return await asyncio.shield(answer)

    def _start(self) -> None:
        # One batch of a workspace at a time: two would only wait for each other's turns.
        idle = [one for one in self._waiting if one not in self._busy]
        for workspace_id in idle[: FLUSHERS - len(self._busy)]:
            waiting = self._waiting.pop(workspace_id)
            batch, rest = waiting[:MOST_IN_BATCH], waiting[MOST_IN_BATCH:]
            if rest:
                self._waiting[workspace_id] = rest
            self._busy.add(workspace_id)
            self._count -= len(batch)
            asyncio.get_running_loop().create_task(self._run(workspace_id, batch))

    async def _run(
        self,
        workspace_id: uuid.UUID,
        batch: list[tuple[Incoming, asyncio.Future[Receipt]]],
    ) -> None:
        loop = asyncio.get_running_loop()
        arrivals = [arrival for arrival, _ in batch]
        try:
            receipts = await loop.run_in_executor(
                self._threads, self._flush, workspace_id, arrivals
            )
        except BaseException as failure:
            _answer_all(batch, failure)
        else:
            for (_, answer), receipt in zip(batch, receipts, strict=True):
                if not answer.done():
                    answer.set_result(receipt)
        finally:
            self._busy.discard(workspace_id)
            self._start()


def _answer_all(
    batch: list[tuple[Incoming, asyncio.Future[Receipt]]], failure: BaseException
) -> None:
    for _, answer in batch:
        if not answer.done():
            answer.set_exception(failure)
            answer.exception()  # seen: the caller may have hung up
