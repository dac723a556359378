"""Languages: their names, and a guess from short texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaste.kernel.languages import guess_language, language_code


class TestLanguageCode:
    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("fi-FI", "fi"),
            ("suomi", "fi"),
            ("Finnish", "fi"),
            ("Swedish", "sv"),
            ("svenska", "sv"),
            ("en_US", "en"),
            ("magyar", "hu"),
            ("HUN", "hu"),
            ("no", "nb"),
            ("pt-BR", "pt"),
            ("Klingon", ""),
            ("", ""),
        ],
    )
    def test_returns_the_primary_tag(self, text: str, code: str) -> None:
        assert language_code(text) == code


class TestGuessLanguage:
    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("Hei, tarvitsemme tarjouksen 20 hengen toimistosta", "fi"),
            ("Moi! Voisitteko soittaa meille kun ehditte?", "fi"),
            ("Hej, vi behöver en offert på möbler", "sv"),
            ("Vad kostar det för oss?", "sv"),
            ("Jó napot, szeretnék árajánlatot kérni", "hu"),
            ("Mennyi lenne az ár 20 fő részére?", "hu"),
            ("Hello, we need a quote for 20 desks", "en"),
            ("Is this in stock? Please call me.", "en"),
        ],
    )
    def test_knows_the_four_languages(self, text: str, code: str) -> None:
        assert guess_language(text) == code

    @pytest.mark.parametrize("text", ["", "ok", "offert", "Bonjour, je voudrais un devis", "12345"])
    def test_does_not_guess_without_grounds(self, text: str) -> None:
        assert guess_language(text) == ""

    @given(st.text(max_size=200))
    def test_answers_anything(self, text: str) -> None:
        assert guess_language(text) in {"", "fi", "sv", "hu", "en"}
