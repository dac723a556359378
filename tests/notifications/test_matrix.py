"""Who hears of what where, and when quiet hours end."""

from __future__ import annotations

import datetime

import pytest

from vaste.notifications import matrix

AT = datetime.datetime(2026, 3, 2, 20, 30, tzinfo=datetime.UTC)  # 22:30 in Helsinki


class TestChannels:
    def test_who_never_chose_gets_the_usual(self) -> None:
        assert matrix.channels(None, "clock_warned") == ("push",)
        assert matrix.channels(None, "clock_breached") == ("email", "push")

    def test_a_choice_counts(self) -> None:
        chosen = {"clock_warned": ["email"], "clock_breached": []}
        assert matrix.channels(chosen, "clock_warned") == ("email",)
        assert matrix.channels(chosen, "clock_breached") == ()

    def test_an_event_that_came_after_the_choice_reaches_as_usual(self) -> None:
        assert matrix.channels({"clock_warned": []}, "lead_new") == ("push",)

    def test_an_unknown_event_reaches_nobody(self) -> None:
        assert matrix.channels(None, "lead_eaten") == ()


class TestQuietEnd:
    @pytest.mark.parametrize(
        ("since", "until", "expected"),
        [
            ("", "", AT),
            ("22:00", "22:00", AT),
            ("22:00", "07:00", datetime.datetime(2026, 3, 3, 5, 0, tzinfo=datetime.UTC)),
            ("23:00", "07:00", AT),
            ("21:00", "23:00", datetime.datetime(2026, 3, 2, 21, 0, tzinfo=datetime.UTC)),
            ("08:00", "22:30", AT),
        ],
    )
    def test_ends(self, since: str, until: str, expected: datetime.datetime) -> None:
        assert matrix.quiet_end(since, until, "Europe/Helsinki", at=AT) == expected

    def test_over_the_change_to_summer_time(self) -> None:
        night = datetime.datetime(2026, 3, 28, 22, 0, tzinfo=datetime.UTC)  # midnight
        ends = matrix.quiet_end("22:00", "07:00", "Europe/Helsinki", at=night)
        assert ends == datetime.datetime(2026, 3, 29, 4, 0, tzinfo=datetime.UTC)
