"""A team's page: changed, filled, closed; refused with everything kept."""

from __future__ import annotations

import pytest

from tests import build, counting
from tests.build import NOON, Office
from tests.desk.browser import panel, text
from tests.desk.conftest import SignIn
from vaste.definitions.queries import default_source
from vaste.flows import define, drafting, rosters, work
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Lead
from vaste.routing.models import Member, Team

pytestmark = pytest.mark.django_db
WORKDAYS = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "9-15")


def url(office: Office) -> str:
    return f"/people/teams/{office.team.id}/"


def stored(office: Office) -> Team:
    with inside(office.id):
        return Team.objects.within(office.id).get(id=office.team.id)


def place(office: Office) -> Member:
    with inside(office.id):
        return Member.objects.within(office.id).get(user_id=office.ada.pk)


class TestTeam:
    def test_name_manager_and_hours(self, sign_in: SignIn) -> None:
        office = build.office()
        desk = sign_in(office.mo)

        answer = desk.post_plainly(
            url(office), do="save", name="Field", manager=str(office.bob.pk),
            require_shift="yes", sat="10–12, 13.00-15", **WORKDAYS,
        )  # fmt: skip

        assert answer.status_code == 303
        team = stored(office)
        assert (team.name, team.manager_id, team.require_shift) == ("Field", office.bob.pk, True)
        assert team.calendar == {
            "hours": {"mon-fri": "09:00-15:00", "sat": ["10:00-12:00", "13:00-15:00"]}
        }
        page = panel(desk.get(url(office)), "page")
        assert [day.value for day in page.days][4:] == [
            "09:00-15:00", "10:00-12:00, 13:00-15:00", "",
        ]  # fmt: skip

    def test_hours_left_empty_are_the_workspaces(self, sign_in: SignIn) -> None:
        office = build.office()
        desk = sign_in(office.mo)
        desk.post_plainly(url(office), name="Sales", **WORKDAYS)

        desk.post_plainly(url(office), name="Sales")

        assert stored(office).calendar is None

    @pytest.mark.parametrize(
        ("typed", "complaint"),
        [
            ({"name": "Sales", "mon": "8-12, 11-17"}, "overlaps"),
            ({"name": "Sales", "tue": "all day"}, "“all day” is not an opening time."),
            ({"name": "  ", "wed": "8-12"}, "A team needs a name."),
            ({"name": "Sales", "manager": "nobody"}, "Choose a person."),
        ],
    )
    def test_what_is_refused_is_kept_and_explained(
        self, sign_in: SignIn, typed: dict[str, str], complaint: str
    ) -> None:
        office = build.office()
        desk = sign_in(office.mo)
        before = stored(office)

        answer = desk.post_plainly(url(office), **typed)

        assert answer.status_code == 422
        assert complaint in text(answer)
        shown = answer.content.decode()
        assert all(f'value="{typed[day]}"' in shown for day in typed if day in WORKDAYS)
        assert stored(office).name == before.name
        assert stored(office).calendar is None

    def test_only_managers(self, sign_in: SignIn) -> None:
        office = build.office()

        assert sign_in(office.ada).get(url(office)).status_code == 403

    def test_statements_do_not_grow_with_members(self, sign_in: SignIn) -> None:
        office = build.office()
        desk = sign_in(office.mo)
        desk.get(url(office))
        with counting.statements() as few:
            desk.get(url(office))
        rosters.set_member(
            office.id, office.team.id, office.mo.pk, rosters.Place(), at=NOON, by=None
        )

        with counting.statements() as found:
            desk.get(url(office))

        assert len(found) == len(few)


