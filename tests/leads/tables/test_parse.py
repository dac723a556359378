"""Tables of every kind opened and read row by row; no row is lost without its reason."""

import csv
import gzip
import io
import tracemalloc
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.leads.tables import odd_files
from vaste.kernel.errors import Refused
from vaste.leads.tables.parse import Row, Table, open_table

LEADS = "Nimi;Sähköposti;Arvo\nÄijä Öhman;aija@esimerkki.fi;1,5\nBo;bo@exempel.se;2,5\n"
AIJA = {"Nimi": "Äijä Öhman", "Sähköposti": "aija@esimerkki.fi", "Arvo": "1,5"}
MAGYAR = "Név,E-mail,Cég\nŐry Ágnes,a@b.hu,Fűtő Kft\nKovács Béla,b@b.hu,Példa Zrt\n"


def opened(folder: Path, content: bytes | str, name: str = "leads.csv") -> Table:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return open_table(path, name)


def cells(table: Table) -> list[list[str]]:
    return [list(row.cells.values()) for row in table.rows() if row.problem is None]


def faults(table: Table) -> list[tuple[int, str]]:
    return [(r.number, r.problem.message[:20]) for r in table.rows() if r.problem is not None]


class TestEncodings:
    @pytest.mark.parametrize(
        ("codec", "told"),
        [
            ("utf-8", "utf-8"),
            ("utf-8-sig", "utf-8-sig"),
            ("utf-16", "utf-16"),
            ("utf-16-le", "utf-16-le"),
            ("utf-16-be", "utf-16-be"),
            ("utf-32", "utf-32"),
            ("cp1252", "cp1252"),
            ("latin-1", "cp1252"),
            ("mac_roman", "mac_roman"),
            ("cp850", "cp850"),
        ],
    )
    def test_finnish_in_every_encoding(self, tmp_path: Path, codec: str, told: str) -> None:
        table = opened(tmp_path, LEADS.encode(codec))

        assert (table.encoding, table.delimiter) == (told, ";")
        assert table.columns == ["Nimi", "Sähköposti", "Arvo"]
        assert next(row.cells for row in table.rows()) == AIJA

    @pytest.mark.parametrize("codec", ["utf-8", "cp1250", "iso8859-2"])
    def test_hungarian(self, tmp_path: Path, codec: str) -> None:
        table = opened(tmp_path, MAGYAR.encode(codec))

        assert cells(table)[0] == ["Őry Ágnes", "a@b.hu", "Fűtő Kft"]

    def test_a_mac_is_told_by_capitals_inside_words(self, tmp_path: Path) -> None:
        text = "Nimi;Kaupunki\nPekka;Jyväskylä\nMatti;Hämeenlinna\n"

        table = opened(tmp_path, text.encode("mac_roman"))

        assert cells(table) == [["Pekka", "Jyväskylä"], ["Matti", "Hämeenlinna"]]

    def test_other_scripts(self, tmp_path: Path) -> None:
        text = "Имя,Email\nВалентина Васильева,v@x.ru\nПётр Иванов,p@x.ru\n"

        table = opened(tmp_path, text.encode("cp1251"))

        assert cells(table)[1] == ["Пётр Иванов", "p@x.ru"]

    def test_an_accent_far_behind_a_plain_beginning_is_seen(self, tmp_path: Path) -> None:
        text = "Name,Email\n" + "Bo,bo@x.se\n" * 100_000 + "Åke Öhman Ängsö,ake@x.se\n"

        table = opened(tmp_path, text.encode("cp1252"))

        assert table.encoding == "cp1252"
        assert cells(table)[-1] == ["Åke Öhman Ängsö", "ake@x.se"]

    def test_a_wrong_byte_later_costs_its_row_only(self, tmp_path: Path) -> None:
        bad = "Kovács Ö".encode() + b"\xe4,x@y.hu,Z\n"

        table = opened(tmp_path, MAGYAR.encode() + bad + b"Zoltan,c@d.hu,W\n")

        assert table.encoding == "utf-8"
        assert [row.number for row in table.rows()] == [2, 3, 4, 5]
        assert faults(table) == [(4, "Some bytes of this r")]
        row = list(table.rows())[2]
        assert row.cells["Név"] == "Kovács Öä"
        assert row.problem is not None
        assert row.problem.value == "Kovács Öä | x@y.hu | Z"

    def test_a_cut_off_utf_16_costs_its_row_only(self, tmp_path: Path) -> None:
        table = opened(tmp_path, LEADS.encode("utf-16")[:-3])

        assert cells(table) == [list(AIJA.values())]
        assert faults(table) == [(3, "Some bytes of this r")]


