"""A lead's scores at any instant over the API."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from tests import build
from tests.api.machine import Answer, fresh_lead, machine
from tests.build import NOON, Office
from tests.desk.browser import full_office
from vaste.flows import define
from vaste.flows.judging import applying
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Lead

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def office() -> Office:
    return full_office()


def score(office: Office, lead: Lead, at: datetime.datetime | None = None) -> Answer:
    query = {"at": at.strftime("%Y-%m-%dT%H:%M:%SZ")} if at else {}
    return machine(office, office.mo).get(f"/leads/{lead.id}/score", **query)


class TestReadScore:
    def test_tells_past_interest_exactly_with_its_lines(self, office: Office) -> None:
        lead = build.lead(office, request_type="offer", job_title="CEO")

        body = score(office, lead, NOON + 30 * DAY).body

        assert body["at"] == "2026-04-01T10:00:00Z"
        assert body["interest"] == {
            "value": 25,
            "base": 0,
            "lines": [{"key": "offer", "words": "Asked for an offer", "points": 25.0}],
            "steps": [],
        }
        assert (body["fit"]["value"], body["fit"]["base"]) == (65, 20)
        assert [line["points"] for line in body["fit"]["lines"]] == [20, 25]
        assert body["quadrant"]["key"] == "nurture"
        assert body["quadrant"]["track"] == "Nurture"
        assert body["category"] == {"key": "hot", "name": "Hot"}

    def test_before_the_lead_came_there_is_interest_and_nothing_else(self, office: Office) -> None:
        build.lead(office, email="a@b.example", request_type="download", at=NOON - DAY)
        lead = build.lead(office, email="a@b.example", request_type="offer")

        body = score(office, lead, NOON - datetime.timedelta(seconds=1)).body

        assert body["interest"]["value"] == 11  # twelve points, a day old
        assert (body["fit"], body["quadrant"], body["category"], body["changes"]) == (
            None, None, None, [],
        )  # fmt: skip

    def test_tells_every_change_up_to_the_instant(self, office: Office) -> None:
        lead = build.lead(office, request_type="offer", job_title="CEO")
        with inside(office.id):
            applying.judge_again(
                office.id, define.in_force(office.id), because="faded", at=NOON + 30 * DAY,
                ids=[lead.id],
            )  # fmt: skip

        early, late = (score(office, lead, NOON + days * DAY).body for days in (29, 31))

        assert [one["because"] for one in early["changes"]] == ["received"]
        assert late["changes"][1] == {
            "at": "2026-04-01T10:00:00Z",
            "because": "faded",
            "definition": 1,
            "before": {
                "fit": 65, "interest": 50, "quadrant": "sales_now",
                "category": {"key": "hot", "name": "Hot"},
            },
            "after": {
                "fit": 65, "interest": 25, "quadrant": "nurture",
                "category": {"key": "hot", "name": "Hot"},
            },
        }  # fmt: skip
        assert [line["points"] for line in late["fit"]["lines"]] == [20, 25]

    def test_without_an_instant_it_is_now_and_never_later(self, office: Office) -> None:
        lead = fresh_lead(office, request_type="offer")
        future = timezone.now() + 300 * DAY

        assert score(office, lead).body["interest"]["value"] == 50
        assert score(office, lead, future).body["interest"]["value"] == 50

    def test_what_is_not_theirs_is_not_there(self, office: Office) -> None:
        assert score(office, build.lead(full_office())).status == 404

    def test_refuses_what_is_no_instant(self, office: Office) -> None:
        lead = build.lead(office)
        answer = machine(office, office.mo).get(f"/leads/{lead.id}/score", at="yesterday")

        assert (answer.status, answer.code) == (422, "invalid")


class TestNow:
    def test_a_lead_says_where_it_stands_now(self, office: Office) -> None:
        lead = build.lead(
            office, request_type="offer", job_title="CEO", at=timezone.now() - 30 * DAY
        )

        [listed] = machine(office, office.mo).get("/leads").body["items"]
        alone = machine(office, office.mo).get(f"/leads/{lead.id}").body

        for body in (listed, alone):
            assert (body["interest"], body["quadrant"]) == (50, "sales_now")
            now = {key: body["now"][key] for key in ("interest", "quadrant", "track")}
            assert now == {"interest": 25, "quadrant": "nurture", "track": "Nurture"}

    def test_the_explanation_stays_that_of_the_arrival(self, office: Office) -> None:
        lead = build.lead(office, request_type="offer", job_title="CEO")
        with inside(office.id):
            applying.judge_again(
                office.id, define.in_force(office.id), because="faded", at=NOON + 30 * DAY,
                ids=[lead.id],
            )  # fmt: skip

        body = machine(office, office.mo).get(f"/leads/{lead.id}").body

        assert body["interest"] == 25
        assert body["explanation"]["interest"]["value"] == 50
