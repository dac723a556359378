"""What the address of a report asks for: the period, the dimension and the filters."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from vaste.flows import define
from vaste.flows.define import Definition
from vaste.flows.figures.scope import Scope
from vaste.reports import periods
from vaste.reports.http import ReportRequest
from vaste.reports.panels import ReportFilter
from vaste.reports.periods import Period
from vaste.workspaces.models import Workspace

Dimensions = Mapping[str, str | Promise]
CONVERSION: Dimensions = {
    "source": gettext_lazy("Source"),
    "campaign": gettext_lazy("Campaign"),
    "category": gettext_lazy("Category"),
    "owner": gettext_lazy("Person"),
    "month": gettext_lazy("Month"),
    "team": gettext_lazy("Team"),
    "door": gettext_lazy("Door"),
    "quadrant": gettext_lazy("Quadrant"),
}
RESPONSE: Dimensions = {
    "category": gettext_lazy("Category"),
    "team": gettext_lazy("Team"),
    "owner": gettext_lazy("Person"),
    "source": gettext_lazy("Source"),
    "campaign": gettext_lazy("Campaign"),
    "door": gettext_lazy("Door"),
}
REASONS: Dimensions = {
    "category": gettext_lazy("Category"),
    "source": gettext_lazy("Source"),
    "owner": gettext_lazy("Person"),
    "team": gettext_lazy("Team"),
}
COHORTS: Dimensions = {"month": gettext_lazy("Month"), "week": gettext_lazy("Week")}
FAIRNESS: Dimensions = {"owner": gettext_lazy("Person")}
FILTERS = ("team", "owner", "category", "source")
LONGEST = 200  # characters of a filter's value


@dataclass(frozen=True, slots=True)
class Asked:
    """
    One report as it is asked for; `report` is the name of its page, `show` the measure of its map.
    """

    report: str
    workspace: Workspace
    definition: Definition
    period: Period
    by: str
    dimensions: Dimensions
    at: datetime.datetime
    filters: Mapping[str, str]
    show: str = ""

    @property
    def by_label(self) -> str:
        """The dimension in words."""
        return str(self.dimensions[self.by])

    @property
    def scope(self) -> Scope:
        """The leads that the figures are about."""
        team, owner = self.filters.get("team"), self.filters.get("owner")
        return Scope(
            workspace_id=self.workspace.id,
            since=self.period.since,
            until=self.period.until,
            at=self.at,
            zone=self.definition.zone,
            team=uuid.UUID(team) if team else None,
            owner=uuid.UUID(owner) if owner else None,
            category=self.filters.get("category"),
            source=self.filters.get("source"),
        )

    @property
    def days(self) -> dict[str, str]:
        """The chosen days as the address writes them, none of a period that ends with today."""
        first, last = self.period.first, self.period.last
        return {"from": f"{first}", "to": f"{last}"} if first and last else {}

    def url(self, *, suffix: str = "", **changes: str) -> str:
        """Return the address of this report, or of its sheet, with some of it changed."""
        days = {} if "period" in changes else self.days
        told = {"period": self.period.key, "by": self.by, **days, **self.filters, **changes}
        return f"{reverse(f'reports:{self.report}{suffix}')}?{urlencode(told)}"

    def period_filters(self) -> tuple[ReportFilter, ...]:
        """Return a link for each period."""
        return tuple(
            ReportFilter(
                key=key,
                label=str(name),
                url=self.url(period=key),
                is_current=key == self.period.key,
            )
            for key, name in periods.NAMES.items()
        )

    def dimension_filters(self) -> tuple[ReportFilter, ...]:
        """Return a link for each dimension."""
        return tuple(
            ReportFilter(key=key, label=str(name), url=self.url(by=key), is_current=key == self.by)
            for key, name in self.dimensions.items()
        )


def asked_of(request: ReportRequest, report: str, dimensions: Dimensions) -> Asked:
    """Read what the address asks for; anything unknown in it is as if it were not there."""
    definition = define.in_force(request.workspace.id)
    by = request.GET.get("by", "")
    return Asked(
        report=report,
        workspace=request.workspace,
        definition=definition,
        period=_period(request, definition.zone),
        by=by if by in dimensions else next(iter(dimensions)),
        dimensions=dimensions,
        at=request.at,
        filters=_filters(request),
        show=request.GET.get("show", ""),
    )


def _period(request: ReportRequest, zone: str) -> Period:
    first, last = (_day(request.GET.get(name, "")) for name in ("from", "to"))
    key = request.GET.get("period", "")
    begins, ends = first or last, last or first
    if key in periods.NAMES or begins is None or ends is None:
        return periods.period(key, zone=zone, at=request.at)
    return periods.chosen(begins, ends, zone=zone)


def _day(text: str) -> datetime.date | None:
    try:
        return parse_date(text)
    except ValueError:  # such as the 31st of February
        return None


def _filters(request: ReportRequest) -> dict[str, str]:
    told = {name: request.GET.get(name, "")[:LONGEST] for name in FILTERS}
    return {name: value for name, value in told.items() if value and _is_fit(name, value)}


def _is_fit(name: str, value: str) -> bool:
    if name in ("category", "source"):
        return "\x00" not in value
    try:
        return str(uuid.UUID(value)) == value.lower()
    except ValueError:
        return False
