"""Who is let in."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tests import build
from tests.api.machine import Machine, machine, secret
from tests.build import Office
from vaste.api import callers
from vaste.workspaces import services as workspaces
from vaste.workspaces.models import Handle, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return build.office()


class TestToken:
    def test_none_is_401(self, office: Office) -> None:
        answer = Machine("").get("/me")

        assert (answer.status, answer.code) == (401, "no_token")
        assert answer.headers["WWW-Authenticate"] == 'Bearer realm="vaste"'

    @pytest.mark.parametrize(
        "told",
        ["Basic abc", "Bearer", "Bearer ", "Bearer x", "Bearer vst_ä", "vst_12345678", "\x07"],
    )
    def test_nonsense_is_401(self, office: Office, told: str) -> None:
        answer = Machine("").send("GET", "/me", Authorization=told)

        assert answer.status == 401
        assert answer.code in ("no_token", "bad_token")

    def test_unknown_is_401(self, office: Office) -> None:
        answer = Machine("vst_" + "a" * 43).get("/me")

        assert (answer.status, answer.code) == (401, "bad_token")
        assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]

    def test_revoked_is_401(self, office: Office) -> None:
        client = machine(office, office.ada)
        assert client.get("/me").status == 200

        workspaces.revoke(workspaces.token_name(client.secret), at=timezone.now())

        assert client.get("/me").status == 401

    def test_of_one_who_left_is_401(self, office: Office) -> None:
        client = machine(office, office.ada)

        workspaces.leave(office.id, office.ada.pk, at=timezone.now())

        assert client.get("/me").status == 401

    def test_of_a_disabled_user_is_401(self, office: Office) -> None:
        client = machine(office, office.ada)
        office.ada.is_active = False
        office.ada.save()

        assert client.get("/me").status == 401

    def test_a_doors_public_key_is_no_token(self, office: Office) -> None:
        assert Machine(office.doors["api"].key).get("/me").status == 401

    def test_the_stored_name_is_no_token(self, office: Office) -> None:
        client = machine(office, office.ada)
        name = workspaces.token_name(client.secret)

        assert Machine(name).get("/me").status == 401
        assert not Handle.objects.filter(name__contains=client.secret).exists()

    def test_has_the_role_of_its_user_at_this_moment(self, office: Office) -> None:
        client = machine(office, office.ada)
        assert client.get("/arrivals").status == 403

        workspaces.join(office.workspace, office.ada, Role.MANAGER, at=timezone.now())

        assert client.get("/arrivals").status == 200

    def test_the_kind_of_word_is_read_without_case(self, office: Office) -> None:
        token = secret(office, office.ada)

        assert Machine("").send("GET", "/me", Authorization=f"bearer {token}").status == 200


class TestFind:
    def test_gives_user_role_and_scopes(self, office: Office) -> None:
        found = callers.find(secret(office, office.ada, ["leads:read"]))

        assert found is not None
        assert (found.user, found.workspace_id, found.role) == (office.ada, office.id, "rep")
        assert found.scopes == {"leads:read"}
        assert found.token_label == "A machine"

    @pytest.mark.parametrize("told", ["", "short", "a" * 201, "with space", "ä" * 20, "a\x00" * 9])
    def test_asks_nobody_about_what_can_be_no_token(
        self, told: str, django_assert_num_queries: object
    ) -> None:
        with django_assert_num_queries(0):  # type: ignore[operator]
            assert callers.find(told) is None
