"""The manager's page of people."""

from __future__ import annotations

import datetime

import pytest

from tests import build, counting
from tests.build import NOON, Office
from tests.desk.browser import full_office, panel, text
from tests.desk.conftest import SignIn
from vaste.flows import absenting, rosters, work
from vaste.flows.rosters import Place
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Lead
from vaste.routing.models import Absence

DAY = datetime.timedelta(days=1)


def owners(office: Office) -> set[object]:
    with inside(office.id):
        return set(Lead.objects.within(office.id).values_list("owner_id", flat=True))


def absent(office: Office) -> list[Absence]:
    with inside(office.id):
        return list(Absence.objects.within(office.id).order_by("away_from"))


@pytest.mark.django_db
class TestIndex:
    def test_shows_teams_load_and_absences(self, sign_in: SignIn) -> None:
        office = build.office()
        for _ in range(4):
            build.lead(office)
        rosters.set_member(
            office.id, office.team.id, office.ada.pk,
            Place(weight=2, capacity=2, attributes={"language": ["fi", "sv"]}), at=NOON, by=None,
        )  # fmt: skip
        absenting.add(
            office.id, office.bob.pk, away_from=NOON + DAY, away_until=None, reason="Leave",
            at=NOON, by=None,
        )  # fmt: skip

        page = panel(sign_in(office.mo).get("/people/"), "page")

        [team] = page.teams
        assert (team.name, team.manager.name, team.waiting, team.present) == ("Sales", "Mo", 0, 2)
        ada, bob = team.rows
        assert (ada.load, ada.capacity, ada.is_full, ada.weight) == (2, 2, True, 2)
        assert ada.holds == "Languages: fi, sv"
        assert bob.note == "Away next: from Tue 3 Mar, no end told"
        assert [(one.person.name, one.reason, one.is_now) for one in page.absences] == [
            ("Bob", "Leave", False)
        ]

    def test_names_reps_who_are_in_no_team(self, sign_in: SignIn) -> None:
        office = build.office()
        rosters.leave_team(office.id, office.team.id, office.bob.pk, at=NOON, by=None)

        response = sign_in(office.mo).get("/people/")

        assert [one.name for one in panel(response, "page").strays] == ["Bob"]
        assert "In no team No lead is given to them." in text(response)

    def test_is_for_managers(self, sign_in: SignIn) -> None:
        office = build.office()

        assert sign_in(office.ada).get("/people/").status_code == 403

    @pytest.mark.parametrize("size", [1, 6])
    def test_asks_a_fixed_number_of_questions(self, sign_in: SignIn, size: int) -> None:
        office = full_office()
        for number in range(size):
            build.lead(office)
            user = office.ada if number % 2 else office.bob
            absenting.add(
                office.id, user.pk, away_from=NOON + number * DAY, away_until=None, at=NOON, by=None
            )
        desk = sign_in(office.mo)
        desk.get("/people/")

        with counting.statements() as found:
            assert desk.get("/people/").status_code == 200

        counting.hold("desk.people", found)


@pytest.mark.django_db
class TestAbsences:
    def test_whole_days_are_the_readers_and_move_leads(self, sign_in: SignIn) -> None:
        office = build.office()
        for _ in range(4):
            build.lead(office)
        desk = sign_in(office.mo)

        answer = desk.post_plainly(
            "/people/absences/", user=str(office.ada.pk), first_day="2026-03-02",
            last_day="2026-03-03", reason="Ill",
        )  # fmt: skip

        assert (answer.status_code, answer["Location"]) == (303, "/people/")
        [one] = absent(office)
        assert one.away_from == datetime.datetime(2026, 3, 1, 22, tzinfo=datetime.UTC)
        assert one.away_until == datetime.datetime(2026, 3, 3, 22, tzinfo=datetime.UTC)
        assert owners(office) == {office.bob.pk}
        shown = text(desk.get("/people/"))
        assert "2 leads went to others." in shown
        assert "Mon 2 Mar – Tue 3 Mar · Ill" in shown
        assert "Away, back Wed 00:00" in shown

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"user": "", "first_day": "2026-03-02"}, "user"),
            ({"first_day": "soon"}, "first_day"),
            ({"first_day": "0001-01-01"}, "first_day"),
            ({"first_day": "2026-03-04", "last_day": "2026-03-02"}, "last_day"),
            ({"first_day": "2026-02-02", "last_day": "2026-02-03"}, "last_day"),
            ({"first_day": "2026-03-02", "last_day": "9999-12-31"}, "last_day"),
        ],
    )
    def test_what_cannot_be_comes_back_with_a_sentence(
        self, sign_in: SignIn, fields: dict[str, str], field: str
    ) -> None:
        office = build.office()
        sent = {"user": str(office.ada.pk), **fields}

        answer = sign_in(office.mo).post_plainly("/people/absences/", **sent)

        assert answer.status_code == 422
        assert list(panel(answer, "page").state.errors) == [field]
        assert absent(office) == []


@pytest.mark.django_db
class TestButtons:
    def test_away_today_ends_with_the_day_and_back_ends_it_now(self, sign_in: SignIn) -> None:
        office = build.office()
        lead = build.lead(office)
        build.lead(office)
        desk = sign_in(office.mo)
        work.take_over(office.id, lead.id, by=office.ada, at=NOON)

        desk.post_plainly(f"/people/{office.ada.pk}/away/")

        [one] = absent(office)
        assert one.away_until == datetime.datetime(2026, 3, 2, 22, tzinfo=datetime.UTC)
        assert "1 lead that was begun stays." in text(desk.get("/people/"))
        desk.post_plainly(f"/people/{office.ada.pk}/back/")
        assert absent(office) == []

    def test_an_absence_is_taken_back(self, sign_in: SignIn) -> None:
        office = build.office()
        made, _ = absenting.add(
            office.id, office.ada.pk, away_from=NOON, away_until=None, at=NOON, by=None
        )
        desk = sign_in(office.mo)

        assert desk.post_plainly(f"/people/absences/{made.id}/").status_code == 303
        again = desk.post_plainly(f"/people/absences/{made.id}/")
        assert again.status_code == 409
        assert "This absence is gone already." in text(again)
        assert absent(office) == []

    def test_a_pool_is_shared_out(self, sign_in: SignIn) -> None:
        office = full_office()
        build.lead(office)
        desk = sign_in(office.mo)
        url = f"/people/teams/{office.team.id}/sharing/"
        desk.post_plainly(url)
        assert "Nobody can take more leads now." in text(desk.get("/people/"))
        rosters.set_member(office.id, office.team.id, office.ada.pk, Place(), at=NOON, by=None)

        desk.post_plainly(url)

        assert owners(office) == {office.ada.pk}

    def test_all_that_somebody_has_is_given_to_others(self, sign_in: SignIn) -> None:
        office = build.office()
        for _ in range(4):
            build.lead(office)
        desk = sign_in(office.mo)

        answer = desk.post_plainly(f"/people/{office.ada.pk}/leads/")

        assert (answer.status_code, answer["Location"]) == (303, "/people/")
        assert owners(office) == {office.bob.pk}
        assert "2 leads went to others." in text(desk.get("/people/"))
        desk.post_plainly(f"/people/{office.ada.pk}/leads/")
        assert "There was no lead to give." in text(desk.get("/people/"))
        assert desk.post_plainly(f"/people/{office.eve.pk}/leads/").status_code == 404
        assert (
            sign_in(office.ada).post_plainly(f"/people/{office.bob.pk}/leads/").status_code == 403
        )
