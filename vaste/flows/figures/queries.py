"""The questions behind the reports: each stands in sql/ with what its columns mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vaste.flows.figures.scope import Scope
from vaste.infra import named_sql

FOLDER = Path(__file__).with_name("sql")
Row = dict[str, Any]

#: Ends of the spans of response times, in seconds of working time.
EDGES_S = (300, 900, 3600, 14_400, 32_400, 86_400)
OVERDUE = -1  # the span of those that nobody reached although their time has passed

_COUNTS = ("leads", "answered", "in_time", "judged")
_VALUE = (
    "key", *_COUNTS, "median_working_s", "p90_working_s", "median_raw_s", "p90_raw_s", "system_s",
    "p90_system_s", "person_s", "p90_person_s",
)  # fmt: skip
#: The kinds of rows that sql/response.sql gives, each with the columns that it fills.
_FILLED: Mapping[str, Sequence[str]] = {
    "value": _VALUE,
    "total": _VALUE,
    "span": ("span", "leads", "qualified", "won", "lost"),
    "day": ("day", "leads", "median_working_s"),
    "hour": ("weekday", "hour", *_COUNTS, "median_working_s", "median_raw_s"),
}
PARTS = ("value", "span", "day", "hour")  # of the response report: "value" brings the total too


def conversion(scope: Scope, *, by: str) -> list[Row]:
    """Return how far leads came; sql/conversion.sql says what is what."""
    return _ask("conversion", scope, by=by, zone=scope.zone)


def cohorts(scope: Scope, *, by: str) -> list[Row]:
    """Return how the leads of each month or week stand now; sql/cohorts.sql."""
    return _ask("cohorts", scope, by=by, zone=scope.zone)


@dataclass(frozen=True, slots=True)
class Response:
    """
    How soon leads were answered; sql/response.sql says what is what.

    `rows` are those of the values, the most leads first, and the one of all together last. `spread`
    is by span between EDGES_S, OVERDUE for those that are overdue; `days` have answered leads,
    oldest first; `hours` are those of a week that have leads.
    """

    rows: list[Row]
    spread: dict[int, Row]
    days: list[Row]
    hours: list[Row]


def response_figures(scope: Scope, *, by: str, parts: Sequence[str] = PARTS) -> Response:
    """Return the response report, or some of its PARTS; the others stay empty. One statement."""
    found: dict[str, list[Row]] = {}
    told = {"zone": scope.zone, "at": scope.at, "edges": list(EDGES_S), "parts": list(parts)}
    for row in _ask("response", scope, by=by, **told):
        filled = {name: row[name] for name in _FILLED[row["part"]]}
        found.setdefault(row["part"], []).append(filled)
    return Response(
        rows=[*found.get("value", []), *found.get("total", [])],
        spread={row["span"]: row for row in found.get("span", [])},
        days=found.get("day", []),
        hours=found.get("hour", []),
    )


def response(scope: Scope, *, by: str) -> list[Row]:
    """Return how soon leads were answered, by one dimension; the row of all is the last."""
    return response_figures(scope, by=by, parts=["value"]).rows


def response_spread(scope: Scope) -> dict[int, Row]:
    """Return how many first contacts fell into each span, and how those leads ended."""
    return response_figures(scope, by="category", parts=["span"]).spread


def response_hours(scope: Scope) -> list[Row]:
    """Return how soon leads were answered by weekday and hour of receipt, where there were any."""
    return response_figures(scope, by="category", parts=["hour"]).hours


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
