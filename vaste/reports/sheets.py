"""The same figures as a file of comma-separated values."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse

from vaste.reports import backtest as backtests
from vaste.reports import build
from vaste.reports.asked import Asked
from vaste.reports.backtest import Tested
from vaste.scoring import outcomes

_CONVERSION = (
    "leads", "taken_over", "qualified", "contacted", "won", "lost", "open", "to_contact_s",
    "to_won_s",
)  # fmt: skip
_RESPONSE = (
    "leads", "answered", "in_time", "judged", "median_working_s", "p90_working_s", "median_raw_s",
    "p90_raw_s", "system_s",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how a cell begins that a spreadsheet would run


def conversion(asked: Asked) -> HttpResponse:
    """Return every row of the conversion report; durations in seconds, empty for none."""
    rows, total = build.conversion_rows(asked)
    return _sheet(asked, _CONVERSION, [*rows, total])


def response(asked: Asked) -> HttpResponse:
    """Return every row of the response report; durations in seconds, empty for none."""
    rows, total = build.response_rows(asked)
    return _sheet(asked, _RESPONSE, [*rows, total])


def backtest(tested: Tested) -> HttpResponse:
    """Return every row of a back-test: score, band, leads, won, lift; and each area, 0 to 1."""
    rows: list[list[str]] = []
    for key, name in backtests.SCORES.items():
        for label, ended in backtests.parts(tested, key):
            lift = outcomes.lift(ended, tested.result.ended)
            shown = "" if lift is None else f"{lift:.4f}"
            rows.append([str(name), label, str(ended.leads), str(ended.won), shown, ""])
        area = tested.result.scores[key].area
        if area is not None and area.ended.is_enough:
            told = [str(area.ended.leads), str(area.ended.won), "", f"{area.value:.6f}"]
            rows.append([str(name), "", *told])
    name = f"backtest-{tested.definition.number}-{tested.period.key}.csv"
    return _file(name, ["score", "band", "leads", "won", "lift", "area"], rows)


def _sheet(asked: Asked, columns: Sequence[str], rows: Sequence[dict[str, Any]]) -> HttpResponse:
    name = f"{asked.report}-{asked.by}-{asked.period.key}.csv"
    lines = [[row["label"], *(_figure(row[name]) for name in columns)] for row in rows]
    return _file(name, [asked.by, *columns], lines, labels=1)


def _file(
    name: str, head: Sequence[str], rows: Iterable[Sequence[str]], *, labels: int = 2
) -> HttpResponse:
    """Return a file whose first `labels` columns are texts that people gave."""
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow(head)
    for row in rows:
        writer.writerow([*map(_harmless, row[:labels]), *row[labels:]])
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
