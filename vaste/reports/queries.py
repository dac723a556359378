"""The reports' questions: each stands in sql/ with what its columns mean and in which units."""

from __future__ import annotations

import datetime
import uuid
from pathlib import Path
from typing import Any

from vaste.infra import named_sql
from vaste.reports.periods import Period

FOLDER = Path(__file__).with_name("sql")
Row = dict[str, Any]

#: Ends of the spans of the response report, in seconds of working time.
EDGES_S = (300, 900, 3600, 14_400, 32_400, 86_400)


def conversion(workspace_id: uuid.UUID, period: Period, *, by: str, zone: str) -> list[Row]:
    """Return how far the leads of a period came; sql/conversion.sql says what is what."""
    return _ask("conversion", workspace_id, period, by=by, zone=zone)


def response(
    workspace_id: uuid.UUID, period: Period, *, by: str, at: datetime.datetime
) -> list[Row]:
    """Return how soon the leads of a period were answered; sql/response.sql says what is what."""
    return _ask("response", workspace_id, period, by=by, at=at)


def response_spread(
    workspace_id: uuid.UUID, period: Period, *, at: datetime.datetime
) -> dict[int, int]:
    """Return how many first contacts fell into each span between EDGES_S; -1 are overdue ones."""
    found = _ask("response_spread", workspace_id, period, at=at, edges=list(EDGES_S))
    return {row["span"]: row["contacts"] for row in found}


def response_days(workspace_id: uuid.UUID, period: Period, *, zone: str) -> list[Row]:
    """Return the median of each day with answered leads, oldest first."""
    return _ask("response_days", workspace_id, period, zone=zone)


def _ask(name: str, workspace_id: uuid.UUID, period: Period, **more: Any) -> list[Row]:
    params = {"workspace": workspace_id, "since": period.since, "until": period.until, **more}
    return named_sql.ask(FOLDER, name, params)