class TestDelimiters:
    @pytest.mark.parametrize("mark", [",", ";", "\t", "|", "^", "~", ":"])
    def test_any_delimiter(self, tmp_path: Path, mark: str) -> None:
        text = f"Name{mark}Email{mark}City\nAda{mark}a@b.fi{mark}Oulu\nBo{mark}b@b.fi{mark}Turku\n"

        table = opened(tmp_path, text)

        assert table.delimiter == mark
        assert cells(table) == [["Ada", "a@b.fi", "Oulu"], ["Bo", "b@b.fi", "Turku"]]

    def test_decimal_commas_do_not_deceive(self, tmp_path: Path) -> None:
        table = opened(tmp_path, "Nimi;Arvo\nAda;1,5\nBo;2,5\nEve;3,5\n")

        assert table.delimiter == ";"

    def test_a_directive_for_spreadsheets(self, tmp_path: Path) -> None:
        table = opened(tmp_path, "sep=;\r\nName;Email\r\nAda, B;a@b.fi\r\n")

        assert (table.columns, table.header_row) == (["Name", "Email"], 2)
        assert list(table.rows()) == [Row(3, {"Name": "Ada, B", "Email": "a@b.fi"})]

    def test_one_column(self, tmp_path: Path) -> None:
        table = opened(tmp_path, "Email\na@b.fi\nb@b.fi\n")

        assert (table.delimiter, cells(table)) == ("", [["a@b.fi"], ["b@b.fi"]])


class TestQuotes:
    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_line_ends_and_delimiters_inside_cells(self, tmp_path: Path, end: str) -> None:
        text = end.join(["Name,Message", f'Ada,"one{end}two, ""three"""', "Bo,x", ""])

        assert cells(opened(tmp_path, text)) == [["Ada", f'one{end}two, "three"'], ["Bo", "x"]]

    def test_escaped_by_backslash(self, tmp_path: Path) -> None:
        table = opened(tmp_path, 'Name,Message\nAda,"say \\"hi\\", ok"\n')

        assert cells(table) == [["Ada", 'say "hi", ok']]

    def test_behind_spaces(self, tmp_path: Path) -> None:
        table = opened(tmp_path, 'Name, Email, Text\n"A, B", "a@b.fi", "x, y"\n')

        assert cells(table) == [["A, B", "a@b.fi", "x, y"]]

    @pytest.mark.parametrize("more", [0, 3, 6_000])
    def test_a_quote_never_closed_costs_its_line_only(self, tmp_path: Path, more: int) -> None:
        text = 'Name,Email\nAda,"a@b.fi\n' + "Bo,b@b.fi\n" * more

        table = opened(tmp_path, text)

        assert faults(table) == [(2, "A quotation mark ope")]
        assert len(cells(table)) == more

    def test_a_line_of_megabytes_costs_itself_only(self, tmp_path: Path) -> None:
        table = opened(tmp_path, "Name,Email\nA," + "x" * 3_000_000 + "\nBo,b@b.fi\n")

        assert faults(table) == [(2, "This line is longer ")]
        assert cells(table) == [["Bo", "b@b.fi"]]


class TestHeaders:
    def test_titles_and_blank_lines_above_are_passed_over(self, tmp_path: Path) -> None:
        table = opened(tmp_path, "Leads of March,,\n\nName,Email,Phone\nAda,a@b.fi,1\n")

        assert (table.header_row, table.columns) == (3, ["Name", "Email", "Phone"])
        assert [row.number for row in table.rows()] == [4]

    def test_empty_and_repeated_names_are_made_visible(self, tmp_path: Path) -> None:
        table = opened(tmp_path, "Email,Email,,Name, ,Email (2),\na,b,c,d,e,f,\n")

        assert table.columns == [
            "Email",
            "Email (2)",
            "Column C",
            "Name",
            "Column E",
            "Email (2) (2)",
        ]
        assert faults(table) == []

    def test_only_a_header_is_a_table_without_rows(self, tmp_path: Path) -> None:
        table = opened(tmp_path, "Name,Email\n")

        assert (table.columns, list(table.rows()), table.total_rows_hint) == (
            ["Name", "Email"],
            [],
            0,
        )


class TestRaggedRows:
    def test_short_long_and_blank_rows(self, tmp_path: Path) -> None:
        table = opened(
            tmp_path,
            "name,email,phone,city,note\n"
            "A,a@b.fi\n"
            "B,b@b.fi,1,2,3,4\n"
            "C,c@b.fi,1,2,3,,\n"
            "\n"
            "D,d@b.fi,1\n"
            ",,,,\n"
            "E,e@b.fi,1,2,3\n",
        )

        assert faults(table) == [(2, "This row has less th"), (3, "This row has more ce")]
        assert cells(table) == [
            ["C", "c@b.fi", "1", "2", "3"],
            ["D", "d@b.fi", "1", "", ""],
            ["E", "e@b.fi", "1", "2", "3"],
        ]
        assert [row.number for row in table.rows()] == [2, 3, 4, 6, 8]


