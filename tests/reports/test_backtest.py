"""The back-test's page and sheet."""

from __future__ import annotations

import csv
import datetime
import io
from typing import Any

import pytest

from tests import build, counting
from tests.build import NOON, Office
from tests.desk.browser import full_office, panel, text
from tests.flows.test_backtesting import closed
from tests.reports.conftest import SignIn
from vaste.definitions import queries as definitions
from vaste.flows import define, drafting
from vaste.infra.tenancy.context import inside

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
URL = "/reports/backtest/"


def shown(answer: Any, name: str) -> Any:
    return panel(answer, name)


def said(answer: Any) -> str:
    return text(answer)


def sold() -> Office:
    """Return an office with a chief's lead that was won, and four that were not."""
    office = full_office()
    closed(office, "won", request_type="offer", job_title="CEO")
    for kind in ("offer", "visit", "list", "list"):
        closed(office, "lost", request_type=kind)
    return office


def lines(answer: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


class TestPage:
    def test_few_outcomes_are_counts_and_no_figure(self, sign_in: SignIn) -> None:
        answer = sign_in(sold().mo).get(URL)

        page = shown(answer, "page")
        assert (page.whole.part, page.whole.whole, page.is_enough) == (1, 5, False)
        assert {table.key: table.area for table in page.tables} == dict.fromkeys(
            ("combined", "fit", "interest", "category"), ""
        )
        fit = page.tables[1]
        assert [(row.label, row.leads, row.won, row.lift) for row in fit.rows] == [
            ("80–100", 0, 0, None),
            ("60–79", 1, 1, None),
            ("40–59", 4, 0, None),
            ("20–39", 0, 0, None),
            ("0–19", 0, 0, None),
        ]
        assert "it takes 30 won and 30 that were not" in said(answer)
        assert "1 of 1" in said(answer)

    def test_many_outcomes_have_area_interval_and_lift(
        self, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("vaste.scoring.outcomes.ENOUGH", 1)
        monkeypatch.setattr("vaste.scoring.outcomes.SMALL", 1)

        page = shown(sign_in(sold().mo).get(URL), "page")

        combined, fit, _interest, category = page.tables
        assert (combined.area, fit.area) == ("1.000", "1.000")
        assert fit.interval == "1.00–1.00"
        assert [row.lift for row in fit.rows] == [None, 5.0, 0.0, None, None]
        assert [(row.label, row.leads, row.won) for row in category.rows] == [
            ("Hot", 2, 1),
            ("Warm", 1, 0),
            ("Cold", 2, 0),
        ]

    def test_an_older_version_and_the_draft_can_be_tested(self, sign_in: SignIn) -> None:
        office = sold()
        source = definitions.default_source()
        with inside(office.id):
            define.publish(office.id, source.replace("base: 20", "base: 45"), by=None, at=NOON)
            drafting.open_draft(office.id, by=None, at=NOON)
        client = sign_in(office.mo)

        pages = {one: shown(client.get(f"{URL}?version={one}"), "page") for one in ("", "1", "0")}

        assert [page.version for page in pages.values()] == [2, 1, 0]
        assert [one.label for one in pages[""].versions] == [
            "Draft",
            "Version 2, in force",
            "Version 1",
        ]
        of_fit = [[row.leads for row in page.tables[1].rows] for page in pages.values()]
        assert of_fit == [[1, 4, 0, 0, 0], [0, 1, 4, 0, 0], [1, 4, 0, 0, 0]]

    def test_nothing_closed_says_what_it_needs(self, sign_in: SignIn) -> None:
        assert "No lead was closed in this period." in said(sign_in(full_office().mo).get(URL))

    def test_months_that_disagree_are_told(self, sign_in: SignIn, monkeypatch: Any) -> None:
        monkeypatch.setattr("vaste.flows.backtesting.Measured.disagrees", True)
        office = sold()
        closed(office, "won", at=NOON - 200 * DAY)
        closed(office, "lost", at=NOON - 200 * DAY)

        answer = sign_in(office.mo).get(URL)

        assert "Fit: The newest months no longer agree: area 1.00, before 0.50." in said(answer)

    @pytest.mark.parametrize("leads", [1, 4])
    def test_asks_a_fixed_number_of_questions(self, sign_in: SignIn, leads: int) -> None:
        office = full_office()
        for _ in range(leads):
            closed(office, "lost")
        client = sign_in(office.mo)
        client.get(URL)

        with counting.statements() as found:
            assert client.get(URL).status_code == 200

        counting.hold("reports.backtest", found)

    def test_unknown_wishes_are_as_if_they_were_not_there(self, sign_in: SignIn) -> None:
        page = shown(sign_in(sold().mo).get(f"{URL}?version=99&period=never"), "page")

        assert page.version == 1

    @pytest.mark.parametrize("url", [URL, f"{URL}sheet/"])
    def test_it_is_for_those_who_lead_the_team(self, sign_in: SignIn, url: str) -> None:
        office = sold()

        assert sign_in(office.ada).get(url).status_code == 403


class TestSheet:
    def test_it_has_the_figures_of_the_page(
        self, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("vaste.scoring.outcomes.ENOUGH", 1)
        monkeypatch.setattr("vaste.scoring.outcomes.SMALL", 1)

        found = lines(sign_in(sold().mo).get(f"{URL}sheet/"))

        assert [
            (one["band"], one["leads"], one["won"], one["lift"], one["area"])
            for one in found
            if one["score"] == "Category"
        ] == [
            ("Hot", "2", "1", "2.5000", ""),
            ("Warm", "1", "0", "0.0000", ""),
            ("Cold", "2", "0", "0.0000", ""),
            ("", "5", "1", "", "0.875000"),
        ]

    def test_few_outcomes_have_no_lift_and_no_area(self, sign_in: SignIn) -> None:
        found = lines(sign_in(sold().mo).get(f"{URL}sheet/"))

        assert len(found) == 18
        assert {(one["lift"], one["area"]) for one in found} == {("", "")}


def test_a_category_is_no_formula(sign_in: SignIn) -> None:
    source = definitions.default_source().replace("{en: Hot,", '{en: "=1+1",')
    office = build.office(source=source)
    closed(office, "won", request_type="offer")

    found = lines(sign_in(office.mo).get(f"{URL}sheet/"))

    assert "'=1+1" in {one["band"] for one in found}
