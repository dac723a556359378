"""Telling other processes, after the commit, that something changed and when to look again."""

from __future__ import annotations

import datetime
import json
import logging
import uuid
from collections.abc import Mapping
from typing import Any

import psycopg
from django.db import Error, connection
from psycopg import sql

CHANNEL = "vaste"
MOST_BYTES = 7900  # PostgreSQL refuses a NOTIFY payload of 8,000
log = logging.getLogger(__name__)


def payload(workspace_id: uuid.UUID, notice: Mapping[str, Any]) -> str:
    """
    Return the notice as the text that listeners read; the lead ids go when it would be too long.
    """
    text = json.dumps({"workspace": str(workspace_id), **notice}, separators=(",", ":"))
    if len(text.encode()) <= MOST_BYTES:
        return text
    short = {**notice, "leads": None}
    return json.dumps({"workspace": str(workspace_id), **short}, separators=(",", ":"))


def address() -> dict[str, Any]:
    """Return how a connection of its own is made that hears CHANNEL, for `psycopg.connect`."""
    params = connection.get_connection_params()
    ours = ("context", "cursor_factory", "prepare_threshold")
    return {name: value for name, value in params.items() if name not in ours}


def tell(
    workspace_id: uuid.UUID,
    outbox_id: uuid.UUID,
    notice: Mapping[str, Any],
    *,
    wake_at: datetime.datetime | None,
) -> None:
    """
    Notify all listeners of one outbox row and strike it off; also note when work is next due.

    Runs after the commit, in a transaction of its own that does not wait for the disk: a NOTIFY
    inside the change's transaction would make all commits of the server wait for each other
    (docs/decisions/0006). What fails here is done again by the worker's relay.
    """
    try:
        connection.ensure_connection()
        raw = connection.connection
        assert raw is not None
        _run(raw, _script(workspace_id, outbox_id, notice, wake_at))
    except (Error, psycopg.Error):  # by hand: the driver's own errors come as they are
        log.warning("notice of outbox %s left to the relay", outbox_id, exc_info=True)


def _run(raw: psycopg.Connection, script: sql.Composed) -> None:
    """Run a script that begins and commits by itself; one that fails leaves no transaction open."""
    try:
        raw.execute(script.as_string(raw), prepare=False)
    except psycopg.Error:
        if not raw.closed:
            raw.rollback()
        raise


def _script(
    workspace_id: uuid.UUID,
    outbox_id: uuid.UUID,
    notice: Mapping[str, Any],
    wake_at: datetime.datetime | None,
) -> sql.Composed:
    script = sql.SQL(
        "BEGIN; SET LOCAL synchronous_commit = off; SET LOCAL vaste.workspace = {text};"
        " DELETE FROM ledger_outbox WHERE workspace_id = {workspace} AND id = {outbox};"
        " SELECT pg_notify({channel}, {payload}); COMMIT;"
    ).format(
        text=sql.Literal(str(workspace_id)),
        workspace=sql.Literal(workspace_id),
        outbox=sql.Literal(outbox_id),
        channel=sql.Literal(CHANNEL),
        payload=sql.Literal(payload(workspace_id, notice)),
    )
    return script + wake(workspace_id, wake_at) if wake_at else script + sql.SQL("")


def wake(workspace_id: uuid.UUID, at: datetime.datetime) -> sql.Composed:
    """Return the statement that asks the worker to look at a workspace at `at` or before."""
    return sql.SQL(
        " INSERT INTO infra_wake (workspace_id, at) VALUES ({workspace}, {at})"
        " ON CONFLICT (workspace_id) DO UPDATE SET at = least(infra_wake.at, excluded.at);"
    ).format(workspace=sql.Literal(workspace_id), at=sql.Literal(at))
