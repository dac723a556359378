"""The example maps read the two real sets as they are: every row, every sum."""

import csv
from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from vaste.leads.enquiry import Enquiry
from vaste.leads.reading import check_field_map, parse_field_map, read_fields
from vaste.leads.tables.lookups import Lookups
from vaste.leads.tables.parse import open_table

ROOT = Path(__file__).parents[3]
EXAMPLES = ROOT / "examples" / "imports"
DATA = ROOT.parent / "shared" / "data"
LEADS = DATA / "xeducation" / "Leads.csv"
DEALS = DATA / "crm_sales_opportunities" / "sales_pipeline.csv"
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def plain_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def read_file(path: Path, example: str) -> list[Enquiry]:
    field_map = parse_field_map((EXAMPLES / example).read_text())
    lookups = Lookups(field_map, path.parent)
    table = open_table(path)
    assert all(row.problem is None for row in table.rows())
    assert lookups.problems == []
    return [
        read_fields(lookups.extend(row.cells), field_map=field_map, at=NOW) for row in table.rows()
    ]


class TestExamples:
    @pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
    def test_are_without_mistakes(self, path: Path) -> None:
        assert check_field_map(path.read_text()) == []


@pytest.mark.skipif(not LEADS.is_file(), reason="needs the education company's leads")
class TestXEducation:
    def test_every_row_its_outcome_and_its_source(self) -> None:
        rows, found = plain_rows(LEADS), read_file(LEADS, "xeducation.yaml")

        def outcome(row: dict[str, str]) -> str:
            return "won" if row["Converted"] == "1" else "lost"

        def source(row: dict[str, str]) -> str:
            return "Google" if row["Lead Source"] == "google" else row["Lead Source"]

        assert len(found) == 9_240
        assert [e.external_id for e in found] == [row["Prospect ID"] for row in rows]
        assert [e.outcome for e in found] == [outcome(row) for row in rows]
        assert Counter((e.source, e.outcome) for e in found) == Counter(
            (source(row), outcome(row)) for row in rows
        )

    def test_select_means_nothing_and_unknown_something(self) -> None:
        found = read_file(LEADS, "xeducation.yaml")

        assert not any(
            "Select" in (*e.other.values(), e.city, e.country, e.job_title) for e in found
        )
        problems = Counter((p.field, p.value) for e in found for p in e.problems)
        assert problems == {("country", "unknown"): 5, ("country", "Asia/Pacific Region"): 2}

    def test_lost_ones_have_a_reason(self) -> None:
        reasons = Counter((e.outcome, e.close_reason) for e in read_file(LEADS, "xeducation.yaml"))

        assert reasons == {("lost", "Not converted"): 5_679, ("won", ""): 3_561}


@pytest.mark.skipif(not DEALS.is_file(), reason="needs the hardware seller's deals")
class TestCrmSalesOpportunities:
    def test_every_row_and_every_sum(self) -> None:
        rows = plain_rows(DEALS)
        found = read_file(DEALS, "crm_sales_opportunities.yaml")

        assert [e.external_id for e in found] == [row["opportunity_id"] for row in rows]
        assert Counter(e.outcome for e in found) == {"won": 4_238, "lost": 2_473, "open": 2_089}
        won = sum((e.won_value or Decimal(0) for e in found), Decimal(0))
        assert won == sum(Decimal(row["close_value"] or 0) for row in rows)
        assert {e.currency for e in found} == {"USD"}
        assert [p for e in found for p in e.problems] == []

    def test_dirt_is_mended_and_absent_companies_stay_absent(self) -> None:
        found = read_file(DEALS, "crm_sales_opportunities.yaml")

        assert len({e.other["product"] for e in found}) == 7
        assert "GTXPro" not in {e.other["product"] for e in found}
        assert {"technolgy"}.isdisjoint(e.industry for e in found)
        assert sum(not e.company_name for e in found) == 1_425
        assert len({e.company_name for e in found}) == 86

    def test_rows_borrow_from_the_companion_files(self) -> None:
        found = read_file(DEALS, "crm_sales_opportunities.yaml")
        accounts = {row["account"]: row for row in plain_rows(DEALS.parent / "accounts.csv")}
        teams = {
            r["sales_agent"]: r["manager"] for r in plain_rows(DEALS.parent / "sales_teams.csv")
        }

        for enquiry in found:
            assert enquiry.other["manager"] == teams[enquiry.owner]
            if enquiry.company_name:
                row = accounts[enquiry.company_name]
                assert enquiry.employees == int(row["employees"])
                assert enquiry.revenue == Decimal(row["revenue"]) * 1_000_000
                assert len(enquiry.country) == 2


class TestLookups:
    def test_an_absent_file_is_said_and_the_rest_goes_on(self, tmp_path: Path) -> None:
        (tmp_path / "deals.csv").write_text("id,firm\n1,Acme\n")
        (tmp_path / "firms.csv").write_text("name,size\nACME,12\n")
        field_map = parse_field_map(
            "lookups:\n"
            "  firms: {file: ../firms.csv, by: firm, key: name}\n"
            "  teams: {file: teams.csv, by: id, key: id}\n"
            "  wrong: {file: firms.csv, by: firm, key: nick}\n"
        )

        lookups = Lookups(field_map, tmp_path)

        assert [problem.field for problem in lookups.problems] == ["teams.csv", "firms.csv"]
        assert lookups.columns == ["firms.size"]
        assert lookups.extend({"id": "1", "firm": "acme"}) == {
            "id": "1",
            "firm": "acme",
            "firms.size": "12",
        }
