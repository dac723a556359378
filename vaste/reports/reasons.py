"""The reasons report: why leads were lost, or turned down as not a fit."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from vaste.definitions.endings import ENDING_WORDS, reason_word
from vaste.flows.figures import queries
from vaste.reports import filters, labels, svg
from vaste.reports.asked import Asked
from vaste.reports.filters import FilterForm
from vaste.reports.panels import Share

MOST_COLUMNS = 6  # values of the dimension on the page, the largest; the rest is one together
Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonRow:
    """One reason: how many leads in all, of those closed without being won, and by value."""

    ending: str
    label: str
    leads: int
    share: Share
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonsPage:
    """Why the leads closed in a period were not won, by one dimension."""

    period: str
    by_label: str
    filters: FilterForm
    columns: tuple[str, ...]
    rows: tuple[ReasonRow, ...]
    total: int
    totals: tuple[int, ...]
    csv_url: str

    @property
    def drawing(self) -> SafeString:
        """Return the reasons as bars, the most frequent first."""
        return svg.bars([svg.Bar(row.label, row.leads) for row in self.rows])


def page(asked: Asked) -> ReasonsPage:
    """Return the reasons report of the leads closed in a period."""
    found = rows_of(asked)
    sizes: Counter[str] = Counter()
    reasons: dict[tuple[str, str], Counter[str]] = {}
    for row in found:
        sizes[row["label"]] += row["leads"]
        reasons.setdefault((row["state"], row["reason"]), Counter())[row["label"]] += row["leads"]
    whole = sizes.total()
    columns, is_cut = [name for name, _n in sizes.most_common()], len(sizes) > MOST_COLUMNS
    shown = columns[: MOST_COLUMNS - 1] if is_cut else columns
    ordered = sorted(reasons.items(), key=lambda one: (-one[1].total(), one[0]))
    return ReasonsPage(
        period=asked.period.name,
        by_label=asked.by_label,
        filters=filters.form(asked),
        columns=(*shown, *([_("All others")] if is_cut else [])),
        rows=tuple(
            ReasonRow(
                ending=str(ENDING_WORDS[state]),
                label=reason_word(reason),
                leads=counts.total(),
                share=Share(counts.total(), whole),
                counts=_cut(counts, shown, is_cut=is_cut),
            )
            for (state, reason), counts in ordered
        ),
        total=whole,
        totals=_cut(sizes, shown, is_cut=is_cut),
        csv_url=asked.url(suffix="_sheet"),
    )


def rows_of(asked: Asked) -> list[Row]:
    """Return every row of the report with its `label`."""
    found = queries.reasons(asked.scope, by=asked.by)
    keys = [row["key"] for row in found]
    name = labels.namer(asked.by, keys, asked.definition, asked.workspace.id)
    return [{**row, "label": name(row["key"])} for row in found]


def _cut(counts: Counter[str], shown: list[str], *, is_cut: bool) -> tuple[int, ...]:
    told = tuple(counts[name] for name in shown)
    return (*told, counts.total() - sum(told)) if is_cut else told
