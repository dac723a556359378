"""Answers in four languages brought to our choices."""

import pytest

from vaste.leads.enquiry import OUTCOMES, REQUEST_TYPES, VALUE_BANDS
from vaste.leads.reading import guess_request_type, vocabulary

WORDS = {
    "offer": ["tarjou", "offert", "árajánl", "quote", "price list"],
    "visit": ["demo", "esittely"],
}


class TestGuessRequestType:
    @pytest.mark.parametrize(
        ("text", "choice"),
        [
            ("Pyydän tarjouksen 20 tuolista", "offer"),
            ("Vi önskar en OFFERT!", "offer"),
            ("Szeretnék egy árajánlatot", "offer"),
            ("Could you send a price list?", "offer"),
            ("Haluaisin esittelyn", "visit"),
            ("A demo and a quote, please", "offer"),
            ("En koffert", ""),
            ("Hello", ""),
            ("", ""),
        ],
    )
    def test_finds_beginnings_of_words_in_rank(self, text: str, choice: str) -> None:
        assert guess_request_type(text, WORDS) == choice

    def test_without_words_there_is_no_guess(self) -> None:
        assert guess_request_type("tarjous", {"offer": ["", " "]}) == ""


class TestChoices:
    def test_every_word_leads_to_a_choice(self) -> None:
        assert set(vocabulary._REQUEST_TYPES.values()) == set(REQUEST_TYPES)
        assert set(vocabulary._VALUE_BANDS.values()) == set(VALUE_BANDS)
        assert set(vocabulary._OUTCOMES.values()) == set(OUTCOMES)

    @pytest.mark.parametrize(
        ("text", "outcome"),
        [
            ("Closed Won", "won"),
            ("voitettu", "won"),
            ("Closed - Lost", "lost"),
            ("elveszett", "lost"),
            ("Disqualified", "not_a_fit"),
            ("Engaging", "open"),
            ("uusi", "open"),
            ("Someday", ""),
        ],
    )
    def test_outcomes(self, text: str, outcome: str) -> None:
        assert vocabulary.outcome(text) == outcome

    @pytest.mark.parametrize(
        ("text", "answer"), [("Kyllä", True), ("IGEN", True), ("ei", False), ("false", False)]
    )
    def test_yes_and_no(self, text: str, answer: bool) -> None:
        assert vocabulary.yes_or_no(text) is answer

    def test_neither(self) -> None:
        assert vocabulary.yes_or_no("perhaps") is None
