"""Numbers and amounts as people write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaste.kernel.errors import Unread
from vaste.kernel.numbers import Number, guess_decimal_mark, read_number


def value_of(raw: str, decimal: str = "", country: str = "") -> Number:
    found = read_number(raw, decimal=decimal, country=country)
    assert isinstance(found, Number), found
    return found


class TestReadNumber:
    @pytest.mark.parametrize(
        ("raw", "value"),
        [
            ("1234", "1234"),
            ("1 234,50", "1234.50"),
            ("1\u00a0234,50", "1234.50"),
            ("1\u202f234", "1234"),
            ("1.234,50", "1234.50"),
            ("1,234.50", "1234.50"),
            ("1'234.50", "1234.50"),
            ("12,34,567", "1234567"),
            ("1.234.567", "1234567"),
            ("0,5", "0.5"),
            ("0.123", "0.123"),
            ("1234,567", "1234.567"),
            ("-5", "-5"),
            ("\u22125", "-5"),
            ("007", "7"),
        ],
    )
    def test_reads_every_grouping(self, raw: str, value: str) -> None:
        assert value_of(raw) == Number(Decimal(value))

    @pytest.mark.parametrize(
        ("raw", "country", "value", "currency"),
        [
            ("€ 1 200", "", "1200", "EUR"),
            ("1200 €", "", "1200", "EUR"),
            ("1 200,- kr", "SE", "1200", "SEK"),
            ("1 200 kr", "NO", "1200", "NOK"),
            ("1 200:- kr", "", "1200", "SEK"),
            ("$4,000.00", "", "4000.00", "USD"),
            ("USD 12.5", "", "12.5", "USD"),
            ("250 e", "FI", "250", "EUR"),
            ("250 E Ft", "HU", "250000", "HUF"),
            ("5 millió Ft", "HU", "5000000", "HUF"),
            ("5 milj. euroa", "FI", "5000000", "EUR"),
            ("50 t€", "FI", "50000", "EUR"),
            ("12k", "", "12000", ""),
            ("1.5M€", "", "1500000.0", "EUR"),
            ("3 Mkr", "SE", "3000000", "SEK"),
            ("200 tkr", "SE", "200000", "SEK"),
            ("noin 5000 €", "FI", "5000", "EUR"),
            ("1 000 000 HUF", "", "1000000", "HUF"),
        ],
    )
    def test_reads_currencies_and_scales(
        self, raw: str, country: str, value: str, currency: str
    ) -> None:
        assert value_of(raw, country=country) == Number(Decimal(value), currency)

    @pytest.mark.parametrize(
        ("raw", "low", "high"),
        [("11-50", 11, 50), ("10 000–20 000", 10_000, 20_000), ("200 to 499", 200, 499)],
    )
    def test_reads_ranges(self, raw: str, low: int, high: int) -> None:
        assert value_of(raw) == Number(Decimal(low), high=Decimal(high))

    def test_reads_an_open_end(self) -> None:
        assert value_of("50+") == Number(Decimal(50), open_ended=True)

    @pytest.mark.parametrize("raw", ["1,234", "1.234"])
    def test_a_lone_mark_before_three_digits_is_in_doubt(self, raw: str) -> None:
        assert value_of(raw) == Number(Decimal(1234), ambiguous=True)

    def test_a_known_decimal_mark_ends_the_doubt(self) -> None:
        assert value_of("1,234", decimal=",") == Number(Decimal("1.234"))
        assert value_of("1,234", decimal=".") == Number(Decimal(1234))

    @pytest.mark.parametrize(
        ("raw", "code"),
        [
            ("", "not_a_number"),
            ("abc", "not_a_number"),
            ("NaN", "not_a_number"),
            ("Infinity", "not_a_number"),
            ("1.2.3", "not_a_number"),
            ("1,23,4", "not_a_number"),
            ("2024-01-01", "not_a_number"),
            ("12 months", "not_a_number"),
            ("100 %", "not_a_number"),
            ("50-10", "not_a_number"),
            ("1" * 61, "not_a_number"),
            ("1e5", "excel_shortened"),
            ("1,2E+06", "excel_shortened"),
            ("10000000000000000", "number_too_large"),
            ("999 999 999 999 mrd", "number_too_large"),
        ],
    )
    def test_refuses_with_a_reason(self, raw: str, code: str) -> None:
        found = read_number(raw)

        assert isinstance(found, Unread)
        assert found.code == code

    @given(st.decimals(-(10**12), 10**12, places=2, allow_nan=False, allow_infinity=False))
    def test_reads_back_what_four_languages_write(self, value: Decimal) -> None:
        english = f"{value:,.2f}"
        finnish = english.replace(",", "\u00a0").replace(".", ",")
        german = english.translate(str.maketrans(",.", ".,"))

        assert value_of(english, decimal=".").value == value
        assert value_of(finnish, decimal=",").value == value
        assert value_of(german, decimal=",").value == value

    @given(st.text(max_size=70))
    def test_answers_anything(self, raw: str) -> None:
        assert isinstance(read_number(raw), Number | Unread)


class TestGuessDecimalMark:
    @pytest.mark.parametrize(
        ("samples", "mark"),
        [
            (["1,5", "2,25", "1.000"], ","),
            (["1.5", "2,000.25"], "."),
            (["100", "1,000"], ""),
            (["1,5", "1.5"], ""),
            ([], ""),
        ],
    )
    def test_follows_the_majority(self, samples: list[str], mark: str) -> None:
        assert guess_decimal_mark(samples) == mark
