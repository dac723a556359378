"""
The worker: sleeps until something is due or somebody rings, then works workspace by workspace.

Promised times are watched by one thread that does nothing long; the rest runs in lanes beside it.

`infra_wake` says when to look at which workspace. It is only a hint, so now and then every
workspace is looked at: losing a hint costs seconds, never a promise.
"""

from __future__ import annotations

import datetime
import logging
import select
import signal
import socket
import sys
import threading
import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import FrameType

import psycopg
from django.db import InterfaceError, OperationalError, close_old_connections, connection

from vaste.infra import garbage, live
from vaste.infra.tenancy.context import inside

LOOK_AT_ALL_S = 20.0  # seconds between looks at every workspace, whatever the hints say
MOST_SLEEP_S = 5.0  # seconds without a look at the hints
GLANCE_S = 0.5  # seconds; how soon a waiting lane notices that it should stop
RETRY_S = 1.0  # seconds to wait after the database went away
FAULT_S = 5.0  # seconds until a workspace in which something failed is looked at again
SAFETY = datetime.timedelta(seconds=30)  # a worker killed at work is followed by a look this late
SWITCH_S = 0.001  # seconds after which a busy thread lets another one run: clocks do not wait
AWAY = "the database is away; trying again"
#: What an outage raises. Any other failure is of the work at hand, and ends nothing but it.
OUTAGES = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)
NEVER = datetime.datetime.max.replace(tzinfo=datetime.UTC)
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Source:
    """
    One kind of due rows: when the next is due in a workspace, and doing what is due now.

    `run` returns how many it did; it is called until it returns 0.
    """

    name: str
    next_due: Callable[[uuid.UUID], datetime.datetime | None]
    run: Callable[[uuid.UUID, datetime.datetime], int]


class Lane:
    """
    Sources that are worked through one after another, in a thread and by a connection of their own.

    What takes long in one lane delays nothing in another. A workspace that is asked for twice
    before its turn is looked at once.
    """

    def __init__(
        self,
        sources: Sequence[Source],
        *,
        clock: Callable[[], datetime.datetime],
        stopping: threading.Event,
        noted: Callable[[datetime.datetime], None] = lambda at: None,
    ) -> None:
        self._sources = sources
        self._clock = clock
        self._stopping = stopping
        self._noted = noted
        self._asked: dict[uuid.UUID, None] = {}  # a queue without repetitions
        self._bell = threading.Condition()

    def ask(self, workspace_id: uuid.UUID) -> None:
        """Ask for a look at a workspace, from any thread."""
        with self._bell:
            self._asked[workspace_id] = None
            self._bell.notify()

    def run(self) -> None:
        """Look where it is asked to, until the worker stops; an outage is waited out."""
        while not self._stopping.is_set():
            workspace_id = self._next_asked()
            if workspace_id is None:
                continue
            try:
                close_old_connections()
                self.work(workspace_id)
            except OUTAGES:
                log.warning(AWAY, exc_info=log.isEnabledFor(10))
                connection.close()
                self.ask(workspace_id)
                self._stopping.wait(RETRY_S)
        connection.close()

    def _next_asked(self) -> uuid.UUID | None:
        with self._bell:
            if not self._asked:
                self._bell.wait(GLANCE_S)
            workspace_id = next(iter(self._asked), None)
            if workspace_id is not None:
                del self._asked[workspace_id]
            return workspace_id

    def work(self, workspace_id: uuid.UUID) -> None:
        """
        Do what is due in one workspace, then note when to look again.

        Where a source failed that is some seconds later: what is still due would fail at once.
        """
        whole = [self._work_off(source, workspace_id) for source in self._sources]
        next_at = self._next_due(workspace_id)
        if next_at is not None and not all(whole):
            next_at = max(next_at, self._clock() + datetime.timedelta(seconds=FAULT_S))
        if next_at is not None:
            _note(workspace_id, next_at)
            self._noted(next_at)

    def _work_off(self, source: Source, workspace_id: uuid.UUID) -> bool:
        """Do all that is due of one source; return whether nothing of it failed."""
        while not self._stopping.is_set():
            try:
                if not source.run(workspace_id, self._clock()):
                    break
            except OUTAGES:
                raise
            except Exception:
                log.exception("%s of workspace %s failed", source.name, workspace_id)
                return False
        return True

    def _next_due(self, workspace_id: uuid.UUID) -> datetime.datetime | None:
        with inside(workspace_id):
            times = [source.next_due(workspace_id) for source in self._sources]
        return min(filter(None, times), default=None)


