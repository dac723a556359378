"""The matrix over the API: the page's own rows, counts and tracks."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from tests import build
from tests.api.machine import fresh_lead, machine, member
from tests.build import Office
from tests.desk.browser import full_office, give
from vaste.workspaces.models import Role

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def office() -> Office:
    return full_office()


class TestReadMatrix:
    def test_tells_where_each_lead_stands_now(self, office: Office) -> None:
        told = {"request_type": "offer", "job_title": "CEO"}
        faded = build.lead(office, at=timezone.now() - 30 * DAY, **told)
        fresh = fresh_lead(office, source="Fair", value_band="large", **told)

        body = machine(office, office.mo).get("/matrix").body

        assert [(one["id"], one["interest"], one["quadrant"]) for one in body["items"]] == [
            (str(fresh.id), 50, "sales_now"),
            (str(faded.id), 25, "nurture"),
        ]
        assert body["items"][0] | {"received_at": ""} == {
            "id": str(fresh.id),
            "contact": "Maija Meikäläinen",
            "company": "",
            "category": {"key": "hot", "name": "Hot"},
            "fit": fresh.fit,
            "interest": 50,
            "quadrant": "sales_now",
            "value_band": "large",
            "state": "open",
            "source": "Fair",
            "owner": None,
            "received_at": "",
        }
        assert (body["good_fit"], body["interested"], body["definition"]) == (50, 30, 1)

    def test_counts_are_of_all_quadrants_in_order_of_rank(self, office: Office) -> None:
        fresh_lead(office, request_type="offer", job_title="CEO")
        fresh_lead(office, request_type="newsletter", email="x@gmail.com")

        body = machine(office, office.mo).get("/matrix", quadrant="nurture").body

        assert body["items"] == []
        assert [(one["key"], one["leads"]) for one in body["quadrants"]] == [
            ("sales_now", 1),
            ("nurture", 0),
            ("light_touch", 0),
            ("no_time", 1),
        ]
        assert body["quadrants"][0]["track"] == "Sales at once"

    def test_words_are_in_the_users_language(self, office: Office) -> None:
        office.mo.language = "fi"
        office.mo.save()

        body = machine(office, office.mo).get("/matrix").body

        assert body["quadrants"][0]["name"] == "Hyvä sopivuus, kiinnostunut"
        assert body["quadrants"][3]["sentence"] == "Ei myyntiaikaa, kunnes jokin muuttuu."

    def test_pages_are_of_one_instant(self, office: Office) -> None:
        leads = {str(fresh_lead(office, request_type="offer").id) for _ in range(5)}
        client = machine(office, office.mo)
        first = client.get("/matrix", limit=2).body

        seen, page = first["items"], first
        while page["next"]:
            page = client.get("/matrix", limit=2, cursor=page["next"]).body
            seen += page["items"]
            assert page["at"] == first["at"]

        assert len(seen) == 5
        assert {one["id"] for one in seen} == leads

    def test_filters(self, office: Office) -> None:
        held = give(office, fresh_lead(office, request_type="offer", source="Fair"), office.mo)
        free = fresh_lead(office, request_type="list", source="Web")
        client = machine(office, office.mo)

        def found(**query: str) -> list[str]:
            return [one["id"] for one in client.get("/matrix", **query).body["items"]]

        assert found(mine="true") == found(owner=str(office.mo.pk)) == [str(held.id)]
        assert found(unowned="true") == found(source="Web") == [str(free.id)]
        assert found(category="hot") == [str(held.id)]
        assert found(state="snoozed") == []

    def test_a_rep_sees_their_own_and_their_teams(self, office: Office) -> None:
        fresh_lead(office)
        outsider = member(office, "olli", Role.REP)

        assert len(machine(office, office.ada).get("/matrix").body["items"]) == 1
        body = machine(office, outsider).get("/matrix").body
        assert body["items"] == []
        assert {one["leads"] for one in body["quadrants"]} == {0}

    @pytest.mark.parametrize("query", ["quadrant=best", "cursor=bm90", "state=won"])
    def test_refuses_what_it_does_not_know(self, office: Office, query: str) -> None:
        assert machine(office, office.mo).get(f"/matrix?{query}").status == 422
