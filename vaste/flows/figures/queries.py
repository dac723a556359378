"""The questions behind the reports: each stands in sql/ with what its columns mean."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from vaste.flows.figures.scope import Scope
from vaste.infra import named_sql

FOLDER = Path(__file__).with_name("sql")
Row = dict[str, Any]

#: Ends of the spans of response times, in seconds of working time.
EDGES_S = (300, 900, 3600, 14_400, 32_400, 86_400)
OVERDUE = -1  # the span of those that nobody reached although their time has passed


def conversion(scope: Scope, *, by: str) -> list[Row]:
    """Return how far leads came; sql/conversion.sql says what is what."""
    return _ask("conversion", scope, by=by, zone=scope.zone)


def cohorts(scope: Scope, *, by: str) -> list[Row]:
    """Return how the leads of each month or week stand now; sql/cohorts.sql."""
    return _ask("cohorts", scope, by=by, zone=scope.zone)


def response(scope: Scope, *, by: str) -> list[Row]:
    """Return how soon leads were answered; sql/response.sql says what is what."""
    return _ask("response", scope, by=by, at=scope.at)


def response_spread(scope: Scope) -> dict[int, Row]:
    """
    Return, by span between EDGES_S, how many first contacts fell into it and how those leads ended.

    OVERDUE are those that are overdue.
    """
    found = _ask("response_spread", scope, at=scope.at, edges=list(EDGES_S))
    return {row["span"]: row for row in found}


def response_days(scope: Scope) -> list[Row]:
    """Return the median of each day with answered leads, oldest first."""
    return _ask("response_days", scope, zone=scope.zone)


def response_hours(scope: Scope) -> list[Row]:
    """Return how soon leads were answered by weekday and hour of receipt, where there were any."""
    return _ask("response_hours", scope, at=scope.at, zone=scope.zone)


def reasons(scope: Scope, *, by: str) -> list[Row]:
    """Return why leads were closed in the time without being won; sql/reasons.sql."""
    return _ask("reasons", scope, by=by)


def facets(scope: Scope) -> dict[str, dict[str, int]]:
    """Return how many leads each value of each filter has, whatever is chosen."""
    found: dict[str, dict[str, int]] = {}
    for row in _ask("facets", scope):
        found.setdefault(row["kind"], {})[row["key"]] = row["leads"]
    return found


def fairness_decisions(scope: Scope) -> list[Row]:
    """Return how the routing decided, by person; the filter of a person is left out of account."""
    return _ask("fairness_decisions", scope)


def fairness_moves(scope: Scope) -> list[Row]:
    """Return what came and went otherwise, by person; the filter of a person is not counted."""
    return _ask("fairness_moves", scope)


def _ask(name: str, scope: Scope, **more: Any) -> list[Row]:
    return named_sql.ask(FOLDER, name, {**scope.params, **more})
