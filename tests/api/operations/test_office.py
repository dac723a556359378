"""The token, teams, members, notices, imports."""

from __future__ import annotations

import pytest

from tests import build
from tests.api import rooms
from tests.api.machine import fresh_lead, machine, member
from tests.build import NOON, Office
from vaste.infra.tenancy.context import inside
from vaste.kernel.ids import uuid7
from vaste.leads.models import Notice
from vaste.workspaces import services as workspaces
from vaste.workspaces.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return build.office()


class TestReadMe:
    def test_says_whom_the_token_acts_as(self, office: Office) -> None:
        answer = machine(office, office.ada, ["leads:read"]).get("/me")

        assert answer.status == 200
        assert answer.body["user"] == {"id": str(office.ada.pk), "name": "Ada"}
        assert answer.body["role"] == "rep"
        assert answer.body["scopes"] == ["leads:read"]
        assert answer.body["workspace"]["slug"] == office.workspace.slug


class TestListTeams:
    def test_gives_members_with_their_load(self, office: Office) -> None:
        leads = [fresh_lead(office) for _ in range(3)]
        loads = [str(lead.owner_id) for lead in leads]

        answer = machine(office, office.ada).get("/teams")

        team = answer.body["items"][0]
        assert (team["slug"], team["manager"]["name"]) == ("sales", "Mo")
        told = {one["user"]["id"]: one["open_leads"] for one in team["members"]}
        assert told == {
            str(user.pk): loads.count(str(user.pk)) for user in (office.ada, office.bob)
        }


class TestListMembers:
    def test_gives_those_who_belong_now(self, office: Office) -> None:
        workspaces.leave(office.id, office.bob.pk, at=NOON)

        answer = machine(office, office.ada).get("/members")

        assert [(one["user"]["name"], one["role"]) for one in answer.body["items"]] == [
            ("Mo", "admin"),
            ("Ada", "rep"),
        ]


class TestNotices:
    def test_lists_ones_own(self, office: Office) -> None:
        own = rooms.notice(office, fresh_lead(office))

        assert [one["id"] for one in machine(office, office.mo).get("/notices").body["items"]] == [
            str(own.id)
        ]
        assert machine(office, office.ada).get("/notices").body["items"] == []

    def test_marks_one_as_read_once(self, office: Office) -> None:
        own = rooms.notice(office, fresh_lead(office))
        client = machine(office, office.mo)

        first = client.put(f"/notices/{own.id}/read")
        again = client.put(f"/notices/{own.id}/read")

        assert first.status == 200
        assert first.body["read_at"] is not None
        assert again.body == first.body
        assert client.get("/notices", unread="true").body["items"] == []
        assert len(client.get("/notices").body["items"]) == 1

    def test_marks_no_one_elses(self, office: Office) -> None:
        own = rooms.notice(office, fresh_lead(office))
        client = machine(office, office.ada)

        answer = client.put(f"/notices/{own.id}/read")
        all_read = client.put("/notices/read")

        assert (answer.status, answer.code) == (404, "no_such_notice")
        assert all_read.body == {"read": 0}
        with inside(office.id):
            assert Notice.objects.within(office.id).get(id=own.id).read_at is None

    def test_marks_all(self, office: Office) -> None:
        lead = fresh_lead(office)
        for _ in range(3):
            rooms.notice(office, lead)
        client = machine(office, office.mo)

        assert client.put("/notices/read").body == {"read": 3}
        assert client.put("/notices/read").body == {"read": 0}


class TestImports:
    def test_tells_how_far_one_has_come(self, office: Office) -> None:
        running = rooms.file_import(office)
        client = machine(office, office.mo)

        one = client.get(f"/imports/{running.id}")

        assert one.status == 200
        assert (one.body["state"], one.body["position"], one.body["rows_total"]) == (
            "running",
            4,
            10,
        )
        assert one.body["counts"] == {"lead_created": 4}
        assert client.get("/imports").body["items"] == [one.body]

    def test_of_nothing_is_404(self, office: Office) -> None:
        answer = machine(office, office.mo).get(f"/imports/{uuid7()}")

        assert (answer.status, answer.code) == (404, "no_such_import")

    def test_is_not_for_reps(self, office: Office) -> None:
        assert machine(office, office.ada).get("/imports").status == 403

    def test_is_for_marketers(self, office: Office) -> None:
        client = machine(office, member(office, "mia", Role.MARKETER))

        assert client.get("/imports").status == 200
