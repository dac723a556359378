import time
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
import yaml

from vaste.rules.language import Compare, Happened, Problem, RuleRefused, parse
from vaste.rules.paths import PathTest

LEAF = {"field": "lead.message", "contains": "price"}


def refused(source: object) -> tuple[Problem, ...]:
    with pytest.raises(RuleRefused) as caught:
        parse(source)
    return caught.value.problems


def nested(depth: int, word: str) -> object:
    """Return a rule of `depth` levels."""
    rule: object = LEAF
    for _ in range(depth - 1):
        rule = {word: rule if word == "not" else [rule]}
    return rule


class TestParse:
    @pytest.mark.parametrize(
        ("source", "node"),
        [
            ({"field": "a", "is": "x"}, Compare("a", "is", "x")),
            ({"field": "a", "in": ["x", "y"]}, Compare("a", "in", ("x", "y"))),
            ({"field": "a", "in": ("x",)}, Compare("a", "in", ("x",))),
            ({"field": "a", "is": 10**15}, Compare("a", "is", 10**15)),
            ({"field": "a", "is": Decimal("1.50")}, Compare("a", "is", "1.50")),
            ({"field": "a", "is": date(2026, 3, 5)}, Compare("a", "is", "2026-03-05")),
            (
                {"field": "a", "before": datetime(2026, 3, 5, 10, tzinfo=UTC)},
                Compare("a", "before", "2026-03-05T10:00:00+00:00"),
            ),
            ({"field": "a", "within_last": "30 days"}, Compare("a", "within_last", "30 days")),
            ({"happened": "x"}, Happened("x", 1, None, None)),
            ({"happened": "x", "at_most": 0}, Happened("x", None, 0, None)),
            (
                {"happened": "x", "path": {"is": "/A//B/"}},
                Happened("x", 1, None, None, PathTest("is", "/a//b")),
            ),
            (
                {"happened": "x", "path": {"starts_with": "/A/"}},
                Happened("x", 1, None, None, PathTest("starts_with", "/a/")),
            ),
        ],
    )
    def test_reads_a_condition(self, source: object, node: object) -> None:
        assert parse(source) == node

    @pytest.mark.parametrize(
        ("source", "path", "message", "remedy"),
        [
            (None, "", "A condition should stand here, not “nothing”.", "Write a condition, for"),
            ([LEAF], "", "A condition should stand here, not “a list”.", "Put the list under"),
            ("price", "", "A condition should stand here, not “price”.", "Write a condition, for"),
            ({}, "", "Nothing here says what to test; found “”.", "Use one of: all, any, not"),
            ({"filed": "x", "is": 1}, "", "Nothing here says what to", "Did you mean field?"),
            ({"all": [LEAF], "any": [LEAF]}, "", "These cannot stand together: all, any.", "Make"),
            ({True: "x"}, "", "“true” is not a word of the rule language.", "Put the word in qu"),
            ({None: "x"}, "", "“nothing” is not a word of the rule language.", "Put the word in"),
            ({"all": LEAF}, "all", "“all” needs a list of conditions.", "Begin each condition"),
            ({"any": []}, "any", "The group is empty.", "Add a condition, or remove the group."),
            ({"all": [LEAF], "x": 1}, "x", "“x” is not known here.", "Take it away."),
            ({"not": []}, "not", "A condition should stand here, not “a list”.", "Put the list"),
            ({"all": [LEAF, 7]}, "all[1]", "A condition should stand here, not “7”.", "Write a"),
            ({"field": "a"}, "", "The condition names a field but no comparison.", "Add one, for"),
            (
                {"field": "a", "at_least": 1, "at_most": 3},
                "",
                "One condition holds one comparison; here are: at_least, at_most.",
                "Use “between”, or two conditions under “all:”.",
            ),
            (
                {"all": [{"field": "a", "atleast": 1}]},
                "all[0].atleast",
                "There is no comparison “atleast”.",
                "Did you mean at_least",
            ),
            ({"field": "", "is": 1}, "field", "A name should stand here, not “”.", "Write the na"),
            ({"field": 7, "is": 1}, "field", "A name should stand here, not “7”.", "Write the na"),
            ({"field": ["a"], "is": 1}, "field", "A single value should stand here", "Write one"),
            ({"field": "a", "is": None}, "is", "The value is not given.", "Write a value, or ask"),
            ({"field": "a", "is": ["x"]}, "is", "A single value should stand here", "Write one va"),
            ({"field": "a", "is": {"x": 1}}, "is", "A single value should stand here", "Write one"),
            ({"field": "a", "in": "x"}, "in", "A list of values should stand here.", "Write them"),
            ({"field": "a", "in": []}, "in", "A list of values should stand here.", "Write them"),
            ({"field": "a", "in": ["x", None]}, "in[1]", "The value is not given.", "Write a valu"),
            ({"field": "a", "in": ["x"] * 1001}, "in", "The list has more than 1000 values.", "U"),
            ({"field": "a", "between": [1]}, "between", "“between” needs a lowest and a", "Write"),
            ({"field": "a", "between": [1, [2]]}, "between[1]", "A single value should", "Write o"),
            ({"field": "a", "missing": "yes"}, "missing", "“missing” is either true or", "Write t"),
            (
                {"field": "a", "within_last": 30},
                "within_last",
                "“30” is not a length of t",
                "Write",
            ),
            ({"field": "a", "within_last": "soon"}, "within_last", "“soon” is not a length", "Wri"),
            ({"field": "a", "is": float("nan")}, "is", "“nan” is not a usable number.", "Write a"),
            ({"field": "a", "is": float("-inf")}, "is", "“-inf” is not a usable number.", "Write"),
            ({"field": "a", "is": Decimal("sNaN")}, "is", "“sNaN” is not a usable number.", "Wri"),
            ({"field": "a", "is": 10**15 + 1}, "is", "“1000000000000001” is not a usable", "Write"),
            ({"field": "a", "is": 10**5000}, "is", "“a number of very many digits” is not", "Wri"),
            ({"field": "a", "is": "x\0"}, "is", "The text holds a character that cannot", "Type"),
            ({"field": "a", "is": "x\ud800"}, "is", "The text holds a character that", "Type the"),
            ({"field": "a\0", "is": "x"}, "field", "The text holds a character that", "Type the"),
            ({"field": "a", "is": "x" * 1001}, "is", "The text has more than 1000 char", "Shorten"),
            (
                {"happened": 7},
                "happened",
                "A name should stand here, not “7”.",
                "Write the name of",
            ),
            ({"happened": "x", "times": 2}, "times", "“times” is not known here.", "Use one of: "),
            (
                {"happened": "x", "atmost": 2},
                "atmost",
                "“atmost” is not known he",
                "Did you mean a",
            ),
            (
                {"happened": "x", "at_least": 0},
                "at_least",
                "“0” is not a number of times f",
                "Write",
            ),
            (
                {"happened": "x", "at_least": True},
                "at_least",
                "“true” is not a number of",
                "Write a",
            ),
            (
                {"happened": "x", "at_least": 2.0},
                "at_least",
                "“2.0” is not a number of ti",
                "Write",
            ),
            (
                {"happened": "x", "at_most": 10_001},
                "at_most",
                "“10001” is not a number of",
                "Write",
            ),
            ({"happened": "x", "at_most": -1}, "at_most", "“-1” is not a number of times", "Write"),
            (
                {"happened": "x", "at_least": 1, "at_most": 2},
                "",
                "“at_least” and “at_most” ",
                "Make",
            ),
            ({"happened": "x", "path": "/a"}, "path", "A path is told with one comp", "Write it"),
            ({"happened": "x", "path": {}}, "path", "A path is told with one comp", "Write it as"),
            ({"happened": "x", "path": {1: "/a"}}, "path", "There is no comparison “1”.", "Use"),
            ({"happened": "x", "path": {"start": "/"}}, "path", "There is no compari", "Did you m"),
            ({"happened": "x", "path": {"is": 7}}, "path.is", "“7” is no path.", "Write a part"),
            ({"happened": "x", "path": {"is": " \0"}}, "path.is", "“ \ufffd” is no path.", "Write"),
            ({"happened": "x", "path": {"is": "/" * 301}}, "path.is", "The path has more", "Short"),
            ({"happened": "x", "path": {"is": "/a?b"}}, "path.is", "“/a?b” is more than", "Write"),
            (
                {"happened": "x", "within": None},
                "within",
                "“nothing” is not a length of",
                "Write a",
            ),
        ],
    )
    def test_names_the_place_and_the_remedy(
        self, source: object, path: str, message: str, remedy: str
    ) -> None:
        (problem,) = refused(source)

        assert problem.path == path
        assert problem.message.startswith(message)
        assert problem.remedy.startswith(remedy)

    def test_names_every_bad_condition_in_reading_order(self) -> None:
        bad = {"field": "a", "iss": "x"}
        problems = refused({"any": [bad, LEAF, {"all": [LEAF, bad]}, {"not": {"any": [bad]}}]})

        assert [problem.path for problem in problems] == [
            "any[0].iss",
            "any[2].all[1].iss",
            "any[3].not.any[0].iss",
        ]

    def test_stops_after_fifty_problems(self) -> None:
        assert len(refused({"all": [7] * 400})) == 50

    def test_repeats_no_more_of_the_input_than_can_be_read(self) -> None:
        (problem,) = refused({"field": "a", "x\n" * 5_000: 1})

        assert problem.message == "There is no comparison “" + "x\ufffd" * 30 + "…”."


