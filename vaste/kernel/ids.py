"""Identifiers made by the program: UUID version 7, so that rows sort by the time they were made."""

import os
import time
import uuid


def uuid7() -> uuid.UUID:
    """
    Return a new UUIDv7: 48 bits of milliseconds since 1970, then random bits.

    Source: RFC 9562, section 5.7.
    """
    raw = bytearray((time.time_ns() // 1_000_000).to_bytes(6, "big") + os.urandom(10))
    raw[6] = raw[6] & 0x0F | 0x70
    raw[8] = raw[8] & 0x3F | 0x80
    return uuid.UUID(bytes=bytes(raw))
