"""What takes long in the worker delays no promise, and an outage or a fault ends no lane."""

from __future__ import annotations

import datetime
import threading
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest
from django.db import OperationalError, ProgrammingError, connection
from django.utils import timezone

from tests import build
from tests.racing import PATIENCE_S, until
from vaste.infra.due import lanes, worker
from vaste.infra.due.worker import Source, Worker

pytestmark = pytest.mark.django_db(transaction=True)


class Bell:
    """A source that is due once, says when it was run, and may hold its thread up."""

    def __init__(self, name: str, *, due_in_s: float = 0.0, holds: bool = False) -> None:
        self.due_at = timezone.now() + datetime.timedelta(seconds=due_in_s)
        self.rang = threading.Event()
        self.let_go = threading.Event()
        self.late_s = -1.0
        self.faults: list[Exception] = []
        if not holds:
            self.let_go.set()
        self.source = Source(name, self._next_due, self._run)

    def _next_due(self, _: uuid.UUID) -> datetime.datetime | None:
        return None if self.rang.is_set() else self.due_at

    def _run(self, _: uuid.UUID, at: datetime.datetime) -> int:
        if self.rang.is_set() or at < self.due_at:
            return 0
        if self.faults:
            raise self.faults.pop()
        self.late_s = (at - self.due_at).total_seconds()
        self.rang.set()
        self.let_go.wait(PATIENCE_S)
        return 1


@contextmanager
def working(
    prompt: Sequence[Bell], *aside: Sequence[Bell], offices: Sequence[build.Office]
) -> Iterator[None]:
    at_work = Worker(
        [one.source for one in prompt],
        [[one.source for one in lane] for lane in aside],
        clock=timezone.now,
        workspaces=lambda: [one.id for one in offices],
    )

    def work() -> None:
        at_work.run()
        connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        at_work.stop()
        for one in (*prompt, *(one for lane in aside for one in lane)):
            one.let_go.set()
        thread.join(PATIENCE_S)
        assert not thread.is_alive()


class TestWorker:
    def test_what_takes_long_delays_no_promise(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(worker, "MOST_SLEEP_S", 3_600.0)  # only its own time wakes it
        monkeypatch.setattr(worker, "LOOK_AT_ALL_S", 3_600.0)
        office = build.office()
        an_import, clock = Bell("import", holds=True), Bell("clock", due_in_s=1.5)
        with working([clock], [an_import], offices=[office]):
            assert an_import.rang.wait(PATIENCE_S)
            assert clock.rang.wait(PATIENCE_S)

            assert not an_import.let_go.is_set()
            assert clock.late_s >= 0

    def test_lanes_do_not_wait_for_each_other(self) -> None:
        office = build.office()
        an_import, delivery = Bell("import", holds=True), Bell("delivery", due_in_s=1.0)
        with working([], [an_import], [delivery], offices=[office]):
            assert an_import.rang.wait(PATIENCE_S)

            assert delivery.rang.wait(PATIENCE_S)

    @pytest.mark.parametrize("lane", ["prompt", "aside"])
    @pytest.mark.parametrize("fault", [RuntimeError("a bug"), OperationalError("away")])
    def test_goes_on_after_a_fault(self, lane: str, fault: Exception) -> None:
        office = build.office()
        faulty, other = Bell("faulty"), Bell("other", due_in_s=0.5)
        faulty.faults.append(fault)
        bells = [faulty, other]
        lanes = (bells, []) if lane == "prompt" else ([], bells)
        with working(*lanes, offices=[office]):
            assert other.rang.wait(PATIENCE_S)
            assert faulty.rang.wait(PATIENCE_S)

    @pytest.mark.parametrize("lane", ["prompt", "aside"])
    def test_what_fails_for_good_holds_up_nothing_else(
        self, lane: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(lanes, "FAULT_S", 2.0)
        began = time.monotonic()
        ill, well = build.office(), build.office()
        faulty, other = Bell("faulty"), Bell("other", due_in_s=0.5)
        faulty.faults += [ProgrammingError("no such column")] * 1_000
        bells = ([faulty, other], []) if lane == "prompt" else ([], [faulty, other])
        with working(*bells, offices=[ill, well]):
            assert other.rang.wait(PATIENCE_S)

        tries, pauses = 1_000 - len(faulty.faults), (time.monotonic() - began) / lanes.FAULT_S
        # Two lanes look at each of two workspaces, and nobody looks again before the pause.
        assert 1 <= tries <= 4 * (pauses + 1)

    def test_every_workspace_is_looked_at_without_a_hint(self) -> None:
        offices = [build.office(), build.office()]
        looked: set[uuid.UUID] = set()

        def look(workspace_id: uuid.UUID, _: datetime.datetime) -> int:
            looked.add(workspace_id)
            return 0

        looking = Worker(
            [Source("look", lambda _: None, look)],
            clock=timezone.now,
            workspaces=lambda: [one.id for one in offices],
        )
        thread = threading.Thread(target=looking.run)
        thread.start()
        try:
            until(lambda: len(looked) == len(offices))
        finally:
            looking.stop()
        thread.join(PATIENCE_S)

        assert looked == {one.id for one in offices}