class TestLimits:
    def test_takes_500_conditions_and_groups(self) -> None:
        parse({"all": [LEAF] * 499})

        assert refused({"all": [LEAF] * 500}) == (
            Problem(
                "all[499]",
                "The rule has more than 500 conditions and groups.",
                "Shorten it: one “in” or “contains_any” replaces many conditions.",
            ),
        )

    @pytest.mark.parametrize("word", ["not", "all", "any"])
    def test_takes_20_levels(self, word: str) -> None:
        parse(nested(20, word))
        (problem,) = refused(nested(21, word))

        assert problem.path.count(word) == 20
        assert problem.message == "The rule is more than 20 levels deep."

    def test_takes_5000_values(self) -> None:
        full = {"field": "a", "in": ["x"] * 1000}
        parse({"all": [full] * 5})

        assert refused({"all": [full, full, full, full, full, LEAF]})[0].path == "all[5].contains"


class TestPathologicalInput:
    @pytest.mark.parametrize("word", ["not", "all", "any"])
    def test_refuses_100000_levels_at_once(self, word: str) -> None:
        deep = nested(100_000, word)
        begun = time.process_time()

        assert refused(deep)[0].message == "The rule is more than 20 levels deep."
        assert time.process_time() - begun < 0.5

    @pytest.mark.parametrize(
        "source",
        [
            {"all": [LEAF] * 10_000},
            {"any": [{"all": [LEAF] * 100}] * 100},
            {"all": [7] * 1_000_000},
            {"all": [{"all": []}] * 1_000_000},
            {"field": "a", "in": ["x"] * 1_000_000},
            {"field": "a", "is": "x" * 10_000_000},
            {"field": "x" * 10_000_000, "is": "x"},
            {"x" * 10_000_000: "x"},
            dict.fromkeys(map(str, range(200_000)), 1),
            {"field": "a"} | dict.fromkeys(map(str, range(200_000)), 1),
            dict.fromkeys(range(200_000), 1),
        ],
        ids=lambda source: str(source)[:40],
    )
    def test_refuses_large_input_at_once(self, source: object) -> None:
        begun = time.process_time()

        assert refused(source)
        assert time.process_time() - begun < 0.5

    def test_refuses_yaml_that_holds_itself(self) -> None:
        assert refused(yaml.safe_load("&a {all: [*a, *a]}"))[0].message == (
            "The rule is more than 20 levels deep."
        )

    def test_refuses_yaml_that_multiplies(self) -> None:
        levels = ["a0: &a0 {field: x, is: y}"]
        levels += [f"a{n}: &a{n} {{all: [{f'*a{n - 1}, ' * 9}*a{n - 1}]}}" for n in range(1, 12)]
        begun = time.process_time()
        source: Mapping[str, Any] = yaml.safe_load("\n".join(levels))

        assert refused(source["a11"])[0].message.startswith("The rule has more than 500")
        assert time.process_time() - begun < 0.5
