"""SQL in files: what their headers tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from vaste.infra import named_sql

SOURCE = """\
-- One row: one day.
--
-- Parameters:
--   since timestamptz   first instant; %(since)s is never taken from here
--   ids uuid[]          whose
-- Columns:
--   day date            the day, which is
--                       explained on two lines
--   leads bigint        count
SELECT a.day, count(*) -- all of them
FROM unnest(%(ids)s) AS a
"""


class TestParse:
    def test_the_header_names_parameters_and_columns_with_their_types(self) -> None:
        query = named_sql.parse("days", SOURCE)

        assert query.parameters == {"since": "timestamptz", "ids": "uuid[]"}
        assert query.columns == {"day": "date", "leads": "bigint"}

    def test_the_statement_is_what_follows(self) -> None:
        query = named_sql.parse("days", SOURCE)

        assert query.text.startswith("SELECT a.day")
        assert query.text.endswith("AS a")


class TestLoad:
    def test_an_unknown_name_is_told(self, tmp_path: Path) -> None:
        with pytest.raises(FileNotFoundError):
            named_sql.load(tmp_path, "nothing")


@pytest.mark.django_db
class TestAsk:
    def test_rows_come_back_by_the_names_of_their_columns(self, tmp_path: Path) -> None:
        header = (
            "-- One row.\n-- Parameters:\n--   n integer  x\n-- Columns:\n--   two integer  y\n"
        )
        (tmp_path / "twice.sql").write_text(f"{header}SELECT 2 * %(n)s::int")

        assert named_sql.ask(tmp_path, "twice", {"n": 21}) == [{"two": 42}]

    def test_a_column_that_the_header_does_not_tell_is_an_error(self, tmp_path: Path) -> None:
        (tmp_path / "odd.sql").write_text("-- Columns:\n--   one integer  x\nSELECT 1, 2")

        with pytest.raises(ValueError, match="longer"):
            named_sql.ask(tmp_path, "odd", {})
