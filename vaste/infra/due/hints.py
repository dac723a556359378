"""
When to look at which workspace: the rows of infra_wake, claimed, noted and asked for the next.

A hint is never a promise: who loses one looks at every workspace now and then.
"""

from __future__ import annotations

import datetime
import uuid

from django.db import connection

SAFETY = datetime.timedelta(seconds=30)  # a worker killed at work is followed by a look this late


def claim(now: datetime.datetime) -> list[uuid.UUID]:
    """Return the workspaces to look at by `now`; no other worker is given them as well."""
    # Claimed by moving the hint ahead first: what is hinted at while working pulls it back again.
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE infra_wake SET at = %s WHERE workspace_id IN"
            " (SELECT workspace_id FROM infra_wake WHERE at <= %s ORDER BY at, workspace_id"
            " FOR UPDATE SKIP LOCKED) RETURNING workspace_id",
            [now + SAFETY, now],
        )
        return [row[0] for row in cursor.fetchall()]


def note(workspace_id: uuid.UUID, at: datetime.datetime) -> None:
    """Ask for a look at a workspace at `at`, or before if that was asked for already."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO infra_wake (workspace_id, at) VALUES (%s, %s) ON CONFLICT (workspace_id)"
            " DO UPDATE SET at = least(infra_wake.at, excluded.at)",
            [workspace_id, at],
        )


def next_at() -> datetime.datetime | None:
    """Return when to look next, None when nobody has asked for it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(at) FROM infra_wake")
        row = cursor.fetchone()
    found: datetime.datetime | None = row[0] if row else None
    return found
