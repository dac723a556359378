"""The verbs that write what happened."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from django.db import transaction

from vaste.infra import live, sql
from vaste.kernel.ids import uuid7

_EVENT = ("workspace_id", "id", "verb", "subject_id", "actor_id", "at", "detail")


def event(
    verb: str,
    subject_id: uuid.UUID,
    *,
    workspace_id: uuid.UUID,
    by: uuid.UUID | None,
    at: datetime.datetime,
    detail: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the row of one event, for `record`; `by` None is the system."""
    return {
        "workspace_id": workspace_id,
        "id": uuid7(),
        "verb": verb,
        "subject_id": subject_id,
        "actor_id": by,
        "at": at,
        "detail": detail or {},
    }


def record(events: Sequence[dict[str, Any]]) -> None:
    """
    Write events, all of one workspace, in one statement and in the caller's transaction; it waits
    for the next trip.
    """
    sql.asking_insert("ledger_event", _EVENT, events)


def record_one(
    workspace_id: uuid.UUID,
    verb: str,
    subject_id: uuid.UUID,
    *,
    by: uuid.UUID | None,
    at: datetime.datetime,
    detail: dict[str, Any] | None = None,
) -> None:
    """Write one event, in the caller's transaction; `by` None is the system."""
    record([event(verb, subject_id, workspace_id=workspace_id, by=by, at=at, detail=detail)])


def announce(
    workspace_id: uuid.UUID,
    topic: str,
    *,
    at: datetime.datetime,
    leads: Iterable[uuid.UUID] = (),
    teams: Iterable[uuid.UUID | None] = (),
    users: Iterable[uuid.UUID | None] = (),
    wake_at: datetime.datetime | None = None,
) -> None:
    """
    Say, once the transaction is committed, that something changed: one outbox row a call.

    `teams` and `users` decide whose screens hear of it; `wake_at` is when work is next due, if the
    change made any. A notice names ids, never values.
    """
    notice = {
        "topic": topic,
        "leads": sorted({str(lead) for lead in leads}),
        "teams": sorted({str(team) for team in teams if team}),
        "users": sorted({str(user) for user in users if user}),
    }
    outbox_id = uuid7()
    row = {"workspace_id": workspace_id, "id": outbox_id, "made_at": at, "notice": notice}
    sql.asking_insert("ledger_outbox", ("workspace_id", "id", "made_at", "notice"), [row])
    transaction.on_commit(partial(live.tell, workspace_id, outbox_id, notice, wake_at=wake_at))


def relay(workspace_id: uuid.UUID, *, older_than: datetime.datetime) -> int:
    """
    Tell what a killed process had committed but not told; return how many notices that were.

    Telling twice is harmless: a screen asks once more.
    """
    rows = sql.run(
        "SELECT id, notice FROM ledger_outbox WHERE workspace_id = %(workspace)s"
        " AND made_at < %(older_than)s ORDER BY made_at, id LIMIT 500",
        {"workspace": workspace_id, "older_than": older_than},
    )
    for outbox_id, notice in rows:
        transaction.on_commit(
            partial(live.tell, workspace_id, outbox_id, sql.loaded(notice), wake_at=older_than)
        )
    return len(rows)
