"""What the report pages show; figures come from SQL, these only name and hold them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString

from vaste.reports import svg

if TYPE_CHECKING:
    from vaste.reports.filters import FilterForm
    from vaste.reports.hours import HeatMap

SMALL = 20  # below this many leads a share is shown as "3 of 7": a percentage would mislead


@dataclass(frozen=True, slots=True)
class Share:
    """Some of a whole, both counts of leads."""

    part: int
    whole: int

    @property
    def is_small(self) -> bool:
        """Tell whether the whole is too small for a percentage."""
        return self.whole < SMALL

    @property
    def percent(self) -> float:
        """Return 0-100; 0.0 of nothing."""
        return 100 * self.part / self.whole if self.whole else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFilter:
    """One link of a filter row."""

    key: str
    label: str
    url: str
    is_current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelStep:
    """One step from lead to won; `count` in leads, never more than the step before."""

    label: str
    count: int
    share: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversionRow:
    """
    One source, category or person: leads received in the period and how far they came.

    `won_share` is won over all leads; durations are raw (wall clock) medians, None where no
    lead got so far.
    """

    label: str
    leads: int
    taken_over: int
    contacted: int
    qualified: int
    won: int
    lost: int
    open: int
    won_share: Share
    to_contact: timedelta | None = None
    to_won: timedelta | None = None
    is_total: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversionPage:
    """Conversion of the leads received in a period, by one dimension."""

    period: str
    by_label: str
    filters: FilterForm
    funnel: tuple[FunnelStep, ...]
    rows: tuple[ConversionRow, ...]
    total: ConversionRow | None
    csv_url: str

    @property
    def funnel_svg(self) -> SafeString:
        """Return the funnel drawn, one bar a step."""
        return svg.funnel([(step.label, step.count) for step in self.funnel])


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseRow:
    """
    Time to first human contact of one category, person or source.

    `answered` of `leads` have had a contact. Working durations count business time only, raw
    ones wall clock; `system` is the program's own part and `person` that of people, less pauses.
    `within` is the share inside the promise. None where nothing was answered.
    """

    label: str
    leads: int
    answered: int
    median_working: timedelta | None
    p90_working: timedelta | None
    median_raw: timedelta | None
    p90_raw: timedelta | None
    system: timedelta | None
    p90_system: timedelta | None
    person: timedelta | None
    p90_person: timedelta | None
    within: Share
    is_total: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """How many first contacts took this long; `label` names the span ("under 15 min")."""

    label: str
    count: int
    is_late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BandRow:
    """How the leads ended whose first contact took this long, in working time."""

    label: str
    leads: int
    qualified: Share
    won: Share
    lost: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponsePage:
    """Response times of the leads received in a period, by one dimension."""

    period: str
    by_label: str
    filters: FilterForm
    bins: tuple[Bin, ...]
    bands: tuple[BandRow, ...]
    hours: HeatMap
    hours_csv_url: str
    bands_csv_url: str
    daily_medians: tuple[float, ...]
    rows: tuple[ResponseRow, ...]
    total: ResponseRow | None
    csv_url: str

    @property
    def bins_svg(self) -> SafeString:
        """Return the histogram of response times."""
        bars: Sequence[svg.Bar] = [
            svg.Bar(one.label, one.count, "late" if one.is_late else "") for one in self.bins
        ]
        return svg.bars(bars)

    @property
    def bands_svg(self) -> SafeString:
        """Return the share won by response time, "" for fewer than two spans with enough leads."""
        large = [row for row in self.bands if not row.won.is_small]
        bars = [svg.Bar(row.label, row.won.percent) for row in large]
        return svg.bars(bars if len(bars) > 1 else [])

    @property
    def trend_svg(self) -> SafeString:
        """Return the line of daily medians (working minutes), "" for fewer than two days."""
        return svg.sparkline(self.daily_medians, height=180)

    @property
    def trend_scale(self) -> tuple[timedelta, timedelta]:
        """Return the highest of the daily medians, where the line ends above, and the last."""
        most, last = max(self.daily_medians), self.daily_medians[-1]
        return timedelta(minutes=most), timedelta(minutes=last)
