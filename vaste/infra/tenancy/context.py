"""Which workspace a transaction may see: set by one function, for a request, a job, a command."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction


class OtherWorkspace(Exception):
    """A transaction opened for one workspace was asked to work in another."""


@contextmanager
def inside(workspace_id: uuid.UUID) -> Iterator[None]:
    """
    Run a block in one transaction that sees and writes the rows of `workspace_id` only.

    Inside another block of the same workspace it is a savepoint.

    Raises OtherWorkspace, with nothing run, inside a block of another workspace.
    """
    wanted = str(uuid.UUID(str(workspace_id)))
    django: Any = connections[DEFAULT_DB_ALIAS]
    with transaction.atomic():
        if django.workspace == wanted:
            yield
            return
        if django.workspace:
            raise OtherWorkspace(f"opened for {django.workspace}, asked for {wanted}")
        is_nested = len(django.atomic_blocks) > 1
        django.enter(wanted)
        try:
            yield
        finally:
            django.workspace = ""
        if is_nested:
            django.enter("")
