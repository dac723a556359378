"""Paths in the one spelling that is kept and compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaste.kernel.paths import LONGEST, path_of, spelled


class TestPathOf:
    @pytest.mark.parametrize(
        ("address", "path"),
        [
            ("https://example.com/Pricing/?utm_source=x#top", "/pricing"),
            ("https://example.com", "/"),
            ("https://example.com/", "/"),
            ("//example.com/a/b/", "/a/b"),
            ("/Hinnat/P%C3%A4%C3%A4/", "/hinnat/pää"),
            ("pricing", "pricing"),
            ("Signed Up", "signed up"),
            ("  ", ""),
            ("http://[", "http://["),
            ("/a\0b\nc", "/ab c"),
            ("/" + "x" * 400, "/" + "x" * 299),
        ],
    )
    def test_keeps_the_path_alone(self, address: str, path: str) -> None:
        assert path_of(address) == path

    @given(st.text(max_size=400))
    def test_never_fails_and_fits_its_column(self, address: str) -> None:
        path = path_of(address)

        assert len(path) <= LONGEST
        assert spelled(path) == path
        assert "\0" not in path
