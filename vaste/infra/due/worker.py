"""
The worker: sleeps until something is due or somebody rings, then works workspace by workspace.

Promised times are watched by one thread that does nothing long; the rest runs in lanes beside it.

`infra_wake` says when to look at which workspace. It is only a hint, so now and then every
workspace is looked at: losing a hint costs seconds, never a promise.
"""

from __future__ import annotations

import datetime
import logging
import signal
import sys
import threading
import uuid
from collections.abc import Callable, Sequence
from types import FrameType

import psycopg
from django.db import close_old_connections, connection

from vaste.infra import garbage
from vaste.infra.due import hints
from vaste.infra.due.alarm import Alarm, listener
from vaste.infra.due.lanes import AWAY, OUTAGES, RETRY_S, Lane, Source

__all__ = ["Source", "Worker", "run", "tune"]
LOOK_AT_ALL_S = 20.0  # seconds between looks at every workspace, whatever the hints say
MOST_SLEEP_S = 5.0  # seconds without a look at the hints
SWITCH_S = 0.001  # seconds after which a busy thread lets another one run: clocks do not wait
NEVER = datetime.datetime.max.replace(tzinfo=datetime.UTC)
log = logging.getLogger(__name__)


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
        with listener() as bell:
            while not self._stopping.is_set():
                close_old_connections()
                self._look()
                self._sleep(bell)

    def _look(self) -> None:
        """Do what is due now where the hints say so, and have the lanes do the same."""
        now = self._clock()
        for workspace_id in hints.claim(now):
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
        wake_at = hints.next_at()
        self._sleeps_until = min(
            self._clock() + datetime.timedelta(seconds=MOST_SLEEP_S), wake_at or NEVER
        )
        if self._stopping.is_set() or any(True for _ in bell.notifies(timeout=0)):
            return
        self._alarm.wait((self._sleeps_until - self._clock()).total_seconds(), bell)


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
