"""The back-test over the API."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from tests.api.machine import machine, member
from tests.build import NOON, Office
from tests.desk.browser import full_office
from tests.flows.backtesting.test_running import closed
from vaste.flows import backtesting, drafting
from vaste.infra.tenancy.context import inside
from vaste.kernel.ids import uuid7
from vaste.workspaces.models import Role

pytestmark = pytest.mark.django_db
SPAN = {"closed_after": "2026-01-01T00:00:00Z", "closed_before": "2026-04-01T00:00:00Z"}


@pytest.fixture
def office() -> Office:
    office = full_office()
    closed(office, "won", request_type="offer", job_title="CEO")
    closed(office, "lost", request_type="list")
    return office


def held(office: Office, **told: object) -> dict[str, Any]:
    """Begin a back-test, do the worker's part, and return what the API says of it."""
    client = machine(office, office.mo)
    begun = client.post("/definition/backtests", {**SPAN, **told})
    assert begun.status == 202, begun.body
    while backtesting.step(office.id, at=timezone.now()):
        pass
    body: dict[str, Any] = client.get(f"/definition/backtests/{begun.body['id']}").body
    return body


class TestBacktest:
    def test_tells_lift_and_area_by_score(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("vaste.scoring.outcomes.ENOUGH", 1)
        monkeypatch.setattr("vaste.scoring.outcomes.SMALL", 1)

        body = held(office)

        assert (body["state"], body["number"], body["leads"], body["won"]) == ("done", 1, 2, 1)
        assert (body["total"], body["done"], body["undecided"], body["missed"]) == (2, 2, 0, 0)
        assert body["newest_from"] == "2026-02-01"  # it is April in Helsinki
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
        body = held(office)

        assert {one["area"] for one in body["scores"]} == {None}
        assert {row["lift"] for one in body["scores"] for row in one["rows"]} == {None}

    def test_is_the_one_that_the_screen_shows_and_lists(self, office: Office) -> None:
        body = held(office)

        listed = machine(office, office.mo).get("/definition/backtests").body

        assert listed == {"items": [body], "next": None}

    def test_the_draft_has_no_number(self, office: Office) -> None:
        client = machine(office, office.mo)
        assert client.post("/definition/backtests", {"draft": True}).code == "no_draft"
        with inside(office.id):
            drafting.open_draft(office.id, by=None, at=NOON)

        assert held(office, draft=True)["number"] is None

    def test_can_be_stopped(self, office: Office) -> None:
        client = machine(office, office.mo)
        begun = client.post("/definition/backtests", {}).body

        stopped = client.delete(f"/definition/backtests/{begun['id']}").body

        assert (begun["state"], stopped["state"]) == ("running", "stopped")

    def test_a_period_that_ends_before_it_begins_is_refused(self, office: Office) -> None:
        span = {"closed_after": SPAN["closed_before"], "closed_before": SPAN["closed_after"]}

        answer = machine(office, office.mo).post("/definition/backtests", span)

        assert (answer.status, answer.code) == (422, "bad_period")

    def test_what_is_not_there_is_not_found(self, office: Office) -> None:
        client = machine(office, office.mo)
        answer = client.post("/definition/backtests", {"version": 9})

        assert (answer.status, answer.code) == (404, "no_such_version")
        assert client.get(f"/definition/backtests/{uuid7()}").code == "no_such_backtest"
        assert client.delete(f"/definition/backtests/{uuid7()}").code == "no_such_backtest"

    def test_is_for_those_who_lead_the_team(self, office: Office) -> None:
        marketer = member(office, "maria", Role.MARKETER)

        assert machine(office, office.ada).post("/definition/backtests", {}).status == 403
        assert machine(office, marketer).get("/definition/backtests").status == 403
