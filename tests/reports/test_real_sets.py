"""The conversion report over real files, against plain counts of the same files."""

from __future__ import annotations

import csv
import datetime
import statistics
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests import build
from tests.build import NOON, Office
from vaste.flows import importing
from vaste.flows.figures import queries
from vaste.flows.figures.scope import BEGINNING, Scope
from vaste.infra.tenancy.context import inside
from vaste.leads.reading.map_file import load_map

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
EXAMPLES = ROOT / "examples" / "imports"
ZONE = "Europe/Helsinki"
pytestmark = pytest.mark.skipif(
    not DATA.exists(), reason="the real sets (shared/data) are not beside this checkout"
)


def imported(path: Path, example: str, companions: Sequence[Path] = ()) -> Office:
    """Import a file by one of the example maps into an office of its own."""
    office = build.office()
    made = importing.take_file(
        office.id,
        office.doors["files"].id,
        path,
        filename=path.name,
        by=office.mo.pk,
        at=NOON,
        companions=companions,
        again=False,
    )
    field_map = load_map((EXAMPLES / example).read_text(encoding="utf-8"))
    importing.start(office.id, made.id, field_map=field_map, run_clocks=False, at=NOON)
    importing.run(office.id, made.id, clock=lambda: NOON)
    return office


def rows_of(path: Path) -> list[dict[str, str]]:
    """Return the rows of a file as the csv module reads them."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def report(office: Office, by: str) -> list[dict[str, Any]]:
    """Return the conversion report of everything; the last row is the sum."""
    everything = Scope(office.id, BEGINNING, NOON + datetime.timedelta(days=1), NOON, ZONE)
    with inside(office.id):
        return queries.conversion(everything, by=by)


@pytest.mark.django_db
class TestXeducation:
    def test_conversion_by_source_is_the_files_own(self) -> None:
        path = DATA / "xeducation" / "Leads.csv"

        *found, total = report(imported(path, "xeducation.yaml"), "source")

        leads: Counter[str] = Counter()
        won: Counter[str] = Counter()
        for row in rows_of(path):
            leads[row["Lead Source"].casefold()] += 1  # "google" and "Google" are one
            won[row["Lead Source"].casefold()] += int(row["Converted"])
        assert {row["key"].casefold(): row["leads"] for row in found} == leads
        assert {row["key"].casefold(): row["won"] for row in found} == {
            source: won[source] for source in leads
        }
        assert (total["leads"], total["won"], total["lost"]) == (9240, 3561, 5679)


@pytest.mark.django_db
class TestCrmSalesOpportunities:
    def test_conversion_by_month_and_the_time_to_won_are_the_files_own(self) -> None:
        folder = DATA / "crm_sales_opportunities"
        path = folder / "sales_pipeline.csv"
        companions = [folder / name for name in ("accounts.csv", "products.csv", "sales_teams.csv")]

        *found, total = report(imported(path, "crm_sales_opportunities.yaml", companions), "month")

        rows = [row for row in rows_of(path) if row["engage_date"]]
        began = Counter(row["engage_date"][:7] for row in rows)
        won = Counter(row["engage_date"][:7] for row in rows if row["deal_stage"] == "Won")
        arrived = NOON.strftime("%Y-%m")  # deals that nobody has engaged came with the file
        by_month = {row["key"]: row for row in found}
        assert set(by_month) == set(began) | {arrived}
        assert {month: by_month[month]["leads"] for month in began} == began
        assert {month: by_month[month]["won"] for month in won} == won
        days = [_days(row) for row in rows if row["deal_stage"] == "Won"]
        assert total["to_won_s"] == pytest.approx(statistics.median(days) * 86_400, abs=3600)


def _days(row: dict[str, str]) -> int:
    ends = (datetime.date.fromisoformat(row[name]) for name in ("engage_date", "close_date"))
    first, last = ends
    return (last - first).days
