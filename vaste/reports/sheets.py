"""The same figures as a file of comma-separated values."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse

from vaste.reports import build
from vaste.reports.asked import Asked

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


def _sheet(asked: Asked, columns: Sequence[str], rows: Sequence[dict[str, Any]]) -> HttpResponse:
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow([asked.by, *columns])
    for row in rows:
        writer.writerow([_harmless(row["label"]), *(_figure(row[name]) for name in columns)])
    name = f"{asked.report}-{asked.by}-{asked.period.key}.csv"
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