class TestRefusals:
    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"", "empty_file"),
            (b"\xef\xbb\xbf\r\n  \n", "empty_file"),
            (bytes(range(256)) * 20, "not_a_table"),
            (b"\x00\x01\x02\x03" * 500, "not_a_table"),
            (b"%PDF-1.7 ...", "not_a_table"),
            (b"<html><table><tr><td>x</td></tr></table>", "not_a_table"),
            (b'[{"email": "a@b.fi"}]', "not_a_table"),
            (b'{"email": "a@b.fi"}', "not_a_table"),
            (b"Dear Sir,\nI am writing\nto you.\n", "not_a_table"),
            (b"PK\x03\x04" + b"x" * 100, "not_a_table"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "not_a_table"),
            (gzip.compress(b"a,b\n1,2", mtime=0), "packed"),
            (b"Aino,a@b.fi,1\nBo,b@b.fi,2\n", "no_header"),
            (b"12,2026-03-05,7\n13,2026-03-06,8\n", "no_header"),
        ],
    )
    def test_say_what_is_wrong(self, tmp_path: Path, content: bytes, code: str) -> None:
        with pytest.raises(Refused) as refused:
            opened(tmp_path, content, "list.csv")

        assert refused.value.code == code
        assert refused.value.place.startswith("list.csv")
        assert refused.value.message.endswith(".")
        assert refused.value.remedy.endswith(".")

    def test_a_zip_of_other_things(self, tmp_path: Path) -> None:
        with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
            archive.writestr("leads.csv", "Name,Email\n")

        with pytest.raises(Refused, match="packed"):
            open_table(tmp_path / "x.zip")

    def test_a_password(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        import python_calamine

        def locked(path: Path) -> object:
            raise python_calamine.PasswordError("Workbook is password protected")

        monkeypatch.setattr(
            "vaste.leads.tables.sheets.calamine.CalamineWorkbook",
            type("Locked", (), {"from_path": staticmethod(locked)}),
        )
        with pytest.raises(Refused) as refused:
            open_table(odd_files.write_xlsx(tmp_path / "a.xlsx"))

        assert refused.value.code == "password_protected"
        assert "password" in refused.value.remedy

    def test_a_sheet_that_is_not_there(self, tmp_path: Path) -> None:
        path = odd_files.write_xlsx(tmp_path / "a.xlsx")

        with pytest.raises(Refused) as refused:
            open_table(path, sheet="Asiakkaat")

        assert (refused.value.code, refused.value.place) == ("no_such_sheet", "Asiakkaat")


class TestSpreadsheets:
    def test_xlsx_cells_become_what_a_person_sees(self, tmp_path: Path) -> None:
        table = open_table(odd_files.write_xlsx(tmp_path / "a.xlsx"))

        assert (table.kind, table.sheet, table.header_row) == ("sheet", "Liidit", 3)
        assert table.columns == list(odd_files.HEADER)
        first, second = table.rows()
        assert first == Row(
            4,
            {
                "Nimi": "Äijä Öhman",
                "Puhelin": "358401234567",
                "Päivä": "2026-03-05",
                "Arvo": "1234.5",
                "Aika": "2026-03-05 14:07:00",
                "Tosi": "true",
            },
        )
        assert (second.number, second.cells["Puhelin"]) == (6, "0401234567")
        assert table.total_rows_hint == 3
        assert table.position() == (6, 6)

    def test_a_named_sheet(self, tmp_path: Path) -> None:
        table = open_table(odd_files.write_xlsx(tmp_path / "a.xlsx"), sheet="Piilossa")

        assert table.columns == ["Secret"]

    def test_a_cover_is_passed_over(self, tmp_path: Path) -> None:
        book = xlsxwriter.Workbook(str(tmp_path / "fair.xlsx"))
        book.add_worksheet("Cover").write_column(0, 0, ["Leads of the fair", "Made by hand"])
        sheet = book.add_worksheet("Leads")
        sheet.write_row(0, 0, ["Name", "E-mail"])
        sheet.write_row(1, 0, ["Ada", "ada@firm.example"])
        book.close()

        table = open_table(tmp_path / "fair.xlsx")

        assert table.sheet == "Leads"
        assert list(table.rows()) == [Row(2, {"Name": "Ada", "E-mail": "ada@firm.example"})]

    def test_ods(self, tmp_path: Path) -> None:
        rows = [["Név", "E-mail"], ["Őry Ágnes", "a@b.hu"]]

        table = open_table(odd_files.write_ods(tmp_path / "a.ods", rows))

        assert list(table.rows()) == [Row(2, {"Név": "Őry Ágnes", "E-mail": "a@b.hu"})]

    def test_what_a_file_is_called_does_not_count(self, tmp_path: Path) -> None:
        path = odd_files.write_xlsx(tmp_path / "leads.csv")

        assert open_table(path, "leads.csv").kind == "sheet"
        assert opened(tmp_path, LEADS, "leads.xlsx").kind == "text"


class TestResuming:
    def test_goes_on_after_a_row(self, tmp_path: Path) -> None:
        table = opened(tmp_path, LEADS)

        assert [row.number for row in table.rows(after=2)] == [3]
        assert [row.number for row in table.rows(after=3)] == []

    def test_every_cut_gives_the_same_rows(self, tmp_path: Path) -> None:
        text = 'Name,Email\nA,"a\n@b.fi"\nB,"b@b.fi\nC,c@b.fi\n\nD,d@b.fi\n'
        table = opened(tmp_path, text)
        whole = list(table.rows())

        for cut in range(10):
            head = [row for row in whole if row.number <= cut]
            assert head + list(table.rows(after=cut)) == whole

    def test_position_runs_from_nothing_to_all(self, tmp_path: Path) -> None:
        table = opened(tmp_path, "Name,Email\n" + "Ada,a@b.fi\n" * 50_000)

        places = [table.position() for _row in table.rows()]

        assert places[0][0] < places[-1][1]
        assert sorted(places) == places
        assert table.position()[0] == table.position()[1] == 550_011
        assert table.total_rows_hint == pytest.approx(50_000, rel=0.01)

    def test_a_sample_leaves_bad_rows_out(self, tmp_path: Path) -> None:
        table = opened(tmp_path, "a name,email,phone,city\nA\nB,b@b.fi,1,2\nC,c@b.fi,1,2\n")

        assert [row.number for row in table.sample(1)] == [3]


class TestMemory:
    def test_a_long_file_is_not_held(self, tmp_path: Path) -> None:
        path = tmp_path / "long.csv"
        path.write_text("Name,Email,Message\n" + f"Ada,a@b.fi,{'Hei taas ' * 600}\n" * 3_000)

        tracemalloc.start()
        count = sum(1 for _row in open_table(path).rows())
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()

        assert count == 3_000
        assert peak < path.stat().st_size / 2


TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\r\n\t"), max_size=12
)


