"""Shares and the plots that the report pages carry."""

from vaste.reports.panels import Bin, ResponsePage, Share


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
        periods=(),
        dimensions=(),
        bins=(Bin(label="under 15 min", count=3), Bin(label="over 24 h", count=1, is_late=True)),
        daily_medians=(12.0,),
        rows=(),
        total=None,
        csv_url="",
    )

    def test_late_bins_are_drawn_as_late(self) -> None:
        assert self.PAGE.bins_svg.count('class="plot-bar late"') == 1

    def test_one_day_has_no_trend(self) -> None:
        assert self.PAGE.trend_svg == ""
