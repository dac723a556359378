"""A first mapping guessed from names and contents."""

from datetime import UTC, datetime
from pathlib import Path

from vaste.leads.reading import parse_field_map, read_fields
from vaste.leads.tables.mapping import GuessedMap, guess_mapping, map_source
from vaste.leads.tables.parse import open_table

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def guessed(folder: Path, text: str) -> GuessedMap:
    path = folder / "leads.csv"
    path.write_text(text)
    table = open_table(path)
    return guess_mapping(table.columns, table.sample(), country="FI")


def fields(found: GuessedMap) -> dict[str, tuple[str, str]]:
    return {guess.column: (guess.field, guess.why) for guess in found.columns}


class TestGuessMapping:
    def test_names_come_first_and_contents_second(self, tmp_path: Path) -> None:
        found = guessed(
            tmp_path,
            "Person - Name;Q1;Q2;Q3;Shoe;Number\n"
            "Ada;a@b.fi;040 1234567;0112038-9;42;12345678\n"
            "Bo;b@b.fi;+46 70 1234567;0112038-9;43;12345679\n",
        )

        assert fields(found) == {
            "Person - Name": ("full_name", "synonym"),
            "Q1": ("email", "content"),
            "Q2": ("phone", "content"),
            "Q3": ("business_id", "content"),
            "Shoe": ("", "unknown"),
            "Number": ("external_id", "unsure_synonym"),
        }
        assert set(found.field_map.columns) == {"Person - Name", "Q1", "Q2", "Q3", "Number"}
        assert found.field_map.others == "keep"
        assert found.field_map.row_id == "Number"

    def test_shows_five_different_values(self, tmp_path: Path) -> None:
        rows = "".join(f"a{n // 2}@b.fi,{n}\n" for n in range(20))

        found = guessed(tmp_path, "Email,Count\n" + rows)

        assert found.columns[0].samples == tuple(f"a{n}@b.fi" for n in range(5))
        assert found.columns[0].confidence == 0.95

    def test_a_field_goes_to_the_surest_column(self, tmp_path: Path) -> None:
        found = guessed(tmp_path, "Origin,Lead Source,Id\nAPI,Google,1\nForm,Bing,2\n")

        assert fields(found)["Origin"] == ("", "taken")
        assert fields(found)["Lead Source"] == ("source", "synonym")

    def test_numbers_may_stand_in_two_columns(self, tmp_path: Path) -> None:
        found = guessed(tmp_path, "Name,Phone,Mobile\nAda,040 1234567,\nBo,,040 1234568\n")

        assert fields(found)["Phone"] == ("phone", "synonym")
        assert fields(found)["Mobile"] == ("phone", "synonym")

    def test_contents_may_contradict_a_name(self, tmp_path: Path) -> None:
        found = guessed(tmp_path, "Contact,Mail,Date\na@b.fi,Letter,Monday\nb@b.fi,Parcel,Friday\n")

        assert fields(found) == {
            "Contact": ("email", "content"),
            "Mail": ("", "unknown"),
            "Date": ("", "unknown"),
        }

    def test_order_of_dates_and_decimal_mark_follow_the_majority(self, tmp_path: Path) -> None:
        found = guessed(
            tmp_path,
            "Email;Created;Value\na@b.fi;01/02/2025;1.000,50\nb@b.fi;05/13/2025;2,5\n",
        )

        assert (found.field_map.date_order, found.field_map.decimal) == ("mdy", ",")

    def test_the_mapping_it_gives_reads_back_the_same(self, tmp_path: Path) -> None:
        found = guessed(tmp_path, "Email,Lead Source,Closed\na@b.fi,google,5.3.2026\n")

        again = parse_field_map(map_source(found))

        read = read_fields({"Lead Source": "GOOGLE", "Email": "a@b.fi"}, field_map=again, at=NOON)
        assert (read.source, read.email) == ("Google", "a@b.fi")
        assert again.others == "keep"

    def test_no_rows_leave_the_names(self, tmp_path: Path) -> None:
        found = guessed(tmp_path, "Name,Email\n")

        assert fields(found)["Email"] == ("email", "synonym")
        assert found.columns[1].samples == ()
