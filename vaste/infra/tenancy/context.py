"""Which workspace a transaction may see: set by one function, for a request, a job, a command."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


class OtherWorkspace(Exception):
    """A transaction opened for one workspace was asked to work in another."""


def _current() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('vaste.workspace', true)")
        row = cursor.fetchone()
    return (row and row[0]) or ""


def _set(value: str) -> None:
    # A literal SET LOCAL, never set_config(): only the former reaches the nodes of a cluster.
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL vaste.workspace = '{value}'")


@contextmanager
def inside(workspace_id: uuid.UUID) -> Iterator[None]:
    """
    Run a block in one transaction that sees and writes the rows of `workspace_id` only.

    Inside another block of the same workspace it is a savepoint.

    Raises OtherWorkspace, with nothing run, inside a block of another workspace.
    """
    wanted = str(uuid.UUID(str(workspace_id)))
    nested = connection.in_atomic_block
    with transaction.atomic():
        before = _current() if nested else ""
        if before not in ("", wanted):
            raise OtherWorkspace(f"opened for {before}, asked for {wanted}")
        if before != wanted:
            _set(wanted)
        yield
        if nested and before != wanted:
            _set("")
