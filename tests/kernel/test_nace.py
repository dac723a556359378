"""Codes of industries."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaste.kernel.nace import SECTIONS, nace_code, nace_section


class TestNaceCode:
    @pytest.mark.parametrize(
        ("text", "code", "section"),
        [
            ("62", "62", "J"),
            ("62.01", "62.01", "J"),
            ("6201", "62.01", "J"),
            ("62.1", "62.1", "J"),
            ("62010", "62.01", "J"),
            ("62.01.1", "62.01", "J"),
            ("J 62.01", "62.01", "J"),
            ("J62", "62", "J"),
            ("6202'25 (Számítógépes szaktanácsadás)", "62.02", "J"),
            ("01.11 Cultivation", "01.11", "A"),
            ("99", "99", "U"),
            ("00", "", ""),
            ("34", "", ""),
            ("IT services", "", ""),
            ("7", "", ""),
            ("", "", ""),
            ("1234567-8", "", ""),
        ],
    )
    def test_reads_a_code_at_the_beginning(self, text: str, code: str, section: str) -> None:
        assert nace_code(text) == code
        assert nace_section(code) == section

    @given(st.text(max_size=60))
    def test_what_it_returns_fits_its_columns(self, text: str) -> None:
        code = nace_code(text)

        assert len(code) <= 5
        assert nace_section(code) in (*SECTIONS, "")
        assert bool(code) == bool(nace_section(code))
