"""The back-test over the API."""

from __future__ import annotations

import pytest

from tests.api.machine import machine, member
from tests.build import NOON, Office
from tests.desk.browser import full_office
from tests.flows.test_backtesting import closed
from vaste.flows import drafting
from vaste.infra.tenancy.context import inside
from vaste.workspaces.models import Role

pytestmark = pytest.mark.django_db
SPAN = {"closed_after": "2026-01-01T00:00:00Z", "closed_before": "2026-04-01T00:00:00Z"}


@pytest.fixture
def office() -> Office:
    office = full_office()
    closed(office, "won", request_type="offer", job_title="CEO")
    closed(office, "lost", request_type="list")
    return office


class TestReadBacktest:
    def test_tells_lift_and_area_by_score(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("vaste.scoring.outcomes.ENOUGH", 1)
        monkeypatch.setattr("vaste.scoring.outcomes.SMALL", 1)

        body = machine(office, office.mo).get("/backtest", **SPAN).body

        assert (body["definition"], body["leads"], body["won"]) == (1, 2, 1)
        scores = {one["key"]: one for one in body["scores"]}
        assert set(scores) == {"combined", "fit", "interest", "category"}
        assert scores["fit"]["area"] == {
            "value": 1.0, "low": 1.0, "high": 1.0, "won": 1, "lost": 1,
        }  # fmt: skip
        assert scores["category"]["rows"] == [
            {"key": "hot", "leads": 1, "won": 1, "lift": 2.0},
            {"key": "warm", "leads": 0, "won": 0, "lift": None},
            {"key": "cold", "leads": 1, "won": 0, "lift": 0.0},
        ]

    def test_says_no_area_of_few_outcomes(self, office: Office) -> None:
        body = machine(office, office.mo).get("/backtest", **SPAN).body

        assert {one["area"] for one in body["scores"]} == {None}
        assert {row["lift"] for one in body["scores"] for row in one["rows"]} == {None}

    def test_the_draft_stands_for_number_0(self, office: Office) -> None:
        client = machine(office, office.mo)
        assert client.get("/backtest", draft="true", **SPAN).code == "no_draft"
        with inside(office.id):
            drafting.open_draft(office.id, by=None, at=NOON)

        assert client.get("/backtest", draft="true", **SPAN).body["definition"] == 0

    def test_a_version_that_is_not_there_is_not_found(self, office: Office) -> None:
        answer = machine(office, office.mo).get("/backtest", version=9)

        assert (answer.status, answer.code) == (404, "no_such_version")

    def test_is_for_those_who_lead_the_team(self, office: Office) -> None:
        marketer = member(office, "maria", Role.MARKETER)

        assert machine(office, office.ada).get("/backtest").status == 403
        assert machine(office, marketer).get("/backtest").status == 403
