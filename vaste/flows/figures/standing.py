"""How things stand now: what the manager's wall shows, for the page and the API alike."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from vaste.flows.figures.queries import FOLDER
from vaste.infra import named_sql

SOON = datetime.timedelta(minutes=15)  # a promise that falls due within it is about to be broken
MOST = 20  # leads in each list
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Standing:
    """
    A workspace as it stands; the rows are those of sql/wall_*.sql, which say what is what.

    `breaching`, `overdue` and `unanswered` list MOST leads at most, each lead once; `counts` has
    their whole numbers. `people` take leads in a team, by name; `load` is what each owner holds,
    by category. `today` counts since midnight of the workspace's zone.
    """

    counts: Row
    breaching: list[Row]
    overdue: list[Row]
    unanswered: list[Row]
    people: list[Row]
    load: list[Row]
    today: Row


def standing(workspace_id: uuid.UUID, *, zone: str, at: datetime.datetime) -> Standing:
    """Return how things stand at `at`; `zone` is an IANA name. Seven statements."""
    params = {
        "workspace": workspace_id,
        "at": at,
        "soon": at + SOON,
        "most": MOST,
        "today": _midnight(at, zone),
    }
    return Standing(
        counts=_ask("wall_counts", params)[0],
        breaching=_once(_ask("wall_breaching", params)),
        overdue=_ask("wall_overdue", params),
        unanswered=_ask("wall_unanswered", params),
        people=_ask("wall_people", params),
        load=_ask("wall_load", params),
        today=_ask("wall_today", params)[0],
    )


def _ask(name: str, known: Mapping[str, Any]) -> list[Row]:
    wanted = named_sql.load(FOLDER, name).parameters
    return [*named_sql.ask(FOLDER, name, {key: known[key] for key in wanted})]


def _midnight(at: datetime.datetime, zone: str) -> datetime.datetime:
    day = at.astimezone(ZoneInfo(zone)).date()
    return datetime.datetime.combine(day, datetime.time(), ZoneInfo(zone))


def _once(rows: list[Row]) -> list[Row]:
    """Return each lead once, by what falls due first."""
    first: dict[uuid.UUID, Row] = {}
    for row in rows:
        first.setdefault(row["lead_id"], row)
    return [*first.values()]
