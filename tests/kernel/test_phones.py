"""Telephone numbers as people write them."""

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaste.kernel import phones
from vaste.kernel.errors import Unread
from vaste.kernel.phones import Phone, normalize_phone


class TestNormalizePhone:
    @pytest.mark.parametrize(
        ("raw", "country", "e164"),
        [
            ("+358 40 123 4567", "FI", "+358401234567"),
            ("+358401234567", "", "+358401234567"),
            ("040 123 4567", "FI", "+358401234567"),
            ("040-1234567", "FI", "+358401234567"),
            ("(09) 1234 5678", "FI", "+358912345678"),
            ("00358 40 1234567", "SE", "+358401234567"),
            ("00358 40 1234567", "US", "+358401234567"),
            ("+358 (0)40 123 4567", "FI", "+358401234567"),
            ("+358 (0)40 123 4567", "SE", "+358401234567"),
            ("+358 0401234567", "FI", "+358401234567"),
            ("358401234567", "FI", "+358401234567"),
            ("358401234567", "SE", "+358401234567"),
            ("358401234567.0", "FI", "+358401234567"),
            ("401234567", "FI", "+358401234567"),
            ("tel:+358-40-1234567", "FI", "+358401234567"),
            ("puh. 040 1234567", "FI", "+358401234567"),
            ("018 12345", "FI", "+3581812345"),
            ("070-123 45 67", "SE", "+46701234567"),
            ("06 30 123 4567", "HU", "+36301234567"),
            ("+36 06 30 123 4567", "HU", "+36301234567"),
            ("+44 20 7946 0018", "FI", "+442079460018"),
            ("+16505550123", "FI", "+16505550123"),
        ],
    )
    def test_reads_the_usual_spellings(self, raw: str, country: str, e164: str) -> None:
        assert normalize_phone(raw, country) == Phone(e164)

    @pytest.mark.parametrize(
        ("raw", "country"),
        [
            ("tel:+358-40-1234567;ext=12", "FI"),
            ("040 1234567 x12", "FI"),
            ("040 1234567 ext. 12", "FI"),
            ("040 1234567 alanumero 12", "FI"),
            ("040 1234567 #12", "FI"),
            ("+358 40 1234567 ankn. 12", "SE"),
            ("+358401234567 mellék: 12", "HU"),
        ],
    )
    def test_keeps_extensions_apart(self, raw: str, country: str) -> None:
        assert normalize_phone(raw, country) == Phone("+358401234567", "12")

    @pytest.mark.parametrize("raw", ["3,58E+11", "3.58401E+11", "3,58401e+11", "3E11"])
    def test_says_that_a_spreadsheet_shortened_it(self, raw: str) -> None:
        found = normalize_phone(raw, "FI")

        assert isinstance(found, Unread)
        assert found.code == "excel_shortened"
        assert "Format the column as text" in found.remedy

    @pytest.mark.parametrize(
        ("raw", "country"),
        [
            ("", "FI"),
            ("abc", "FI"),
            ("112", "FI"),
            ("12345", "FI"),
            ("+1 555 000 0000", "FI"),
            ("0000000000", "FI"),
            ("040-1234567", ""),
            ("1" * 40, "FI"),
            ("+" * 200, "FI"),
            ("aino@esimerkki.fi", "FI"),
        ],
    )
    def test_refuses_what_no_plan_has(self, raw: str, country: str) -> None:
        found = normalize_phone(raw, country)

        assert isinstance(found, Unread)
        assert found.code == "not_a_phone"

    @given(
        st.sampled_from(["+{c}{n}", "00{c}{n}", "0{n}", "06{n}", "+{c} {n}", "{n}"]),
        st.sampled_from([*phones._BY_CODE, "1", "44"]),
        st.from_regex(r"[0-9]{3,12}", fullmatch=True),
        st.sampled_from(["FI", "SE", "HU", "DE", "DK", "US", ""]),
    )
    @settings(max_examples=1_500)
    def test_quick_way_agrees_with_libphonenumber(
        self, form: str, code: str, national: str, country: str
    ) -> None:
        raw = form.format(c=code, n=national)
        quick = phones._quick(raw, country)
        if quick is None:
            return

        region = country or None
        text = "+" + raw[2:] if raw.startswith("00") else raw
        number = phonenumbers.parse(text, region)
        assert phonenumbers.is_valid_number(number)
        e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        assert quick == Phone(e164)

    @given(st.text(st.characters(), max_size=120), st.sampled_from(["FI", "SE", "", "ZZ"]))
    def test_answers_anything(self, raw: str, country: str) -> None:
        found = normalize_phone(raw, country)

        assert isinstance(found, Unread) or found.e164.startswith("+")
