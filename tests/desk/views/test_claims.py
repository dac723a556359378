"""Taking over and giving back over HTTP."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from tests import build
from tests.build import NOON, Office
from tests.desk.browser import HTMX, Desk, give, lead_now, text
from tests.desk.conftest import SignIn
from vaste.flows import work
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Lead
from vaste.routing.models import Claim
from vaste.workspaces import services as workspaces
from vaste.workspaces.models import Role, User


def url(lead: Lead) -> str:
    return f"/leads/{lead.id}/claim/"


def row(lead: Lead) -> str:
    """Return what htmx says it will replace when the queue's row asks."""
    return f"li#lead-{lead.id}"


@pytest.mark.django_db
class TestTaking:
    def test_from_the_queue_answers_with_the_row(self, sign_in: SignIn) -> None:
        office = build.office()
        lead = build.lead(office)

        response = sign_in(office.ada).post(url(lead), row(lead))

        assert response.status_code == 201
        assert response.content.strip().startswith(
            f'<li class="lead-row" id="lead-{lead.id}"'.encode()
        )
        assert "This lead is yours now." in text(response)
        assert lead_now(office, lead).owner_id == office.ada.pk

    def test_from_its_page_answers_with_the_page(self, sign_in: SignIn) -> None:
        office = build.office()
        lead = build.lead(office)

        response = sign_in(office.ada).post(url(lead))

        assert response.status_code == 201
        assert b'id="lead-detail"' in response.content
        assert b"<html" not in response.content
        assert "You have this lead" in text(response)

    def test_without_script_goes_to_the_page_and_says_so(self, sign_in: SignIn) -> None:
        office = build.office()
        lead = build.lead(office)
        desk = sign_in(office.ada)

        response = desk.post_plainly(url(lead))

        assert (response.status_code, response["Location"]) == (303, f"/leads/{lead.id}/")
        assert "This lead is yours now." in text(desk.get(response["Location"]))

    @pytest.mark.parametrize("from_row", [True, False])
    def test_the_loser_is_told_who_won(self, sign_in: SignIn, from_row: bool) -> None:
        office = build.office()
        lead = build.lead(office)
        work.take_over(office.id, lead.id, by=office.bob, at=NOON)
        before = lead_now(office, lead)

        target = row(lead) if from_row else "article#lead-detail"
        response = sign_in(office.ada).post(url(lead), target)

        assert response.status_code == 409
        assert "Bob was faster and has taken this lead over." in text(response)
        assert b'id="claim' not in response.content
        assert lead_now(office, lead).version == before.version

    def test_a_closed_lead_is_refused(self, sign_in: SignIn) -> None:
        office = build.office()
        lead = build.lead(office)
        work.close(office.id, lead.id, outcome="won", reason="", by=office.ada, at=NOON)

        response = sign_in(office.ada).post(url(lead))

        assert response.status_code == 409
        assert "This lead is closed already." in text(response)

    def test_other_methods_are_refused(self, sign_in: SignIn) -> None:
        office = build.office()
        lead = build.lead(office)

        response = sign_in(office.ada).get(url(lead))

        assert (response.status_code, response["Allow"]) == (405, "POST, DELETE")

    def test_a_forged_post_is_refused(self, sign_in: SignIn) -> None:
        office = build.office()
        lead = build.lead(office)
        desk = sign_in(office.ada)
        desk.client.handler.enforce_csrf_checks = True

        assert desk.post(url(lead)).status_code == 403
        assert lead_now(office, lead).taken_over_at is None


@pytest.mark.django_db(transaction=True)
class TestRace:
    def test_of_eight_browsers_at_once_one_gets_201(self) -> None:
        office = build.office()
        lead = build.lead(office)
        people = [_rep(office, f"rep{number}") for number in range(8)]
        desks = [Desk(user) for user in people]
        together = threading.Barrier(8)

        def press(desk: Desk) -> tuple[int, str]:
            together.wait()
            try:
                response = desk.client.post(url(lead), headers={**HTMX, "HX-Target": row(lead)})
                return response.status_code, text(response)
            finally:
                connection.close()

        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(press, desks))

        codes = [code for code, _ in answers]
        assert sorted(codes) == [201] + [409] * 7
        winner = people[codes.index(201)]
        assert all(
            f"{winner.full_name} was faster" in said for code, said in answers if code == 409
        )
        with inside(office.id):
            assert Claim.objects.within(office.id).get(released_at=None).owner_id == winner.pk


def _rep(office: Office, name: str) -> User:
    """Return one more rep, who sees everything so that the race is about the lead alone."""
    user = build.user(name)
    workspaces.join(office.workspace, user, Role.MANAGER, at=NOON)
    return user


@pytest.mark.django_db
class TestGivingBack:
    def test_returns_the_lead_to_the_pool(self, sign_in: SignIn) -> None:
        office = build.office()
        lead = build.lead(office)
        work.take_over(office.id, lead.id, by=office.ada, at=NOON)

        response = sign_in(office.ada).delete(url(lead))

        assert response.status_code == 200
        assert "The lead is back in the team's pool." in text(response).replace("&#x27;", "'")
        assert lead_now(office, lead).owner_id is None

    @pytest.mark.parametrize("is_held", [True, False])
    def test_of_a_colleague_is_for_managers(self, sign_in: SignIn, is_held: bool) -> None:
        office = build.office()
        lead = give(office, build.lead(office), office.bob)
        if is_held:
            work.take_over(office.id, lead.id, by=office.bob, at=NOON)

        assert sign_in(office.ada).delete(url(lead)).status_code == 403
        assert lead_now(office, lead).owner_id == office.bob.pk
        assert sign_in(office.mo).delete(url(lead)).status_code == 200
        assert lead_now(office, lead).owner_id is None
