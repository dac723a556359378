"""The verbs of notices."""

from __future__ import annotations

import datetime
import uuid

from vaste.leads.models import Notice
from vaste.ledger import services as ledger


def mark_read(workspace_id: uuid.UUID, user_id: uuid.UUID, *, at: datetime.datetime) -> int:
    """
    Mark all unread notices of a user as read at `at`; return how many.

    Their other screens are told. Again without harm: what was read before keeps its time.
    """
    unread = Notice.objects.within(workspace_id).filter(user_id=user_id, read_at=None)
    count = unread.update(read_at=at)
    if count:
        ledger.announce(workspace_id, "notices", at=at, users=[user_id])
    return count
