"""From figures to what the report pages and their sheets show."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from vaste.flows.figures import queries
from vaste.reports import filters, hours, labels
from vaste.reports.asked import Asked
from vaste.reports.panels import (
    BandRow,
    Bin,
    ConversionPage,
    ConversionRow,
    FunnelStep,
    ResponsePage,
    ResponseRow,
    Share,
)

MOST_ROWS = 200  # rows of a page; the rest is one row together, the sheet has all
_COUNTS = ("leads", "taken_over", "qualified", "advanced", "contacted", "won", "lost", "open")
_RESPONSE_COUNTS = ("leads", "answered", "in_time", "judged")
Row = dict[str, Any]


def conversion_page(asked: Asked) -> ConversionPage:
    """Return the conversion report: the funnel of all leads, and a row for each value."""
    rows, total = conversion_rows(asked)
    shown = _cut(rows, _COUNTS)
    return ConversionPage(
        period=asked.period.name,
        by_label=asked.by_label,
        filters=filters.form(asked),
        funnel=_funnel(total),
        rows=tuple(_conversion_row(row) for row in shown),
        total=_conversion_row(total, is_total=True) if rows else None,
        csv_url=asked.url(suffix="_sheet"),
    )


def conversion_rows(asked: Asked) -> tuple[list[Row], Row]:
    """Return every row of the report with its `label`, and the row of all leads together."""
    found = queries.conversion(asked.scope, by=asked.by)
    rows, total = named(asked, found)
    if asked.by == "month":
        rows.sort(key=lambda row: row["key"], reverse=True)
    return rows, total


def named(asked: Asked, found: Sequence[Row]) -> tuple[list[Row], Row]:
    """Return the rows of values with their labels, and the last one, which is all of them."""
    *rows, total = found
    name = labels.namer(
        asked.by, [row["key"] for row in rows], asked.definition, asked.workspace.id
    )
    labeled = [{**row, "label": name(row["key"])} for row in rows]
    if asked.by == "category":  # in the order of the queue; what is no category any more last
        rank = {one.key: one.rank for one in asked.definition.categories}
        labeled.sort(key=lambda row: rank.get(row["key"], len(rank)))
    return labeled, {**total, "label": _("Together")}


def _cut(rows: list[Row], counts: Sequence[str]) -> list[Row]:
    if len(rows) <= MOST_ROWS:
        return rows
    shown, others = rows[: MOST_ROWS - 1], rows[MOST_ROWS - 1 :]
    rest: Row = {name: sum(row[name] for row in others) for name in counts}
    return [*shown, {**dict.fromkeys(rows[0]), **rest, "label": _("All others")}]


def _funnel(total: Row) -> tuple[FunnelStep, ...]:
    """Return the steps; each counts those who came at least so far, so none outgrows the last."""
    steps = (
        (_("Received"), total["leads"]),
        (_("Qualified or taken up"), total["advanced"]),
        (_("Contacted"), total["contacted"]),
        (_("Won"), total["won"]),
    )
    return tuple(
        FunnelStep(label=label, count=count, share=Share(count, total["leads"]))
        for label, count in steps
    )


def _conversion_row(row: Row, *, is_total: bool = False) -> ConversionRow:
    return ConversionRow(
        label=row["label"],
        leads=row["leads"],
        taken_over=row["taken_over"],
        contacted=row["contacted"],
        qualified=row["qualified"],
        won=row["won"],
        lost=row["lost"],
        open=row["open"],
        won_share=Share(row["won"], row["leads"]),
        to_contact=span(row["to_contact_s"]),
        to_won=span(row["to_won_s"]),
        is_total=is_total,
    )


def response_page(asked: Asked) -> ResponsePage:
    """Return the response report: how long first contacts took, and a row for each value."""
    found = queries.response_figures(asked.scope, by=asked.by)
    rows, total = named(asked, found.rows)
    return ResponsePage(
        period=asked.period.name,
        by_label=asked.by_label,
        filters=filters.form(asked),
        bins=_bins(found.spread),
        bands=_bands(found.spread),
        hours=hours.heat_map(asked, found.hours),
        hours_csv_url=asked.url(suffix="_hours_sheet"),
        bands_csv_url=asked.url(suffix="_bands_sheet"),
        daily_medians=tuple(day["median_working_s"] / 60 for day in found.days),
        rows=tuple(_response_row(row) for row in _cut(rows, _RESPONSE_COUNTS)),
        total=_response_row(total, is_total=True) if rows else None,
        csv_url=asked.url(suffix="_sheet"),
    )


def response_rows(asked: Asked) -> tuple[list[Row], Row]:
    """Return every row of the report with its `label`, and the row of all promises together."""
    found = queries.response(asked.scope, by=asked.by)
    return named(asked, found)


def _response_row(row: Row, *, is_total: bool = False) -> ResponseRow:
    return ResponseRow(
        label=row["label"],
        leads=row["leads"],
        answered=row["answered"],
        median_working=span(row["median_working_s"]),
        p90_working=span(row["p90_working_s"]),
        median_raw=span(row["median_raw_s"]),
        p90_raw=span(row["p90_raw_s"]),
        system=span(row["system_s"]),
        p90_system=span(row["p90_system_s"]),
        person=span(row["person_s"]),
        p90_person=span(row["p90_person_s"]),
        within=Share(row["in_time"], row["judged"]),
        is_total=is_total,
    )


def spans() -> tuple[str, ...]:
    """Return what the spans between `queries.EDGES_S` are called."""
    return (
        _("Under 5 min"),
        _("5 to 15 min"),
        _("15 to 60 min"),
        _("1 to 4 h"),
        _("4 to 9 h"),
        _("9 to 24 h"),
        _("24 h or more"),
    )


def _bins(spread: dict[int, Row]) -> tuple[Bin, ...]:
    counted = {number: row["leads"] for number, row in spread.items()}
    bins = [Bin(label=name, count=counted.get(n, 0)) for n, name in enumerate(spans())]
    late = counted.get(queries.OVERDUE, 0)
    return (*bins, Bin(label=_("Overdue, not answered"), count=late, is_late=True))


def _bands(spread: dict[int, Row]) -> tuple[BandRow, ...]:
    """Return how the leads of each span ended, those of empty spans left out."""
    named_spans = [*enumerate(spans()), (queries.OVERDUE, _("Overdue, not answered"))]
    return tuple(
        BandRow(
            label=name,
            leads=row["leads"],
            qualified=Share(row["qualified"], row["leads"]),
            won=Share(row["won"], row["leads"]),
            lost=Share(row["lost"], row["leads"]),
        )
        for number, name in named_spans
        if (row := spread.get(number))
    )


def span(seconds: float | None) -> datetime.timedelta | None:
    """Return seconds as a length of time."""
    return None if seconds is None else datetime.timedelta(seconds=seconds)
