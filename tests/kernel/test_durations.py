"""How soon something is needed, in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaste.kernel.durations import read_timeframe


class TestReadTimeframe:
    @pytest.mark.parametrize(
        ("text", "days"),
        [
            ("within 3 months", 90),
            ("3 months", 90),
            ("1-3 months", 90),
            ("0–3 kk", 90),
            ("alle 3 kk", 90),
            ("kolmen kuukauden kuluessa", 90),
            ("inom 3 månader", 90),
            ("3 hónapon belül", 90),
            ("this quarter", 90),
            ("1,5 kk", 45),
            ("2 viikon sisällä", 14),
            ("1 hét", 7),
            ("10 days", 10),
            ("within a year", 365),
            ("inom ett år", 365),
            ("asap", 0),
            ("As soon as possible!", 0),
            ("heti", 0),
            ("omgående", 0),
            ("azonnal", 0),
            ("ensi kuussa", 60),
            ("Immediately (0-1 month)", 30),
        ],
    )
    def test_reads_days(self, text: str, days: int) -> None:
        assert read_timeframe(text) == days

    @pytest.mark.parametrize(
        "text",
        ["over 6 months", "6+ months", "yli 6 kk", "mer än 6 månader", "több mint 6 hónap"],
    )
    def test_more_than_a_limit_is_beyond_it(self, text: str) -> None:
        assert read_timeframe(text) == 181

    @pytest.mark.parametrize("text", ["", "90", "no plans", "just looking", "ei kiirettä", "maybe"])
    def test_is_none_where_nothing_is_said(self, text: str) -> None:
        assert read_timeframe(text) is None

    @given(st.text(max_size=150))
    def test_answers_anything(self, text: str) -> None:
        days = read_timeframe(text)

        assert days is None or 0 <= days <= 100_001
