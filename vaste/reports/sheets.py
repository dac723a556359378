"""The same figures as a file of comma-separated values."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse

from vaste.definitions.models import Backtest
from vaste.flows import backtesting
from vaste.flows.figures import fairness as fair
from vaste.flows.figures import queries
from vaste.pages.reader import language
from vaste.reports import backtest as backtests
from vaste.reports import build
from vaste.reports import cohorts as cohort
from vaste.reports import fairness as fairness_page
from vaste.reports import labels as naming
from vaste.reports import reasons as why
from vaste.reports.asked import Asked
from vaste.scoring import outcomes

_CONVERSION = (
    "leads", "taken_over", "qualified", "contacted", "won", "lost", "open", "to_contact_s",
    "to_won_s",
)  # fmt: skip
_RESPONSE = (
    "leads", "answered", "in_time", "judged", "median_working_s", "p90_working_s", "median_raw_s",
    "p90_raw_s", "system_s", "p90_system_s", "person_s", "p90_person_s",
)  # fmt: skip
_HOURS = (
    "leads", "answered", "in_time", "judged", "median_working_s", "median_raw_s",
)  # fmt: skip
_COHORTS = (
    "leads", "qualified", "taken_over", "contacted", "won", "lost", "not_a_fit", "open",
    "to_qualified_s", "to_taken_s", "to_contact_s", "to_won_s",
)  # fmt: skip
_WITH_COMMA = ("fi", "sv", "hu")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how a cell begins that a spreadsheet would run


def conversion(asked: Asked) -> HttpResponse:
    """Return every row of the conversion report; durations in seconds, empty for none."""
    rows, total = build.conversion_rows(asked)
    return _sheet(asked, _CONVERSION, [*rows, total])


def response(asked: Asked) -> HttpResponse:
    """Return every row of the response report; durations in seconds, empty for none."""
    rows, total = build.response_rows(asked)
    return _sheet(asked, _RESPONSE, [*rows, total])


def response_hours(asked: Asked) -> HttpResponse:
    """Return the heat map of the response report: a row for each hour of a week with leads."""
    rows = queries.response_hours(asked.scope)
    lines = [
        [str(row["weekday"]), str(row["hour"]), *(_figure(row[name]) for name in _HOURS)]
        for row in rows
    ]
    return _file(f"hours-{_period(asked)}.csv", ["weekday", "hour", *_HOURS], lines)


def response_bands(asked: Asked) -> HttpResponse:
    """Return how leads ended by the working time to their first contact."""
    rows = queries.response_spread(asked.scope)
    names = {**dict(enumerate(build.spans())), queries.OVERDUE: "overdue"}
    columns = ("leads", "qualified", "won", "lost")
    lines = [
        [names[span], *(str(row[name]) for name in columns)] for span, row in sorted(rows.items())
    ]
    head = ["response_time", *columns]
    return _file(f"response-bands-{_period(asked)}.csv", head, lines, labels=1)


def cohorts(asked: Asked) -> HttpResponse:
    """Return every row of the cohort report; durations in seconds, empty for none."""
    rows, total = cohort.rows_of(asked)
    return _sheet(asked, _COHORTS, [*rows, total])


def reasons(asked: Asked) -> HttpResponse:
    """Return every row of the reasons report: value, how it was closed, reason, leads."""
    lines = [
        [row["label"], row["reason"], row["state"], str(row["leads"])] for row in why.rows_of(asked)
    ]
    return _file(_name(asked), [asked.by, "reason", "ending", "leads"], lines)


def fairness(asked: Asked) -> HttpResponse:
    """Return every person's part: fair share in leads, each reason, category, band and move."""
    found = fair.portions(asked.scope)
    name = naming.namer("owner", [str(one.user_id) for one in found], asked.definition)
    kinds = fairness_page.categories_of(asked, found)
    bands = list(fairness_page.BANDS)
    head = [
        "person", "received", "fair", "looked_at", "there",
        *(f"got_{reason}" for reason in fair.GOT), *(f"passed_{one}" for one in fair.PASSED),
        *fair.MOVES, *(f"category_{key}" for key in kinds),
        *(f"value_{key or 'not_told'}" for key in bands),
    ]  # fmt: skip
    lines = [
        [
            name(str(one.user_id)), str(one.received), f"{one.fair:.3f}",
            *(str(count) for count in (
                one.looked_at, one.there, *(one.reasons[key] for key in fair.GOT + fair.PASSED),
                *(one.moves[key] for key in fair.MOVES), *(one.categories[key] for key in kinds),
                *(one.bands[key] for key in bands),
            )),
        ]
        for one in found
    ]  # fmt: skip
    return _file(f"fairness-{_period(asked)}.csv", head, lines, labels=1)


def backtest(run: Backtest) -> HttpResponse:
    """Return every row of a back-test: score, band, leads, won, lift; and each area, 0 to 1."""
    found = backtesting.read(run)
    rows: list[list[str]] = []
    for key, name in backtests.SCORES.items():
        for label, ended in backtests.parts(run, found, key):
            lift = outcomes.lift(ended, found.ended)
            shown = "" if lift is None else f"{lift:.4f}"
            rows.append([str(name), label, str(ended.leads), str(ended.won), shown, ""])
        area = found.scores[key].area
        if area is not None and area.ended.is_enough:
            told = [str(area.ended.leads), str(area.ended.won), "", f"{area.value:.6f}"]
            rows.append([str(name), "", *told])
    name = f"backtest-{run.number or backtests.DRAFT}-{run.made_at:%Y-%m-%d}.csv"
    return _file(name, ["score", "band", "leads", "won", "lift", "area"], rows)


def _sheet(asked: Asked, columns: Sequence[str], rows: Sequence[dict[str, Any]]) -> HttpResponse:
    lines = [[row["label"], *(_figure(row[name]) for name in columns)] for row in rows]
    return _file(_name(asked), [asked.by, *columns], lines, labels=1)


def _name(asked: Asked) -> str:
    return f"{asked.report}-{asked.by}-{_period(asked)}.csv"


def _period(asked: Asked) -> str:
    """Return the period as a file's name has it: its key, or the days that were chosen."""
    first, last = asked.period.first, asked.period.last
    return f"{first}-{last}" if first else asked.period.key


def _file(
    name: str, head: Sequence[str], rows: Iterable[Sequence[str]], *, labels: int = 2
) -> HttpResponse:
    """
    Return a file whose first `labels` columns are texts that people gave.

    In a language with a decimal comma it is written as Excel opens it there: parted by semicolons.
    """
    has_comma = language() in _WITH_COMMA
    lines = io.StringIO()
    writer = csv.writer(lines, delimiter=";" if has_comma else ",")
    writer.writerow(head)
    for row in rows:
        figures = [one.replace(".", ",") for one in row[labels:]] if has_comma else row[labels:]
        writer.writerow([*map(_harmless, row[:labels]), *figures])
    return HttpResponse(
        lines.getvalue().encode("utf-8-sig"),  # with the mark by which Excel knows UTF-8
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _figure(value: int | float | None) -> str:
    return "" if value is None else f"{value:.0f}"
