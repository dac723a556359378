"""The watchdog: what a fault left without a home finds one."""

from __future__ import annotations

import datetime
import uuid

import pytest

from tests import build
from tests.build import NOON, Office
from vaste.flows import rosters, watching, work
from vaste.flows.rosters import Place
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Lead, Notice
from vaste.routing.models import Claim, Team
from vaste.workspaces.models import Membership

LATER = NOON + datetime.timedelta(minutes=5)


def count(office: Office) -> int:
    with inside(office.id):
        return watching.count_homeless(office.id)


def change(office: Office, lead: Lead, **told: object) -> None:
    with inside(office.id):
        Lead.objects.within(office.id).filter(id=lead.id).update(**told)


@pytest.mark.django_db
class TestHouseHomeless:
    def test_leads_at_home_are_left_alone(self) -> None:
        office = build.office()
        lead = build.lead(office)
        change(office, build.lead(office), owner_id=None)
        work.snooze(office.id, lead.id, until=LATER, by=office.ada, at=NOON)

        assert count(office) == 0
        assert watching.house_homeless(office.id, at=LATER) == 0

    def test_pools_of_closed_and_vanished_teams_find_an_owner(self) -> None:
        office = build.office()
        other = rosters.make_team(office.id, slug="other", name="Other", at=NOON, by=None)
        rosters.set_member(office.id, other.id, office.mo.pk, Place(), at=NOON, by=None)
        leads = [build.lead(office) for _ in range(4)]
        with inside(office.id):
            Team.objects.within(office.id).filter(id=office.team.id).update(closed_at=NOON)
        change(office, leads[0], owner_id=None)
        change(office, leads[1], owner_id=None, team_id=uuid.uuid4())
        change(office, leads[2], owner_id=None, state="snoozed", team_id=None)

        assert count(office) == 3
        assert watching.house_homeless(office.id, at=LATER) == 3
        assert count(office) == 0
        with inside(office.id):
            rows = Lead.objects.within(office.id).filter(id__in=[one.id for one in leads[:3]])
            assert set(rows.values_list("team_id", "owner_id")) == {(other.id, office.mo.pk)}
            notice = Notice.objects.within(office.id).get(kind="homeless_housed")
            assert (notice.user_id, notice.detail) == (office.mo.pk, {"given": 3})

    def test_what_people_who_are_gone_had_begun_goes_to_others(self) -> None:
        office = build.office()
        leads = [build.lead(office) for _ in range(2)]
        [lead] = [one for one in leads if one.owner_id == office.ada.pk]
        work.take_over(office.id, lead.id, by=office.ada, at=NOON)
        Membership.objects.filter(user=office.ada).update(left_at=NOON)

        assert count(office) == 1
        assert watching.house_homeless(office.id, at=LATER) == 1
        with inside(office.id):
            now = Lead.objects.within(office.id).get(id=lead.id)
            assert (now.owner_id, now.taken_over_at) == (office.bob.pk, None)
            assert not Claim.objects.within(office.id).filter(released_at=None).exists()

    def test_somebody_who_was_shut_out_counts_as_gone(self) -> None:
        office = build.office()
        build.lead(office)
        build.lead(office)
        office.ada.is_active = False
        office.ada.save()

        assert watching.house_homeless(office.id, at=LATER) == 1
        assert count(office) == 0
