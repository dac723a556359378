"""The wall over the API: the figures of the manager's page."""

from __future__ import annotations

import datetime

import pytest

from tests import build, counting
from tests.api.machine import machine
from tests.build import NOON
from tests.desk.browser import full_office, give
from vaste.api import access
from vaste.flows import work
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Lead
from vaste.routing import absences

pytestmark = pytest.mark.django_db

MINUTE = datetime.timedelta(minutes=1)
HOUR = datetime.timedelta(hours=1)


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "now", lambda: NOON)


class TestWall:
    def test_it_counts_and_lists_what_is_urgent(self) -> None:
        office = full_office()
        late = build.lead(office, at=NOON - 2 * HOUR, request_type="offer")
        soon = build.lead(office, at=NOON - 5 * MINUTE, request_type="offer")
        held = give(office, build.lead(office, at=NOON - MINUTE), office.ada)
        work.take_over(office.id, held.id, by=office.ada, at=NOON)
        away_until = NOON + 8 * HOUR
        with inside(office.id):
            absences.add(office.id, office.bob.pk, away_from=NOON, away_until=away_until, at=NOON)

        body = machine(office, office.mo).get("/wall").body

        assert (body["open"], body["waiting"], body["overdue"]) == (3, 2, 1)
        assert body["waiting_since"] == "2026-03-02T08:00:00Z"
        assert [one["lead"] for one in body["about_to_breach"]] == [str(soon.id)]
        [overdue] = body["overdue_longest"]
        assert (overdue["lead"], overdue["milestone"]) == (str(late.id), "take_over")
        assert overdue["category"] == {"key": "hot", "name": "Hot"}
        assert overdue["team"]["name"] == "Sales"
        unanswered = body["unanswered_longest"]
        assert [one["lead"] for one in unanswered] == [str(one.id) for one in (late, soon, held)]
        assert unanswered[2]["owner"]["name"] == "Ada"
        assert {one["due_at"] for one in unanswered} == {None}
        load = {one["person"]["name"]: one for one in body["load"]}
        assert (load["Ada"]["open"], load["Ada"]["untouched"]) == (1, 1)
        assert (load["Bob"]["is_away"], load["Bob"]["away_until"]) == (True, "2026-03-02T18:00:00Z")
        assert (body["today"]["leads"], body["today"]["taken_over"]) == (3, 1)

    def test_a_planned_step_that_is_overdue_has_no_milestone(self) -> None:
        office = full_office()
        lead = build.lead(office, at=NOON - 2 * HOUR)
        work.log_contact(
            office.id, lead.id, channel="phone", outcome="reached", note="", by=office.ada,
            next_step="Send the offer", next_step_at=NOON - MINUTE, at=NOON - HOUR,
        )  # fmt: skip
        with inside(office.id):
            assert Lead.objects.within(office.id).get(id=lead.id).due_at == NOON - MINUTE

        [overdue] = machine(office, office.mo).get("/wall").body["overdue_longest"]

        assert (overdue["milestone"], overdue["due_at"]) == (None, "2026-03-02T09:59:00Z")

    def test_an_empty_office_has_nothing_to_do(self) -> None:
        office = build.office()

        body = machine(office, office.mo).get("/wall").body

        lists = ("about_to_breach", "overdue_longest", "unanswered_longest")
        assert [body[name] for name in lists] == [[], [], []]
        assert (body["open"], body["waiting_since"]) == (0, None)
        assert [one["person"]["name"] for one in body["load"]] == ["Ada", "Bob"]

    def test_statements_do_not_grow_with_the_leads(self) -> None:
        for number in (2, 12):
            office = build.office()
            for _ in range(number):
                build.lead(office, request_type="offer")
            asking = machine(office, office.mo)
            asking.get("/wall")
            with counting.statements() as found:
                asking.get("/wall")
            counting.hold("api.wall", found)

    def test_it_is_for_those_who_lead_the_team(self) -> None:
        office = build.office()

        assert machine(office, office.ada).get("/wall").status == 403
