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

        assert ElementTree.fromstring(drawn).tag == "svg"
        assert "style=" not in drawn

    def test_nothing_draws_nothing(self) -> None:
        assert svg.bars([]) == ""


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
