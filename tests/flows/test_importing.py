"""Importing files: every row accounted for, whatever the file and whenever it is killed."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests import build
from tests.build import NOON
from vaste.flows import importing
from vaste.flows.importing import running
from vaste.infra.tenancy.context import inside
from vaste.kernel.errors import Refused
from vaste.leads.models import Arrival, Import, Lead
from vaste.leads.reading.map_file import load_map
from vaste.leads.tables.mapping import guess_mapping, map_source

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
EXAMPLES = ROOT / "examples" / "imports"
CSV = (
    "Name,Email,Message\nAino,aino@a.example,Hello\nBo,bo@b.example,Hi\n,,\nCia,cia@c.example,Hey\n"
)


def _file(folder: Path, text: str, name: str = "leads.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def _import(
    office: build.Office, path: Path, field_map: dict[str, Any] | None = None, **options: Any
) -> Import:
    made = importing.take_file(
        office.id,
        office.doors["files"].id,
        path,
        filename=path.name,
        by=office.mo.pk,
        at=NOON,
        companions=options.pop("companions", ()),
        again=options.pop("again", False),
    )
    if field_map is None:
        table = importing.table_of(made)
        field_map = map_source(guess_mapping(table.columns, table.sample()))
    importing.start(office.id, made.id, field_map=field_map, run_clocks=False, at=NOON, **options)
    return importing.run(office.id, made.id, clock=lambda: NOON)


def _leads(office: build.Office) -> list[Lead]:
    with inside(office.id):
        return list(Lead.objects.within(office.id).order_by("received_at", "id"))


@pytest.mark.django_db
class TestRun:
    def test_words_that_say_no_outcome_are_told_with_their_rows(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(running, "CHUNK", 100)
        office = build.office()
        words = {210: "Parked", 230: "Zzz", 380: "Parked"}  # beyond what the guess has looked at
        ends = (words.get(row, "Won" if row % 2 else "Lost") for row in range(400))
        rows = "".join(f"b{row}@c.example,{end}\n" for row, end in enumerate(ends))

        made = _import(office, _file(tmp_path, f"Email,Status\n{rows}"))

        assert made.unread_outcomes == {"Parked": 2, "Zzz": 1}
        assert Counter(lead.state for lead in _leads(office)) == {
            "won": 200, "lost": 197, "open": 3,
        }  # fmt: skip

    def test_every_row_becomes_a_lead(self, tmp_path: Path) -> None:
        office = build.office()

        made = _import(office, _file(tmp_path, CSV))

        assert made.state == "done"
        assert made.counts["created"] == 3
        assert len(_leads(office)) == 3

    def test_a_file_that_is_gone_ends_the_import_with_words(self, tmp_path: Path) -> None:
        office = build.office()
        made = importing.take_file(
            office.id, office.doors["files"].id, _file(tmp_path, CSV), filename="leads.csv",
            by=office.mo.pk, at=NOON,
        )  # fmt: skip
        importing.start(office.id, made.id, field_map={}, run_clocks=False, at=NOON)
        Path(made.path).unlink()

        ended = importing.run(office.id, made.id, clock=lambda: NOON)

        assert ended.state == "failed"
        assert "not kept any more" in ended.problem
        assert _leads(office) == []

    def test_a_bad_row_is_kept_with_its_reason(self, tmp_path: Path) -> None:
        office = build.office()
        path = _file(
            tmp_path, "Name,Email,Message,Phone\nAino,a@a.example,Hi,\nBo,b@b.example,a,b,c,d\n"
        )

        made = _import(office, path)

        assert (made.counts["created"], made.counts["refused"]) == (1, 1)
        with inside(office.id):
            bad = Arrival.objects.within(office.id).get(state="refused")
            assert (bad.row_number, bad.reasons[0]["code"]) == (3, "bad_row")
            assert "b@b.example" in bad.body

    def test_the_same_file_again_is_refused_and_with_again_repeats(self, tmp_path: Path) -> None:
        office = build.office()
        text = "ID,Name,Email\n7,Aino,aino@a.example\n8,Bo,bo@b.example\n"
        first = _import(office, _file(tmp_path, text))

        with pytest.raises(importing.AlreadyImported) as same:
            _import(office, _file(tmp_path, text))
        made = _import(office, _file(tmp_path, text), again=True)

        assert same.value.earlier.id == first.id
        assert (made.counts["created"], made.counts["repeated"]) == (0, 2)
        assert len(_leads(office)) == 2

    def test_a_killed_import_goes_on_where_it_stood(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        office = build.office()
        rows = "".join(f"Person {n},p{n}@a.example\n" for n in range(25))
        monkeypatch.setattr(running, "CHUNK", 10)

        def killed(progress: importing.Progress) -> None:
            if progress.rows >= 20:
                raise KeyboardInterrupt

        made = importing.take_file(
            office.id,
            office.doors["files"].id,
            _file(tmp_path, "Name,Email\n" + rows),
            filename="leads.csv",
            by=None,
            at=NOON,
        )
        field_map = {"columns": {"Name": "full_name", "Email": "email"}}
        importing.start(office.id, made.id, field_map=field_map, run_clocks=False, at=NOON)
        with pytest.raises(KeyboardInterrupt):
            importing.run(office.id, made.id, clock=lambda: NOON, watch=killed)
        assert len(_leads(office)) == 20

        ended = importing.run(office.id, made.id, clock=lambda: NOON)

        assert (ended.state, ended.counts["created"]) == ("done", 25)
        assert len(_leads(office)) == 25

    def test_two_at_once_do_nothing_twice(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        office = build.office()
        monkeypatch.setattr(running, "CHUNK", 10)
        rows = "".join(f"Person {n},p{n}@a.example\n" for n in range(30))
        made = importing.take_file(
            office.id,
            office.doors["files"].id,
            _file(tmp_path, "Name,Email\n" + rows),
            filename="leads.csv",
            by=None,
            at=NOON,
        )
        field_map = {"columns": {"Name": "full_name", "Email": "email"}}
        importing.start(office.id, made.id, field_map=field_map, run_clocks=False, at=NOON)

        def other(progress: importing.Progress) -> None:
            importing.run(office.id, made.id, clock=lambda: NOON)

        with pytest.raises(importing.Overtaken):
            importing.run(office.id, made.id, clock=lambda: NOON, watch=other)

        assert len(_leads(office)) == 30

    def test_a_named_owner_who_works_here_keeps_the_lead(self, tmp_path: Path) -> None:
        office = build.office()
        text = "Name,Email,Owner\nAino,a@a.example,Ada\nBo,b@b.example,Somebody Gone\n"

        _import(office, _file(tmp_path, text))

        aino, bo = sorted(_leads(office), key=lambda one: one.custom["owner"])
        assert aino.owner_id == office.ada.pk
        assert bo.owner_id in {office.ada.pk, office.bob.pk}
        assert bo.custom["owner"] == "Somebody Gone"

    def test_a_file_that_is_no_table_is_refused(self, tmp_path: Path) -> None:
        office = build.office()
        path = tmp_path / "leads.csv"
        path.write_bytes(b"\x00\x01\x02" * 4000)

        with pytest.raises(Refused):
            _import(office, path)

    @pytest.mark.parametrize("rows", ["", "\n\n", " , \n"])
    def test_a_header_alone_is_refused(self, tmp_path: Path, rows: str) -> None:
        office = build.office()
        path = _file(tmp_path, f"Name,Email\n{rows}")

        with pytest.raises(Refused) as refused:
            _import(office, path)

        assert (refused.value.code, refused.value.place) == ("no_rows", "leads.csv")


needs_data = pytest.mark.skipif(
    not DATA.exists(), reason="the real sets (shared/data) are not beside this checkout"
)


@needs_data
@pytest.mark.django_db
class TestRealSets:
    def test_xeducation_has_every_row_source_and_outcome(self) -> None:
        office = build.office()
        path = DATA / "xeducation" / "Leads.csv"
        field_map = load_map((EXAMPLES / "xeducation.yaml").read_text(encoding="utf-8"))

        made = _import(office, path, field_map)

        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        wanted = Counter((row["Lead Source"], row["Converted"]) for row in rows)
        assert len(rows) == 9240
        assert made.counts["created"] == 9240
        assert _by_source(office) == _as_outcomes(wanted)

    def test_crm_sales_opportunities_has_every_deal(self) -> None:
        office = build.office()
        folder = DATA / "crm_sales_opportunities"
        path = folder / "sales_pipeline.csv"
        field_map = load_map(
            (EXAMPLES / "crm_sales_opportunities.yaml").read_text(encoding="utf-8")
        )

        made = _import(
            office,
            path,
            field_map,
            companions=[
                folder / name for name in ("accounts.csv", "products.csv", "sales_teams.csv")
            ],
        )

        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        leads = _leads(office)
        stages = Counter(row["deal_stage"] for row in rows)
        states = Counter(lead.state for lead in leads)
        assert made.counts["created"] == len(rows) == 8800
        assert states["won"] == stages["Won"]
        assert states["lost"] == stages["Lost"]
        assert states["open"] == stages["Engaging"] + stages["Prospecting"]
        won = sum(int(row["close_value"]) for row in rows if row["deal_stage"] == "Won")
        assert sum(lead.won_value or 0 for lead in leads) == won
        assert sum(lead.company_id is None for lead in leads) == 1425
        assert "GTXPro" not in {lead.custom["product"] for lead in leads}
        engaged = min(row["engage_date"] for row in rows if row["engage_date"])
        first = min(lead.received_at for lead in leads).astimezone(ZoneInfo("Europe/Helsinki"))
        assert first.date().isoformat() == engaged


def _by_source(office: build.Office) -> Counter[tuple[str, str]]:
    return Counter((lead.source.casefold(), lead.state) for lead in _leads(office))


def _as_outcomes(wanted: Counter[tuple[str, str]]) -> Counter[tuple[str, str]]:
    outcomes = {"1": "won", "0": "lost"}
    said: Counter[tuple[str, str]] = Counter()
    for (source, converted), count in wanted.items():
        said[source.casefold(), outcomes[converted]] += count
    return said
