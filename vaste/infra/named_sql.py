"""
SQL kept in files, one question a file, asked by its name.

A file begins with a header in comments: what one row is, then `Parameters:` and `Columns:`, one a
line with its type and meaning. The header is the contract: rows come back under its columns' names,
and the tests hold it against the real schema.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from vaste.infra import sql

_ENTRY = re.compile(r"--   (\w+) ([a-z]+(?:\[\])?)")
_SECTION = re.compile(r"-- (Parameters|Columns):$")


@dataclass(frozen=True, slots=True)
class Query:
    """One file: its statement without the header, and the names and types that the header tells."""

    name: str
    text: str
    parameters: Mapping[str, str]
    columns: Mapping[str, str]


@lru_cache(maxsize=256)
def load(folder: Path, name: str) -> Query:
    """
    Return the query `name` of a folder.

    Raises FileNotFoundError for a name that has no file.
    """
    return parse(name, (folder / f"{name}.sql").read_text(encoding="utf-8"))


def parse(name: str, source: str) -> Query:
    """Return a query's statement, and what its header says of parameters and columns."""
    found: dict[str, dict[str, str]] = {"Parameters": {}, "Columns": {}}
    section, body = "", []
    for line in source.splitlines():
        if not line.startswith("--"):
            body.append(line)
        elif heading := _SECTION.match(line):
            section = heading[1]
        elif section and (entry := _ENTRY.match(line)):
            found[section][entry[1]] = entry[2]
    return Query(name, "\n".join(body).strip(), found["Parameters"], found["Columns"])


def ask(folder: Path, name: str, params: Mapping[str, Any]) -> list[dict[str, Any]]:
    """
    Return the rows that the named query gives, each by the names of its columns.

    Raises Django's database errors, and FileNotFoundError for an unknown name.
    """
    query = load(folder, name)
    # Not prepared: the sixth run would take one plan for a day and for a year alike.
    rows = sql.run(query.text, params, prepare=False)
    return [dict(zip(query.columns, row, strict=True)) for row in rows]
