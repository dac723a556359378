"""Teams and places in them, and what a change does to leads."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

import pytest

from tests import build
from tests.build import NOON, Office
from tests.racing import at_once
from vaste.flows import rosters
from vaste.flows.rerouting import Moved
from vaste.flows.rosters import BadRoster, NoSuchMember, NoSuchTeam, Place
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Lead
from vaste.routing.models import Member, Team

LATER = NOON + datetime.timedelta(minutes=5)


def set_ada(office: Office, **told: Any) -> tuple[Member, Moved]:
    return rosters.set_member(
        office.id, office.team.id, office.ada.pk, Place(**told), at=LATER, by=office.mo.pk
    )


def homes(office: Office) -> dict[uuid.UUID, tuple[uuid.UUID | None, uuid.UUID | None]]:
    with inside(office.id):
        rows = Lead.objects.within(office.id).values_list("id", "team_id", "owner_id")
        return {lead_id: (team_id, owner_id) for lead_id, team_id, owner_id in rows}


def second_team(office: Office, slug: str = "partners") -> Team:
    return rosters.make_team(office.id, slug=slug, name="Partners", at=NOON, by=office.mo.pk)


@pytest.mark.django_db
class TestSetMember:
    def test_keeps_what_was_told(self) -> None:
        office = build.office()

        member, moved = set_ada(
            office, weight=3, capacity=8, untouched_cap=2,
            calendar={"hours": {"mon": "08:00-12:00"}},
            attributes={"skill": ["Welding", " welding ", "Welding"], "language": []},
        )  # fmt: skip

        assert moved == Moved()
        assert (member.weight, member.capacity, member.untouched_cap) == (3, 8, 2)
        assert member.attributes == {"skill": ["Welding", "welding"]}
        assert member.calendar == {"hours": {"mon": "08:00-12:00"}}

    def test_a_capacity_of_nothing_gives_untouched_leads_away(self) -> None:
        office = build.office()
        for _ in range(4):
            build.lead(office)

        _, moved = set_ada(office, capacity=0)

        assert moved == Moved(given=2)
        assert {owner for _, owner in homes(office).values()} == {office.bob.pk}

    def test_who_comes_again_begins_at_the_average(self) -> None:
        office = build.office()
        with inside(office.id):
            Member.objects.within(office.id).filter(user_id=office.ada.pk).update(
                credit=77, owed=3, left_at=NOON
            )

        member, _ = set_ada(office)

        assert (member.credit, member.owed, member.left_at) == (0, 0, None)

    @pytest.mark.parametrize(
        ("told", "field"),
        [
            ({"weight": -1}, "weight"),
            ({"capacity": 10**9}, "capacity"),
            ({"untouched_cap": 0}, "untouched_cap"),
            ({"attributes": {"shoes": ["42"]}}, "attributes"),
            ({"calendar": {"zone": "Mars/Phobos"}}, "calendar.zone"),
            ({"calendar": {"hours": {"mon": "25:00-26:00"}}}, "calendar.hours.mon"),
        ],
    )
    def test_what_cannot_be_is_refused(self, told: dict[str, Any], field: str) -> None:
        office = build.office()

        with pytest.raises(BadRoster) as wrong:
            set_ada(office, **told)

        assert wrong.value.field == field

    def test_only_members_of_the_workspace(self) -> None:
        office = build.office()

        with pytest.raises(NoSuchMember):
            rosters.set_member(
                office.id, office.team.id, build.user("zoe").pk, Place(), at=NOON, by=None
            )
        with pytest.raises(NoSuchTeam):
            rosters.set_member(office.id, uuid.uuid4(), office.ada.pk, Place(), at=NOON, by=None)


@pytest.mark.django_db
class TestLeaveTeam:
    def test_untouched_leads_of_the_team_go_to_others(self) -> None:
        office = build.office()
        for _ in range(4):
            build.lead(office)

        moved = rosters.leave_team(
            office.id, office.team.id, office.ada.pk, at=LATER, by=office.mo.pk
        )

        assert moved == Moved(given=2)
        assert {owner for _, owner in homes(office).values()} == {office.bob.pk}
        with pytest.raises(NoSuchMember):
            rosters.leave_team(office.id, office.team.id, office.ada.pk, at=LATER, by=None)


@pytest.mark.django_db
class TestMakeAndSetTeam:
    def test_a_short_name_is_taken_once(self) -> None:
        office = build.office()

        second_team(office)
        with pytest.raises(BadRoster) as wrong:
            second_team(office)

        assert wrong.value.field == "slug"

    def test_hours_of_the_team_are_checked(self) -> None:
        office = build.office()

        def change(calendar: dict[str, Any] | None) -> Team:
            return rosters.set_team(
                office.id, office.team.id, name="Field", manager_id=office.bob.pk,
                calendar=calendar, require_shift=True, at=NOON, by=office.mo.pk,
            )  # fmt: skip

        team = change({"hours": {"sat": "10:00-14:00"}})
        assert (team.name, team.manager_id, team.require_shift) == ("Field", office.bob.pk, True)
        with pytest.raises(BadRoster, match="no working"):
            change({"hours": {"sat": "closed"}})
        assert change(None).calendar is None


@pytest.mark.django_db(transaction=True)
class TestMakeTeamRace:
    def test_of_two_with_one_short_name_the_second_is_told(self) -> None:
        office = build.office()
        told = []

        def make() -> None:
            try:
                second_team(office)
            except BadRoster as refused:
                told.append(refused.field)

        at_once(make, make, make)

        assert told == ["slug", "slug"]
        with inside(office.id):
            assert Team.objects.within(office.id).filter(slug="partners").count() == 1
