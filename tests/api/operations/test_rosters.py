"""Teams, places and absences over the API."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from tests import build
from tests.api.machine import fresh_lead, machine
from tests.build import Office
from tests.routing.test_ical import calendar
from vaste.definitions.queries import default_source
from vaste.flows import work
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Lead
from vaste.routing.models import Member

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def office() -> Office:
    return build.office()


class TestTeams:
    def test_are_opened_changed_and_closed(self, office: Office) -> None:
        client = machine(office, office.mo)
        made = client.post(
            "/teams", {"slug": "north", "name": "North", "manager": str(office.bob.pk)}
        )
        assert made.status == 201
        place = f"/teams/{made.body['id']}"

        hours = {"hours": {"mon-fri": "10:00-18:00"}}
        changed = client.put(place, {"name": "Far north", "calendar": hours, "require_shift": True})
        assert (changed.body["name"], changed.body["manager"]) == ("Far north", None)
        assert (changed.body["calendar"], changed.body["require_shift"]) == (hours, True)

        sales, into = f"/teams/{office.team.id}", f"?into={office.team.id}"
        named = client.delete(f"{sales}?into={made.body['id']}")
        assert (named.status, named.body["code"]) == (409, "team_is_named")
        assert named.body["place"] == "routing.default"
        assert client.delete(f"{sales}{into}").body["code"] == "no_receiver"
        assert client.delete(place).body["code"] == "invalid"
        moved = client.delete(f"{place}{into}&with_members=true")
        assert moved.body == {"given": 0, "pooled": 0, "held": 0, "following": 0}
        assert client.delete(f"{place}{into}").body["code"] == "no_such_team"
        assert client.delete(f"{sales}{into}").body["code"] == "last_team"

    def test_tell_how_far_clocks_have_followed_changed_hours(self) -> None:
        office = build.office(source=f"{default_source()}\nsla: {{calendar: team}}\n")
        build.lead(office)
        client, place = machine(office, office.mo), f"/teams/{office.team.id}"
        assert client.get(place).body["retiming"] is None

        client.put(place, {"name": "Sales", "calendar": {"hours": {"mon-fri": "10:00-18:00"}}})

        told = client.get(place).body["retiming"]
        assert (told["state"], told["total"], told["done"]) == ("done", 1, 1)
        assert told["finished_at"] is not None
        assert client.get(f"/teams/{office.ada.pk}").body["code"] == "no_such_team"

    def test_impossible_hours_are_refused_with_their_place(self, office: Office) -> None:
        answer = machine(office, office.mo).put(
            f"/teams/{office.team.id}", {"name": "Sales", "calendar": {"zone": "Mars"}}
        )

        assert (answer.status, answer.body["code"]) == (422, "bad_roster")
        assert answer.body["place"] == "body.calendar.zone"

    def test_a_pool_is_shared_out(self, office: Office) -> None:
        lead = fresh_lead(office)
        with inside(office.id):
            Lead.objects.within(office.id).filter(id=lead.id).update(owner_id=None)

        answer = machine(office, office.mo).post(f"/teams/{office.team.id}/sharing")

        assert answer.body == {"given": 1, "pooled": 0, "held": 0}


class TestHandover:
    def test_all_that_somebody_has_goes_to_others(self, office: Office) -> None:
        lead = fresh_lead(office)
        work.take_over(office.id, lead.id, by=office.ada, at=timezone.now())

        answer = machine(office, office.mo).post(f"/members/{office.ada.pk}/handover")

        assert answer.body == {"given": 1, "pooled": 0, "held": 0}
        with inside(office.id):
            assert Lead.objects.within(office.id).get(id=lead.id).owner_id == office.bob.pk

    def test_who_is_no_member_is_told(self, office: Office) -> None:
        answer = machine(office, office.mo).post(f"/members/{office.eve.pk}/handover")

        assert answer.status == 404


class TestMembers:
    def test_a_place_is_set_and_left(self, office: Office) -> None:
        client = machine(office, office.mo)
        place = f"/teams/{office.team.id}/members/{office.ada.pk}"

        told = client.put(place, {"weight": 3, "attributes": {"territory": ["North"]}})
        assert (told.body["weight"], told.body["capacity"]) == (3, 50)
        assert told.body["attributes"] == {"territory": ["North"]}

        assert client.delete(place).status == 200
        assert client.delete(place).body["code"] == "no_such_member"
        with inside(office.id):
            left = Member.objects.within(office.id).get(user_id=office.ada.pk).left_at
        assert left is not None


class TestAbsences:
    def test_one_that_has_begun_moves_leads(self, office: Office) -> None:
        for _ in range(4):
            fresh_lead(office)
        now = timezone.now()

        answer = machine(office, office.mo).post(
            "/absences",
            {"user": str(office.ada.pk), "away_from": (now - DAY).isoformat(), "reason": "Ill"},
        )

        assert answer.status == 201
        assert answer.body["moved"] == {"given": 2, "pooled": 0, "held": 0}
        members = machine(office, office.mo).get("/teams").body["items"][0]["members"]
        away = {one["user"]["name"]: one["is_away"] for one in members}
        assert away == {"Ada": True, "Bob": False}

    def test_reps_enter_their_own_only_and_see_no_reasons_of_others(self, office: Office) -> None:
        body = {"away_from": (timezone.now() + DAY).isoformat(), "reason": "Dentist"}
        ada, bob = (machine(office, user) for user in (office.ada, office.bob))

        assert ada.post("/absences", {**body, "user": str(office.bob.pk)}).status == 403
        made = ada.post("/absences", {**body, "user": str(office.ada.pk)})
        assert [one["reason"] for one in ada.get("/absences").body["items"]] == ["Dentist"]
        assert [one["reason"] for one in bob.get("/absences").body["items"]] == [""]
        assert bob.delete(f"/absences/{made.body['id']}").body["code"] == "not_yours"
        assert ada.delete(f"/absences/{made.body['id']}").body == {"ended": 1}

    def test_a_calendar_file_and_coming_back(self, office: Office) -> None:
        today = timezone.now().strftime("%Y%m%d")
        text = calendar(f"UID:a\r\nDTSTART:{today}T000000Z\r\nDURATION:P2D").decode()
        client = machine(office, office.ada)

        taken = client.put(f"/members/{office.ada.pk}/calendar", {"ical": text})
        assert taken.body == {
            "entries": 1, "changed": 1, "gone": 0, "skipped": {}, "is_cut": False,
        }  # fmt: skip
        assert client.post(f"/members/{office.ada.pk}/return").body == {"ended": 1}
        assert client.get("/absences").body["items"] == []
        bad = client.put(f"/members/{office.ada.pk}/calendar", {"ical": "name,from"})
        assert (bad.status, bad.body["code"]) == (422, "unreadable_calendar")
