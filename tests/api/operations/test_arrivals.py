"""Doors, arrivals, sums; release, replay, dismiss."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from tests import build
from tests.api import rooms
from tests.api.machine import machine, member
from tests.build import NOON, Office
from vaste.infra.tenancy.context import inside
from vaste.kernel.ids import uuid7
from vaste.leads.models import Arrival, Lead
from vaste.workspaces.models import Role

pytestmark = pytest.mark.django_db
State = Arrival.State


@pytest.fixture
def office() -> Office:
    return build.office()


def state_of(arrival: Arrival) -> str:
    with inside(arrival.workspace_id):
        return Arrival.objects.within(arrival.workspace_id).get(id=arrival.id).state


class TestListDoors:
    def test_gives_each_with_its_key(self, office: Office) -> None:
        answer = machine(office, office.mo).get("/doors")

        assert answer.status == 200
        told = {one["slug"]: one["key"] for one in answer.body["items"]}
        assert told == {slug: door.key for slug, door in office.doors.items()}

    def test_pages(self, office: Office) -> None:
        client = machine(office, office.mo)
        first = client.get("/doors", limit=2).body
        rest = client.get("/doors", limit=2, cursor=first["next"]).body

        assert len(first["items"]) == 2
        assert len(rest["items"]) == 1
        assert rest["next"] is None


class TestListArrivals:
    def test_filters_by_state_door_and_time(self, office: Office) -> None:
        lead = build.lead(office, at=NOON)
        held = rooms.arrival(office, State.QUARANTINED)
        client = machine(office, office.mo)

        def got(**query: object) -> list[str]:
            return [one["id"] for one in client.get("/arrivals", **query).body["items"]]

        assert got() == [str(held.id), str(lead.arrival_id)]
        assert got(state="quarantined") == [str(held.id)]
        assert got(door=office.doors["api"].id, state="lead_created") == [str(lead.arrival_id)]
        assert got(door=office.doors["forms"].id) == []
        assert got(received_after="2026-03-02T10:00:00Z") == [str(held.id)]

    def test_gives_reasons_and_no_body(self, office: Office) -> None:
        rooms.arrival(office, State.QUARANTINED)

        item = machine(office, office.mo).get("/arrivals").body["items"][0]

        assert item["reasons"] == [{"code": "links", "detail": "3"}]
        assert "body" not in item

    @pytest.mark.parametrize("role", [Role.REP, Role.VIEWER])
    def test_is_not_for_every_role(self, office: Office, role: Role) -> None:
        answer = machine(office, member(office, "vera", role)).get("/arrivals")

        assert (answer.status, answer.code) == (403, "role_not_allowed")


class TestReadArrival:
    def test_gives_it_raw(self, office: Office) -> None:
        held = rooms.arrival(office, State.QUARANTINED)

        answer = machine(office, office.mo).get(f"/arrivals/{held.id}")

        assert answer.status == 200
        assert answer.body["body"] == held.body
        assert answer.body["body_encoding"] == "utf-8"
        assert answer.body["body_sha256"] == held.body_hash

    def test_of_nothing_is_404(self, office: Office) -> None:
        answer = machine(office, office.mo).get(f"/arrivals/{uuid7()}")

        assert (answer.status, answer.code) == (404, "no_such_arrival")


class TestRelease:
    def test_makes_a_lead_of_it(self, office: Office) -> None:
        held = rooms.arrival(office, State.QUARANTINED)

        answer = machine(office, office.mo).post(f"/arrivals/{held.id}/release")

        assert answer.status == 200
        assert answer.body["state"] == "lead_created"
        assert answer.body["answer_by"] is not None
        with inside(office.id):
            lead = Lead.objects.within(office.id).get(id=answer.body["lead"])
        assert lead.arrival_id == held.id

    def test_twice_makes_one_lead(self, office: Office) -> None:
        held = rooms.arrival(office, State.QUARANTINED)
        client = machine(office, office.mo)
        client.post(f"/arrivals/{held.id}/release")

        answer = client.post(f"/arrivals/{held.id}/release")

        assert (answer.status, answer.code) == (409, "already_settled")
        assert answer.body["state"] == "lead_created"
        with inside(office.id):
            assert Lead.objects.within(office.id).count() == 1

    def test_needs_its_scope(self, office: Office) -> None:
        held = rooms.arrival(office, State.QUARANTINED)
        client = machine(office, office.mo, ["arrivals:read"])

        answer = client.post(f"/arrivals/{held.id}/release")

        assert (answer.status, answer.code) == (403, "scope_missing")
        assert state_of(held) == "quarantined"


class TestReplay:
    def test_tries_a_refused_one_again(self, office: Office) -> None:
        refused = rooms.arrival(office, State.REFUSED)

        answer = machine(office, office.mo).post(f"/arrivals/{refused.id}/replay")

        assert (answer.status, answer.body["state"]) == (200, "lead_created")

    def test_takes_no_quarantined_one(self, office: Office) -> None:
        held = rooms.arrival(office, State.QUARANTINED)

        answer = machine(office, office.mo).post(f"/arrivals/{held.id}/replay")

        assert (answer.status, answer.code) == (409, "already_settled")
        assert state_of(held) == "quarantined"


class TestDismiss:
    def test_puts_it_aside(self, office: Office) -> None:
        held = rooms.arrival(office, State.QUARANTINED)

        answer = machine(office, office.mo).post(f"/arrivals/{held.id}/dismiss")

        assert (answer.status, answer.body["state"]) == (200, "dismissed")
        assert state_of(held) == "dismissed"


class TestReadSums:
    def test_adds_up_by_door_and_day(self, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
        at = timezone.now()
        monkeypatch.setattr(timezone, "now", lambda: at)  # no midnight comes in between
        for _ in range(2):
            build.lead(office, at=at)
        rooms.arrival(office, State.QUARANTINED)
        build.lead(office, at=at - datetime.timedelta(days=30))

        answer = machine(office, office.mo).get("/ledger/sums", days=2)

        assert answer.status == 200
        assert answer.body["zone"] == "Europe/Helsinki"
        row = answer.body["items"][0]
        assert row["door"] == str(office.doors["api"].id)
        assert len(answer.body["items"]) == 1
        assert (row["received"], row["lead_created"], row["quarantined"]) == (3, 2, 1)
        others = ("lead_created", "appended", "quarantined", "refused", "needs_a_look", "dismissed")
        assert sum(row[name] for name in others) == row["received"]

    def test_counts_days_of_the_workspaces_zone(self, office: Office) -> None:
        late = timezone.now().replace(hour=23, minute=30) - datetime.timedelta(days=2)
        build.lead(office, at=late)  # after midnight in Helsinki

        row = machine(office, office.mo).get("/ledger/sums", days=5).body["items"][0]

        assert row["on"] == (late.date() + datetime.timedelta(days=1)).isoformat()

    @pytest.mark.parametrize("days", ["0", "93", "week"])
    def test_goes_no_farther_back(self, office: Office, days: str) -> None:
        answer = machine(office, office.mo).get("/ledger/sums", days=days)

        assert (answer.status, answer.code) == (422, "invalid")
