"""
Storing notices; what comes late, all at once, is folded into one digest per person.

After an outage hundreds of promised times have passed. A person to whom several leads' are told
late gets one notice with the counts, to which later batches of the same catching up are added.
"""

from __future__ import annotations

import datetime
import uuid
from collections import Counter
from collections.abc import Sequence
from typing import Any

from vaste.infra import sql
from vaste.kernel.ids import uuid7
from vaste.notifications import services as notifications

LATE = datetime.timedelta(seconds=60)  # told later than that, it was the system that was late
TOGETHER = datetime.timedelta(minutes=10)  # digests of one catching up are one
DIGEST = "clock_digest"
Row = dict[str, Any]
_COLUMNS = (
    "workspace_id", "id", "user_id", "key", "kind", "lead_id", "detail", "made_at", "read_at",
)  # fmt: skip


def store(workspace_id: uuid.UUID, notices: Sequence[Row], *, at: datetime.datetime) -> None:
    """Write notices, those of one catching up as digests; the same key reaches a person once."""
    late: dict[uuid.UUID, list[Row]] = {}
    for row in notices:
        if at - datetime.datetime.fromisoformat(row["detail"]["due_at"]) > LATE:
            late.setdefault(row["user_id"], []).append(row)
    going_on = _going_on(workspace_id, list(late), at) if late else {}
    folded = {
        user: rows
        for user, rows in late.items()
        if user in going_on or len({row["lead_id"] for row in rows}) > 1
    }
    single = [row for row in notices if row not in folded.get(row["user_id"], ())]
    told = [_digest(workspace_id, user, rows, going_on, at) for user, rows in folded.items()]
    once = "(workspace_id, user_id, key) DO "
    sql.insert("leads_notice", _COLUMNS, single, conflict=f"{once}NOTHING")
    sql.insert("leads_notice", _COLUMNS, told, conflict=f"{once}{_ADDED}")
    notifications.plan(workspace_id, [*single, *told], at=at)


_ADDED = (
    "UPDATE SET made_at = excluded.made_at, read_at = NULL, detail = (SELECT jsonb_object_agg("
    "name, coalesce((leads_notice.detail ->> name)::int, 0)"
    " + coalesce((excluded.detail ->> name)::int, 0))"
    " FROM jsonb_object_keys(leads_notice.detail || excluded.detail) AS name)"
)


def _going_on(
    workspace_id: uuid.UUID, users: Sequence[uuid.UUID], at: datetime.datetime
) -> dict[uuid.UUID, str]:
    """Return the digest of each person to which is still added, by its key."""
    rows = sql.run(
        "SELECT DISTINCT ON (user_id) user_id, key FROM leads_notice"
        " WHERE workspace_id = %(workspace)s AND user_id = ANY(%(users)s)"
        " AND kind = %(kind)s AND made_at > %(since)s ORDER BY user_id, made_at DESC",
        {
            "workspace": workspace_id,
            "users": list(users),
            "kind": DIGEST,
            "since": at - TOGETHER,
        },
    )
    return dict(rows)


def _digest(
    workspace_id: uuid.UUID,
    user_id: uuid.UUID,
    rows: Sequence[Row],
    going_on: dict[uuid.UUID, str],
    at: datetime.datetime,
) -> Row:
    begun = int(at.timestamp() // TOGETHER.total_seconds())
    return {
        "workspace_id": workspace_id,
        "id": uuid7(),
        "user_id": user_id,
        "key": going_on.get(user_id) or f"digest:{begun}",
        "kind": DIGEST,
        "lead_id": None,
        "detail": Counter(row["kind"] for row in rows),
        "made_at": at,
        "read_at": None,
    }
