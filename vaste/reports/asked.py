"""What the address of a report asks for: the period and the dimension."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from vaste.flows import define
from vaste.flows.define import Definition
from vaste.reports import periods
from vaste.reports.panels import ReportFilter
from vaste.reports.periods import Period
from vaste.workspaces.models import Membership, Workspace

CONVERSION: Mapping[str, str | Promise] = {
    "source": gettext_lazy("Source"),
    "campaign": gettext_lazy("Campaign"),
    "category": gettext_lazy("Category"),
    "owner": gettext_lazy("Person"),
    "month": gettext_lazy("Month"),
}
RESPONSE: Mapping[str, str | Promise] = {
    "category": gettext_lazy("Category"),
    "owner": gettext_lazy("Person"),
    "source": gettext_lazy("Source"),
    "campaign": gettext_lazy("Campaign"),
}


class ReportRequest(HttpRequest):
    """A request of a member inside one workspace; the desk's middleware has filled in the rest."""

    at: datetime.datetime
    membership: Membership
    workspace: Workspace


@dataclass(frozen=True, slots=True)
class Asked:
    """One report as it is asked for; `report` is the name of its page."""

    report: str
    workspace: Workspace
    definition: Definition
    period: Period
    by: str
    dimensions: Mapping[str, str | Promise]
    at: datetime.datetime

    @property
    def by_label(self) -> str:
        """The dimension in words."""
        return str(self.dimensions[self.by])

    def url(self, *, suffix: str = "", **changes: str) -> str:
        """Return the address of this report, or of its sheet, with some of it changed."""
        told = {"period": self.period.key, "by": self.by, **changes}
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


def asked_of(request: ReportRequest, report: str, dimensions: Mapping[str, str | Promise]) -> Asked:
    """Read what the address asks for; anything unknown in it is as if it were not there."""
    definition = define.in_force(request.workspace.id)
    by = request.GET.get("by", "")
    return Asked(
        report=report,
        workspace=request.workspace,
        definition=definition,
        period=periods.period(request.GET.get("period", ""), zone=definition.zone, at=request.at),
        by=by if by in dimensions else next(iter(dimensions)),
        dimensions=dimensions,
        at=request.at,
    )
