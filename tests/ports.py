"""Ports for programs that tests start."""

from __future__ import annotations

import secrets
import socket

#: Below those that the kernel hands out by itself to whoever connects or listens meanwhile.
LOWEST, COUNT = 20_000, 12_000


def free_port() -> int:
    """Return a port of this machine that is free, and stays so until a program listens at it."""
    while True:
        port = LOWEST + secrets.randbelow(COUNT)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
