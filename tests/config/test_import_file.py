"""`vaste import`, with the database stood in for by the tests' own."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests import build
from tests.build import Office
from vaste.config import postgres
from vaste.config.commands import import_file as command
from vaste.config.processes import CannotStart
from vaste.definitions.queries import default_source

pytestmark = pytest.mark.django_db

OWN = "fields: [{key: seats, of: lead, kind: number, labels: {en: Seats, fi: Paikkoja}}]"


@pytest.fixture(autouse=True)
def running(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the command find the tests' database up."""
    monkeypatch.setattr(postgres, "running", lambda **_: nullcontext())


@pytest.fixture
def office() -> Office:
    return build.office(source=f"{default_source()}\n{OWN}\n")


def run(*words: str) -> Result:
    return CliRunner().invoke(command.import_file, words, catch_exceptions=False)


class TestRun:
    def test_a_header_alone_is_refused(self, office: Office, tmp_path: Path) -> None:
        file = tmp_path / "leads.csv"
        file.write_text("Name,E-mail\n")

        with pytest.raises(CannotStart, match=r"leads\.csv: The table has a header and no rows"):
            run(str(file), "-w", office.workspace.slug)


class TestDryRun:
    def test_reads_columns_as_the_desk_does(self, office: Office, tmp_path: Path) -> None:
        file = tmp_path / "leads.csv"
        file.write_text("Nimi;Q1;Paikkoja\nAino;040 1234567;5\nVäinö;040 1234568;7\n", "cp1252")

        said = run(str(file), "-w", office.workspace.slug, "--dry-run").output

        assert said.splitlines()[0] == "Header in row 1 of the text, cp1252, divided by ';'."
        assert [line.split("-> ")[1] for line in said.splitlines()[1:]] == [
            "full_name",
            "phone",
            "custom:lead.custom.seats",
        ]

    def test_a_map_in_another_encoding_is_refused(self, office: Office, tmp_path: Path) -> None:
        file, told = tmp_path / "leads.csv", tmp_path / "map.yaml"
        file.write_text("Nimi;E-mail\nAino;aino@firm.example\n")
        told.write_text("columns: {Sähköposti: email}\n", "cp1252")

        with pytest.raises(CannotStart, match=r"map\.yaml is not in UTF-8"):
            run(str(file), "-w", office.workspace.slug, "--map", str(told), "--dry-run")
