"""Who gets in, into which workspace, and in whose language and time."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from tests import build
from tests.build import NOON, Office
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

    def test_a_link_opens_where_it_is_of(self, sign_in: SignIn) -> None:
        desk, first, second = self._two(sign_in)
        lead = build.lead(second)

        link = f"/leads/{lead.id}/?in_workspace={second.id}"
        response: Any = desk.client.get(link, follow=True)

        assert response.redirect_chain == [(f"/leads/{lead.id}/", 302)]
        assert panel(response, "shell").workspace.id == str(second.id)
        assert desk.get(f"/leads/{build.lead(first).id}/").status_code == 404

    def test_what_else_a_link_asks_for_stays(self, sign_in: SignIn) -> None:
        desk, first, _second = self._two(sign_in)

        response = desk.get("/queue/", scope="mine", in_workspace=str(first.id))

        assert response["Location"] == "/queue/?scope=mine"

    def test_a_form_is_sent_where_its_page_was(self, sign_in: SignIn) -> None:
        desk, first, second = self._two(sign_in)
        lead = build.lead(first)
        page = desk.get(f"/leads/{lead.id}/").content.decode()
        carried = re.search(r'name="in_workspace" value="([^"]+)"', page)
        assert carried
        assert carried[1] == str(first.id)

        choose(desk, second.id)
        done = desk.client.post(f"/leads/{lead.id}/claim/", {"in_workspace": carried[1]})

        assert done.status_code in (201, 303)
        with inside(first.id):
            assert Lead.objects.within(first.id).get().owner_id == first.ada.pk
        assert panel(desk.get("/queue/"), "shell").workspace.id == str(first.id)

    def test_a_page_left_open_asks_for_pieces_of_its_own(self, sign_in: SignIn) -> None:
        desk, first, second = self._two(sign_in)
        build.lead(first, full_name="Here Wanted")
        choose(desk, second.id)

        headers = {**HTMX, "X-Workspace": str(first.id)}
        piece = desk.client.get("/queue/", headers=headers)

        assert "Here Wanted" in text(piece)
        assert panel(desk.get("/queue/"), "shell").workspace.id == str(second.id)

    @pytest.mark.parametrize("told", ["foreign", "nonsense"])
    def test_one_that_is_not_theirs_is_not_there(self, sign_in: SignIn, told: str) -> None:
        desk, _first, _second = self._two(sign_in)
        named = {"foreign": str(build.office().id), "nonsense": "x"}[told]

        assert desk.get("/queue/", in_workspace=named).status_code == 404
        assert desk.client.post("/notices/", {"in_workspace": named}).status_code == 404
        headers = {**HTMX, "X-Workspace": named}
        assert desk.client.get("/queue/", headers=headers).status_code == 404

    def test_who_has_one_carries_nothing(self, sign_in: SignIn) -> None:
        page = sign_in(build.office().ada).get("/queue/").content.decode()

        assert 'name="in_workspace"' not in page

    @staticmethod
    def _two(sign_in: SignIn) -> tuple[Desk, Office, Office]:
        """Ada works in two workspaces, and is in the first."""
        first, second = build.office(), build.office()
        workspaces.join(second.workspace, first.ada, Role.MANAGER, at=NOON)
        desk = sign_in(first.ada)
        choose(desk, first.id)
        return desk, first, second

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