class TestMembers:
    def test_a_place_is_changed(self, sign_in: SignIn) -> None:
        office = build.office()
        desk = sign_in(office.mo)

        answer = desk.post_plainly(
            f"{url(office)}members/{office.ada.pk}/", do="save", weight="3", capacity="12",
            untouched_cap="4", language="fi, sv", territory="*", mon="8-12", thu="8-12",
        )  # fmt: skip

        assert answer.status_code == 303
        now = place(office)
        assert (now.weight, now.capacity, now.untouched_cap) == (3, 12, 4)
        assert now.attributes == {"language": ["fi", "sv"], "territory": ["*"]}
        assert now.calendar == {"hours": {"mon": "08:00-12:00", "thu": "08:00-12:00"}}

    def test_a_bad_number_is_told_beside_it(self, sign_in: SignIn) -> None:
        office = build.office()

        answer = sign_in(office.mo).post_plainly(
            f"{url(office)}members/{office.ada.pk}/", weight="many", capacity="12", product="x"
        )

        assert answer.status_code == 422
        [wrong] = [one for one in panel(answer, "page").places if one.state.errors]
        assert wrong.person.id == str(office.ada.pk)
        assert wrong.is_open
        assert (wrong.weight, wrong.state.errors) == (
            "many", {"weight": "A weight is a whole number from 0 to 1000."},
        )  # fmt: skip
        assert place(office).weight == 1

    def test_somebody_comes_in_and_goes(self, sign_in: SignIn) -> None:
        office = build.office(reps=False)
        desk = sign_in(office.mo)

        desk.post_plainly(f"{url(office)}members/", user=str(office.ada.pk))
        assert place(office).left_at is None
        desk.post_plainly(f"{url(office)}members/{office.ada.pk}/", do="leave")
        assert place(office).left_at is not None

    def test_a_stranger_is_refused(self, sign_in: SignIn) -> None:
        office = build.office()

        answer = sign_in(office.mo).post_plainly(f"{url(office)}members/", user=str(office.eve.pk))

        assert answer.status_code == 422
        assert "Choose a person." in text(answer)


class TestOpenAndClose:
    def test_the_last_team_stays_open(self, sign_in: SignIn) -> None:
        office = build.office()

        answer = sign_in(office.mo).post_plainly(url(office), do="close")

        assert answer.status_code == 409
        assert "Open another one first: leads need a home." in text(answer)

    def test_rules_that_name_it_keep_it_open_until_the_draft_names_another(
        self, sign_in: SignIn
    ) -> None:
        office = build.office()
        desk = sign_in(office.mo)
        desk.post_plainly("/people/teams/", name="Field")
        with inside(office.id):
            other = Team.objects.within(office.id).get(slug="field")
        into = str(other.id)

        refused = desk.post_plainly(url(office), do="close", into=into, with_members="yes")
        nobody = desk.post_plainly(url(office), do="close", into="")
        drafted = desk.post_plainly(url(office), do="name_other", into=into)
        page = panel(desk.get(url(office)), "page")

        assert (refused.status_code, nobody.status_code) == (409, 422)
        shown = panel(refused, "page").closing
        assert [one.label for one in shown.named_at] == ["Routing: who gets what no rule names"]
        assert (shown.is_open, shown.with_members, shown.draft_names) == (True, True, True)
        assert "Rules in force name this team still." in text(refused)
        assert stored(office).closed_at is None
        assert drafted["Location"] == "/studio/publish/"
        assert (len(page.closing.named_at), page.closing.draft_names) == (1, False)
        with inside(office.id):
            draft = drafting.standing(office.id).content
        assert draft["routing"]["default"] == "field"

    def test_its_leads_find_another_home(self, sign_in: SignIn) -> None:
        office = build.office()
        desk = sign_in(office.mo)
        answer = desk.post_plainly("/people/teams/", name="Sales")
        untouched, held = build.lead(office), build.lead(office)
        with inside(office.id):
            work.take_over(office.id, held.id, by=office.ada, at=NOON)
            other = Team.objects.within(office.id).exclude(id=office.team.id).get()
        assert answer["Location"] == f"/people/teams/{other.id}/"
        assert (other.name, other.slug) == ("Sales", "sales-2")

        with inside(office.id):
            source = default_source().replace("  default: sales", "  default: sales-2")
            define.publish(office.id, source, by=None, at=NOON)
        into = str(other.id)
        assert desk.post_plainly(url(office), do="close", into=into).status_code == 303
        assert desk.post_plainly(url(office), do="close", into=into).status_code == 404

        with inside(office.id):
            leads = {one.id: one for one in Lead.objects.within(office.id)}
        assert {one.team_id for one in leads.values()} == {other.id}
        assert leads[held.id].owner_id == office.ada.pk
        assert leads[untouched.id].owner_id is None

    def test_a_team_needs_a_name(self, sign_in: SignIn) -> None:
        office = build.office()

        answer = sign_in(office.mo).post_plainly("/people/teams/", name=" ")

        assert answer.status_code == 422
        assert "A team needs a name." in text(answer)
