"""Shares and the plots that the report pages carry."""

from vaste.reports.filters import FilterForm
from vaste.reports.hours import HeatMap
from vaste.reports.panels import BandRow, Bin, ResponsePage, Share


class TestShare:
    def test_below_twenty_is_small(self) -> None:
        assert Share(3, 19).is_small
        assert not Share(3, 20).is_small

    def test_percent_of_nothing_is_zero(self) -> None:
        assert Share(0, 0).percent == 0.0
        assert Share(1, 4).percent == 25.0


class TestResponsePage:
    PAGE = ResponsePage(
        period="March",
        by_label="Category",
        filters=FilterForm(
            action="",
            hidden={},
            periods=(),
            dimensions=(),
            selects=(),
            first="",
            last="",
            clear_url="",
        ),
        bins=(Bin(label="under 15 min", count=3), Bin(label="over 24 h", count=1, is_late=True)),
        bands=(
            BandRow(
                label="Fast", leads=30, qualified=Share(9, 30), won=Share(15, 30), lost=Share(3, 30)
            ),
            BandRow(
                label="Slow", leads=19, qualified=Share(9, 19), won=Share(1, 19), lost=Share(9, 19)
            ),
        ),
        hours=HeatMap(measure="waited", measures=(), rows=(), hours=range(0), zone="UTC"),
        hours_csv_url="",
        bands_csv_url="",
        daily_medians=(12.0,),
        rows=(),
        total=None,
        csv_url="",
    )

    def test_late_bins_are_drawn_as_late(self) -> None:
        assert self.PAGE.bins_svg.count('class="plot-bar late"') == 2  # wide and narrow

    def test_one_day_has_no_trend(self) -> None:
        assert self.PAGE.trend_svg == ""

    def test_a_span_of_few_leads_is_not_drawn_as_a_percentage(self) -> None:
        assert self.PAGE.bands_svg == ""
