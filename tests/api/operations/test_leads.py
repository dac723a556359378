"""Leads: the list and its filters, the queue, one with its reasons, its timeline."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import build
from tests.api.machine import fresh_lead, later, machine, member
from tests.build import NOON, Office
from vaste.flows import found, work
from vaste.infra.tenancy.context import inside
from vaste.kernel.ids import uuid7
from vaste.leads.models import Lead
from vaste.routing.models import Team
from vaste.workspaces.models import Role

pytestmark = pytest.mark.django_db
MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def office() -> Office:
    return build.office(reps=False)


def ids(items: list[dict[str, str]]) -> list[str]:
    return [item["id"] for item in items]


def foreign_team(office: Office) -> Team:
    with inside(office.id):
        return Team.objects.create(
            workspace_id=office.id, slug="other", name="Other", created_at=NOON
        )


class TestListLeads:
    def test_gives_the_latest_first(self, office: Office) -> None:
        first = build.lead(office, at=NOON)
        second = build.lead(office, at=NOON + MINUTE)

        answer = machine(office, office.mo).get("/leads")

        assert answer.status == 200
        assert ids(answer.body["items"]) == [str(second.id), str(first.id)]
        assert answer.body["next"] is None

    def test_pages_by_key_without_gap_or_repeat(self, office: Office) -> None:
        # Equal instants too: then the id decides.
        leads = [build.lead(office, at=NOON + MINUTE * (number // 3)) for number in range(7)]
        client = machine(office, office.mo)
        seen: list[str] = []
        query = {"limit": 2}

        while True:
            page = client.get("/leads", **query).body
            seen += ids(page["items"])
            build.lead(office, at=NOON + MINUTE * 99)  # what comes meanwhile shifts nothing
            if page["next"] is None:
                break
            query["cursor"] = page["next"]

        wanted = sorted(leads, key=lambda lead: (lead.received_at, lead.id), reverse=True)
        assert seen == [str(lead.id) for lead in wanted]

    @pytest.mark.parametrize("limit", ["0", "201", "-1", "many", "1.5", ""])
    def test_refuses_a_limit_that_is_none(self, office: Office, limit: str) -> None:
        answer = machine(office, office.mo).get("/leads", limit=limit)

        assert (answer.status, answer.code) == (422, "invalid")
        assert answer.body["errors"][0]["place"] == "query.limit"

    def test_refuses_a_filter_with_a_slip_in_its_name(self, office: Office) -> None:
        answer = machine(office, office.mo).get("/leads", onwer=office.ada.pk)

        assert (answer.status, answer.code) == (422, "unknown_parameter")
        assert answer.body["place"] == "query.onwer"
        assert "owner" in answer.body["known"]

    def test_filters(self, office: Office) -> None:
        hot = build.lead(office, at=NOON, request_type="offer", source="Fair")
        cold = build.lead(office, at=NOON + MINUTE, request_type="newsletter", source="Site")
        work.take_over(office.id, hot.id, by=office.ada, at=NOON + MINUTE)
        work.close(
            office.id, cold.id, outcome="lost", reason="price", by=office.bob, at=NOON + MINUTE
        )
        client = machine(office, office.mo)

        def got(**query: object) -> list[str]:
            return ids(client.get("/leads", **query).body["items"])

        assert got(state="open") == [str(hot.id)]
        assert got(state="lost") == [str(cold.id)]
        assert got(category="hot") == [str(hot.id)]
        assert got(category="none") == []
        assert got(owner=office.ada.pk) == [str(hot.id)]
        assert got(team=office.team.id, source="Fair") == [str(hot.id)]
        assert got(received_after="2026-03-02T10:00:30Z") == [str(cold.id)]
        assert got(received_after="2026-03-02T12:00:30%2B02:00") == [str(cold.id)]
        assert got(mine="true") == []
        assert ids(machine(office, office.ada).get("/leads", mine="true").body["items"]) == [
            str(hot.id)
        ]

    def test_unowned_are_those_in_the_pool(self, office: Office) -> None:
        waiting, taken = build.lead(office), build.lead(office)
        work.take_over(office.id, taken.id, by=office.ada, at=NOON + MINUTE)

        answer = machine(office, office.mo).get("/leads", unowned="true")

        assert ids(answer.body["items"]) == [str(waiting.id)]

    def test_a_rep_sees_their_own_and_their_teams(self, office: Office) -> None:
        own, team, foreign = (build.lead(office, at=NOON + MINUTE * n) for n in range(3))
        other = foreign_team(office)
        with inside(office.id):
            found.join_team(office.id, office.team, office.ada)
            rows = Lead.objects.within(office.id)
            rows.filter(id=own.id).update(team_id=other.id, owner_id=office.ada.pk)
            rows.filter(id=foreign.id).update(team_id=other.id)

        assert ids(machine(office, office.ada).get("/leads").body["items"]) == [
            str(team.id),
            str(own.id),
        ]
        assert len(machine(office, office.mo).get("/leads").body["items"]) == 3

    @pytest.mark.parametrize("role", [Role.MARKETER, Role.VIEWER, Role.MANAGER])
    def test_other_roles_see_all(self, office: Office, role: Role) -> None:
        lead = build.lead(office)

        answer = machine(office, member(office, "vera", role)).get("/leads")

        assert ids(answer.body["items"]) == [str(lead.id)]

    def test_takes_as_many_statements_for_many_leads_as_for_one(self, office: Office) -> None:
        build.lead(office)
        client = machine(office, office.mo)
        client.get("/leads")  # the definition is read once a process

        with CaptureQueriesContext(
            connection,
        ) as one:
            client.get("/leads")
        for _ in range(5):
            build.lead(office)
        with CaptureQueriesContext(connection) as many:
            client.get("/leads")

        assert len(many) == len(one) <= 10


class TestReadQueue:
    def test_gives_open_leads_in_working_order(self, office: Office) -> None:
        cold = build.lead(office, at=NOON, request_type="newsletter")
        hot_later = build.lead(office, at=NOON + MINUTE, request_type="offer")
        hot_sooner = build.lead(office, at=NOON, request_type="offer")
        closed = build.lead(office, at=NOON, request_type="offer")
        work.close(office.id, closed.id, outcome="won", reason="", by=office.mo, at=NOON + MINUTE)

        client = machine(office, office.mo)
        first = client.get("/queue", limit=2).body
        rest = client.get("/queue", limit=2, cursor=first["next"]).body

        assert ids(first["items"]) == [str(hot_sooner.id), str(hot_later.id)]
        assert ids(rest["items"]) == [str(cold.id)]
        assert rest["next"] is None

    def test_mine_and_unowned(self, office: Office) -> None:
        mine, waiting = build.lead(office), build.lead(office)
        work.take_over(office.id, mine.id, by=office.mo, at=NOON + MINUTE)
        client = machine(office, office.mo)

        assert ids(client.get("/queue", mine="true").body["items"]) == [str(mine.id)]
        assert ids(client.get("/queue", unowned="true").body["items"]) == [str(waiting.id)]

    def test_refuses_a_cursor_of_another_list(self, office: Office) -> None:
        for _ in range(2):
            build.lead(office)
        client = machine(office, office.mo)
        cursor = client.get("/leads", limit=1).body["next"]

        answer = client.get("/queue", cursor=cursor)

        assert (answer.status, answer.code) == (422, "bad_cursor")
        assert answer.body["place"] == "query.cursor"


class TestReadLead:
    def test_gives_the_lead_and_its_version(self, office: Office) -> None:
        lead = build.lead(
            office,
            request_type="offer",
            message="Ten pumps",
            subject="Pumps",
            phone="+358401234567",
        )

        answer = machine(office, office.mo).get(f"/leads/{lead.id}")

        assert answer.status == 200
        assert answer.headers["ETag"] == '"1"'
        body = answer.body
        assert body["id"] == str(lead.id)
        assert body["version"] == 1
        assert body["state"] == "open"
        assert body["received_at"] == "2026-03-02T10:00:00Z"
        assert body["contact"]["name"] == "Maija Meikäläinen"
        assert body["contact"]["phone"] == "+358401234567"
        assert body["wants"]["message"] == "Ten pumps"
        assert body["category"] == {"key": "hot", "name": "Hot"}
        assert body["team"] == {"id": str(office.team.id), "name": "Sales"}
        assert body["owner"] is None
        assert body["origin"]["arrival"] == str(lead.arrival_id)

    def test_says_what_the_category_asks(self) -> None:
        office = build.office()
        warm = build.lead(office, request_type="information", needed_by=datetime.date(2026, 9, 1))
        cold = build.lead(office, request_type="download", email="b@x.example")
        client = machine(office, office.mo)

        listed = {one["id"]: one["asked"] for one in client.get("/leads").body["items"]}

        assert listed[str(warm.id)] == {
            "task": "Call, and note when the purchase is due",
            "channel": "phone",
            "reminder": {"day": "2026-08-18", "words": "The purchase is near: call again"},
            "offer_newsletter": False,
        }
        assert listed[str(cold.id)] == {
            "task": "Send an e-mail and offer the newsletter",
            "channel": "email",
            "reminder": None,
            "offer_newsletter": True,
        }
        assert client.get(f"/leads/{warm.id}").body["asked"] == listed[str(warm.id)]

    def test_explains_scores_category_and_routing(self) -> None:
        office = build.office()
        lead = build.lead(office, request_type="offer", job_title="CEO")

        told = machine(office, office.mo).get(f"/leads/{lead.id}").body["explanation"]

        assert told["definition"] == 1
        assert told["fit"] == {
            "value": 65,
            "base": 20,
            "lines": [
                {
                    "key": "company_mail",
                    "words": "Writes from a company's own mail domain",
                    "points": 20,
                },
                {
                    "key": "decision_maker",
                    "words": "Has a position that decides or prepares decisions",
                    "points": 25,
                },
            ],
            "steps": [],
        }
        assert told["interest"]["lines"] == [
            {"key": "offer", "words": "Asked for an offer", "points": 50}
        ]
        assert told["category"] == {
            "category": {"key": "hot", "name": "Hot"},
            "is_default": False,
            "rule": "request type is an offer or (needed within is at most 3 months"
            " and size of the project is medium or large)",
        }
        assert told["routing"]["rule"] == "default"
        assert told["routing"]["chosen"]["id"] == str(lead.owner_id)
        reasons = {one["person"]["name"]: one["reason"] for one in told["routing"]["candidates"]}
        assert sorted(reasons.values()) == ["chosen", "turn"]
        assert set(reasons) == {"Ada", "Bob"}

    def test_speaks_the_language_of_the_tokens_user(self, office: Office) -> None:
        lead = build.lead(office, request_type="offer")
        office.mo.language = "fi"
        office.mo.save()

        body = machine(office, office.mo).get(f"/leads/{lead.id}").body

        assert body["category"]["name"] == "Kuuma"
        assert body["explanation"]["interest"]["lines"][0]["words"] == "Pyysi tarjousta"
        assert body["explanation"]["category"]["rule"].startswith("pyynnön laji on tarjous")

    def test_says_how_due_times_came_about(self, office: Office) -> None:
        lead = build.lead(office, request_type="offer")

        clocks = machine(office, office.mo).get(f"/leads/{lead.id}").body["clocks"]

        assert [(one["milestone"], one["due_at"]) for one in clocks] == [
            ("take_over", "2026-03-02T10:15:00Z"),
            ("first_contact", "2026-03-02T11:00:00Z"),
        ]
        assert clocks[1]["explanation"] == "Mon 13:00 = 1 h of working time after Mon 12:00"

    def test_says_how_each_clock_stands(self, office: Office) -> None:
        late = build.lead(office, at=NOON, request_type="offer")
        fresh = fresh_lead(office, request_type="newsletter")
        work.take_over(office.id, late.id, by=office.mo, at=NOON + MINUTE)
        client = machine(office, office.mo)

        def states(lead: Lead) -> list[str]:
            return [one["state"] for one in client.get(f"/leads/{lead.id}").body["clocks"]]

        assert states(late) == ["met", "overdue"]
        assert states(fresh) == ["running", "running"]
        work.close(office.id, late.id, outcome="won", reason="", by=office.mo, at=timezone.now())
        assert states(late) == ["met", "stopped"]

    def test_names_what_could_not_be_used(self, office: Office) -> None:
        lead = build.lead(office)

        body = machine(office, office.mo).get(f"/leads/{lead.id}").body

        assert body["explanation"]["problems"] == []

    @pytest.mark.parametrize("name", ["nothing", "not-an-id", "123"])
    def test_of_nothing_is_404(self, office: Office, name: str) -> None:
        lead_id = uuid7() if name == "nothing" else name

        assert machine(office, office.mo).get(f"/leads/{lead_id}").status == 404

    def test_what_a_rep_may_not_see_is_answered_like_nothing(self, office: Office) -> None:
        lead = build.lead(office)
        client = machine(office, office.ada)

        hidden, absent = client.get(f"/leads/{lead.id}"), client.get(f"/leads/{uuid7()}")

        assert hidden.status == absent.status == 404
        assert hidden.body == absent.body
        assert hidden.code == "no_such_lead"


class TestReadTimeline:
    def test_gives_events_and_activities_the_latest_first(self, office: Office) -> None:
        lead = fresh_lead(office)
        client = machine(office, office.mo)
        client.post(f"/leads/{lead.id}/claim")
        client.post(
            f"/leads/{lead.id}/contacts",
            {
                "channel": "phone",
                "outcome": "reached",
                "note": "Call in May",
                "next_step": "Call",
                "next_step_at": later(days=1),
            },
        )

        items = client.get(f"/leads/{lead.id}/timeline").body["items"]

        assert [one["kind"] for one in items] == ["activity", "lead.claimed", "lead.received"]
        assert items[0]["actor"] == {"id": str(office.mo.pk), "name": "Mo"}
        assert items[0]["detail"] == {
            "channel": "phone",
            "outcome": "reached",
            "is_contact": True,
            "note": "Call in May",
        }
        assert items[2]["actor"] is None

    def test_pages(self, office: Office) -> None:
        lead = fresh_lead(office)
        client = machine(office, office.mo)
        for _ in range(2):
            client.post(f"/leads/{lead.id}/claim")
            client.delete(f"/leads/{lead.id}/claim")
        whole = ids(client.get(f"/leads/{lead.id}/timeline").body["items"])
        seen: list[str] = []
        query: dict[str, object] = {"limit": 2}

        while True:
            page = client.get(f"/leads/{lead.id}/timeline", **query).body
            seen += ids(page["items"])
            if page["next"] is None:
                break
            query["cursor"] = page["next"]

        assert seen == whole
        assert len(whole) == 5

    def test_is_hidden_with_its_lead(self, office: Office) -> None:
        lead = build.lead(office)

        answer = machine(office, office.ada).get(f"/leads/{lead.id}/timeline")

        assert (answer.status, answer.code) == (404, "no_such_lead")
