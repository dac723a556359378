"""The fairness report: who got which leads, and why others did not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import formats
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from vaste.flows.figures import fairness
from vaste.flows.figures.fairness import Portion
from vaste.reports import filters, labels, svg
from vaste.reports.asked import Asked
from vaste.reports.filters import FilterForm
from vaste.reports.panels import Share

PASSED: Mapping[str, str | Promise] = {
    "turn": gettext_lazy("Not their turn"),
    "full": gettext_lazy("Full"),
    "untouched": gettext_lazy("Too many not contacted"),
    "away": gettext_lazy("Absent"),
    "off_shift": gettext_lazy("Outside their hours"),
    "lacks": gettext_lazy("Lack what is needed"),
    "no_weight": gettext_lazy("Take no new leads"),
}
BANDS: Mapping[str, str | Promise] = {
    "large": gettext_lazy("Large"),
    "medium": gettext_lazy("Medium"),
    "small": gettext_lazy("Small"),
    "": gettext_lazy("Not told"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FairRow:
    """
    One person: what they got, by turn against their `fair` share of it (in leads), and what else.

    `there` is how often they were present when a lead was given out; the other figures are counts
    of leads, in the order of the page's columns.
    """

    label: str
    sentence: str
    received: int
    by_turn: int
    fair: str
    difference: str
    owed: int
    kept: int
    there: Share
    passed: tuple[int, ...]
    categories: tuple[int, ...]
    bands: tuple[int, ...]
    portion: Portion

    @property
    def moves(self) -> tuple[int, ...]:
        """Return what came and went otherwise, in the order of fairness.MOVES."""
        return tuple(self.portion.moves[move] for move in fairness.MOVES)


@dataclass(frozen=True, slots=True, kw_only=True)
class FairnessPage:
    """How the leads received in a period were shared out."""

    period: str
    filters: FilterForm
    passed: tuple[str, ...]
    categories: tuple[str, ...]
    bands: tuple[str, ...]
    rows: tuple[FairRow, ...]
    csv_url: str

    @property
    def drawing(self) -> SafeString:
        """Return what each got by turn, with a mark where their fair share is."""
        return svg.marked(
            [svg.Marked(row.label, row.by_turn, row.portion.fair) for row in self.rows]
        )


def page(asked: Asked) -> FairnessPage:
    """Return the fairness report of the leads received in a period."""
    found = fairness.portions(asked.scope)
    name = labels.namer("owner", [str(one.user_id) for one in found], asked.definition)
    keys = categories_of(asked, found)
    called = labels.namer("category", [], asked.definition)
    return FairnessPage(
        period=asked.period.name,
        filters=filters.form(asked),
        passed=tuple(str(word) for word in PASSED.values()),
        categories=tuple(called(key) for key in keys),
        bands=tuple(str(word) for word in BANDS.values()),
        rows=tuple(_row(one, name(str(one.user_id)), keys) for one in found),
        csv_url=asked.url(suffix="_sheet"),
    )


def categories_of(asked: Asked, found: list[Portion]) -> list[str]:
    """Return the categories of what was given out: those in force, then older ones by key."""
    keys = [one.key for one in asked.definition.categories]
    return [*keys, *sorted({key for one in found for key in one.categories} - set(keys))]


def _row(one: Portion, label: str, categories: list[str]) -> FairRow:
    return FairRow(
        label=label,
        sentence=sentence(one),
        received=one.received,
        by_turn=one.by_turn,
        fair=formats.number_format(one.fair, 1),
        difference=_signed(one.by_turn - one.fair),
        owed=one.reasons["owed"],
        kept=one.reasons["kept"] + one.reasons["named"],
        there=Share(one.there, one.looked_at),
        passed=tuple(one.reasons[reason] for reason in PASSED),
        categories=tuple(one.categories[key] for key in categories),
        bands=tuple(one.bands[key] for key in BANDS),
        portion=one,
    )


def sentence(one: Portion) -> str:
    """Return in words how far a person is from their fair share, and what explains it."""
    gap = one.by_turn - one.fair
    if one.looked_at == 0:
        return _("Was not among those who could get a lead.")
    if one.there == 0:
        return _("Was never there when a lead was given out.")
    if abs(gap) < 1:
        return _("Within a lead of the fair share.")
    if gap > 0:
        return _("Got more, because others could not take them.")
    blocked = one.reasons["full"] + one.reasons["untouched"]
    if blocked:
        return ngettext(
            "Got fewer: had no room for %(n)s lead.", "Got fewer: had no room for %(n)s leads.",
            blocked,
        ) % {"n": blocked}  # fmt: skip
    return _("Got fewer by turn: the team or its weights changed in this time.")


def _signed(value: float) -> str:
    if abs(value) < 0.05:
        return formats.number_format(0, 1)
    return f"{'+' if value > 0 else '−'}{formats.number_format(abs(value), 1)}"
