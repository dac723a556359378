"""Every SQL file of the reports and of the books, held against the real schema and the guard."""

from __future__ import annotations

import datetime
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

import vaste
from tests.build import NOON
from vaste.config.tables import tenant_tables
from vaste.infra import named_sql
from vaste.infra.tenancy import guard
from vaste.infra.tenancy.context import inside

#: A value of each type that a header may name.
VALUES: dict[str, Any] = {
    "uuid": uuid.UUID(int=7),
    "uuid[]": [uuid.UUID(int=7)],
    "timestamptz": NOON,
    "text": "source",
    "text[]": ["hot"],
    "integer": 20,
    "integer[]": [60, 600],
    "date": datetime.date(2026, 3, 2),
    "boolean": True,
}
#: How PostgreSQL calls the types that headers name, by its own numbers.
OIDS = {
    "boolean": {16}, "bigint": {20}, "integer": {23, 21}, "text": {25, 1043}, "float": {701},
    "date": {1082}, "timestamptz": {1184}, "uuid": {2950}, "json": {3802},
}  # fmt: skip


def _told(path: Path) -> bool:
    """Say whether a file's header tells its columns."""
    return "-- Columns:" in path.read_text(encoding="utf-8")


ROOT = Path(vaste.__file__).parent
FILES = sorted(path for path in ROOT.glob("**/sql/*.sql") if _told(path))
NAMES = [f"{path.parent.parent.name}/{path.stem}" for path in FILES]


def _values(query: named_sql.Query) -> dict[str, Any]:
    zoned = {"zone": "Europe/Helsinki"}
    return {name: zoned.get(name, VALUES[kind]) for name, kind in query.parameters.items()}


def test_the_figures_have_files() -> None:
    assert {"figures/conversion", "figures/response"} <= set(NAMES)


@pytest.mark.django_db
@pytest.mark.parametrize("path", FILES, ids=NAMES)
class TestEveryFile:
    def test_it_plans_against_the_schema_and_gives_the_columns_it_tells(self, path: Path) -> None:
        query = named_sql.load(path.parent, path.stem)
        values = _values(query)

        with inside(values["workspace"]), connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN {query.text}", values)
            plan = cursor.fetchall()
            cursor.execute(query.text, values)
            given = {column.name: column.type_code for column in cursor.description}

        assert plan
        assert list(given) == list(query.columns)
        kinds = {name: given[name] in OIDS[kind] for name, kind in query.columns.items()}
        assert kinds == dict.fromkeys(query.columns, True), given

    def test_it_pins_the_workspace_of_every_tenant_table(self, path: Path) -> None:
        query = named_sql.load(path.parent, path.stem)

        assert guard.missing(query.text, tenant_tables()) == []

    def test_its_header_says_what_a_row_is_and_names_every_parameter(self, path: Path) -> None:
        source = path.read_text(encoding="utf-8")
        query = named_sql.load(path.parent, path.stem)

        assert source.startswith("-- One row")
        asked = {name for name in query.parameters if f"%({name})s" in query.text}
        assert asked == set(query.parameters)
        assert query.text.count("%(") == sum(
            query.text.count(f"%({name})s") for name in query.parameters
        )