class TestAnything:
    def test_the_mark_of_a_wide_encoding_amid_a_text_is_none(self, tmp_path: Path) -> None:
        with pytest.raises(Refused):
            opened(tmp_path, b"\n\xfe\xff\n\n1")

    @given(
        st.lists(st.lists(TEXT, min_size=3, max_size=3), min_size=1, max_size=8),
        st.sampled_from([",", ";", "\t", "|"]),
        st.sampled_from(["\n", "\r\n"]),
    )
    @settings(
        max_examples=150,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )
    def test_what_a_writer_writes_is_read_back(
        self, tmp_path: Path, rows: list[list[str]], mark: str, end: str
    ) -> None:
        text = io.StringIO()
        writer = csv.writer(text, delimiter=mark, lineterminator=end, quoting=csv.QUOTE_ALL)
        writer.writerow(["Name", "Email", "Message"])
        writer.writerows(rows)

        table = opened(tmp_path, text.getvalue())

        assert cells(table) == [row for row in rows if any(cell.strip() for cell in row)]

    @given(
        st.binary(max_size=400)
        | TEXT.map(str.encode)
        | st.lists(
            st.sampled_from(
                [b"Name", b"a@b.fi", b",", b";", b"\n", b'"', b"\r", b"\xe4", b"\x00", b"1"]
            )
        ).map(b"".join)
    )
    @settings(
        max_examples=400,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )
    def test_gives_rows_or_a_refusal_and_nothing_else(self, tmp_path: Path, content: bytes) -> None:
        try:
            table = opened(tmp_path, content)
        except Refused:
            return
        numbers = [row.number for row in table.rows()]

        assert numbers == sorted(set(numbers))
        assert len(set(table.columns)) == len(table.columns)
        for row in table.rows():
            assert list(row.cells) == table.columns

    def test_half_a_character_at_the_end_of_wide_text_is_no_fault(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("vaste.leads.tables.parse.detect_encoding", lambda _path: "utf_16_be")

        table = opened(tmp_path, "Name,Email\nAda,a@b.fi\n".encode("utf-16-be") + b"\x00")

        assert cells(table)[0] == ["Ada", "a@b.fi"]
