"""Decisions in words."""

from __future__ import annotations

import datetime

import pytest

from tests.build import NOON
from vaste.routing import words

MONDAY = (NOON + datetime.timedelta(days=3, hours=-4)).isoformat()


def say(*record: object, language: str = "en") -> str:
    return words.say_candidate(
        ["someone", *record], language=language, zone="Europe/Helsinki", at=NOON
    )


class TestSayCandidate:
    def test_says_what_was_needed_and_held_first(self) -> None:
        has = {"has": {"territory": ["North"], "language": ["fi"]}}

        assert say("chosen", 6, 8, has) == (
            "Territory North, language fi. Next in turn; load 6 of 8."
        )

    def test_says_until_when_somebody_is_absent(self) -> None:
        assert say("away", 0, 8, {"until": MONDAY}) == "Passed over: absent until Thu 08:00."
        assert say("away", 0, 8) == "Passed over: absent."
        later = (NOON + datetime.timedelta(days=40)).isoformat()
        assert "11 Apr 2026" in say("away", 0, 8, {"until": later})

    def test_says_what_somebody_lacks(self) -> None:
        detail = {"kind": "skill", "needed": ["welding"]}

        assert say("lacks", 0, 8, detail) == "Passed over: lacks skill welding."
        assert say("lacks", 0, 8, detail, language="fi") == "Ohitettiin: puuttuu taito welding."

    @pytest.mark.parametrize("language", ["en", "fi", "sv", "hu"])
    @pytest.mark.parametrize(
        "reason",
        ["chosen", "owed", "kept", "turn", "away", "off_shift", "full", "untouched", "no_weight"],
    )
    def test_every_reason_has_words_in_every_language(self, language: str, reason: str) -> None:
        said = say(reason, 6, 8, language=language)

        assert said.endswith(".")
        assert "{" not in said
