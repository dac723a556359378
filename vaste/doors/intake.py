"""The one batcher of this process, behind all its public doors."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Sequence
from typing import Any

from django.db import Error, connection, connections
from django.utils import timezone

from vaste.doors.batcher import Batcher
from vaste.flows import receive
from vaste.flows.receive import Incoming, Receipt

IDLE_S = 1.0  # seconds; a connection that rested longer is tried before a batch is trusted to it
_kept = threading.local()


def _flush(workspace_id: uuid.UUID, arrivals: Sequence[Incoming]) -> list[Receipt]:
    """Lead one batch through; the thread keeps its connection, whose statements are prepared."""
    if time.monotonic() - getattr(_kept, "used", 0.0) > IDLE_S:
        kept: Any = connections["default"]
        kept.health_check_done = False
        kept.close_if_health_check_failed()
    try:
        return receive.receive_batch(workspace_id, arrivals, at=timezone.now())
    except Error:
        connection.close()  # the next batch asks the pool for a sound one
        raise
    finally:
        _kept.used = time.monotonic()


intake = Batcher(_flush)
