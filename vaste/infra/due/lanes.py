"""Lanes: sources of due rows, worked through in a thread and by a connection of their own."""

from __future__ import annotations

import datetime
import logging
import threading
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import psycopg
from django.db import InterfaceError, OperationalError, close_old_connections, connection

from vaste.infra.due import hints
from vaste.infra.tenancy.context import inside

GLANCE_S = 0.5  # seconds; how soon a waiting lane notices that it should stop
RETRY_S = 1.0  # seconds to wait after the database went away
FAULT_S = 5.0  # seconds until a workspace in which something failed is looked at again
AWAY = "the database is away; trying again"
#: What an outage raises. Any other failure is of the work at hand, and ends nothing but it.
OUTAGES = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)
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
            hints.note(workspace_id, next_at)
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
