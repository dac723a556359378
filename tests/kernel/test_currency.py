"""Currencies as people write them."""

import pytest

from vaste.kernel.currency import currency_code


class TestCurrencyCode:
    @pytest.mark.parametrize(
        ("word", "country", "code"),
        [
            ("EUR", "", "EUR"),
            ("eur", "", "EUR"),
            ("€", "", "EUR"),
            ("euroa", "", "EUR"),
            ("kr", "", "SEK"),
            ("kr.", "DK", "DKK"),
            ("kr", "NO", "NOK"),
            ("Ft", "", "HUF"),
            ("$", "", "USD"),
            ("euro area", "", ""),
            ("", "", ""),
        ],
    )
    def test_returns_iso_codes(self, word: str, country: str, code: str) -> None:
        assert currency_code(word, country) == code
