"""`vaste token`, with the database stood in for by the tests' own."""

from __future__ import annotations

from contextlib import nullcontext

import pytest
from click.testing import CliRunner, Result

from tests import build
from tests.api.machine import Machine
from tests.build import Office
from vaste.api.scopes import SCOPES
from vaste.config import postgres
from vaste.config.commands import token as command
from vaste.config.processes import CannotStart
from vaste.workspaces.models import Handle

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def running(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the command find the tests' database up."""
    monkeypatch.setattr(postgres, "running", lambda **_: nullcontext())


@pytest.fixture
def office() -> Office:
    return build.office()


def run(*words: str) -> Result:
    return CliRunner().invoke(command.token, words, catch_exceptions=False)


def make(office: Office, *words: str) -> Result:
    return run("make", "-w", office.workspace.slug, "-u", office.ada.email, "-l", "Dialler", *words)


class TestMake:
    def test_prints_a_secret_that_works(self, office: Office) -> None:
        said = make(office, "-s", "leads:read", "-s", "teams:read")

        client = Machine(said.stdout.strip())
        assert said.exit_code == 0
        assert client.get("/leads").status == 200
        assert client.get("/teams").status == 200
        assert client.get("/notices").code == "scope_missing"
        assert client.get("/me").body["user"]["id"] == str(office.ada.pk)

    def test_keeps_the_secret_nowhere(self, office: Office) -> None:
        secret = make(office, "--all-scopes").stdout.strip()

        kept = Handle.objects.get(kind=Handle.Kind.TOKEN)
        assert secret not in (kept.name, kept.label)
        assert sorted(kept.scopes) == sorted(SCOPES)

    @pytest.mark.parametrize(
        ("words", "told"),
        [((), "A token needs a scope."), (("-s", "leads:eat"), "There is no scope 'leads:eat'.")],
    )
    def test_says_which_scopes_there_are(
        self, office: Office, words: tuple[str, ...], told: str
    ) -> None:
        with pytest.raises(CannotStart, match=told) as refused:
            make(office, *words)

        assert "leads:write" in str(refused.value)
        assert not Handle.objects.filter(kind=Handle.Kind.TOKEN).exists()

    def test_is_for_members(self, office: Office) -> None:
        with pytest.raises(CannotStart, match="is no member of"):
            run("make", "-w", office.workspace.slug, "-u", office.eve.email, "-l", "x", "-s", "x")

    def test_of_no_workspace_is_refused(self, office: Office) -> None:
        with pytest.raises(CannotStart, match="There is no workspace 'nowhere'"):
            run("make", "-w", "nowhere", "-u", office.ada.email, "-l", "x", "-s", "leads:read")


class TestListTokens:
    def test_shows_them_without_secrets(self, office: Office) -> None:
        secret = make(office, "-s", "leads:read").stdout.strip()

        said = run("list", "-w", office.workspace.slug).stdout

        assert len(said.splitlines()) == 1
        assert "in force" in said
        assert office.ada.email in said
        assert "leads:read" in said
        assert secret not in said

    def test_shows_none_of_other_workspaces(self, office: Office) -> None:
        make(build.office(), "-s", "leads:read")

        assert run("list", "-w", office.workspace.slug).stdout == ""


class TestRevoke:
    def test_ends_it(self, office: Office) -> None:
        client = Machine(make(office, "-s", "leads:read").stdout.strip())
        name = run("list", "-w", office.workspace.slug).stdout.split()[0]

        said = run("revoke", "-w", office.workspace.slug, name)

        assert said.stdout == "The token 'Dialler' is revoked.\n"
        assert client.get("/leads").status == 401
        assert "revoked" in run("list", "-w", office.workspace.slug).stdout
        again = run("revoke", "-w", office.workspace.slug, name)
        assert again.stdout == "The token 'Dialler' was revoked before.\n"

    @pytest.mark.parametrize("name", ["", "zzz"])
    def test_of_none_is_refused(self, office: Office, name: str) -> None:
        make(office, "-s", "leads:read")

        with pytest.raises(CannotStart, match="0 tokens of"):
            run("revoke", "-w", office.workspace.slug, name)

    def test_of_another_workspaces_is_refused(self, office: Office) -> None:
        other = build.office()
        client = Machine(make(other, "-s", "leads:read").stdout.strip())
        name = run("list", "-w", other.workspace.slug).stdout.split()[0]

        with pytest.raises(CannotStart, match="0 tokens of"):
            run("revoke", "-w", office.workspace.slug, name)

        assert client.get("/leads").status == 200
