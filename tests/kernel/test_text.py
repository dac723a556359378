"""Text made safe to keep, and names made ready to compare."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaste.kernel.text import (
    clean,
    exact_company_name,
    fold,
    has_unstorable,
    one_line,
)

ANY_TEXT = st.text(st.characters())  # lone surrogates included


class TestClean:
    @pytest.mark.parametrize(
        ("raw", "kept"),
        [
            ("  Aino  ", "Aino"),
            ("a\x00b", "ab"),
            ("a\ud800b", "ab"),
            ("a\x07\x1bb", "ab"),
            ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
            ("tab\tstays", "tab\tstays"),
            ("\ufeffbom", "bom"),
            ("pay\u202egnp.exe", "paygnp.exe"),
            ("zero\u200bwidth", "zerowidth"),
            ("A\u0308iti", "Äiti"),
            ("👩\u200d💻", "👩\u200d💻"),
            ("", ""),
        ],
    )
    def test_keeps_what_can_be_shown(self, raw: str, kept: str) -> None:
        assert clean(raw, 100) == kept

    def test_cuts_at_the_limit_and_trims_again(self) -> None:
        assert clean("abc def", 4) == "abc"

    @given(ANY_TEXT)
    def test_result_can_be_stored_and_is_stable(self, raw: str) -> None:
        text = clean(raw, 50)

        text.encode("utf-8")
        assert "\x00" not in text
        assert len(text) <= 50
        assert unicodedata.is_normalized("NFC", clean(raw, 10_000))
        assert clean(text, 50) == text


class TestOneLine:
    def test_makes_every_white_space_one_space(self) -> None:
        assert one_line(" Oy \n Esimerkki\u00a0 Ab\t", 50) == "Oy Esimerkki Ab"

    def test_cuts_at_the_limit(self) -> None:
        assert one_line("abc def", 4) == "abc"


class TestHasUnstorable:
    @pytest.mark.parametrize("text", ["a\x00", "\ud83d"])
    def test_finds_nul_and_lone_surrogates(self, text: str) -> None:
        assert has_unstorable(text)

    @pytest.mark.parametrize("text", ["", "ä", "\x07", "💡"])
    def test_passes_the_rest(self, text: str) -> None:
        assert not has_unstorable(text)


class TestFold:
    @pytest.mark.parametrize(
        ("text", "folded"),
        [
            ("Äkkiä, Oy", "akkia oy"),
            ("Ügyfélszolgálat", "ugyfelszolgalat"),
            ("Ő Ű", "o u"),
            ("Straße", "strasse"),
            ("Smørrebrød & Øl", "smorrebrod ol"),
            ("  a--b__c  ", "a b c"),
            ("Łódź", "lodz"),
            ("नमस्ते", "नमस्ते"),
            ("Привет, мир", "привет мир"),
            ("①②", "12"),
        ],
    )
    def test_drops_case_accents_and_punctuation(self, text: str, folded: str) -> None:
        assert fold(text) == folded

    @given(ANY_TEXT)
    def test_folding_twice_changes_nothing(self, text: str) -> None:
        once = fold(text)
        assert fold(once) == fold(fold(once))


class TestExactCompanyName:
    def test_legal_forms_keep_two_companies_apart(self) -> None:
        assert exact_company_name("Acme Oy") != exact_company_name("Acme AB")

    def test_points_of_initials_do_not_count(self) -> None:
        assert exact_company_name("Foo S.A.") == exact_company_name("foo sa")
