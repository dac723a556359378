"""Places in a workspace: one admin at least stays."""

from __future__ import annotations

import pytest

from tests import build
from tests.build import NOON
from vaste.workspaces import services as workspaces
from vaste.workspaces.models import Membership, Role


@pytest.mark.django_db
class TestJoin:
    def test_again_changes_the_role(self) -> None:
        office = build.office()

        workspaces.join(office.workspace, office.ada, Role.MANAGER, at=NOON)

        assert Membership.objects.get(user=office.ada).role == Role.MANAGER

    def test_the_last_admin_stays_one(self) -> None:
        office = build.office()

        with pytest.raises(workspaces.LastAdmin):
            workspaces.join(office.workspace, office.mo, Role.REP, at=NOON)

        assert Membership.objects.get(user=office.mo).role == Role.ADMIN

    def test_one_of_two_admins_may_become_something_else(self) -> None:
        office = build.office()
        workspaces.join(office.workspace, office.ada, Role.ADMIN, at=NOON)

        workspaces.join(office.workspace, office.mo, Role.REP, at=NOON)

        assert Membership.objects.get(user=office.mo).role == Role.REP
