"""Identifiers made by the program: UUID version 7, so that rows sort by the time they were made."""

import os
import threading
import time
import uuid

_lock = threading.Lock()
_last = 0


def uuid7() -> uuid.UUID:
    """
    Return a new UUIDv7, greater than any that this process made before.

    48 bits of milliseconds since 1970, 12 bits of the millisecond's fraction, then random bits.
    Source: RFC 9562, sections 5.7 and 6.2 (method 3).
    """
    global _last
    now = time.time_ns() * 4096 // 1_000_000  # in 1/4096 of a millisecond
    with _lock:
        _last = now = max(now, _last + 1)
    high = (now >> 12) << 16 | 0x7000 | (now & 0x0FFF)
    low = int.from_bytes(os.urandom(8), "big") & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
    return uuid.UUID(int=high << 64 | low)
