"""The desk's own questions, by name: each stands in sql/ with what its columns mean."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from vaste.infra import sql

FOLDER = Path(__file__).with_name("sql")
MOST_COUNTED = 1000  # leads; past it a count is shown as "1,000+"
MOST_EARLIER = 100  # leads of one contact; past it they are not counted


class Place(NamedTuple):
    """Where a page of the queue begins: after this lead."""

    rank: int
    due_at: str  # ISO 8601, or "-infinity"
    id: str


START = Place(-1, "-infinity", str(uuid.UUID(int=0)))


class Found(NamedTuple):
    """One lead of a page, with its place in the queue; `due_at` None for a closed one."""

    id: uuid.UUID
    category_rank: int
    due_at: datetime.datetime | None


class Row(NamedTuple):
    """One lead as lists show it; sql/queue_rows.sql says what the columns are."""

    id: uuid.UUID
    contact_id: uuid.UUID
    category: str
    category_rank: int
    state: str
    source: str
    received_at: datetime.datetime
    fit: int
    is_returning: bool
    subject: str
    wants: str
    request_type: str
    due_at: datetime.datetime | None
    next_step: str
    needed_by: datetime.date | None
    taken_over_at: datetime.datetime | None
    closed_at: datetime.datetime | None
    close_reason: str
    owner_id: uuid.UUID | None
    owner_name: str | None
    given_name: str
    family_name: str
    full_name: str
    email: str
    phone: str
    language: str
    company_name: str | None
    milestone: str | None
    warn_at: datetime.datetime | None
    clock_due_at: datetime.datetime | None
    earlier: int


class Counts(NamedTuple):
    """The numbers beside the navigation, each counted up to MOST_COUNTED + 1."""

    queue: int
    review: int
    notices: int
    imports: int


@cache
def text(name: str) -> str:
    """Return the SQL of this name."""
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def page(name: str, workspace_id: uuid.UUID, **params: Any) -> list[Found]:
    """Return one page of leads by the question of this name; `params` as its file says."""
    rows = sql.run(text(name), {"workspace": workspace_id, **params})
    return [Found._make(row) for row in rows]


def rows(workspace_id: uuid.UUID, ids: Sequence[uuid.UUID]) -> list[Row]:
    """Return these leads as lists show them, in the order of `ids`."""
    if not ids:
        return []
    found = sql.run(text("queue_rows"), {"workspace": workspace_id, "ids": list(ids)})
    by_id = {row[0]: Row._make(row) for row in found}
    return [by_id[lead_id] for lead_id in ids if lead_id in by_id]


def counts(name: str, workspace_id: uuid.UUID, **params: Any) -> dict[int, int]:
    """Return how many leads are in each category by rank, counted up to MOST_COUNTED + 1."""
    cap = MOST_COUNTED + 1
    found = sql.run(text(name), {"workspace": workspace_id, "cap": cap, **params})
    return {rank: min(cap, int(leads)) for rank, leads in found}


def navigation(
    workspace_id: uuid.UUID, *, owner: uuid.UUID, teams: Sequence[str], sees_all: bool
) -> Counts:
    """Return the numbers beside the navigation, in one statement."""
    params = {"workspace": workspace_id, "owner": owner, "teams": list(teams)}
    [row] = sql.run(
        text("count_navigation"), {**params, "sees_all": sees_all, "cap": MOST_COUNTED + 1}
    )
    return Counts(*(int(value) if isinstance(value, Decimal) else value for value in row))
