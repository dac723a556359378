"""Touches over the API."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from tests import build
from tests.api.machine import Machine, machine
from tests.build import NOON, Office
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Lead, Touch

pytestmark = pytest.mark.django_db
AINO = "aino@customer.example"


@pytest.fixture
def office() -> Office:
    return build.office()


@pytest.fixture
def lead(office: Office) -> Lead:
    return build.lead(office, email=AINO, request_type="offer")


@pytest.fixture
def mo(office: Office) -> Machine:
    return machine(office, office.mo)


def page(**told: Any) -> dict[str, Any]:
    return {"kind": "page", "email": AINO, "occurred_at": "2026-03-02T09:00:00Z", **told}


def count(office: Office) -> int:
    with inside(office.id):
        return Touch.objects.within(office.id).filter(arrival_id=None).count()


class TestRecordTouches:
    def test_says_what_became_of_each(self, office: Office, lead: Lead, mo: Machine) -> None:
        sent = [page(path="/pricing", id="1"), page(path="/pricing", id="1")]
        sent += [page(email="nobody@x.example"), page(human=10)]

        answer = mo.post("/touches", {"touches": sent})

        assert answer.status == 200
        assert (answer.body["recorded"], answer.body["repeated"], answer.body["unknown"]) == (
            2,
            1,
            1,
        )
        assert [one["signal"] for one in answer.body["items"]] == [
            "pricing_page", None, None, None,
        ]  # fmt: skip
        assert answer.body["items"][0]["contact"] == str(lead.contact_id)
        assert count(office) == 2

    def test_refuses_the_future_and_stores_nothing(
        self, office: Office, lead: Lead, mo: Machine
    ) -> None:
        answer = mo.post(
            "/touches", {"touches": [page(), page(occurred_at="2999-01-01T00:00:00Z")]}
        )

        assert answer.status == 422
        assert answer.body["code"] == "not_recorded"
        assert answer.body["place"] == "body.touches.1.occurred_at"
        assert answer.body["title"] == "It lies in the future."
        assert count(office) == 0

    @pytest.mark.parametrize(
        ("change", "place"),
        [
            ({"kind": "like"}, "body.touches.0.kind"),
            ({"human": 101}, "body.touches.0.human"),
            ({"human": "50"}, "body.touches.0.human"),
            ({"occurred_at": "yesterday"}, "body.touches.0.occurred_at"),
            ({"contact": "x"}, "body.touches.0.contact"),
            ({"points": 5}, "body.touches.0.points"),
            ({"path": "\0"}, "body.touches.0.path"),
        ],
    )
    def test_names_what_does_not_fit(
        self, office: Office, mo: Machine, change: dict[str, Any], place: str
    ) -> None:
        answer = mo.post("/touches", {"touches": [page(**change)]})

        assert answer.status == 422
        assert place in [error["place"] for error in answer.body["errors"]]

    def test_takes_a_thousand_and_no_more(self, office: Office, lead: Lead, mo: Machine) -> None:
        assert mo.post("/touches", {"touches": [page()] * 1_000}).body["recorded"] == 1_000
        assert mo.post("/touches", {"touches": [page()] * 1_001}).status == 422
        assert mo.post("/touches", {"touches": []}).status == 422

    def test_needs_its_scope_and_role(self, office: Office, lead: Lead) -> None:
        sent = {"touches": [page()]}

        assert machine(office, office.mo, ["touches:read"]).post("/touches", sent).status == 403
        assert machine(office, office.ada).post("/touches", sent).status == 403
        assert count(office) == 0


class TestListTouches:
    def test_tells_the_latest_first(self, office: Office, lead: Lead, mo: Machine) -> None:
        mo.post("/touches", {"touches": [page(path="https://x.example/Pricing/")]})

        answer = mo.get(f"/leads/{lead.id}/touches")

        latest, first = answer.body["items"]
        assert (latest["kind"], latest["lead"], latest["signal"]) == (
            "offer", str(lead.id), "offer",
        )  # fmt: skip
        assert (first["kind"], first["path"], first["signal"]) == (
            "page", "/pricing", "pricing_page",
        )  # fmt: skip
        assert datetime.datetime.fromisoformat(latest["occurred_at"]) == NOON

    def test_another_workspace_has_no_such_lead(self, lead: Lead) -> None:
        other = build.office()

        assert machine(other, other.mo).get(f"/leads/{lead.id}/touches").status == 404
