"""What-ifs: begun, followed, read; rosters and periods that can't be."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from tests import build
from tests.api.machine import fresh_lead, later, machine, member
from tests.build import Office
from vaste.definitions import queries as definitions
from vaste.flows import drafting, replaying, stepping
from vaste.infra.tenancy.context import inside
from vaste.kernel.ids import uuid7
from vaste.workspaces.models import Role

pytestmark = pytest.mark.django_db
URL = "/definition/what-ifs"


@pytest.fixture
def office() -> Office:
    return build.office()


def run(office: Office) -> None:
    while replaying.step(office.id, at=timezone.now()):
        pass


class TestWhatIf:
    def test_is_begun_followed_and_read(self, office: Office) -> None:
        leads = [fresh_lead(office, request_type="offer") for _ in range(4)]
        client = machine(office, office.mo)
        ada, bob = str(office.ada.pk), str(office.bob.pk)
        roster = [
            {"team": "sales", "user": ada, "is_out": True},
            {"team": "sales", "user": bob, "capacity": 3},
        ]

        begun = client.post(URL, {"roster": roster})
        assert (begun.status, begun.body["state"], begun.body["total"]) == (202, "running", 4)
        run(office)

        read = client.get(f"{URL}/{begun.body['id']}").body
        assert (read["state"], read["done"], read["number"]) == ("done", 4, 1)
        (place,) = read["places"]
        assert (place["user"], place["received"], place["in_truth"]) == (bob, 3, 2)
        assert (place["share"], place["fair_share"], place["load_most"]) == (1.0, 1.0, 3)
        assert place["by_category"] == [{"category": "hot", "leads": 3}]
        assert place["passed_over"] == [{"reason": "full", "leads": 1}]
        assert read["waiting"] == [
            {"team": "sales", "reason": "full", "leads": 1, "examples": [str(leads[-1].id)]}
        ]
        moves = {(one["before"], one["after"]): one["leads"] for one in read["moves"]}
        with inside(office.id):
            for lead in leads:
                lead.refresh_from_db()
        last = str(leads[-1].owner_id)
        expected: dict[tuple[str, str | None], int] = {(ada, bob): 2, (bob, bob): 2}
        expected[last, bob] -= 1
        expected[last, None] = 1
        assert moves == expected
        assert (read["pooled"], read["moved"]) == (1, 3 if last == bob else 2)
        assert client.get(URL).body["items"] == [read]

    def test_takes_the_draft_or_any_text(self, office: Office) -> None:
        client = machine(office, office.mo)
        assert client.post(URL, {"draft": True}).code == "no_draft"
        with inside(office.id):
            drafting.open_draft(office.id, by=office.mo.pk, at=timezone.now())
        text = definitions.default_source()
        wrong = text.replace("lead.request_type", "lead.nonsense")

        assert client.post(URL, {"draft": True}).body["number"] is None
        assert client.post(URL, {"source": text}).body["number"] is None
        refused = client.post(URL, {"source": wrong})
        assert (refused.status, bool(refused.body["errors"])) == (422, True)

    def test_somebody_new_may_come_into_a_team(self, office: Office) -> None:
        for _ in range(3):
            fresh_lead(office)
        newcomer = {"team": "sales", "user": str(office.mo.pk), "weight": 4}
        client = machine(office, office.mo)

        begun = client.post(URL, {"roster": [newcomer]})
        run(office)

        places = client.get(f"{URL}/{begun.body['id']}").body["places"]
        assert {one["user"]: one["weight"] for one in places}[str(office.mo.pk)] == 4
        assert sum(one["received"] for one in places) == 3

    @pytest.mark.parametrize(
        ("change", "place"),
        [
            ({"team": "nowhere"}, "body.roster[0].team"),
            ({"user": str(uuid7())}, "body.roster[0].user"),
            ({"weight": -1}, "body.roster.0.weight"),
            ({"capacity": 100_001}, "body.roster.0.capacity"),
            ({"absence": "sometimes"}, "body.roster.0.absence"),
        ],
    )
    def test_says_what_is_wrong_with_a_roster(
        self, office: Office, change: dict[str, Any], place: str
    ) -> None:
        told = {"team": "sales", "user": str(office.ada.pk), **change}

        answer = machine(office, office.mo).post(URL, {"roster": [told]})

        assert answer.status == 422
        assert [one["place"] for one in answer.body.get("errors") or [answer.body]] == [place]

    @pytest.mark.parametrize(
        "period",
        [
            {"received_from": later(days=1), "received_until": later(days=2)},
            {"received_from": later(days=-1), "received_until": later(days=-2)},
            {"received_from": later(days=-4000)},
            {"received_from": "yesterday"},
            {"days": 0},
        ],
    )
    def test_says_what_is_wrong_with_a_period(self, office: Office, period: dict[str, Any]) -> None:
        assert machine(office, office.mo).post(URL, period).status == 422

    def test_a_period_of_ones_own_counts_its_beginning_and_not_its_end(
        self, office: Office
    ) -> None:
        lead, end = fresh_lead(office), fresh_lead(office)
        period = {
            "received_from": lead.received_at.isoformat(),
            "received_until": end.received_at.isoformat(),
        }

        assert machine(office, office.mo).post(URL, period).body["total"] == 1

    def test_may_be_stopped_and_no_more_run_than_may(self, office: Office) -> None:
        client = machine(office, office.mo)
        begun = [client.post(URL, {}).body["id"] for _ in range(stepping.MOST_RUNNING)]
        assert client.post(URL, {}).code == "too_many_what_ifs"

        stopped = client.delete(f"{URL}/{begun[0]}")

        assert (stopped.status, stopped.body["state"]) == (200, "stopped")
        assert client.post(URL, {}).status == 202

    def test_is_for_those_who_manage(self, office: Office) -> None:
        begun = machine(office, office.mo).post(URL, {}).body
        rep = machine(office, office.ada)
        manager = machine(office, member(office, "max", Role.MANAGER))

        assert (rep.post(URL, {}).status, rep.get(f"{URL}/{begun['id']}").status) == (403, 403)
        assert manager.get(f"{URL}/{begun['id']}").status == 200
        assert manager.get(f"{URL}/{uuid7()}").status == 404
        assert manager.delete(f"{URL}/{uuid7()}").status == 404
