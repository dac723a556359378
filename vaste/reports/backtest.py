"""The back-test as its pages and its sheet show it: which definition, over which leads."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaste.definitions.models import Backtest, Version
from vaste.flows import backtesting, stepping
from vaste.flows.backtesting import Found, Measured
from vaste.flows.figures.scope import BEGINNING
from vaste.pages.reader import language
from vaste.reports import labels, periods, svg
from vaste.reports.panels import Share
from vaste.rules.vocabulary import label
from vaste.scoring import outcomes
from vaste.scoring.outcomes import Area, Ended

MOST_VERSIONS = 50  # that can be chosen
MOST_SHOWN = 20  # earlier back-tests
USUAL = "365"  # period: outcomes take their time
DRAFT = "draft"
SCORES: Mapping[str, str | Promise] = {
    "combined": gettext_lazy("Fit and interest together"),
    "fit": gettext_lazy("Fit"),
    "interest": gettext_lazy("Interest"),
    "category": gettext_lazy("Category"),
}
STATES: Mapping[str, str | Promise] = {
    "running": gettext_lazy("Running"),
    "done": gettext_lazy("Done"),
    "failed": gettext_lazy("Failed"),
    "stopped": gettext_lazy("Stopped"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be chosen in the form."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftRow:
    """One band or category: `share` won; `lift` is None for few leads, 2.0 is twice as often."""

    label: str
    leads: int
    won: int
    share: Share
    lift: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreTable:
    """
    One score by its bands, with its area under the curve in words ("" where too few ended).

    `warning` says that the newest months no longer agree, "" when they do or there are too few.
    """

    key: str
    label: str
    area: str
    interval: str
    warning: str
    rows: tuple[LiftRow, ...]

    @property
    def bars_svg(self) -> SafeString:
        """Return the share won of each band drawn, in whole percent; "" for fewer than two."""
        large = [row for row in self.rows if not row.share.is_small]
        bars = [svg.Bar(row.label, row.share.percent) for row in large]
        return svg.bars(bars if len(bars) > 1 else [])


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRow:
    """One back-test in the list of those that were made; `area` is of both scores together."""

    url: str
    state: str
    state_label: str
    version: str
    period: str
    who: str
    made_at: datetime.datetime
    leads: int
    area: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BacktestPage:
    """Beginning a back-test, and those that were made before."""

    periods: tuple[Choice, ...]
    versions: tuple[Choice, ...]
    runs: tuple[RunRow, ...]
    refusal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunPage:
    """One back-test: how far it has come, and what it has found so far."""

    row: RunRow
    done: int
    total: int
    percent: int
    is_running: bool
    error: str
    left: datetime.timedelta | None
    whole: Share
    undecided: int
    missed: int
    tables: tuple[ScoreTable, ...]
    is_enough: bool
    enough: int
    stop_url: str
    csv_url: str


def start_page(
    workspace_id: uuid.UUID, *, version: str, period: str, has_draft: bool, refusal: str = ""
) -> BacktestPage:
    """Return the page on which a back-test is begun; what is unknown in the choice is the usual."""
    numbers = list(
        Version.objects.within(workspace_id)
        .order_by("-number", "id")
        .values_list("number", flat=True)[:MOST_VERSIONS]
    )
    named = {str(number): _("Version %(n)s") % {"n": number} for number in numbers}
    named[str(numbers[0])] = _("Version %(n)s, in force") % {"n": numbers[0]}
    if has_draft:
        named = {DRAFT: _("Draft"), **named}
    chosen = version if version in named else str(numbers[0])
    span = period if period in periods.NAMES else USUAL
    rows = Backtest.objects.within(workspace_id).order_by("-made_at", "-id")[:MOST_SHOWN]
    return BacktestPage(
        periods=tuple(
            Choice(key, str(name), is_chosen=key == span) for key, name in periods.NAMES.items()
        ),
        versions=tuple(Choice(key, name, is_chosen=key == chosen) for key, name in named.items()),
        runs=tuple(_rows(list(rows))),
        refusal=refusal,
    )


def run_page(run: Backtest, *, now: datetime.datetime) -> RunPage:
    """Return the page of one back-test."""
    found = backtesting.read(run)
    is_running = run.state == Backtest.State.RUNNING
    return RunPage(
        row=next(_rows([run])),
        done=run.done,
        total=run.total,
        percent=min(100, 100 * run.done // run.total) if run.total else 100,
        is_running=is_running,
        error=run.error,
        left=stepping.left(run, now) if is_running else None,
        whole=Share(found.ended.won, found.ended.leads),
        undecided=run.undecided,
        missed=found.missed,
        tables=tuple(_table(run, found, key) for key in SCORES),
        is_enough=found.ended.is_enough,
        enough=outcomes.ENOUGH,
        stop_url=reverse("reports:backtest_stop", args=[run.id]),
        csv_url=reverse("reports:backtest_sheet", args=[run.id]),
    )


def _rows(runs: Sequence[Backtest]) -> Iterator[RunRow]:
    names = labels.people(str(run.made_by_id) for run in runs if run.made_by_id)
    for run in runs:
        found = backtesting.read(run)
        area = _shown(found.scores["combined"].area)
        yield RunRow(
            url=reverse("reports:backtest_run", args=[run.id]),
            state=run.state,
            state_label=str(STATES[run.state]),
            version=_("Version %(n)s") % {"n": run.number} if run.number else _("Draft"),
            period=_span(run),
            who=names.get(str(run.made_by_id), ""),
            made_at=run.made_at,
            leads=found.ended.leads,
            area=_number(area.value, 3) if area else "",
        )


def _span(run: Backtest) -> str:
    """Return the days in which the leads were closed, in words."""
    last = _day(run.closed_until - datetime.timedelta(microseconds=1))
    if run.closed_from <= BEGINNING:
        return _("closed until %(last)s") % {"last": last}
    return _("closed %(first)s–%(last)s") % {"first": _day(run.closed_from), "last": last}


def _day(at: datetime.datetime) -> str:
    return str(formats.date_format(timezone.localtime(at), "SHORT_DATE_FORMAT"))


def _table(run: Backtest, found: Found, key: str) -> ScoreTable:
    measured = found.scores[key]
    area = _shown(measured.area)
    return ScoreTable(
        key=key,
        label=str(SCORES[key]),
        area=_number(area.value, 3) if area else "",
        interval=f"{_number(area.low, 2)}–{_number(area.high, 2)}" if area else "",
        warning=_warning(measured),
        rows=tuple(
            LiftRow(
                label=name,
                leads=ended.leads,
                won=ended.won,
                share=Share(ended.won, ended.leads),
                lift=outcomes.lift(ended, found.ended),
            )
            for name, ended in parts(run, found, key)
        ),
    )


def parts(run: Backtest, found: Found, key: str) -> Iterator[tuple[str, Ended]]:
    """Give the bands of a score, or the categories, with how their leads ended, the best first."""
    if key == "category":
        for entry in run.content["categories"]:
            name = label(entry.get("names") or {}, language(), otherwise=entry["key"])
            yield name, found.categories[entry["key"]]
        return
    for begin, ended in backtesting.bands(found.scores[key]).items():
        yield f"{begin}–{100 if begin == outcomes.BANDS[-1] else begin + 19}", ended


def _warning(measured: Measured) -> str:
    earlier, newest = measured.earlier, measured.newest
    if not measured.disagrees or earlier is None or newest is None:
        return ""
    return _(
        "The newest months no longer agree: area %(newest)s, before %(earlier)s. Such a difference"
        " comes about by chance less than once in 20."
    ) % {"newest": _number(newest.value, 2), "earlier": _number(earlier.value, 2)}


def _shown(area: Area | None) -> Area | None:
    """Return an area if it rests on enough leads to be told."""
    return area if area is not None and area.ended.is_enough else None


def _number(value: float, decimals: int) -> str:
    return str(formats.number_format(value, decimals))
