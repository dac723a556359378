"""The scoring sections of a definition."""

from __future__ import annotations

from typing import Any

import pytest

from vaste.definitions.checking import Findings
from vaste.rules.vocabulary import Column, Field, Vocabulary
from vaste.scoring import formula
from vaste.scoring.definition import check_scoring, parse_scoring

VOCABULARY = Vocabulary.of(
    [Field("lead.message", "text", Column("lead", "message"), {"en": "message"})]
)
RULE = {"field": "lead.message", "missing": False}
CRITERION = {"key": "said", "points": 10, "when": RULE}
PAGE: dict[str, Any] = {
    "key": "page", "kinds": ["page"], "points": 1, "cap": 10, "half_life": "7 days",
}  # fmt: skip
PRICING = PAGE | {"key": "pricing", "path": {"starts_with": "/pricing"}}


def problems(**sections: Any) -> list[tuple[str, str]]:
    found = Findings()
    check_scoring(sections, VOCABULARY, found)
    assert all(problem.remedy for problem in found.problems)
    return [(problem.path, problem.message) for problem in found.problems]


class TestCheckScoring:
    def test_takes_what_is_right(self) -> None:
        fit = {"base": -5, "floor": -20, "ceiling": 40, "criteria": [CRITERION]}

        assert problems(fit=fit, signals=[PRICING, PAGE], quadrants={"good_fit": 70}) == []
        assert problems() == []

    @pytest.mark.parametrize(
        ("fit", "place", "message"),
        [
            ({"base": "much"}, "fit.base", "“much” is no whole number from -1000 to 1000."),
            ({"floor": 1.5}, "fit.floor", "“1.5” is no whole number"),
            ({"floor": 100}, "fit.floor", "The floor is not under the ceiling."),
            ({"floor": 5, "ceiling": 5}, "fit.floor", "The floor is not under the ceiling."),
            ({"ceiling": True}, "fit.ceiling", "“true” is no whole number"),
            ({"weights": []}, "fit.weights", "“weights” is not known here."),
            ({"criteria": {"a": 1}}, "fit.criteria", "“a group” stands where a list should."),
            ({"criteria": [7]}, "fit.criteria[0]", "“7” stands where named values should."),
            ({"criteria": [CRITERION] * 2}, "fit.criteria[1].key", "The key “said” is used twi"),
            ({"criteria": [CRITERION] * 201}, "fit.criteria", "There are more than 200 entries."),
            ({"criteria": [CRITERION | {"points": 1001}]}, "fit.criteria[0].points", "“1001” is n"),
            ({"criteria": [CRITERION | {"points": float("nan")}]}, "fit.criteria[0].points", "“na"),
            ({"criteria": [{"key": "a", "points": 1}]}, "fit.criteria[0].when", "The rule is miss"),
            (
                {"criteria": [CRITERION | {"when": {"field": "lead.x", "is": 1}}]},
                "fit.criteria[0].when.field",
                "There is no field “lead.x”.",
            ),
            ({"criteria": [CRITERION | {"words": 3}]}, "fit.criteria[0].words", "“3” stands wher"),
        ],
    )
    def test_names_what_is_wrong_with_fit(self, fit: Any, place: str, message: str) -> None:
        (where, what), *_ = problems(fit=fit)

        assert where == place
        assert what.startswith(message)

    @pytest.mark.parametrize(
        ("change", "place", "message"),
        [
            ({"cap": -1}, "cap", "“-1” is no number from 0 to 1000."),
            ({"points": float("inf")}, "points", "“inf” is no number from 0 to 1000."),
            ({"points": 10**400}, "points", "“a number of very many digits” is no number"),
            ({"half_life": "0 days"}, "half_life", "It must be longer than nothing."),
            ({"half_life": "soon"}, "half_life", "“soon” is not a length of time."),
            ({"half_life": 7}, "half_life", "“7” is not a length of time."),
            ({"kinds": []}, "kinds", "The kinds of touches are missing."),
            ({"kinds": "page"}, "kinds", "The kinds of touches are missing."),
            ({"kinds": ["pages"]}, "kinds[0]", "There is no kind of touch “pages”."),
            ({"kinds": [["page"]]}, "kinds[0]", "There is no kind of touch “a list”."),
            ({"path": "/x"}, "path", "A path is told with one comparison"),
            ({"path": {"is": ""}}, "path.is", "“” is no path."),
            ({"kinds": ["offer"], "path": {"is": "/"}}, "path", "“offer” has no path."),
            ({"key": "two words"}, "key", "“two words” is no key."),
        ],
    )
    def test_names_what_is_wrong_with_a_signal(
        self, change: dict[str, Any], place: str, message: str
    ) -> None:
        (where, what), *_ = problems(signals=[PAGE | change])

        assert where == f"signals[0].{place}"
        assert what.startswith(message)

    def test_refuses_a_signal_that_nothing_reaches(self) -> None:
        message = "“page” is already counted by the signal “page”."

        assert problems(signals=[PAGE, PRICING]) == [("signals[1].kinds", message)]
        assert problems(signals=[PRICING, PRICING | {"key": "again"}, PAGE]) == []

    @pytest.mark.parametrize("value", [101, -1, "50", None, 49.5])
    def test_refuses_a_threshold_that_is_no_score(self, value: Any) -> None:
        ((place, _message),) = problems(quadrants={"good_fit": value})

        assert place == "quadrants.good_fit"


class TestSignalFor:
    SCORING = parse_scoring(
        {"signals": [PRICING, PAGE, PAGE | {"key": "rest", "kinds": ["", "offer"]}]}
    )

    @pytest.mark.parametrize(
        ("kind", "path", "key"),
        [
            ("page", "/pricing/team", "pricing"),
            ("page", "/", "page"),
            ("page", "", "page"),
            ("offer", "", "rest"),
            ("other", "", "rest"),
            ("", "", "rest"),
            ("chat", "", None),
        ],
    )
    def test_the_first_that_matches(self, kind: str, path: str, key: str | None) -> None:
        found = self.SCORING.signal_for(kind, path)

        assert (found.key if found else None) == key


class TestNormalized:
    @pytest.mark.parametrize(
        ("total", "floor", "ceiling", "score"),
        [
            (45, 0, 100, 45),
            (-1, 0, 100, 0),
            (101, 0, 100, 100),
            (0, -50, 50, 50),
            (-50, -50, 50, 0),
            (60, -20, 140, 50),
            (1, 0, 200, 1),
            (1, 0, 201, 0),
            (1, 0, 3, 33),
            (2, 0, 3, 67),
            (10**6, 0, 100, 100),
        ],
    )
    def test_maps_floor_and_ceiling(self, total: int, floor: int, ceiling: int, score: int) -> None:
        assert formula.normalized(total, floor=floor, ceiling=ceiling) == score

    def test_changes_nothing_when_nothing_is_said(self) -> None:
        for total in range(-50, 150):
            score = formula.within_scale(total)
            assert formula.normalized(total, floor=0, ceiling=100) == score
