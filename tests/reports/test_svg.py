"""Plots as markup."""

import re
from xml.etree import ElementTree

import pytest
from django.utils import translation

from vaste.reports import svg


def bars_of(drawn: str, name: str) -> list[float]:
    """Return the widths of the rectangles with a class."""
    return [
        float(width) for width in re.findall(rf'class="{name}[^"]*"[^>]* width="([\d.]+)"', drawn)
    ]


class TestBars:
    def test_longest_is_full_and_the_rest_in_scale(self) -> None:
        drawn = svg.bars([svg.Bar("Hot", 40), svg.Bar("Warm", 10), svg.Bar("Cold", 0)])

        full = svg.WIDTH - svg.LABEL - svg.VALUE
        assert bars_of(drawn, "plot-bar") == [full, full / 4, 2.0]

    @pytest.mark.parametrize(("language", "figure"), [("en", "9,240"), ("fi", "9\xa0240")])
    def test_names_are_escaped_and_figures_grouped(self, language: str, figure: str) -> None:
        with translation.override(language):
            drawn = svg.bars([svg.Bar("<b>", 9240, "late")])

        assert "&lt;b&gt;" in drawn
        assert f">{figure}</text>" in drawn
        assert 'class="plot-bar late"' in drawn

    def test_is_well_formed_without_inline_style(self) -> None:
        drawn = svg.bars([svg.Bar("Hot", 1)])

        wide, slim = ElementTree.fromstring(drawn)
        assert (wide.tag, slim.tag) == ("svg", "svg")
        assert "style=" not in drawn

    def test_on_a_phone_lengths_are_shares_of_the_width_and_texts_are_not_scaled(self) -> None:
        drawn = svg.bars([svg.Bar("Hot", 40), svg.Bar("Warm", 10), svg.Bar("Cold", 0)])

        _wide, slim = ElementTree.fromstring(drawn)
        assert [bar.get("width") for bar in slim.iter("rect")] == ["100.00%", "25.00%", "0.50%"]
        assert "viewBox" not in slim.attrib
        assert [text.text for text in slim.iter("text")] == ["Hot", "40", "Warm", "10", "Cold", "0"]

    def test_a_name_that_is_too_long_is_cut(self) -> None:
        wide, slim = ElementTree.fromstring(svg.bars([svg.Bar("Association " * 5, 1)]))

        assert wide[0].text == "Association Association A…"
        assert slim[0].text == "Association Association Associati…"

    def test_nothing_draws_nothing(self) -> None:
        assert svg.bars([]) == ""


class TestMarked:
    def test_the_mark_stands_on_the_same_scale_on_a_phone_too(self) -> None:
        drawn = svg.marked([svg.Marked("Ada", 10, 20), svg.Marked("Bob", 5, 5)])

        _wide, slim = ElementTree.fromstring(drawn)
        assert [bar.get("width") for bar in slim.iter("rect")] == ["50.00%", "25.00%"]
        assert [line.get("x1") for line in slim.iter("line")] == ["99.50%", "25.00%"]


class TestParts:
    def test_parts_follow_one_another_and_empty_ones_are_left_out_on_a_phone(self) -> None:
        drawn = svg.parts([svg.Parts("May", (2, 0, 6)), svg.Parts("June", (1, 1, 2))])

        _wide, slim = ElementTree.fromstring(drawn)
        told = [(one.get("x"), one.get("width")) for one in slim.iter("rect")]
        assert told == [
            ("0.00%", "25.00%"), ("25.00%", "75.00%"),
            ("0.00%", "12.50%"), ("12.50%", "12.50%"), ("25.00%", "25.00%"),
        ]  # fmt: skip


class TestFunnel:
    def test_steps_are_centered_shares_of_the_first(self) -> None:
        drawn = svg.funnel([("Leads", 200), ("Won", 50)])

        full = svg.WIDTH - svg.LABEL - svg.VALUE
        assert bars_of(drawn, "plot-bar") == [full, full / 4]
        assert f'x="{svg.LABEL + full * 3 / 8:.1f}"' in drawn

    def test_an_empty_first_step_divides_by_nothing(self) -> None:
        assert bars_of(svg.funnel([("Leads", 0), ("Won", 0)]), "plot-bar") == [2.0, 2.0]


class TestSparkline:
    def test_line_runs_from_edge_to_edge_below_the_top(self) -> None:
        drawn = svg.sparkline([0, 10, 5], height=56)

        assert 'points="0.0,53.0 360.0,3.0 720.0,28.0"' in drawn

    def test_one_value_is_no_line(self) -> None:
        assert svg.sparkline([3.0]) == ""

    def test_all_zero_stays_on_the_ground(self) -> None:
        assert 'points="0.0,53.0 720.0,53.0"' in svg.sparkline([0, 0])
