"""What a ladder does with leads: who is asked to help is somebody who can."""

from __future__ import annotations

import pytest

from tests import build
from tests.build import NOON
from vaste.flows import found, moving, work
from vaste.infra.tenancy.context import inside
from vaste.workspaces.models import Membership


@pytest.mark.django_db
class TestSeconds:
    def test_pass_over_who_cannot_sign_in(self) -> None:
        office = build.office()
        lead = build.lead(office)
        work.take_over(office.id, lead.id, by=office.ada, at=NOON)
        office.bob.is_active = False
        office.bob.save()

        with inside(office.id):
            assert moving.seconds(office.id, [lead.id], at=NOON) == {}
            found.join_team(office.id, office.team, office.mo)
            assert moving.seconds(office.id, [lead.id], at=NOON) == {lead.id: office.mo.pk}

    def test_pass_over_who_has_left_the_workspace(self) -> None:
        office = build.office()
        lead = build.lead(office)
        work.take_over(office.id, lead.id, by=office.ada, at=NOON)
        Membership.objects.filter(user=office.bob).update(left_at=NOON)

        with inside(office.id):
            assert moving.seconds(office.id, [lead.id], at=NOON) == {}
