"""Trials of a definition, and the rollout of the one in force."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from tests import build
from tests.api.machine import fresh_lead, machine, member
from tests.build import Office
from vaste.definitions import queries as definitions
from vaste.flows import rollout, stepping, trying
from vaste.kernel.ids import uuid7
from vaste.workspaces.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return build.office()


def draft() -> str:
    return definitions.default_source().replace(
        "{field: lead.request_type, is: offer}", "{field: lead.request_type, is: visit}"
    )


def run(office: Office) -> None:
    while trying.step(office.id, at=timezone.now()):
        pass


class TestTrial:
    def test_is_begun_followed_and_read(self, office: Office) -> None:
        offer = fresh_lead(office, request_type="offer")
        fresh_lead(office, request_type="visit")
        client = machine(office, office.mo)

        begun = client.post("/definition/trials", {"source": draft(), "days": 7})
        assert (begun.status, begun.body["state"], begun.body["total"]) == (202, "running", 2)
        run(office)

        read = client.get(f"/definition/trials/{begun.body['id']}").body
        assert (read["state"], read["done"], read["moved"]) == ("done", 2, 2)
        moves = {(one["before"], one["after"]): one for one in read["moves"]}
        assert moves["hot", "cold"]["leads"] == 1
        assert moves["hot", "cold"]["examples"] == [str(offer.id)]
        hot = next(one for one in read["after"]["categories"] if one["key"] == "hot")
        assert (hot["leads"], hot["decided"], hot["won"]) == (1, 0, 0)
        assert read["after"]["teams"] == [{"slug": "sales", "leads": 2}]
        assert [one["id"] for one in client.get("/definition/trials").body["items"]] == [
            begun.body["id"]
        ]

    def test_with_problems_is_refused_with_their_places(self, office: Office) -> None:
        wrong = definitions.default_source().replace("lead.request_type", "lead.nonsense")

        answer = machine(office, office.mo).post("/definition/trials", {"source": wrong})

        assert answer.status == 422
        assert answer.body["errors"]

    def test_may_be_stopped(self, office: Office) -> None:
        client = machine(office, office.mo)
        begun = client.post("/definition/trials", {"source": draft()}).body

        stopped = client.delete(f"/definition/trials/{begun['id']}")

        assert (stopped.status, stopped.body["state"]) == (200, "stopped")

    def test_no_more_run_at_once_than_may(self, office: Office) -> None:
        client = machine(office, office.mo)
        for _ in range(stepping.MOST_RUNNING):
            assert client.post("/definition/trials", {"source": draft()}).status == 202

        assert client.post("/definition/trials", {"source": draft()}).status == 409

    @pytest.mark.parametrize("days", [0, 3661, "many", None, 1.5])
    def test_needs_a_number_of_days(self, office: Office, days: object) -> None:
        answer = machine(office, office.mo).post(
            "/definition/trials", {"source": draft(), "days": days}
        )

        assert answer.status == 422

    def test_is_for_those_who_manage(self, office: Office) -> None:
        begun = machine(office, office.mo).post("/definition/trials", {"source": draft()}).body
        rep = machine(office, office.ada)
        manager = machine(office, member(office, "max", Role.MANAGER))

        assert rep.get("/definition/trials").status == 403
        assert rep.get(f"/definition/trials/{begun['id']}").status == 403
        assert manager.get(f"/definition/trials/{begun['id']}").status == 200
        assert manager.get(f"/definition/trials/{uuid7()}").status == 404


class TestRollout:
    def test_tells_how_far_the_version_has_come(self, office: Office) -> None:
        client = machine(office, office.mo)
        fresh_lead(office, request_type="offer")
        assert client.get("/definition/rollout").status == 404

        client.post("/definition/versions", {"source": draft()})
        assert client.get("/definition/rollout").body["state"] == "waiting"
        at = timezone.now() + datetime.timedelta(minutes=1)
        for _ in range(3):
            rollout.step(office.id, at=at)

        told = client.get("/definition/rollout").body
        assert (told["number"], told["state"], told["total"], told["done"]) == (2, "done", 1, 1)
        assert told["recategorized"] == 1
