"""The cohort report: how the leads of each month or week stand now, and how long steps took."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from vaste.flows.figures import queries
from vaste.reports import build, filters, svg
from vaste.reports.asked import Asked
from vaste.reports.filters import FilterForm
from vaste.reports.panels import Share

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortRow:
    """
    The leads received in one month or week; the four lengths are medians by the wall clock.

    From received to qualified, to taken over, to first contact, to won; None of no lead.
    """

    label: str
    leads: int
    qualified: Share
    taken_over: Share
    contacted: Share
    won: Share
    lost: int
    not_a_fit: int
    open: int
    steps: tuple[datetime.timedelta | None, ...]
    is_total: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortsPage:
    """Leads by when they were received, and what became of them so far; the newest first."""

    period: str
    by_label: str
    filters: FilterForm
    rows: tuple[CohortRow, ...]
    total: CohortRow | None
    csv_url: str

    @property
    def legend(self) -> tuple[tuple[str, str], ...]:
        """What the parts of a bar are called, with their classes."""
        return (("won", _("Won")), ("lost", _("Lost or not a fit")), ("open", _("Open")))

    @property
    def drawing(self) -> SafeString:
        """Return each cohort as a bar of how its leads stand."""
        return svg.parts(
            [
                svg.Parts(row.label, (row.won.part, row.lost + row.not_a_fit, row.open))
                for row in self.rows[:24]
            ]
        )


def page(asked: Asked) -> CohortsPage:
    """Return the cohort report of the leads received in a period."""
    rows, total = rows_of(asked)
    return CohortsPage(
        period=asked.period.name,
        by_label=asked.by_label,
        filters=filters.form(asked),
        rows=tuple(_row(row) for row in rows),
        total=_row(total, is_total=True) if rows else None,
        csv_url=asked.url(suffix="_sheet"),
    )


def rows_of(asked: Asked) -> tuple[list[Row], Row]:
    """Return every row of the report with its `label`, and the row of all leads together."""
    return build.named(asked, queries.cohorts(asked.scope, by=asked.by))


def _row(row: Row, *, is_total: bool = False) -> CohortRow:
    leads = row["leads"]
    steps = ("to_qualified_s", "to_taken_s", "to_contact_s", "to_won_s")
    return CohortRow(
        label=row["label"],
        leads=leads,
        qualified=Share(row["qualified"], leads),
        taken_over=Share(row["taken_over"], leads),
        contacted=Share(row["contacted"], leads),
        won=Share(row["won"], leads),
        lost=row["lost"],
        not_a_fit=row["not_a_fit"],
        open=row["open"],
        steps=tuple(build.span(row[name]) for name in steps),
        is_total=is_total,
    )
