"""A first mapping guessed from names and contents."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

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

    def test_a_column_that_is_always_empty_takes_no_field_from_another(
        self, tmp_path: Path
    ) -> None:
        found = guessed(tmp_path, "Stage,Converted\n,Yes\n,No\n")

        assert fields(found) == {"Stage": ("", "taken"), "Converted": ("outcome", "synonym")}

    def test_dates_and_amounts_are_no_telephone_numbers(self, tmp_path: Path) -> None:
        found = guessed(
            tmp_path,
            "Converted Date;Reached;Lasku;Hely\n"
            "03/31/2025;0405551234;123 456,78;03/31/2025\n"
            "11/02/2025;0405551235;200 100,50;04/30/2025\n",
        )

        assert fields(found) == {
            "Converted Date": ("closed_at", "synonym"),
            "Reached": ("phone", "content"),
            "Lasku": ("", "unknown"),
            "Hely": ("", "unknown"),
        }

    @pytest.mark.parametrize(
        ("name", "word"), [("Kauppa", "Kyllä"), ("Megnyert", "nem"), ("Opportunity Result", "Loss")]
    )
    def test_a_column_of_outcomes_by_its_name_and_words(
        self, tmp_path: Path, name: str, word: str
    ) -> None:
        assert fields(guessed(tmp_path, f"{name},X\n{word},\n"))[name][0] == "outcome"

    def test_the_column_that_tells_who_was_won_is_the_outcome(self, tmp_path: Path) -> None:
        hubspot = guessed(
            tmp_path,
            "Lead Status,Lifecycle Stage\nIn Progress,Customer\nUnqualified,Lead\nNew,Customer\n",
        )
        freshsales = guessed(
            tmp_path, "Lifecycle stage,Status\nCustomer,Won\nLead,Lost\nLead,Unqualified\n"
        )

        assert fields(hubspot) == {
            "Lead Status": ("", "taken"),
            "Lifecycle Stage": ("outcome", "unsure_synonym"),
        }
        assert fields(freshsales) == {
            "Lifecycle stage": ("", "taken"),
            "Status": ("outcome", "synonym"),
        }

    @pytest.mark.parametrize(
        ("header", "currency"),
        [
            ("Opportunity Amount USD", "USD"), ("Betrag (EUR)", "EUR"), ("Belopp [SEK]", "SEK"),
            ("Üzlet értéke (Ft)", "HUF"), ("Deal Value €", "EUR"),
        ],
    )  # fmt: skip
    def test_a_value_may_be_named_with_its_currency(
        self, tmp_path: Path, header: str, currency: str
    ) -> None:
        found = guessed(tmp_path, f"Company;{header}\nAcme;1200\n")

        assert fields(found)[header] == ("value", "synonym")
        assert found.field_map.currency == currency
        assert parse_field_map(map_source(found)).currency == currency

    def test_only_amounts_are_named_with_a_currency(self, tmp_path: Path) -> None:
        found = guessed(tmp_path, "Company EUR;Note SEK\nAcme;x\n")

        assert fields(found) == {"Company EUR": ("", "unknown"), "Note SEK": ("", "unknown")}

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


class TestExportsOfOthers:
    """Headers and cells as other programs export them."""

    def test_salesforce(self, tmp_path: Path) -> None:
        found = guessed(
            tmp_path,
            "Lead ID,Company / Account,Phone,Mobile,Lead Status,Created Date\n"
            "00Q1,Comp,(512) 555-0100,,Closed - Converted,1/15/2026 1:15 PM\n"
            "00Q2,Comp,(512) 555-0101,,Open - Not Contacted,2/15/2026 1:15 PM\n",
        )

        assert fields(found)["Company / Account"] == ("company_name", "synonym")
        assert fields(found)["Phone"] == ("phone", "synonym")
        ended = [
            read_fields({"Lead Status": status}, field_map=found.field_map, at=NOON).outcome
            for status in ("Closed - Converted", "Closed - Not Converted", "Working - Contacted")
        ]
        assert ended == ["won", "lost", "open"]

    def test_pipedrive(self, tmp_path: Path) -> None:
        found = guessed(
            tmp_path,
            "Person - Email - Work,Deal - Currency of Value,Deal - Won time,Deal - Lost time\n"
            "a@b.fi; aa@b.fi,EUR,2026-02-01 10:00:00,\nb@b.fi,EUR,,2026-02-02 10:00:00\n",
        )

        assert [guess.field for guess in found.columns] == [
            "email",
            "currency",
            "closed_at",
            "closed_at",
        ]
        lost = {"Deal - Won time": "", "Deal - Lost time": "2026-02-02 10:00:00"}
        read = read_fields(lost, field_map=found.field_map, at=NOON)
        assert read.closed_at == datetime(2026, 2, 2, 10, tzinfo=UTC)
        assert read.problems == []

    def test_zoho(self, tmp_path: Path) -> None:
        found = guessed(
            tmp_path,
            "Lead Owner.id,Lead Owner,Lead Status,Is Converted\n"
            "zcrm_1,Anna Aho,Not Contacted,false\nzcrm_1,Anna Aho,Junk Lead,false\n",
        )

        assert fields(found)["Lead Owner"] == ("owner", "synonym")
        assert fields(found)["Lead Owner.id"] == ("", "taken")
        assert fields(found)["Lead Status"] == ("outcome", "synonym")

    def test_a_bank(self, tmp_path: Path) -> None:
        ways = ("cellular", "telephone", "unknown")
        rows = "".join(f"{ways[n % 3]};{'yes' if n % 9 == 0 else 'no'}\n" for n in range(40))

        found = guessed(tmp_path, "contact;y\n" + rows)

        assert fields(found)["contact"] == ("", "unknown")
        assert fields(found)["y"] == ("outcome", "unsure_synonym")

    def test_numbers_that_a_spreadsheet_shortened_stay_numbers(self, tmp_path: Path) -> None:
        found = guessed(tmp_path, "Name;Phone\nAda;3,58401E+11\nBo;3,58402E+11\n")

        assert fields(found)["Phone"] == ("phone", "synonym")

    def test_a_letter_that_names_no_outcome(self, tmp_path: Path) -> None:
        found = guessed(tmp_path, "x;y\n1.5;2.5\n1.7;9.5\n")

        assert fields(found)["y"] == ("", "unknown")

    @pytest.mark.parametrize(
        ("header", "meant"),
        [
            (
                "Henkilö - Nimi;Henkilö - Puhelin;Organisaatio - Nimi;Kauppa - Luotu;Kauppa - Tila;"
                "Kauppa - Arvo;Kauppa - Häviön syy",
                "full_name phone company_name occurred_at outcome value close_reason",
            ),
            (
                "Vorname;Telefonnummer;Unternehmen;Erstellt am;Leadstatus;Betrag (EUR);"
                "Verlustgrund",
                "given_name phone company_name occurred_at outcome value close_reason",
            ),
            (
                "Kontaktperson;Telefon;Företagsnamn;Skapad datum;Affärsstatus;Belopp (SEK)",
                "full_name phone company_name occurred_at outcome value",
            ),
            (
                "Név;Telefon;Cég;Létrehozás dátuma;Státusz;Üzlet értéke (HUF)",
                "full_name phone company_name occurred_at outcome value",
            ),
            (
                "Primary Contact;Office Phone;Company;Creation Log;Status Reason;Est. Value",
                "full_name phone company_name occurred_at outcome value",
            ),
        ],
        ids=["fi", "de", "sv", "hu", "en"],
    )
    def test_exports_in_other_languages(self, tmp_path: Path, header: str, meant: str) -> None:
        cells = {"phone": "+358 40 1234567", "occurred_at": "2026-01-15", "outcome": "Won"}
        row = ";".join(cells.get(field, "100") for field in meant.split())

        found = guessed(tmp_path, f"{header}\n{row}\n")

        assert [guess.field for guess in found.columns] == meant.split()
