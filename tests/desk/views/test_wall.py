"""The manager's wall."""

from __future__ import annotations

import datetime

import pytest

from tests import build, counting
from tests.build import NOON, Office
from tests.desk.browser import full_office, give, panel
from tests.desk.conftest import SignIn
from tests.desk.views.test_ledger import arrived
from vaste.flows import clocks, work
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Lead
from vaste.routing import absences
from vaste.routing.models import Member
from vaste.workspaces.models import User

MINUTE = datetime.timedelta(minutes=1)
HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)


def reach(office: Office, lead: Lead, by: User, *, at: datetime.datetime) -> None:
    """Let a person take a lead over and reach its buyer."""
    work.log_contact(
        office.id, lead.id, channel="phone", outcome="reached", note="", next_step="Call again",
        next_step_at=at + DAY, by=by, at=at,
    )  # fmt: skip


@pytest.mark.django_db
class TestTiles:
    def test_they_count_what_is_open_now(self, sign_in: SignIn) -> None:
        office = full_office()
        old, hot, reached, won = (
            build.lead(office, at=NOON - after, request_type="offer")
            for after in (3 * HOUR, 50 * MINUTE, MINUTE, MINUTE)
        )
        work.take_over(office.id, hot.id, by=office.ada, at=NOON - 45 * MINUTE)
        reach(office, reached, office.bob, at=NOON)
        work.close(office.id, won.id, outcome="won", reason="", by=office.bob, at=NOON)
        arrived(office, "quarantined")
        arrived(office, "needs_a_look")
        arrived(office, "refused")

        tiles = panel(sign_in(office.mo).get("/wall/"), "page").tiles

        assert [(tile.label, tile.value, tile.hint) for tile in tiles] == [
            ("Not taken over", "1", "of 3 open"),
            ("Oldest wait", "3 h", ""),
            ("Due within 15 min", "1", ""),  # the first contact of the one taken over
            ("Overdue", "1", ""),
            ("Unanswered", "2", ""),
            ("Held for review", "2", ""),
        ]
        assert old.taken_over_at is None

    def test_nothing_to_do_is_good(self, sign_in: SignIn) -> None:
        tiles = panel(sign_in(build.office().mo).get("/wall/"), "page").tiles

        assert [tile.value for tile in tiles] == ["0", "–", "0", "0", "0", "0"]
        assert {tile.tone for tile in tiles} == {"good", "plain"}


@pytest.mark.django_db
class TestBreaching:
    def test_what_falls_due_within_a_quarter_of_an_hour_is_there_once(
        self, sign_in: SignIn
    ) -> None:
        office = full_office()
        later = build.lead(office, request_type="offer", at=NOON + MINUTE)
        soon = build.lead(office, request_type="offer", at=NOON, full_name="Aino Ek")
        build.lead(office, request_type="information", at=NOON)
        reached = build.lead(office, request_type="offer", at=NOON)
        reach(office, reached, office.ada, at=NOON)

        shown = panel(sign_in(office.mo, at=NOON + MINUTE).get("/wall/"), "page").breaching

        assert [one.lead_id for one in shown] == [str(soon.id), str(later.id)]
        first = shown[0]
        assert first.clock is not None
        assert (first.name, first.category.key, first.team) == ("Aino Ek", "hot", "Sales")
        assert (first.clock.milestone, first.clock.state) == ("Take over", "ok")
        assert first.clock.due_at == NOON + 15 * MINUTE

    def test_it_stays_there_after_its_warning_and_goes_when_it_is_overdue(
        self, sign_in: SignIn
    ) -> None:
        office = full_office()
        lead = build.lead(office, request_type="offer")
        with inside(office.id):
            clocks.fire_due(office.id, at=NOON + 12 * MINUTE)

        def shown(at: datetime.datetime) -> list[str]:
            page = panel(sign_in(office.mo, at=at).get("/wall/"), "page")
            return [one.lead_id for one in page.breaching]

        assert shown(NOON + 13 * MINUTE) == [str(lead.id)]
        assert shown(NOON + 15 * MINUTE) == []


@pytest.mark.django_db
class TestOverdue:
    def test_the_longest_overdue_is_first_with_what_is_owed(self, sign_in: SignIn) -> None:
        office = full_office()
        promised = build.lead(office, request_type="offer", at=NOON - HOUR)
        # Its promises are met, and were due before the step.
        planned = build.lead(office, request_type="offer", at=NOON - 3 * HOUR)
        work.log_contact(
            office.id, planned.id, channel="phone", outcome="reached", note="", by=office.ada,
            next_step="Send the offer", next_step_at=NOON - MINUTE, at=NOON - 2 * HOUR,
        )  # fmt: skip
        build.lead(office, at=NOON)

        shown = panel(sign_in(office.mo).get("/wall/"), "page").overdue

        assert [one.lead_id for one in shown] == [str(promised.id), str(planned.id)]
        owed = [(one.clock.milestone, one.clock.state, one.clock.due_at) for one in shown]
        assert owed == [
            ("Take over", "over", NOON - 45 * MINUTE),
            ("Send the offer", "over", NOON - MINUTE),
        ]


