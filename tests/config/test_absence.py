"""`vaste absence`, with the database stood in for by the tests' own."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.utils import timezone

from tests import build
from tests.build import Office
from tests.routing.test_ical import calendar
from vaste.config import postgres
from vaste.config.commands import absence as command
from vaste.config.processes import CannotStart

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def running(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the command find the tests' database up."""
    monkeypatch.setattr(postgres, "running", lambda **_: nullcontext())


@pytest.fixture
def office() -> Office:
    return build.office()


def run(*words: str) -> Result:
    return CliRunner().invoke(command.absence, words, catch_exceptions=False)


class TestImport:
    def test_says_what_it_did_and_lists_it(self, office: Office, tmp_path: Path) -> None:
        today = timezone.now().strftime("%Y%m%d")
        file = tmp_path / "ada.ics"
        file.write_bytes(
            calendar(f"UID:a\r\nDTSTART:{today}T000000Z\r\nDURATION:P3D\r\nSUMMARY:Ill")
        )
        where = ("-w", office.workspace.slug)

        said = run("import", str(file), "-u", office.ada.email, *where)

        assert said.output == f"{office.ada.email}: 1 absences are new or moved, 0 are gone.\n"
        assert f"{office.ada.email}  Ill" in run("list", *where).output

    def test_refuses_strangers_and_other_files(self, office: Office, tmp_path: Path) -> None:
        file = tmp_path / "ada.ics"
        file.write_text("name,from")
        where = ("-w", office.workspace.slug)

        with pytest.raises(CannotStart, match=r"ada\.ics: This is no iCalendar file"):
            run("import", str(file), "-u", office.ada.email, *where)
        file.write_bytes(calendar())
        with pytest.raises(CannotStart, match="is not in"):
            run("import", str(file), "-u", office.eve.email, *where)
        with pytest.raises(CannotStart, match="There is no"):
            run("import", str(file), "-u", "zoe@nobody.example", *where)
