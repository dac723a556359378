"""Set-based statements by hand: prepared, seen by the tests' guard, rows in and out in one trip."""

from __future__ import annotations

import datetime
import decimal
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import msgspec
from django.db import DEFAULT_DB_ALIAS, connections
from psycopg import sql

from vaste.infra.tenancy.backend.trips import Answer as Answer

Params = Mapping[str, Any]
watchers: list[Callable[[str], None]] = []  # the tests' guard listens here


def _plain(value: Any) -> Any:
    if isinstance(value, (uuid.UUID, decimal.Decimal)):
        return str(value)
    if isinstance(value, (datetime.datetime, datetime.date)):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} can't be put into a row")


_encoder = msgspec.json.Encoder(enc_hook=_plain)


def encode(rows: Iterable[Mapping[str, Any]]) -> str:
    """Return rows as the JSON text that `json_populate_recordset` reads."""
    return _encoder.encode(list(rows)).decode()


def ask(statement: str | sql.Composable, params: Params, *, prepare: bool = True) -> Answer:
    """
    Put one statement in the queue of the current connection; its `rows` are there when read.

    It goes with the next statement whose answer is read, or where the savepoint or the transaction
    ends: what it raises is raised there. Outside a transaction it goes at once.
    """
    django: Any = connections[DEFAULT_DB_ALIAS]
    if not isinstance(statement, str):
        django.ensure_connection()
        statement = statement.as_string(django.connection)
    for watch in watchers:
        watch(statement)
    answer: Answer = django.trips.ask(statement, params, prepare=prepare)
    return answer


def run(
    statement: str | sql.Composable, params: Params, *, prepare: bool = True
) -> list[tuple[Any, ...]]:
    """
    Execute one statement on the current connection and return its rows (empty when it has none).

    The statement is prepared: it is meant to be run again and again with other parameters. Without
    `prepare` it is planned for its very parameters each time, as wide ranges need.

    Raises Django's database errors, also those of statements that waited.
    """
    return ask(statement, params, prepare=prepare).rows


def plan_for_all() -> None:
    """
    Let each prepared statement keep one plan, for any parameters, until the transaction's end.

    For statements that look up few rows by their keys. What the server's statistics say of a
    workspace that they have not seen is wrong: planned for that very workspace, a look-up may walk
    through all its rows where the key's own index would have found the one.
    """
    django: Any = connections[DEFAULT_DB_ALIAS]
    django.trips.add("SET LOCAL plan_cache_mode = force_generic_plan")


def run_without_loops(statement: str, params: Params) -> list[tuple[Any, ...]]:
    """
    Execute one statement over many rows, planned without nested loops; return its rows.

    Where the server's statistics know nothing of a workspace, it expects a row and would compare
    all rows of one side with all of the other.
    """
    django: Any = connections[DEFAULT_DB_ALIAS]
    django.trips.add("SET LOCAL enable_nestloop = off")
    rows = run(statement, params, prepare=False)
    django.trips.add("SET LOCAL enable_nestloop = on")
    return rows


def loaded(value: str | bytes) -> Any:
    """Return a jsonb column of a statement by hand as data; the driver gives it as text here."""
    return msgspec.json.decode(value)


def insert(
    table: str,
    columns: Sequence[str],
    rows: Sequence[Mapping[str, Any]],
    *,
    conflict: str = "",
    returning: str = "",
) -> list[tuple[Any, ...]]:
    """
    Insert `rows` (dicts with `columns`, workspace_id among them) in one statement; none is no
    statement.

    `conflict` is the text after ON CONFLICT, `returning` the text after RETURNING; both are written
    in the program, never taken from input. Raises Django's database errors.
    """
    answer = asking_insert(table, columns, rows, conflict=conflict, returning=returning)
    return answer.rows if answer else []


def asking_insert(
    table: str,
    columns: Sequence[str],
    rows: Sequence[Mapping[str, Any]],
    *,
    conflict: str = "",
    returning: str = "",
) -> Answer | None:
    """
    Insert as `insert` does, by a statement that waits as those of `ask` do; None for no rows.
    """
    if not rows:
        return None
    same, others = _parted(columns, rows)
    params = {"same": _encoder.encode(same).decode(), "rows": encode(others)}
    return ask(_insert_text(table, tuple(columns), conflict, returning), params)


def _parted(
    columns: Sequence[str], rows: Sequence[Mapping[str, Any]]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """
    Return what all rows have in common, to be told once, and what is left of each.

    Reading the names of values is most of what the server does with rows in JSON.
    """
    same = {}
    for name in columns:
        value = rows[0].get(name)
        if all(row.get(name) == value for row in rows):
            same[name] = value
    left = [name for name in columns if name not in same]
    return same, [{name: row.get(name) for name in left} for row in rows]


def _insert_text(table: str, columns: tuple[str, ...], conflict: str, returning: str) -> str:
    key = (table, columns, conflict, returning)
    if key not in _insert_texts:
        names = ", ".join(f'"{name}"' for name in columns)
        _insert_texts[key] = (
            f'INSERT INTO "{table}" ({names}) SELECT {names}'
            f' FROM json_populate_recordset(json_populate_record(NULL::"{table}", %(same)s::json),'
            " %(rows)s::json) AS fresh"
            + (f" ON CONFLICT {conflict}" if conflict else "")
            + (f" RETURNING {returning}" if returning else "")
        )
    return _insert_texts[key]


_insert_texts: dict[tuple[str, tuple[str, ...], str, str], str] = {}
