"""Reading out of old contacts what is read out of new ones, and judging their leads by it."""

from __future__ import annotations

import datetime
import uuid

from vaste.flows.judging import applying, waking
from vaste.infra.tenancy.context import inside
from vaste.people import deriving
from vaste.people.deriving import Read

BATCH = 2_000  # contacts of one transaction


def fill_seniority(
    workspace_id: uuid.UUID, *, at: datetime.datetime, after: uuid.UUID | None = None
) -> Read:
    """
    Read the seniority of the next contacts that have a position and none, after one of them.

    Their open leads are judged by it, in the same transaction. A run that was stopped begins anew
    without harm: what was read is not read again.
    """
    with inside(workspace_id):
        read = deriving.fill_seniority(workspace_id, after=after, limit=BATCH)
        waking.judge_contacts(workspace_id, read.filled, because=applying.LEARNED, at=at)
        return read