class Worker:
    """
    Runs sources until it is told to stop; several workers share the work.

    `prompt` sources are run by the thread that watches the time, so nothing in them may take long;
    each list in `aside` gets a lane of its own. The looks at every workspace go aside too.
    """

    def __init__(
        self,
        prompt: Sequence[Source],
        aside: Sequence[Sequence[Source]] = (),
        *,
        clock: Callable[[], datetime.datetime],
        workspaces: Callable[[], list[uuid.UUID]],
    ) -> None:
        self._clock = clock
        self._workspaces = workspaces
        self._stopping = threading.Event()
        self._alarm = Alarm()
        self._sleeps_until = NEVER
        self._prompt = Lane(prompt, clock=clock, stopping=self._stopping)
        self._aside = [
            Lane(sources, clock=clock, stopping=self._stopping, noted=self._wake_before)
            for sources in (*aside, prompt)
        ]
        self._looked_at_all = datetime.datetime.min.replace(tzinfo=datetime.UTC)

    def stop(self) -> None:
        """Ask the worker to finish what it is doing and return."""
        self._stopping.set()
        self._alarm.ring()

    def _wake_before(self, at: datetime.datetime) -> None:
        """Wake the thread that watches the time, if it would sleep longer than until `at`."""
        if at < self._sleeps_until:
            self._alarm.ring()

    def run(self) -> None:
        """Work until `stop`; an outage of the database is waited out."""
        lanes = [threading.Thread(target=lane.run, name="lane") for lane in self._aside]
        for lane in lanes:
            lane.start()
        while not self._stopping.is_set():
            try:
                self._run_connected()
            except OUTAGES:
                log.warning(AWAY, exc_info=log.isEnabledFor(10))
                connection.close()
                self._stopping.wait(RETRY_S)
        for lane in lanes:
            lane.join()

    def _run_connected(self) -> None:
        with _listener() as bell:
            while not self._stopping.is_set():
                close_old_connections()
                self._look()
                self._sleep(bell)

    def _look(self) -> None:
        """Do what is due now where the hints say so, and have the lanes do the same."""
        now = self._clock()
        for workspace_id in _claim_wakes(now):
            self._prompt.work(workspace_id)
            for lane in self._aside[:-1]:
                lane.ask(workspace_id)
        if (now - self._looked_at_all).total_seconds() >= LOOK_AT_ALL_S:
            self._looked_at_all = now
            for workspace_id in self._workspaces():
                for lane in self._aside:
                    lane.ask(workspace_id)

    def _sleep(self, bell: psycopg.Connection) -> None:
        """Wait for the next hint's time or for somebody to ring, whichever comes first."""
        self._sleeps_until = NEVER  # whatever is noted from here on rings
        wake_at = _next_wake()
        self._sleeps_until = min(
            self._clock() + datetime.timedelta(seconds=MOST_SLEEP_S), wake_at or NEVER
        )
        if self._stopping.is_set() or any(True for _ in bell.notifies(timeout=0)):
            return
        self._alarm.wait((self._sleeps_until - self._clock()).total_seconds(), bell)


class Alarm:
    """Wakes a thread that waits for a connection to say something, from another thread."""

    def __init__(self) -> None:
        self._hears, self._rings = socket.socketpair()
        self._hears.setblocking(False)
        self._rings.setblocking(False)

    def ring(self) -> None:
        """Wake who waits, or who will wait next."""
        with suppress(BlockingIOError):  # it rings so much already
            self._rings.send(b"!")

    def wait(self, seconds: float, heard: psycopg.Connection) -> None:
        """Wait for a ring or for `heard` to say something, at most so long."""
        select.select([self._hears, heard], [], [], max(0.0, seconds))
        with suppress(BlockingIOError):
            self._hears.recv(4096)


def _listener() -> psycopg.Connection:
    params = connection.get_connection_params()
    for name in ("context", "cursor_factory", "prepare_threshold"):
        params.pop(name, None)
    bell = psycopg.connect(**params, autocommit=True)
    bell.execute(f"LISTEN {live.CHANNEL}")
    return bell


def _claim_wakes(now: datetime.datetime) -> list[uuid.UUID]:
    # Claimed by moving the hint ahead first: what is hinted at while working pulls it back again.
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE infra_wake SET at = %s WHERE workspace_id IN"
            " (SELECT workspace_id FROM infra_wake WHERE at <= %s ORDER BY at, workspace_id"
            " FOR UPDATE SKIP LOCKED) RETURNING workspace_id",
            [now + SAFETY, now],
        )
        return [row[0] for row in cursor.fetchall()]


def _note(workspace_id: uuid.UUID, at: datetime.datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO infra_wake (workspace_id, at) VALUES (%s, %s) ON CONFLICT (workspace_id)"
            " DO UPDATE SET at = least(infra_wake.at, excluded.at)",
            [workspace_id, at],
        )


def _next_wake() -> datetime.datetime | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(at) FROM infra_wake")
        row = cursor.fetchone()
    found: datetime.datetime | None = row[0] if row else None
    return found


def run(worker: Worker) -> None:
    """Run a worker until SIGTERM or SIGINT; what it has begun is finished first."""

    def stop(signum: int, frame: FrameType | None) -> None:
        worker.stop()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    tune()
    worker.run()


def tune() -> None:
    """
    Set this process up so that a busy lane holds up no other one.

    Threads take turns sooner, and a full collection of garbage, which stops all of them for as long
    as it takes to walk the heap, is made rarely and leaves out what was there from the start.
    """
    sys.setswitchinterval(SWITCH_S)
    garbage.collect_rarely()
