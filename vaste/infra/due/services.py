"""Owing work, leasing it, paying it off."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable
from typing import Any

from vaste.infra import sql
from vaste.infra.tenancy.context import inside
from vaste.kernel.ids import uuid7

LEASE = datetime.timedelta(seconds=60)  # longer than any handler goes without `renew`
MOST_ATTEMPTS = 8
Handler = Callable[[uuid.UUID, dict[str, Any], datetime.datetime], None]


def owe(
    workspace_id: uuid.UUID,
    kind: str,
    key: str,
    args: dict[str, Any],
    *,
    due_at: datetime.datetime,
) -> None:
    """Write one piece of work into the caller's transaction; owing the same key twice is once."""
    row = {
        "workspace_id": workspace_id,
        "id": uuid7(),
        "kind": kind,
        "key": key,
        "args": args,
        "due_at": due_at,
        "attempts": 0,
        "error": "",
        "dead_at": None,
    }
    sql.insert(
        "infra_due",
        tuple(row),
        [row],
        conflict="(workspace_id, kind, key) DO NOTHING",
    )


def pay_one(workspace_id: uuid.UUID, handlers: dict[str, Handler], *, at: datetime.datetime) -> int:
    """
    Lease and do the workspace's next piece of due work; return 1, or 0 when nothing is due.

    The row is removed when its handler returns. When it raises, the row comes back later with the
    error, and after MOST_ATTEMPTS it stays as a dead letter. A killed handler's lease runs out by
    itself.
    """
    leased = _lease(workspace_id, at)
    if leased is None:
        return 0
    due_id, kind, args, attempts = leased
    try:
        handlers[kind](workspace_id, args, at)
    except Exception as failure:  # whatever a handler raises is kept with its row
        _fail(workspace_id, due_id, attempts, f"{type(failure).__name__}: {failure}", at)
    else:
        with inside(workspace_id):
            sql.run(
                "DELETE FROM infra_due WHERE workspace_id = %(workspace)s AND id = %(id)s",
                {"workspace": workspace_id, "id": due_id},
            )
    return 1


def _lease(
    workspace_id: uuid.UUID, at: datetime.datetime
) -> tuple[uuid.UUID, str, dict[str, Any], int] | None:
    with inside(workspace_id):
        rows = sql.run(
            "UPDATE infra_due SET due_at = %(until)s, attempts = attempts + 1"
            " WHERE workspace_id = %(workspace)s AND id IN (SELECT d.id FROM infra_due AS d"
            " WHERE d.workspace_id = %(workspace)s AND d.due_at <= %(at)s"
            " ORDER BY d.due_at, d.id LIMIT 1 FOR UPDATE SKIP LOCKED)"
            " RETURNING id, kind, args, attempts",
            {"workspace": workspace_id, "at": at, "until": at + LEASE},
        )
    if not rows:
        return None
    due_id, kind, args, attempts = rows[0]
    return due_id, kind, sql.loaded(args), attempts


def renew(workspace_id: uuid.UUID, kind: str, key: str, *, at: datetime.datetime) -> None:
    """Move a lease ahead, in the transaction of the work that was done under it."""
    sql.run(
        "UPDATE infra_due SET due_at = %(until)s WHERE workspace_id = %(workspace)s"
        " AND kind = %(kind)s AND key = %(key)s AND due_at IS NOT NULL",
        {"workspace": workspace_id, "kind": kind, "key": key, "until": at + LEASE},
    )


def _fail(
    workspace_id: uuid.UUID, due_id: uuid.UUID, attempts: int, error: str, at: datetime.datetime
) -> None:
    is_dead = attempts >= MOST_ATTEMPTS
    retry_at = None if is_dead else at + datetime.timedelta(seconds=2**attempts)
    with inside(workspace_id):
        sql.run(
            "UPDATE infra_due SET due_at = %(retry_at)s, error = %(error)s, dead_at = %(dead_at)s"
            " WHERE workspace_id = %(workspace)s AND id = %(id)s",
            {
                "workspace": workspace_id,
                "id": due_id,
                "retry_at": retry_at,
                "error": error[:2000].replace("\x00", ""),
                "dead_at": at if is_dead else None,
            },
        )


def next_due(workspace_id: uuid.UUID) -> datetime.datetime | None:
    """Return when the workspace's next piece of work is due, None when nothing is owed."""
    rows = sql.run(
        "SELECT min(due_at) FROM infra_due"
        " WHERE workspace_id = %(workspace)s AND due_at IS NOT NULL",
        {"workspace": workspace_id},
    )
    found: datetime.datetime | None = rows[0][0]
    return found
