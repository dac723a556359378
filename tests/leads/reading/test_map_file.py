"""Field maps in YAML: read, and every mistake named with its place."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaste.kernel.errors import Refused
from vaste.leads.reading import Column, FieldMap, Lookup, check_field_map, parse_field_map
from vaste.leads.reading.field_map import MISSING


def places(source: str) -> list[str]:
    return [problem.field for problem in check_field_map(source)]


class TestParseFieldMap:
    def test_reads_every_part(self) -> None:
        found = parse_field_map("""
name: Fair
row_id: No
missing: [Select, N/A]
others: ignore
currency: SEK
country: SE
dates: {order: dmy, zone: Europe/Stockholm}
numbers: {decimal: ","}
constants: {source: Fair}
close_reasons: {lost: No answer}
lookups: {firms: {file: firms.csv, by: Firm, key: Name}}
columns:
  Summa: {field: value, scale: 1000}
  Namn: full_name
""")

        summa, namn = Column("value", scale=Decimal(1000)), Column("full_name")
        assert found == FieldMap(
            name="Fair",
            columns={"Summa": summa, "summa": summa, "Namn": namn, "namn": namn},
            constants={"source": "Fair"},
            missing=frozenset({"", "select", "n/a"}),
            others="ignore",
            row_id="No",
            date_order="dmy",
            zone="Europe/Stockholm",
            decimal=",",
            currency="SEK",
            country="SE",
            close_reasons={"lost": "No answer"},
            lookups={"firms": Lookup("firms.csv", "Firm", "Name")},
        )

    def test_an_empty_part_is_left_at_its_default(self) -> None:
        assert parse_field_map("name: X") == FieldMap(name="X", others="keep", missing=MISSING)

    def test_yes_no_and_numbers_stay_the_text_they_are(self) -> None:
        found = parse_field_map("columns: {A: {field: outcome, values: {No: lost, 007: won}}}")

        assert found.columns["A"].values == {"No": "lost", "no": "lost", "007": "won"}

    def test_values_go_by_exact_spelling_first(self) -> None:
        column = parse_field_map(
            "columns: {A: {field: source, values: {GB: Britain, gb: Gigabyte, none: missing}}}"
        ).columns["A"]

        assert [column.replaced(c) for c in ("GB", "gb", " Gb ", "none", "x")] == [
            "Britain",
            "Gigabyte",
            "Gigabyte",
            "",
            "x",
        ]

    def test_raises_the_first_mistake_with_its_place(self) -> None:
        with pytest.raises(Refused) as refused:
            parse_field_map("columns: {A: shoe}")

        assert (refused.value.code, refused.value.place) == ("bad_field_map", "columns.A")


class TestCheckFieldMap:
    @pytest.mark.parametrize(
        ("source", "found"),
        [
            ("colums: {}", ["colums"]),
            ("columns: {A: shoe, B: 'custom:', C: ignore}", ["columns.A", "columns.B"]),
            ("columns: {A: {field: email, vales: {}}}", ["columns.A.vales"]),
            ("columns: {A: {field: value, scale: -1}}", ["columns.A.scale"]),
            ("columns: {A: {field: value, scale: NaN}}", ["columns.A.scale"]),
            ("columns: [A]", ["columns"]),
            ("constants: {shoe: 42}", ["constants.shoe"]),
            ("others: drop", ["others"]),
            ("dates: {order: yyyy, zone: Mars/Base}", ["dates.order", "dates.zone"]),
            ("numbers: {decimal: x}", ["numbers.decimal"]),
            ("currency: XXX", ["currency"]),
            ("country: Finland", ["country"]),
            ("missing: Select", ["missing"]),
            ("close_reasons: {gone: x}", ["close_reasons.gone"]),
            ("lookups: {a: {file: x.csv}}", ["lookups.a"]),
            ("just text", [""]),
            ("a: [", [""]),
            ("columns: {A: email, A: phone}", [""]),
            ("x" * 200_001, [""]),
            ("name: Right", []),
        ],
    )
    def test_names_every_place(self, source: str, found: list[str]) -> None:
        assert places(source) == found

    def test_tells_what_is_wrong_and_how_to_mend_it(self) -> None:
        (problem,) = check_field_map("columns: {A: email, A: phone}")

        assert "'A' stands twice" in problem.value
        assert (problem.message, problem.remedy) == (
            "This is not correct YAML.",
            "Mend the place named.",
        )

    @given(
        st.text(max_size=80) | st.lists(st.sampled_from(list("ab:{}[],-&*! \n'\"#|>"))).map("".join)
    )
    def test_answers_anything(self, source: str) -> None:
        assert isinstance(check_field_map(source), list)
