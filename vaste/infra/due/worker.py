"""
The worker: sleeps until something is due or somebody rings, then works workspace by workspace.

`infra_wake` says when to look at which workspace. It is only a hint, so now and then every
workspace is looked at: losing a hint costs seconds, never a promise.
"""

from __future__ import annotations

import datetime
import logging
import signal
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import FrameType

import psycopg
from django.db import Error, close_old_connections, connection

from vaste.infra import live
from vaste.infra.tenancy.context import inside

LOOK_AT_ALL_S = 20.0  # seconds between looks at every workspace, whatever the hints say
MOST_SLEEP_S = 5.0  # seconds without a look at the hints
GLANCE_S = 0.5  # seconds; how soon a sleeping worker notices that it should stop
RETRY_S = 1.0  # seconds to wait after the database went away
SAFETY = datetime.timedelta(seconds=30)  # a worker killed at work is followed by a look this late
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


class Worker:
    """Runs sources until it is told to stop; several workers share the work."""

    def __init__(
        self,
        sources: Sequence[Source],
        *,
        clock: Callable[[], datetime.datetime],
        workspaces: Callable[[], list[uuid.UUID]],
    ) -> None:
        self._sources = sources
        self._clock = clock
        self._workspaces = workspaces
        self._stopping = threading.Event()
        self._looked_at_all = datetime.datetime.min.replace(tzinfo=datetime.UTC)

    def stop(self) -> None:
        """Ask the worker to finish what it is doing and return."""
        self._stopping.set()

    def run(self) -> None:
        """Work until `stop`; an outage of the database is waited out."""
        while not self._stopping.is_set():
            try:
                self._run_connected()
            except (Error, psycopg.Error):
                log.warning("the database is away; trying again", exc_info=log.isEnabledFor(10))
                connection.close()
                self._stopping.wait(RETRY_S)

    def _run_connected(self) -> None:
        with _listener() as bell:
            while not self._stopping.is_set():
                close_old_connections()
                self.tick()
                self._sleep(bell)

    def tick(self) -> None:
        """Do everything that is due now in every workspace that asks for it."""
        now = self._clock()
        if (now - self._looked_at_all).total_seconds() >= LOOK_AT_ALL_S:
            self._looked_at_all = now
            for workspace_id in self._workspaces():
                self.work(workspace_id)
            return
        for workspace_id in _claim_wakes(now):
            self.work(workspace_id)

    def work(self, workspace_id: uuid.UUID) -> None:
        """Do what is due in one workspace, then note when to look again."""
        for source in self._sources:
            while not self._stopping.is_set():
                try:
                    if not source.run(workspace_id, self._clock()):
                        break
                except (Error, psycopg.Error):
                    raise
                except Exception:
                    log.exception("%s of workspace %s failed", source.name, workspace_id)
                    break
        _note(workspace_id, self._next(workspace_id))

    def _next(self, workspace_id: uuid.UUID) -> datetime.datetime | None:
        with inside(workspace_id):
            times = [source.next_due(workspace_id) for source in self._sources]
        return min(filter(None, times), default=None)

    def _sleep(self, bell: psycopg.Connection) -> None:
        """Wait for the next hint's time or for somebody to ring, whichever comes first."""
        wake_at = _next_wake()
        seconds = MOST_SLEEP_S
        if wake_at is not None:
            seconds = min(seconds, (wake_at - self._clock()).total_seconds())
        until = time.monotonic() + seconds
        while not self._stopping.is_set() and (left := until - time.monotonic()) > 0:
            for _ in bell.notifies(timeout=min(left, GLANCE_S), stop_after=1):
                return


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


def _note(workspace_id: uuid.UUID, at: datetime.datetime | None) -> None:
    if at is None:
        return
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
    worker.run()
