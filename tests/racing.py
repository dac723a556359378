"""Things that happen at the same moment, in threads with a connection each."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import connection


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
