"""The micro-batcher by itself, with a flush that the test holds in its hand."""

from __future__ import annotations

import asyncio
import threading
import uuid
from collections.abc import Coroutine, Sequence
from typing import Any

import pytest
from django.db import OperationalError

from tests.build import NOON
from tests.racing import PATIENCE_S
from vaste.doors import batcher
from vaste.doors.batcher import Batcher, Full
from vaste.flows.receive import Incoming, Receipt
from vaste.kernel.ids import uuid7

ACME, OTHER, THIRD = (uuid.UUID(int=number) for number in (1, 2, 3))


def arrival(body: bytes = b"{}") -> Incoming:
    return Incoming(
        door_id=uuid7(), received_at=NOON, idempotency_key="", has_own_key=False, content_type="",
        headers={}, body=body, enquiry=None, channel="api",
    )  # fmt: skip


@pytest.fixture(autouse=True)
def one_batch_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """No second batch of a workspace, but where a test is about it."""
    monkeypatch.setattr(batcher, "SECOND", 1_000)


class Gate:
    """A flush that waits until it is opened, and remembers what it was given."""

    def __init__(self) -> None:
        self.batches: list[tuple[uuid.UUID, int]] = []
        self.open = threading.Event()

    def __call__(
        self, workspace_id: uuid.UUID, arrivals: Sequence[Incoming]
    ) -> list[Receipt | Exception]:
        self.batches.append((workspace_id, len(arrivals)))
        assert self.open.wait(PATIENCE_S)
        return [Receipt(one.id, "lead_created") for one in arrivals]

    async def given(self, count: int) -> None:
        """Wait until so many batches have reached their threads."""
        while len(self.batches) < count:
            await asyncio.sleep(0.001)


def run(story: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(story, PATIENCE_S))


async def sent(intake: Batcher, workspace_id: uuid.UUID, count: int) -> list[asyncio.Task[Receipt]]:
    """Hand over so many arrivals and let the loop turn once."""
    tasks = [asyncio.create_task(intake.submit(workspace_id, arrival())) for _ in range(count)]
    await asyncio.sleep(0.01)
    return tasks


class TestSubmit:
    def test_what_comes_while_a_commit_runs_is_the_next_batch(self) -> None:
        async def story() -> None:
            gate = Gate()
            intake = Batcher(gate)
            tasks = await sent(intake, ACME, 1) + await sent(intake, ACME, 200)
            gate.open.set()
            receipts = await asyncio.gather(*tasks)

            assert gate.batches == [(ACME, 1), (ACME, 128), (ACME, 72)]
            assert len({one.arrival_id for one in receipts}) == 201

        run(story())

    def test_enough_is_a_second_batch_beside_the_first(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(batcher, "SECOND", 8)

        async def story() -> None:
            gate = Gate()
            intake = Batcher(gate)
            tasks = await sent(intake, ACME, 1) + await sent(intake, ACME, 7)
            await gate.given(1)
            assert gate.batches == [(ACME, 1)]
            tasks += await sent(intake, ACME, 1)
            await gate.given(2)
            assert gate.batches == [(ACME, 1), (ACME, 8)]
            tasks += await sent(intake, ACME, 20)
            assert len(gate.batches) == 2
            gate.open.set()
            await asyncio.gather(*tasks)

            assert sorted(count for _, count in gate.batches) == [1, 8, 20]

        run(story())

    def test_a_storm_waits_for_the_turns_of_others(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(batcher, "FLUSHERS", 1)

        async def story() -> None:
            gate = Gate()
            intake = Batcher(gate)
            tasks = await sent(intake, ACME, 1)
            for workspace_id, count in ((ACME, 300), (OTHER, 1), (THIRD, 1)):
                tasks += await sent(intake, workspace_id, count)
            gate.open.set()
            await asyncio.gather(*tasks)

            order = [workspace_id for workspace_id, _ in gate.batches]
            assert order == [ACME, ACME, OTHER, THIRD, ACME, ACME]

        run(story())

    def test_too_many_are_turned_away_and_nothing_else_is_lost(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(batcher, "MOST_WAITING", 4)

        async def story() -> None:
            gate = Gate()
            intake = Batcher(gate)
            tasks = await sent(intake, ACME, 1) + await sent(intake, ACME, 4)
            with pytest.raises(Full):
                await intake.submit(ACME, arrival())
            gate.open.set()
            await asyncio.gather(*tasks)

            assert gate.batches == [(ACME, 1), (ACME, 4)]
            await intake.submit(ACME, arrival())

        run(story())

    def test_one_workspace_leaves_room_for_others(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(batcher, "MOST_OF_ONE", 3)

        async def story() -> None:
            gate = Gate()
            intake = Batcher(gate)
            tasks = await sent(intake, ACME, 1) + await sent(intake, ACME, 3)
            with pytest.raises(Full):
                await intake.submit(ACME, arrival())
            tasks += await sent(intake, OTHER, 3)
            gate.open.set()
            receipts = await asyncio.gather(*tasks)

            assert len(receipts) == 7

        run(story())

    def test_large_bodies_fill_it_sooner_and_make_smaller_batches(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(batcher, "MOST_BYTES_WAITING", 100)
        monkeypatch.setattr(batcher, "MOST_BYTES_IN_BATCH", 30)

        async def story() -> None:
            gate = Gate()
            intake = Batcher(gate)
            tasks = await sent(intake, ACME, 1)
            for _ in range(4):
                tasks.append(asyncio.create_task(intake.submit(ACME, arrival(b"x" * 15))))
            await asyncio.sleep(0.01)
            with pytest.raises(Full):
                await intake.submit(ACME, arrival())
            gate.open.set()
            await asyncio.gather(*tasks)

            assert gate.batches == [(ACME, 1), (ACME, 2), (ACME, 2)]

        run(story())

    def test_a_sender_who_hangs_up_is_stored_all_the_same(self) -> None:
        async def story() -> None:
            gate = Gate()
            intake = Batcher(gate)
            [first] = await sent(intake, ACME, 1)
            gone, stays = await sent(intake, ACME, 2)
            gone.cancel()
            gate.open.set()
            await asyncio.gather(first, stays)

            assert gate.batches == [(ACME, 1), (ACME, 2)]
            assert gone.cancelled()

        run(story())

    def test_a_bad_one_fails_alone(self) -> None:
        bad = arrival(b"bad")

        def flush(_: uuid.UUID, arrivals: Sequence[Incoming]) -> list[Receipt | Exception]:
            return [
                ValueError("bad") if one is bad else Receipt(one.id, "lead_created")
                for one in arrivals
            ]

        async def story() -> None:
            intake = Batcher(flush)
            handed = [arrival(), bad, arrival()]
            outcomes = await asyncio.gather(
                *(intake.submit(ACME, one) for one in handed), return_exceptions=True
            )

            assert [type(one) for one in outcomes] == [Receipt, ValueError, Receipt]

        run(story())

    def test_a_batch_that_fails_is_told_and_the_next_goes_on(self) -> None:
        is_away = [True]

        def flush(_: uuid.UUID, arrivals: Sequence[Incoming]) -> list[Receipt | Exception]:
            if is_away:
                raise OperationalError("away")
            return [Receipt(one.id, "lead_created") for one in arrivals]

        async def story() -> None:
            intake = Batcher(flush)
            outcomes = await asyncio.gather(
                *(intake.submit(ACME, arrival()) for _ in range(3)), return_exceptions=True
            )
            is_away.clear()

            assert [type(one) for one in outcomes] == [OperationalError] * 3
            assert (await intake.submit(ACME, arrival())).state == "lead_created"

        run(story())