@pytest.mark.django_db
class TestUnanswered:
    def test_the_longest_waiting_is_first(self, sign_in: SignIn) -> None:
        office = build.office()
        second = build.lead(office, at=NOON - HOUR)
        first = give(office, build.lead(office, at=NOON - DAY), office.bob)
        reach(office, build.lead(office, at=NOON - 2 * DAY), office.mo, at=NOON)

        shown = panel(sign_in(office.mo).get("/wall/"), "page").unanswered

        assert [one.lead_id for one in shown] == [str(first.id), str(second.id)]
        assert shown[0].clock is None
        assert shown[0].owner is not None
        assert shown[0].owner.name == "Bob"


@pytest.mark.django_db
class TestLoad:
    def test_each_persons_open_leads_by_category(self, sign_in: SignIn) -> None:
        office = build.office()
        for kind in ("offer", "offer", "information", "download"):
            give(office, build.lead(office, request_type=kind), office.ada)
        taken = give(office, build.lead(office, request_type="download"), office.mo)
        work.take_over(office.id, taken.id, by=office.mo, at=NOON)
        with inside(office.id):
            Member.objects.within(office.id).filter(user_id=office.ada.pk).update(capacity=4)

        page = panel(sign_in(office.mo, at=NOON + 20 * MINUTE).get("/wall/"), "page")

        assert [tag.key for tag in page.categories] == ["hot", "warm", "cold"]
        rows = [
            (row.person.name, row.by_category, row.open, row.untouched, row.overdue, row.capacity)
            for row in page.load
        ]
        assert rows == [
            ("Ada", (2, 1, 1), 4, 0, 2, 4),
            ("Bob", (0, 0, 0), 0, 0, 0, 50),
            ("Mo", (0, 0, 1), 1, 1, 0, None),
        ]
        assert [row.is_full for row in page.load] == [True, False, False]
        assert {row.scale for row in page.load} == {50}
        assert page.load[2].note == "In no team, so gets no new leads"

    def test_absence_says_until_when(self, sign_in: SignIn) -> None:
        office = build.office()
        with inside(office.id):
            for user, begins, ends in (
                (office.ada, NOON - DAY, NOON),
                (office.ada, NOON - DAY / 2, NOON + DAY / 2),
                (office.ada, NOON + DAY / 2, NOON + DAY),
                (office.bob, NOON + DAY, None),
            ):
                absences.add(office.id, user.pk, away_from=begins, away_until=ends, at=NOON - DAY)

        load = panel(sign_in(office.mo).get("/wall/"), "page").load

        assert [row.note for row in load] == ["Away until 3 Mar 12:00", ""]


@pytest.mark.django_db
class TestToday:
    def test_todays_leads_and_how_far_they_came(self, sign_in: SignIn) -> None:
        office = full_office()
        build.lead(office, at=NOON - DAY)
        first, second, _ = (build.lead(office) for _ in range(3))
        reach(office, first, office.ada, at=NOON)
        work.close(office.id, first.id, outcome="won", reason="", by=office.ada, at=NOON)
        work.take_over(office.id, second.id, by=office.ada, at=NOON)
        arrived(office, "quarantined")

        today = panel(sign_in(office.mo).get("/wall/"), "page").today

        steps = {step.label: step.count for step in today}
        assert steps == {
            "Arrived": 4,
            "New leads": 3,
            "Taken over": 2,
            "Contacted": 1,
            "Won today": 1,
        }

    def test_wins_are_todays_whenever_the_lead_came(self, sign_in: SignIn) -> None:
        office = build.office()
        midnight = datetime.datetime(2026, 3, 1, 22, 0, tzinfo=datetime.UTC)
        for at in (midnight - MINUTE, midnight):
            lead = build.lead(office, at=NOON - 2 * DAY)
            work.close(office.id, lead.id, outcome="won", reason="", by=office.mo, at=at)

        today = panel(sign_in(office.mo).get("/wall/"), "page").today

        assert (today[-1].label, today[-1].count) == ("Won today", 1)


@pytest.mark.django_db
class TestIndex:
    def test_statements_do_not_grow_with_the_leads(self, sign_in: SignIn) -> None:
        for number in (2, 15):
            office = build.office()
            for _ in range(number):
                build.lead(office, request_type="offer")
            desk = sign_in(office.mo)
            desk.get("/wall/")
            with counting.statements() as found:
                desk.get("/wall/")
            counting.hold("desk.wall", found)

    def test_htmx_gets_the_wall_alone(self, sign_in: SignIn) -> None:
        response = sign_in(build.office().mo).piece("/wall/")

        assert response.content.strip().startswith(b'<div class="page-content page-wide" id="wall"')

    def test_it_is_for_those_who_lead_the_team(self, sign_in: SignIn) -> None:
        office = build.office()

        assert sign_in(office.ada).get("/wall/").status_code == 403

    def test_another_workspaces_leads_are_not_counted(self, sign_in: SignIn) -> None:
        office, other = build.office(), build.office()
        build.lead(other)

        page = panel(sign_in(office.mo).get("/wall/"), "page")

        assert page.tiles[0].hint == "of 0 open"
        assert (page.unanswered, [step.count for step in page.today]) == ((), [0, 0, 0, 0, 0])
