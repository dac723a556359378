"""The one batcher of this process, behind all its public doors."""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections.abc import Sequence
from typing import Any

from django.db import Error, InterfaceError, OperationalError, connection, connections
from django.utils import timezone
from psycopg.errors import DeadlockDetected
from psycopg_pool import PoolTimeout

from vaste.doors.batcher import Batcher
from vaste.flows import receive
from vaste.flows.receive import Incoming, Receipt
from vaste.kernel.zones import zone_of as buyers_zone

#: The database is away: nobody is to blame, and the same may be sent again.
AWAY = (OperationalError, InterfaceError, PoolTimeout)
IDLE_S = 1.0  # seconds; a connection that rested longer is tried before a batch is trusted to it
MOST_TANGLES = 3  # deadlocks over one batch, before its senders are asked to come again
_kept = threading.local()
log = logging.getLogger(__name__)


def flush(workspace_id: uuid.UUID, arrivals: Sequence[Incoming]) -> list[Receipt | Exception]:
    """
    Take a batch durably; where it can't be stored, halve it until only the culprits are left out.

    Raises what AWAY names while the database is away.
    """
    try:
        return [*_receive(workspace_id, arrivals)]
    except AWAY:
        raise
    except Exception as failure:
        if len(arrivals) == 1:
            log.exception("arrival %s could not be stored", arrivals[0].id)
            return [failure]
    middle = len(arrivals) // 2
    return flush(workspace_id, arrivals[:middle]) + flush(workspace_id, arrivals[middle:])


def _receive(workspace_id: uuid.UUID, arrivals: Sequence[Incoming]) -> list[Receipt]:
    """Lead one batch through; the thread keeps its connection, whose statements are prepared."""
    if time.monotonic() - getattr(_kept, "used", 0.0) > IDLE_S:
        kept: Any = connections["default"]
        if not kept.is_usable():  # Django's own check leaves that to the pool, at the next asking
            kept.close()
    try:
        return _untangled(workspace_id, arrivals)
    except Error:
        connection.close()  # the next batch asks the pool for a sound one
        raise
    finally:
        _kept.used = time.monotonic()


def _untangled(workspace_id: uuid.UUID, arrivals: Sequence[Incoming]) -> list[Receipt]:
    """Lead a batch through; again, when the server broke a deadlock with another one over it."""
    for _ in range(MOST_TANGLES):
        try:
            return receive.receive_batch(workspace_id, arrivals, at=timezone.now())
        except OperationalError as failure:
            if not isinstance(failure.__cause__, DeadlockDetected):
                raise
            log.warning("a batch of workspace %s begins again after a deadlock", workspace_id)
    return receive.receive_batch(workspace_id, arrivals, at=timezone.now())


intake = Batcher(flush)


def zone_of(arrival: Incoming) -> str:
    """Return the zone in which the sender of an arrival lives, "" where nobody can tell."""
    enquiry = arrival.enquiry
    return buyers_zone(enquiry.country, enquiry.phone) if enquiry is not None else ""
