"""The lines of a score and the steps beside them always add up to the number that is shown."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaste.scoring import formula, words
from vaste.scoring import services as scores
from vaste.scoring.definition import LARGEST_SUM, MOST_POINTS, Scoring, parse_scoring

POINTS = st.integers(-MOST_POINTS, MOST_POINTS)
BOUNDS = st.lists(
    st.integers(-LARGEST_SUM, LARGEST_SUM) | st.integers(-200, 200),
    min_size=2, max_size=2, unique=True,
).map(sorted)  # fmt: skip
NEVER = {"field": "contact.phone", "missing": True}


@st.composite
def scorings(draw: st.DrawFn) -> Scoring:
    """Return the scores of a definition with any base, floor, ceiling and criteria."""
    fit: dict[str, Any] = {
        "base": draw(POINTS),
        "criteria": [
            {"key": f"c{place}", "points": points, "when": NEVER}
            for place, points in enumerate(draw(st.lists(POINTS, max_size=12)))
        ],
    }
    if draw(st.booleans()):
        fit["floor"], fit["ceiling"] = draw(BOUNDS)
    return parse_scoring({"fit": fit})


class TestFitSteps:
    @given(scorings(), st.data())
    def test_base_lines_and_steps_add_up_to_the_score(
        self, rules: Scoring, data: st.DataObject
    ) -> None:
        met = data.draw(st.lists(st.booleans(), min_size=(n := len(rules.criteria)), max_size=n))

        value, lines = scores.fit(rules, met)

        total = rules.base + sum(int(str(points)) for _, points in lines)
        steps = formula.fit_steps(total, floor=rules.floor, ceiling=rules.ceiling)
        assert total + sum(points for _, points in steps) == value
        assert all(points for _, points in steps)
        held = rules.floor <= total <= rules.ceiling
        assert held == all(step == formula.SCALE for step, _ in steps)
        usual = (rules.floor, rules.ceiling) == (0, 100)
        assert not (usual and any(step == formula.SCALE for step, _ in steps))


class TestInterestSteps:
    @given(st.lists(st.floats(0, 200), max_size=12), st.booleans())
    def test_lines_and_steps_add_up_to_the_score(self, exact: list[float], whole: bool) -> None:
        value = formula.within_scale(sum(exact))
        shown = [one for one in (round(points) for points in exact) if one] if whole else exact

        steps = formula.interest_steps(value, shown, exact)

        assert sum(shown) + sum(points for _, points in steps) == pytest.approx(value, abs=1e-4)
        limited = formula.LIMIT in [step for step, _ in steps]
        assert limited == (int(sum(exact) + 0.5) > 100)


class TestSayStep:
    @pytest.mark.parametrize("step", list(words.STEPS))
    def test_every_step_has_words_of_its_own_in_every_language(self, step: str) -> None:
        said = [
            words.say_step(step, language, floor=-5, ceiling=120)
            for language in ("en", "fi", "sv", "hu")
        ]

        assert len(set(said)) == 4

    def test_names_the_bounds(self) -> None:
        assert words.say_step("scale", "en", floor=-5, ceiling=120) == (
            "The scale of -5 to 120 brought to 0–100"
        )
