"""The one batcher of this process, behind all its public doors."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db import Error, close_old_connections, connection
from django.utils import timezone

from vaste.doors.batcher import Batcher
from vaste.flows import receive
from vaste.flows.receive import Incoming, Receipt


def _flush(workspace_id: uuid.UUID, arrivals: Sequence[Incoming]) -> list[Receipt]:
    close_old_connections()
    try:
        return receive.receive_batch(workspace_id, arrivals, at=timezone.now())
    except Error:
        connection.close()  # the next batch asks the pool for a sound one
        raise


intake = Batcher(_flush)
