"""Who is told what happens in a team: its manager, while there is one."""

from __future__ import annotations

import pytest

from tests import build
from tests.build import NOON, Office
from vaste.flows import noticing
from vaste.infra.tenancy.context import inside
from vaste.workspaces import services as workspaces
from vaste.workspaces.models import Membership, Role


def told(office: Office) -> list[object]:
    with inside(office.id):
        return list(noticing.managers(office.id, [office.team.id])[office.team.id])


@pytest.mark.django_db
class TestManagers:
    def test_the_teams_own_is_told(self) -> None:
        office = build.office()
        workspaces.join(office.workspace, office.eve, Role.ADMIN, at=NOON)

        assert told(office) == [office.mo.pk]

    def test_admins_are_told_once_the_manager_has_left(self) -> None:
        office = build.office()
        workspaces.join(office.workspace, office.eve, Role.ADMIN, at=NOON)
        Membership.objects.filter(user=office.mo).update(left_at=NOON)

        assert told(office) == [office.eve.pk]

    def test_admins_are_told_once_the_manager_cannot_sign_in(self) -> None:
        office = build.office()
        workspaces.join(office.workspace, office.eve, Role.ADMIN, at=NOON)
        office.mo.is_active = False
        office.mo.save()

        assert told(office) == [office.eve.pk]
