"""The user's own settings and the way between workspaces."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import pytest

from tests import build
from tests.build import NOON
from tests.desk.browser import panel, text
from tests.desk.conftest import SignIn
from vaste.definitions.queries import default_source
from vaste.flows import noticing
from vaste.infra.tenancy.context import inside
from vaste.routing.models import Absence
from vaste.workspaces import services as workspaces
from vaste.workspaces.models import Role, User


@pytest.mark.django_db
class TestSwitch:
    def test_shows_ones_workspaces_with_ones_role(self, sign_in: SignIn) -> None:
        office, other = build.office(), build.office()
        other.workspace.name = "Beta"
        other.workspace.save()
        workspaces.join(other.workspace, office.ada, Role.VIEWER, at=NOON)

        response = sign_in(office.ada).get("/workspace/switch/")

        shown = panel(response, "shell").workspaces
        assert [(one.name, one.role, one.is_current) for one in shown] == [
            ("Acme", "Rep", True),
            ("Beta", "Viewer", False),
        ]
        assert "Beta Viewer" in text(response)

    def test_shows_what_waits_in_each_and_nothing_of_others(self, sign_in: SignIn) -> None:
        office, other, foreign = build.office(), build.office(), build.office()
        workspaces.join(other.workspace, office.ada, Role.VIEWER, at=NOON)
        own = [build.lead(office).owner_id for _ in range(4)].count(office.ada.pk)
        for place in (other, foreign, other):
            build.lead(place)
        with inside(other.id):
            row = noticing.row(other.id, office.ada.pk, "routing_nobody", "a", at=NOON)
            noticing.store([row])

        response = sign_in(office.ada).get("/workspace/switch/")

        found = {one.id: (one.waiting, one.notices) for one in response.context["workspaces"]}
        assert found == {str(office.id): (own, 0), str(other.id): (2, 1)}
        assert "2 waiting 1 Unread notices" in text(response)

    def test_goes_to_the_chosen_one(self, sign_in: SignIn) -> None:
        office, other = build.office(), build.office()
        workspaces.join(other.workspace, office.ada, Role.VIEWER, at=NOON)
        desk = sign_in(office.ada)

        for wanted in (other, office):
            response = desk.post_plainly("/workspace/switch/", workspace=str(wanted.id))
            assert (response.status_code, response["Location"]) == (303, "/queue/")
            assert panel(desk.get("/queue/"), "shell").workspace.id == str(wanted.id)

    @pytest.mark.parametrize("wanted", ["foreign", "", "nonsense"])
    def test_another_does_not_exist(self, sign_in: SignIn, wanted: str) -> None:
        office, other = build.office(), build.office()
        desk = sign_in(office.ada)
        wanted = str(other.id) if wanted == "foreign" else wanted

        assert desk.post_plainly("/workspace/switch/", workspace=wanted).status_code == 404
        assert panel(desk.get("/queue/"), "shell").workspace.id == str(office.id)


@pytest.mark.django_db
class TestPreferences:
    def test_keeps_what_is_told_and_goes_back(self, sign_in: SignIn) -> None:
        office = build.office()
        desk = sign_in(office.ada)

        for told in ({"theme": "dark"}, {"language": "sv"}, {"keys_on": "0"}):
            response = desk.post_plainly("/preferences/", next="/queue/?scope=mine", **told)
            assert (response.status_code, response["Location"]) == (303, "/queue/?scope=mine")

        kept = User.objects.get(pk=office.ada.pk)
        assert (kept.theme, kept.language, kept.single_keys) == ("dark", "sv", False)
        assert response.cookies["django_language"].value == "sv"
        page = desk.get("/queue/")
        assert b'data-bs-theme="dark"' in page.content
        assert b'data-keys="off"' in page.content
        assert b'<html lang="sv"' in page.content

    def test_times_are_those_of_the_workspace_until_a_zone_is_chosen(self, sign_in: SignIn) -> None:
        source = default_source().replace("Europe/Helsinki", "Asia/Tehran")
        office = build.office(source=source)
        desk = sign_in(office.ada)

        assert panel(desk.get("/preferences/"), "shell").zone == "Asia/Tehran"
        desk.post_plainly("/preferences/", zone="Pacific/Auckland")
        assert panel(desk.get("/queue/"), "shell").zone == "Pacific/Auckland"
        desk.post_plainly("/preferences/", zone="Mars/Olympus")
        assert "Times of Pacific/Auckland" in text(desk.get("/queue/"))
        desk.post_plainly("/preferences/", zone="")
        assert panel(desk.get("/queue/"), "shell").zone == "Asia/Tehran"

    def test_the_days_of_an_absence_are_of_the_zone_that_is_shown(self, sign_in: SignIn) -> None:
        office = build.office(source=default_source().replace("Europe/Helsinki", "Asia/Tehran"))

        sign_in(office.ada).post_plainly(
            f"/people/{office.ada.pk}/absences/", first_day="2030-03-04", last_day="2030-03-04"
        )

        with inside(office.id):
            kept = Absence.objects.within(office.id).get()
        tehran = ZoneInfo("Asia/Tehran")
        assert kept.away_from == datetime.datetime(2030, 3, 4, tzinfo=tehran)
        assert kept.away_until == datetime.datetime(2030, 3, 5, tzinfo=tehran)

    @pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example", "javascript:x", ""])
    def test_never_goes_elsewhere(self, sign_in: SignIn, url: str) -> None:
        response = sign_in(build.office().ada).post_plainly("/preferences/", theme="dark", next=url)

        assert response["Location"] == "/queue/"

    def test_what_is_not_known_changes_nothing(self, sign_in: SignIn) -> None:
        office = build.office()

        sign_in(office.ada).post_plainly("/preferences/", theme="pink", language="xx", keys_on="7")

        kept = User.objects.get(pk=office.ada.pk)
        assert (kept.theme, kept.language, kept.single_keys) == ("auto", "en", True)
