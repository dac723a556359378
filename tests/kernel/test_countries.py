"""Countries by code and by name in the languages served."""

import pytest

from vaste.kernel.countries import country_code


class TestCountryCode:
    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("FI", "FI"),
            ("fi", "FI"),
            ("FIN", "FI"),
            ("Suomi", "FI"),
            ("Finnország", "FI"),
            ("Ungern", "HU"),
            ("Magyarország", "HU"),
            ("Unkari", "HU"),
            ("Ruotsi", "SE"),
            ("Svédország", "SE"),
            ("Germany", "DE"),
            ("Saksa", "DE"),
            ("USA", "US"),
            ("United States", "US"),
            ("UK", "GB"),
            ("Korea", "KR"),
            ("Åland", "AX"),
            ("hong kong", "HK"),
        ],
    )
    def test_knows_names(self, text: str, code: str) -> None:
        assert country_code(text) == code

    @pytest.mark.parametrize("text", ["", "unknown", "Asia/Pacific Region", "EU", "ZZ", "Atlantis"])
    def test_is_empty_for_the_rest(self, text: str) -> None:
        assert country_code(text) == ""
