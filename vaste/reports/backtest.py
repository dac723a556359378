"""The back-test as its page and its sheet show it: which definition, over which leads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import formats
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaste.definitions.models import Version
from vaste.flows import backtesting, define
from vaste.flows.backtesting import Backtest, Measured
from vaste.flows.define import Definition
from vaste.reports import labels, periods, svg
from vaste.reports.asked import ReportRequest
from vaste.reports.panels import ReportFilter, Share
from vaste.reports.periods import Period
from vaste.scoring import outcomes
from vaste.scoring.outcomes import Area, Ended

MOST_VERSIONS = 6  # that a link is shown for
USUAL = "365"  # period: outcomes take their time
SCORES: Mapping[str, str | Promise] = {
    "combined": gettext_lazy("Fit and interest together"),
    "fit": gettext_lazy("Fit"),
    "interest": gettext_lazy("Interest"),
    "category": gettext_lazy("Category"),
}


@dataclass(frozen=True, slots=True)
class Tested:
    """One back-test as it is asked for, with what came out."""

    definition: Definition
    versions: tuple[int, ...]
    in_force: int
    period: Period
    result: Backtest

    def url(self, name: str = "backtest", **changes: str) -> str:
        """Return the address of this back-test, or of its sheet, with some of it changed."""
        told = {"period": self.period.key, "version": str(self.definition.number), **changes}
        return f"{reverse(f'reports:{name}')}?{urlencode(told)}"


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
class BacktestPage:
    """The back-test of one version over the leads closed in a period."""

    period: str
    periods: tuple[ReportFilter, ...]
    versions: tuple[ReportFilter, ...]
    version: int
    whole: Share
    tables: tuple[ScoreTable, ...]
    is_enough: bool
    is_cut: bool
    most: int
    enough: int
    csv_url: str


def asked_of(request: ReportRequest) -> Tested:
    """Read what the address asks for, and run it; anything unknown is as if it were not there."""
    workspace_id = request.workspace.id
    rows = Version.objects.within(workspace_id).order_by("-number", "id")
    numbers = list(rows.values_list("number", flat=True))
    draft = backtesting.draft(workspace_id)
    asked = request.GET.get("version", "")
    number = next((one for one in numbers if str(one) == asked), numbers[0])
    definition = define.of_number(workspace_id, number)
    if draft is not None and asked == str(backtesting.DRAFT):
        definition = draft
    period = periods.period(request.GET.get("period", USUAL), zone=definition.zone, at=request.at)
    result = backtesting.run(workspace_id, definition, since=period.since, until=period.until)
    shown = sorted({*numbers[:MOST_VERSIONS], number}, reverse=True)
    versions = ([backtesting.DRAFT] if draft is not None else []) + shown
    return Tested(definition, tuple(versions), numbers[0], period, result)


def page(tested: Tested) -> BacktestPage:
    """Return the page of a back-test."""
    result = tested.result
    return BacktestPage(
        period=tested.period.name,
        periods=tuple(
            ReportFilter(
                key=key,
                label=str(name),
                url=tested.url(period=key),
                is_current=key == tested.period.key,
            )
            for key, name in periods.NAMES.items()
        ),
        versions=tuple(_version(tested, number) for number in tested.versions),
        version=tested.definition.number,
        whole=Share(result.ended.won, result.ended.leads),
        tables=tuple(_table(tested, key) for key in SCORES),
        is_enough=result.ended.is_enough,
        is_cut=result.is_cut,
        most=backtesting.MOST,
        enough=outcomes.ENOUGH,
        csv_url=tested.url("backtest_sheet"),
    )


def _version(tested: Tested, number: int) -> ReportFilter:
    name = _("Version %(n)s, in force") if number == tested.in_force else _("Version %(n)s")
    return ReportFilter(
        key=str(number),
        label=name % {"n": number} if number else _("Draft"),
        url=tested.url(version=str(number)),
        is_current=number == tested.definition.number,
    )


def _table(tested: Tested, key: str) -> ScoreTable:
    measured = tested.result.scores[key]
    area = measured.area if measured.area and measured.area.ended.is_enough else None
    return ScoreTable(
        key=key,
        label=str(SCORES[key]),
        area=_number(area.value, 3) if area else "",
        interval=f"{_number(area.low, 2)}–{_number(area.high, 2)}" if area else "",
        warning=_warning(measured),
        rows=tuple(
            LiftRow(
                label=label,
                leads=ended.leads,
                won=ended.won,
                share=Share(ended.won, ended.leads),
                lift=outcomes.lift(ended, tested.result.ended),
            )
            for label, ended in parts(tested, key)
        ),
    )


def parts(tested: Tested, key: str) -> Iterator[tuple[str, Ended]]:
    """Give the bands of a score, or the categories, with how their leads ended, the best first."""
    if key == "category":
        name = labels.namer("category", [], tested.definition)
        for category, ended in tested.result.categories.items():
            yield name(category), ended
        return
    for begin, ended in backtesting.bands(tested.result.scores[key]).items():
        yield f"{begin}–{100 if begin == outcomes.BANDS[-1] else begin + 19}", ended


def _warning(measured: Measured) -> str:
    earlier, newest = measured.earlier, measured.newest
    if not measured.disagrees or earlier is None or newest is None:
        return ""
    return _(
        "The newest months no longer agree: area %(newest)s, before %(earlier)s. Such a difference"
        " comes about by chance less than once in 20."
    ) % {"newest": _area(newest), "earlier": _area(earlier)}


def _area(area: Area) -> str:
    return _number(area.value, 2)


def _number(value: float, decimals: int) -> str:
    return str(formats.number_format(value, decimals))
