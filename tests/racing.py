"""Things that happen at the same moment, in threads with a connection each."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from vaste.infra import sql

#: Seconds until something that must happen is given up: a slow machine is no failure.
PATIENCE_S = 120.0
WAITING = """
SELECT DISTINCT pid FROM pg_locks
WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))
"""


def at_once(*doings: Callable[[], object]) -> None:
    """Do all of these at once, each in a thread of its own; what one of them raises is raised."""
    barrier = threading.Barrier(len(doings))

    def one(do: Callable[[], object]) -> None:
        barrier.wait()
        try:
            do()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(doings)) as threads:
        list(threads.map(one, doings))


def until(is_so: Callable[[], object]) -> None:
    """Return once something is so. Raises TimeoutError when it never is."""
    patient_until = time.monotonic() + PATIENCE_S
    while not is_so():
        if time.monotonic() > patient_until:
            raise TimeoutError("what the test waits for does not happen")
        time.sleep(0.01)


def until_somebody_waits() -> list[int]:
    """
    Wait until another connection waits for a lock of this transaction; return such backends.

    pg_stat_activity would not do: a transaction sees those who were there at its first look.
    """
    found: list[int] = []

    def look() -> bool:
        found[:] = [pid for (pid,) in sql.run(WAITING, {})]
        return bool(found)

    until(look)
    return found
