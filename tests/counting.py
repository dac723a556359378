"""Statements counted: each page and each verb has its number in tests/query_counts.json."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection

from vaste.infra import sql

BASELINES = Path(__file__).with_name("query_counts.json")
_QUESTIONS = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")
_SETTING = "SELECT current_setting"


@contextmanager
def statements() -> Iterator[list[str]]:
    """
    Gather the statements that a block sends, by Django and by hand.

    Savepoints and the workspace's setting are left out: tests have more of them than the program.
    """
    seen: list[str] = []

    def watch(text: str) -> None:
        if text.lstrip().upper().startswith(_QUESTIONS) or text.startswith("--"):
            seen.append(text)

    def wrap(execute: Any, text: Any, params: Any, many: bool, context: Any) -> Any:
        if not str(text).startswith(_SETTING):
            watch(str(text))
        return execute(text, params, many, context)

    sql.watchers.append(watch)
    try:
        with connection.execute_wrapper(wrap):
            yield seen
    finally:
        sql.watchers.remove(watch)


def hold(name: str, found: list[str]) -> None:
    """
    Fail unless as many statements were sent as tests/query_counts.json says for `name`.

    With UPDATE_QUERY_COUNTS=1 the number is written instead, to be read in review.
    """
    known = json.loads(BASELINES.read_text()) if BASELINES.exists() else {}
    if os.environ.get("UPDATE_QUERY_COUNTS"):
        known[name] = len(found)
        BASELINES.write_text(json.dumps(known, indent=2, sort_keys=True) + "\n")
    listed = "\n".join(f"  {text[:200]}" for text in found)
    assert known.get(name) == len(found), f"{name}: {len(found)} statements\n{listed}"
