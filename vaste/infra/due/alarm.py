"""Waiting for a time, for PostgreSQL to notify, or for another thread, whichever comes first."""

from __future__ import annotations

import select
import socket
from contextlib import suppress

import psycopg

from vaste.infra import live


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


def listener() -> psycopg.Connection:
    """Return a connection of its own that hears what processes tell each other."""
    bell = psycopg.connect(**live.address(), autocommit=True)
    bell.execute(f"LISTEN {live.CHANNEL}")
    return bell
