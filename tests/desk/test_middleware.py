"""Who gets in, into which workspace, and in whose language and time."""

from __future__ import annotations

import datetime

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from tests import build
from tests.build import NOON
from tests.desk.browser import HTMX, Desk, panel, text
from tests.desk.conftest import SignIn
from vaste.desk import access
from vaste.desk.http import DeskRequest
from vaste.desk.viewers import WORKSPACE_KEY
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Lead
from vaste.workspaces import services as workspaces
from vaste.workspaces.models import Role


def choose(desk: Desk, workspace_id: object) -> None:
    session = desk.client.session
    session[WORKSPACE_KEY] = str(workspace_id)
    session.save()


@pytest.mark.django_db
class TestStrangers:
    def test_are_sent_to_sign_in_and_back(self) -> None:
        response = Client().get("/queue/?scope=mine")

        assert response.status_code == 302
        assert response["Location"] == "/accounts/login/?next=/queue/%3Fscope%3Dmine"

    def test_a_piece_sends_the_whole_browser_there(self) -> None:
        response = Client().get("/queue/", headers=HTMX)

        assert (response.status_code, response["HX-Redirect"]) == (401, "/accounts/login/")

    @pytest.mark.parametrize("url", ["/accounts/login/", "/api/v1/openapi.json"])
    def test_may_see_what_needs_no_workspace(self, url: str) -> None:
        assert Client().get(url).status_code == 200

    def test_nobody_signs_themselves_up(self) -> None:
        response = Client().get("/accounts/signup/")

        assert (response.status_code, "form" in response.context) == (200, False)


@pytest.mark.django_db
class TestWorkspace:
    def test_a_user_of_none_is_told_so(self, sign_in: SignIn) -> None:
        office = build.office()

        response = sign_in(office.eve).get("/queue/")

        assert response.status_code == 403
        assert "You are in no workspace" in text(response)

    def test_one_that_was_left_is_closed(self, sign_in: SignIn) -> None:
        office = build.office()
        workspaces.leave(office.id, office.ada.pk, at=NOON)

        assert sign_in(office.ada).get("/queue/").status_code == 403

    def test_the_session_chooses_among_ones_own(self, sign_in: SignIn) -> None:
        first, second, foreign = build.office(), build.office(), build.office()
        workspaces.join(second.workspace, first.ada, Role.VIEWER, at=NOON)
        desk = sign_in(first.ada)

        choose(desk, second.id)
        assert panel(desk.get("/queue/"), "shell").workspace.id == str(second.id)
        choose(desk, foreign.id)
        assert panel(desk.get("/queue/"), "shell").workspace.id in {str(first.id), str(second.id)}

    def test_nothing_is_kept_in_shared_caches(self, sign_in: SignIn) -> None:
        office = build.office()

        response = sign_in(office.ada).get("/queue/")

        assert response["Cache-Control"] == "private, no-cache"
        assert "HX-Request" in response["Vary"]

    def test_a_view_that_raises_writes_nothing(
        self, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        office = build.office()
        lead = build.lead(office)
        load = access.get_lead

        def spoil(request: DeskRequest, lead_id: object) -> HttpResponse:
            load(request, lead.id)
            Lead.objects.within(office.id).update(subject="spoiled")
            raise ZeroDivisionError

        monkeypatch.setattr("vaste.desk.views.leads.get_lead", spoil)
        desk = sign_in(office.mo)
        desk.client.raise_request_exception = False

        assert desk.get(f"/leads/{lead.id}/").status_code == 500
        with inside(office.id):
            assert Lead.objects.within(office.id).get().subject == ""


@pytest.mark.django_db
class TestSettleIn:
    def test_speaks_the_users_language_in_their_zone(self, sign_in: SignIn) -> None:
        office = build.office()
        office.ada.language, office.ada.zone = "fi", "America/New_York"
        office.ada.save()

        response = sign_in(office.ada).get("/queue/")

        assert response["Content-Language"] == "fi"
        assert b'<html lang="fi"' in response.content
        assert b'data-zone="America/New_York"' in response.content

    @pytest.mark.parametrize(("language", "zone"), [("xx", "Nowhere/Land"), ("", "")])
    def test_unknown_ones_do_no_harm(self, sign_in: SignIn, language: str, zone: str) -> None:
        office = build.office()
        office.ada.language, office.ada.zone = language, zone
        office.ada.save()

        response = sign_in(office.ada).get("/queue/")

        assert (response.status_code, response["Content-Language"]) == (200, "en")

    def test_the_zone_does_not_outlive_the_request(self, sign_in: SignIn) -> None:
        office = build.office()
        before = timezone.get_current_timezone_name()

        sign_in(office.ada).get("/queue/")

        assert timezone.get_current_timezone_name() == before

    def test_the_instant_is_read_once(self, sign_in: SignIn) -> None:
        office = build.office()
        at = NOON + datetime.timedelta(minutes=5)

        assert panel(sign_in(office.ada, at=at).get("/queue/"), "shell").now == at
