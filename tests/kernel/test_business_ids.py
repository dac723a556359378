"""Business ids of registers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaste.kernel.business_ids import BusinessId, normalize_business_id
from vaste.kernel.errors import Unread


class TestNormalizeBusinessId:
    @pytest.mark.parametrize(
        ("raw", "country", "found"),
        [
            ("0112038-9", "", BusinessId("FI", "01120389")),
            ("112038-9", "", BusinessId("FI", "01120389")),
            ("FI01120389", "", BusinessId("FI", "01120389")),
            ("fi 0112038-9", "SE", BusinessId("FI", "01120389")),
            ("01120389", "FI", BusinessId("FI", "01120389")),
            ("556703-7485", "", BusinessId("SE", "5567037485")),
            ("SE556703748501", "", BusinessId("SE", "5567037485")),
            ("16556703-7485", "", BusinessId("SE", "5567037485")),
            ("5567037485", "SE", BusinessId("SE", "5567037485")),
            ("12892312-2-42", "", BusinessId("HU", "12892312")),
            ("HU12892312", "", BusinessId("HU", "12892312")),
            ("12892312", "HU", BusinessId("HU", "12892312")),
            ("DK13585628", "", BusinessId("DK", "13585628")),
            ("NO 923 609 016 MVA", "", BusinessId("NO", "923609016")),
            ("DE136695976", "", BusinessId("DE", "DE136695976")),
            ("136695976", "DE", BusinessId("DE", "DE136695976")),
            ("EL094259216", "", BusinessId("GR", "EL094259216")),
            ("EE100931558", "", BusinessId("EE", "EE100931558")),
        ],
    )
    def test_reads_registers_and_vat_numbers(
        self, raw: str, country: str, found: BusinessId
    ) -> None:
        assert normalize_business_id(raw, country) == found

    @pytest.mark.parametrize(
        ("raw", "country"),
        [("0112038-8", ""), ("01120389", ""), ("12892313", "HU"), ("foo", "FI"), ("", "FI")],
    )
    def test_refuses_wrong_forms_and_check_digits(self, raw: str, country: str) -> None:
        found = normalize_business_id(raw, country)

        assert isinstance(found, Unread)
        assert found.code == "not_a_business_id"

    @given(st.text(max_size=70), st.sampled_from(["FI", "SE", "HU", "DE", "GR", "US", ""]))
    def test_answers_anything(self, raw: str, country: str) -> None:
        assert isinstance(normalize_business_id(raw, country), BusinessId | Unread)


class TestFull:
    @pytest.mark.parametrize(
        ("found", "full"),
        [
            (BusinessId("FI", "01120389"), "FI01120389"),
            (BusinessId("GR", "EL094259216"), "EL094259216"),
        ],
    )
    def test_is_one_text_for_one_company(self, found: BusinessId, full: str) -> None:
        assert found.full == full
