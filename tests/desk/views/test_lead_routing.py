"""The decision on a lead's page: who was chosen, who was not, and why."""

from __future__ import annotations

import pytest

from tests import build
from tests.build import NOON
from tests.desk.browser import panel, text
from tests.desk.conftest import SignIn
from vaste.flows import rosters
from vaste.flows.rosters import Place
from vaste.workspaces import services as workspaces
from vaste.workspaces.models import Role


@pytest.mark.django_db
class TestDecision:
    def test_of_many_candidates_the_chosen_stands_first_and_most_are_folded(
        self, sign_in: SignIn
    ) -> None:
        office = build.office()
        for number in range(10):
            rep = build.user(f"rep{number}")
            workspaces.join(office.workspace, rep, Role.REP, at=NOON)
            place = Place(weight=0 if number < 8 else 1)
            rosters.set_member(office.id, office.team.id, rep.pk, place, at=NOON, by=None)
        for _turn in range(2):
            lead = build.lead(office)

        response = sign_in(office.mo).get(f"/leads/{lead.id}/")

        routing = panel(response, "lead").routing
        assert [one.is_chosen for one in routing.candidates] == [True] + [False] * 11
        assert ["takes no new" in one.why for one in routing.candidates[4:]] == [True] * 8
        assert "All 12 who were looked at" in text(response)

    def test_a_team_of_nobody_is_said_to_be_so(self, sign_in: SignIn) -> None:
        office = build.office(reps=False)
        page = panel(sign_in(office.mo).get(f"/leads/{build.lead(office).id}/"), "lead")

        assert page.routing is not None
        assert page.routing.outcome == (
            "Nobody is in the team: the lead waits in its pool. Give the team people."
        )
