"""The heat map of the response report: weekdays by hours of receipt."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import dates
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaste.reports import heat
from vaste.reports.asked import Asked
from vaste.reports.panels import ReportFilter, Share

SHOWN = (8, 17)  # hours that are always shown; further ones where there are leads
DAYS = range(1, 8)  # Monday to Sunday
MEASURES: Mapping[str, str | Promise] = {
    "waited": gettext_lazy("Wait by the clock"),
    "working": gettext_lazy("Working time"),
    "in_time": gettext_lazy("In time"),
}
_COLUMNS = {"waited": "median_raw_s", "working": "median_working_s"}
Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatCell:
    """
    One hour of one weekday; `wait` is the median of the chosen kind, None where there is none.

    `tone` 0 (best) to 4 (worst) colors it, None leaves it empty.
    """

    leads: int
    wait: datetime.timedelta | None
    within: Share
    tone: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatRow:
    """One weekday with the hours of the map; hours without leads are None."""

    label: str
    short: str
    cells: tuple[HeatCell | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatMap:
    """Leads by weekday and hour of receipt, in the workspace's zone, by one measure."""

    measure: str
    measures: tuple[ReportFilter, ...]
    rows: tuple[HeatRow, ...]
    hours: range
    zone: str

    @property
    def is_share(self) -> bool:
        """Say whether the cells show shares within the promise, and not waits."""
        return self.measure == "in_time"

    @property
    def drawing(self) -> SafeString:
        """Return the map drawn."""
        return heat.draw(
            [(row.label, row.short) for row in self.rows],
            self.hours,
            [
                [self._cell(row.label, *one) for one in zip(self.hours, row.cells, strict=True)]
                for row in self.rows
            ],
        )

    def _cell(self, day: str, hour: int, cell: HeatCell | None) -> heat.Cell | None:
        if cell is None:
            return None
        told = heat.share(cell.within) if self.is_share else heat.short(cell.wait)
        title = _("%(day)s %(hour)s:00, %(n)s leads: %(figure)s") % {
            "day": day, "hour": f"{hour:02}", "n": cell.leads, "figure": told,
        }  # fmt: skip
        return heat.Cell(told, title, cell.tone)


def heat_map(asked: Asked, found: Sequence[Row]) -> HeatMap:
    """Return the map of the hours that have leads, by the measure that was asked for."""
    measure = asked.show if asked.show in MEASURES else next(iter(MEASURES))
    at = {(row["weekday"], row["hour"]): row for row in found}
    told = [*SHOWN, *(row["hour"] for row in found)]
    hours = range(min(told), max(told) + 1)
    return HeatMap(
        measure=measure,
        measures=tuple(
            ReportFilter(
                key=key,
                label=str(name),
                url=f"{asked.url(show=key)}#hours",
                is_current=key == measure,
            )
            for key, name in MEASURES.items()
        ),
        rows=tuple(
            HeatRow(
                label=str(dates.WEEKDAYS[day - 1]),
                short=str(dates.WEEKDAYS_ABBR[day - 1]),
                cells=tuple(_cell(at.get((day, hour)), measure) for hour in hours),
            )
            for day in DAYS
        ),
        hours=hours,
        zone=asked.definition.zone,
    )


def _cell(row: Row | None, measure: str) -> HeatCell | None:
    if row is None:
        return None
    seconds = row[_COLUMNS.get(measure, "median_raw_s")]
    within = Share(row["in_time"], row["judged"])
    tone = heat.tone_of_share(within) if measure == "in_time" else heat.tone_of_wait(seconds)
    wait = None if seconds is None else datetime.timedelta(seconds=seconds)
    return HeatCell(leads=row["leads"], wait=wait, within=within, tone=tone)
