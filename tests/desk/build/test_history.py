"""How a lead's scores have changed: a plot, and the same in words."""

from __future__ import annotations

import datetime
import re

import pytest

from tests.build import NOON
from tests.desk.browser import full_office
from vaste.desk.build import history
from vaste.flows import define
from vaste.flows.define import Definition
from vaste.flows.explaining import Change, History, Judged
from vaste.infra.tenancy.context import inside
from vaste.scoring.queries import Score

DAY = datetime.timedelta(days=1)
CAME = Change(NOON, "received", 1, None, Judged(60, 50, "sales_now", "hot"))
FELL = Change(
    NOON + 30 * DAY,
    "hold_over",
    1,
    Judged(60, 50, "sales_now", "hot"),
    Judged(60, 25, "nurture", "warm"),
)


@pytest.fixture
def definition(db: None) -> Definition:
    office = full_office()
    with inside(office.id):
        return define.in_force(office.id)


def faded(days: int = 60) -> History:
    curve = [
        Score(NOON + day * DAY, round(50 * 0.5 ** (day / 30)), [("offer", 50 * 0.5 ** (day / 30))])
        for day in range(days + 1)
    ]
    return History([CAME, FELL], curve)


class TestCard:
    def test_says_each_judgment_the_latest_first(self, definition: Definition) -> None:
        card = history.card(faded(), definition, closed_at=None)

        assert [(one.at, one.text, one.because) for one in card.changes] == [
            (
                NOON + 30 * DAY,
                "Category: Warm, before: Hot. Interest: 25, before: 50.",
                "The lower category has applied for long enough.",
            ),
            (NOON, "Judged on arrival: Hot, fit 60, interest 50.", ""),
        ]

    def test_says_a_few_values_from_first_to_last(self, definition: Definition) -> None:
        card = history.card(faded(), definition, closed_at=None)

        assert [value.rpartition(" ")[2] for value in card.values] == [
            "50",
            "38",
            "29",
            "22",
            "16",
            "12",
        ]

    def test_a_lead_that_has_just_come_has_no_plot(self, definition: Definition) -> None:
        young = History([CAME], [Score(NOON, 50, [("offer", 50.0)])])

        card = history.card(young, definition, closed_at=None)

        assert (card.svg, card.values) == ("", ())
        assert len(card.changes) == 1

    def test_of_a_closed_lead_says_when_it_ends(self, definition: Definition) -> None:
        card = history.card(faded(), definition, closed_at=NOON + 60 * DAY)

        assert "where the lead was closed: " in card.end
        assert history.card(faded(), definition, closed_at=None).end == ""


class TestPlot:
    def test_interest_begins_and_ends_where_it_is(self, definition: Definition) -> None:
        svg = history.plot(faded(), definition)

        [line] = re.findall(r'polyline class="plot-line" points="([^"]*)"', svg)
        points = line.split()
        assert points[0] == "32.0,62.0"  # 50 of 100, halfway between 14 and 110
        assert points[-1] == "352.0,98.0"  # 12.5
        assert len(points) == 61

    def test_judgments_stand_at_their_time_in_the_color_of_the_category(
        self, definition: Definition
    ) -> None:
        svg = history.plot(faded(), definition)

        marks = re.findall(r'class="plot-dot tone-(\w+)" cx="([\d.]+)"', svg)
        assert marks == [("hot", "32.0"), ("warm", "192.0")]
        assert 'class="plot-fit" d="M32.0 52.4H192.0V52.4H352"' in svg

    def test_a_judgment_that_left_the_category_has_no_mark(self, definition: Definition) -> None:
        rose = Change(
            NOON + DAY, "touched", 1, CAME.after, Judged(75, 60, "sales_now", CAME.after.category)
        )
        told = faded()

        svg = history.plot(History([CAME, rose, FELL], told.curve), definition)

        marks = re.findall(r'class="plot-dot tone-(\w+)"', svg)
        assert marks == ["hot", "warm"]

    def test_is_hidden_and_has_no_style_of_its_own(self, definition: Definition) -> None:
        svg = history.plot(faded(), definition)

        assert 'aria-hidden="true"' in svg
        assert "style=" not in svg
