"""What is invisible is 404; what may only be looked at is 403."""

from __future__ import annotations

import pytest

from tests import build
from tests.build import NOON, Office
from tests.desk.browser import give, text
from tests.desk.conftest import SignIn
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Lead
from vaste.routing.models import Team
from vaste.workspaces import services as workspaces
from vaste.workspaces.models import Role, User


def of_other_team(office: Office, slug: str = "north") -> Lead:
    """Return a lead of a team that nobody is in, without an owner."""
    lead = give(office, build.lead(office), None)
    with inside(office.id):
        team = Team.objects.create(workspace_id=office.id, slug=slug, name=slug, created_at=NOON)
        Lead.objects.within(office.id).filter(id=lead.id).update(team_id=team.id)
    return lead


def member(office: Office, role: Role) -> User:
    user = build.user(str(role))
    workspaces.join(office.workspace, user, role, at=NOON)
    return user


@pytest.mark.django_db
class TestGetLead:
    def test_a_rep_sees_their_own_and_their_teams(self, sign_in: SignIn) -> None:
        office = build.office()
        of_bob, foreign = give(office, build.lead(office), office.bob), of_other_team(office)
        own = give(office, of_other_team(office, "south"), office.ada)
        desk = sign_in(office.ada)

        assert desk.get(f"/leads/{of_bob.id}/").status_code == 200
        assert desk.get(f"/leads/{own.id}/").status_code == 200
        assert desk.get(f"/leads/{foreign.id}/").status_code == 404

    @pytest.mark.parametrize("role", [Role.ADMIN, Role.MANAGER, Role.MARKETER, Role.VIEWER])
    def test_the_other_roles_see_every_lead(self, sign_in: SignIn, role: Role) -> None:
        office = build.office()
        lead = of_other_team(office)

        assert sign_in(member(office, role)).get(f"/leads/{lead.id}/").status_code == 200

    @pytest.mark.parametrize("role", [Role.MARKETER, Role.VIEWER])
    def test_who_may_not_work_is_refused_in_words(self, sign_in: SignIn, role: Role) -> None:
        office = build.office()
        lead = build.lead(office)
        desk = sign_in(member(office, role))

        refused = desk.post(f"/leads/{lead.id}/claim/")

        assert refused.status_code == 403
        assert "Your role in this workspace does not allow it." in text(refused)
        assert desk.post(f"/leads/{lead.id}/contacts/").status_code == 403
        assert desk.post(f"/leads/{lead.id}/snooze/").status_code == 403
        assert desk.post(f"/leads/{lead.id}/closing/").status_code == 403
        assert desk.delete(f"/leads/{lead.id}/closing/").status_code == 403
        with inside(office.id):
            assert Lead.objects.within(office.id).get().version == 1

    def test_another_workspace_does_not_exist(self, sign_in: SignIn) -> None:
        office, other = build.office(), build.office()
        lead = build.lead(other)
        desk = sign_in(office.mo)

        assert desk.get(f"/leads/{lead.id}/").status_code == 404
        for path in ("claim", "contacts", "snooze", "closing"):
            assert desk.post(f"/leads/{lead.id}/{path}/").status_code == 404
