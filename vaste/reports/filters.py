"""The row of filters above a report: a form that needs no script."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from vaste.flows.figures import queries
from vaste.reports import labels
from vaste.reports.asked import FILTERS, Asked
from vaste.reports.panels import ReportFilter

MOST_OPTIONS = 100  # of one filter, those with the most leads


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One choice of a filter; `key` "" is all."""

    key: str
    label: str
    is_selected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Select:
    """One filter by a value."""

    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterForm:
    """
    The period, the filters, and what the form sends along unseen; `clear_url` "" when none is set.

    `first` and `last` are the chosen days as a date field writes them, "" where none are.
    """

    action: str
    hidden: Mapping[str, str]
    periods: tuple[ReportFilter, ...]
    dimensions: tuple[ReportFilter, ...]
    selects: tuple[Select, ...]
    first: str
    last: str
    clear_url: str

    @property
    def is_set(self) -> bool:
        """Say whether something other than one of the usual periods was chosen."""
        return bool(self.clear_url)


def form(asked: Asked, *, without: tuple[str, ...] = ()) -> FilterForm:
    """Return the filters of a report, all but some; three statements at most."""
    found = queries.facets(asked.scope)
    names: Mapping[str, str] = {
        "team": _("Team"), "owner": _("Person"), "category": _("Category"), "source": _("Source"),
    }  # fmt: skip
    chosen = any(asked.filters.values()) or asked.days
    hidden = {"by": asked.by, "show": asked.show}
    if not asked.days:
        hidden["period"] = asked.period.key
    return FilterForm(
        action=reverse(f"reports:{asked.report}"),
        hidden={name: value for name, value in hidden.items() if value},
        periods=asked.period_filters(),
        dimensions=asked.dimension_filters() if len(asked.dimensions) > 1 else (),
        selects=tuple(
            _select(asked, name, names[name], found.get(name, {}))
            for name in FILTERS
            if name not in without
        ),
        first=asked.days.get("from", ""),
        last=asked.days.get("to", ""),
        clear_url=f"{reverse(f'reports:{asked.report}')}?by={asked.by}" if chosen else "",
    )


def _select(asked: Asked, name: str, label: str, leads: Mapping[str, int]) -> Select:
    current = asked.filters.get(name, "")
    keys = [key for key in leads if key][:MOST_OPTIONS]
    called = labels.namer(name, keys, asked.definition, asked.workspace.id)
    if current and current not in keys:
        keys.append(current)
    everything = Option(key="", label=_("All"), is_selected=not current)
    return Select(
        name=name,
        label=label,
        options=(
            everything,
            *(Option(key=key, label=called(key), is_selected=key == current) for key in keys),
        ),
    )
