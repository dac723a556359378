"""The back-test's page and sheet."""

from __future__ import annotations

import csv
import datetime
import io
import uuid
from typing import Any

import pytest
from django.test import Client

from tests import build, counting
from tests.build import NOON, Office
from tests.desk.browser import full_office, panel, text
from tests.flows.backtesting.test_running import closed
from tests.reports.conftest import SignIn
from vaste.definitions import queries as definitions
from vaste.flows import backtesting, define, drafting, stepping
from vaste.flows.backtesting import running
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


def held(client: Client, office: Office, **told: str) -> str:
    """Begin a back-test on the page and do the worker's part; return its address."""
    begun = client.post(URL, {"version": "1", "period": "365", **told})
    assert begun.status_code == 303
    while backtesting.step(office.id, at=NOON + DAY):
        pass
    return str(begun["Location"])


def lines(answer: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.fixture
def of_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let few leads be enough for a figure."""
    monkeypatch.setattr("vaste.scoring.outcomes.ENOUGH", 1)
    monkeypatch.setattr("vaste.scoring.outcomes.SMALL", 1)


class TestBeginning:
    def test_offers_versions_and_periods_with_earlier_ones(self, sign_in: SignIn) -> None:
        office = sold()
        with inside(office.id):
            define.publish(office.id, definitions.default_source(), by=None, at=NOON)
            drafting.open_draft(office.id, by=None, at=NOON)
        client = sign_in(office.mo)
        address = held(client, office)

        page = shown(client.get(URL), "page")

        assert [(one.label, one.is_chosen) for one in page.versions] == [
            ("Draft", False),
            ("Version 2, in force", True),
            ("Version 1", False),
        ]
        assert [one.value for one in page.periods if one.is_chosen] == ["365"]
        assert [(one.url, one.version, one.leads, one.state) for one in page.runs] == [
            (address, "Version 1", 5, "done")
        ]

    def test_unknown_wishes_are_the_usual(self, sign_in: SignIn) -> None:
        office = sold()
        client = sign_in(office.mo)

        page = shown(client.get(f"{URL}?version=99&period=never"), "page")
        run = shown(client.get(held(client, office, version="99999999999", period="x")), "page")

        assert [one.value for one in page.versions if one.is_chosen] == ["1"]
        assert run.row.version == "Version 1"

    def test_a_draft_with_problems_is_refused_in_words(self, sign_in: SignIn) -> None:
        office = sold()
        with inside(office.id):
            draft = drafting.open_draft(office.id, by=None, at=NOON)
            draft.content["mql"] = {"field": "lead.nonsense", "is": "x"}
            draft.save(update_fields=["content"])

        answer = sign_in(office.mo).post(URL, {"version": "draft", "period": "365"})

        assert answer.status_code == 422
        assert "tested before what is wrong with it is mended." in said(answer)

    def test_more_than_a_few_at_once_are_refused(self, sign_in: SignIn) -> None:
        office = sold()
        client = sign_in(office.mo)
        for _ in range(stepping.MOST_RUNNING):
            assert client.post(URL, {"version": "1"}).status_code == 303

        answer = client.post(URL, {"version": "1"})

        assert answer.status_code == 409
        assert "Enough back-tests are running." in said(answer)

    @pytest.mark.parametrize("leads", [1, 4])
    def test_asks_a_fixed_number_of_questions(self, sign_in: SignIn, leads: int) -> None:
        office = full_office()
        for _ in range(leads):
            closed(office, "lost")
        client = sign_in(office.mo)
        address = held(client, office)
        for _ in range(leads):
            held(client, office)
        client.get(URL)

        with counting.statements() as found:
            assert client.get(URL).status_code == 200
        counting.hold("reports.backtest", found)
        with counting.statements() as found:
            assert client.get(address).status_code == 200
        counting.hold("reports.backtest_run", found)


class TestRun:
    def test_while_it_runs_it_shows_how_far_it_is_and_asks_again(
        self, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(running, "LEADS_A_STEP", 2)
        office = sold()
        client = sign_in(office.mo)
        address = client.post(URL, {"version": "1", "period": "365"})["Location"]
        backtesting.step(office.id, at=NOON)

        answer = client.get(address, headers={"HX-Request": "true"})

        page = shown(client.get(address), "page")
        assert (page.done, page.total, page.percent, page.is_running) == (2, 5, 40, True)
        assert "2 of 5 leads" in said(answer)
        assert "every 1s" in answer.content.decode()
        assert "<html" not in answer.content.decode()

    def test_stopping_keeps_what_was_counted_and_says_so(
        self, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(running, "LEADS_A_STEP", 2)
        office = sold()
        client = sign_in(office.mo)
        address = client.post(URL, {"version": "1", "period": "365"})["Location"]
        backtesting.step(office.id, at=NOON)

        stopped = client.post(f"{address}stop/")

        assert (stopped.status_code, stopped["Location"]) == (303, address)
        answer = client.get(address)
        assert shown(answer, "page").row.state == "stopped"
        assert "It was stopped after 2 of 5 leads" in said(answer)
        assert client.post(f"/reports/backtests/{uuid.uuid4()}/stop/").status_code == 404

    def test_few_outcomes_are_counts_and_no_figure(self, sign_in: SignIn) -> None:
        office = sold()
        client = sign_in(office.mo)

        answer = client.get(held(client, office))

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

    def test_leads_without_an_outcome_are_told_by_number(self, sign_in: SignIn) -> None:
        office = sold()
        for number in range(2):
            build.lead(office, email=f"open{number}@b.example")
        client = sign_in(office.mo)

        answer = client.get(held(client, office))

        assert "2 leads received in this time are still open and have no outcome" in said(answer)

    @pytest.mark.usefixtures("of_few")
    def test_many_outcomes_have_area_interval_and_lift(self, sign_in: SignIn) -> None:
        office = sold()
        client = sign_in(office.mo)

        page = shown(client.get(held(client, office)), "page")

        combined, fit, _interest, category = page.tables
        assert (combined.area, fit.area, page.row.area) == ("1.000", "1.000", "1.000")
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

        pages = [
            shown(client.get(held(client, office, version=one)), "page")
            for one in ("2", "1", "draft")
        ]

        assert [page.row.version for page in pages] == ["Version 2", "Version 1", "Draft"]
        of_fit = [[row.leads for row in page.tables[1].rows] for page in pages]
        assert of_fit == [[1, 4, 0, 0, 0], [0, 1, 4, 0, 0], [1, 4, 0, 0, 0]]

    def test_nothing_closed_says_what_it_needs(self, sign_in: SignIn) -> None:
        office = full_office()
        client = sign_in(office.mo)

        answer = client.get(held(client, office))

        assert "No lead was closed in this period." in said(answer)

    def test_months_that_disagree_are_told(self, sign_in: SignIn, monkeypatch: Any) -> None:
        monkeypatch.setattr("vaste.flows.backtesting.Measured.disagrees", True)
        office = sold()
        closed(office, "won", at=NOON - 200 * DAY)
        closed(office, "lost", at=NOON - 200 * DAY)
        client = sign_in(office.mo)

        answer = client.get(held(client, office))

        assert "Fit: The newest months no longer agree: area 1.00, before 0.50." in said(answer)

    def test_it_is_for_those_who_lead_the_team(self, sign_in: SignIn) -> None:
        office = sold()
        address = held(sign_in(office.mo), office)
        rep = sign_in(office.ada)

        assert rep.get(URL).status_code == 403
        assert rep.post(URL, {"version": "1"}).status_code == 403
        assert rep.get(address).status_code == 403
        assert rep.get(f"{address}sheet/").status_code == 403
        assert rep.post(f"{address}stop/").status_code == 403

    def test_another_workspace_has_no_such_back_test(self, sign_in: SignIn) -> None:
        office = sold()
        address = held(sign_in(office.mo), office)

        assert sign_in(full_office().mo).get(address).status_code == 404


class TestSheet:
    @pytest.mark.usefixtures("of_few")
    def test_it_has_the_figures_of_the_page(self, sign_in: SignIn) -> None:
        office = sold()
        client = sign_in(office.mo)

        found = lines(client.get(f"{held(client, office)}sheet/"))

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
        office = sold()
        client = sign_in(office.mo)

        found = lines(client.get(f"{held(client, office)}sheet/"))

        assert len(found) == 18
        assert {(one["lift"], one["area"]) for one in found} == {("", "")}


def test_a_category_is_no_formula(sign_in: SignIn) -> None:
    source = definitions.default_source().replace("{en: Hot,", '{en: "=1+1",')
    office = build.office(source=source)
    closed(office, "won", request_type="offer")
    client = sign_in(office.mo)

    found = lines(client.get(f"{held(client, office)}sheet/"))

    assert "'=1+1" in {one["band"] for one in found}
