"""A rule as the editor's fields, and back."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules import sample, strategies
from tests.studio.forms import posted
from vaste.rules import language
from vaste.rules.language import RuleRefused, check, parse
from vaste.studio.rules.outline import Outline
from vaste.studio.rules.reading import MOST, Malformed, acted, read_number, read_rule
from vaste.studio.rules.showing import Asked, rule_view

VOCABULARY = sample.VOCABULARY
ASKED = Asked("when", VOCABULARY, "en", "EUR")
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["all", "any", "not", "field", "happened", "is", "in", "within", "path"]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)


def through(rule: Any) -> Any:
    """Send a rule through the form unchanged."""
    return read_rule(posted(rule_view(rule, ASKED).root), "when", VOCABULARY)


def sent(**fields: str) -> QueryDict:
    """Return fields of the rule "when"; `__` stands for a colon, `_0_` for a child's path."""
    post = QueryDict(mutable=True)
    for name, value in fields.items():
        post[name.replace("_0_", ".0").replace("__", ":")] = value
    return post


class TestThereAndBack:
    @settings(deadline=None)
    @given(strategies.rules())
    def test_a_rule_that_nobody_touches_means_the_same(self, rule: dict[str, Any]) -> None:
        if check(rule, VOCABULARY):
            return

        again = parse(through(rule))

        assert language.dump(again) == language.dump(_as_form(parse(rule)))

    @settings(deadline=None)
    @given(JUNK)
    def test_anything_is_shown_and_comes_back(self, rule: Any) -> None:
        """A draft may hold any shape: what no form can show is handed on as it is."""
        view = rule_view(rule, ASKED, check(rule, VOCABULARY) if rule is not None else [])
        again = read_rule(posted(view.root), "when", VOCABULARY)

        assert through(again) == again

    @pytest.mark.parametrize(
        "rule",
        [
            {"field": "", "is": ""},
            {"any": []},
            {"field": "lead.message", "contains": ""},
            {"all": [{"field": "lead.value", "at_least": "much"}, {"not": {"any": []}}]},
            {"happened": "", "at_least": 1},
            {"not": {"not": {"field": "lead.message", "contains": "a"}}},
        ],
    )
    def test_what_is_unfinished_is_kept(self, rule: dict[str, Any]) -> None:
        assert through(rule) == rule

    def test_a_rule_that_is_too_long_for_the_form_is_handed_on(self) -> None:
        rule = {"any": [{"field": "lead.message", "contains": "a"}] * (MOST + 1)}
        view = rule_view(rule, ASKED)

        assert view.is_too_large
        assert view.root is None
        post = sent(when__kind="raw", when__raw=view.raw)
        assert read_rule(post, "when", VOCABULARY) == rule


class TestOutline:
    SMALL: dict[str, Any] = {"field": "lead.value", "less_than": "5000 EUR"}
    NAMED: dict[str, Any] = {"field": "lead.message", "contains": "a"}

    def test_a_deep_rule_is_said_as_lists_in_lists(self) -> None:
        denied = {"not": {"any": [self.SMALL, self.NAMED]}}
        view = rule_view({"any": [self.NAMED, {"all": [self.SMALL, denied]}]}, ASKED)

        assert _lines(view.outline) == [
            (0, "At least one of these"),
            (1, "Message contains “a”"),
            (1, "All of these"),
            (2, "Value is less than 5,000\N{NO-BREAK SPACE}EUR"),
            (2, "None of these"),
            (3, "Value is less than 5,000\N{NO-BREAK SPACE}EUR"),
            (3, "Message contains “a”"),
        ]

    def test_a_group_of_one_is_no_step_and_denies_what_it_holds(self) -> None:
        denied = {"not": {"all": [{"any": [self.SMALL, {"all": [self.NAMED, self.SMALL]}]}]}}
        view = rule_view({"all": [self.NAMED, denied]}, ASKED)

        assert [text for depth, text in _lines(view.outline) if depth == 1] == [
            "Message contains “a”",
            "None of these",
        ]

    @pytest.mark.parametrize(
        "rule",
        [
            NAMED,
            {"any": [NAMED, {"all": [NAMED, SMALL]}]},
            {"any": [NAMED, {"all": [{"any": [{"all": [NAMED, SMALL]}]}]}]},
            {"any": [{"field": "", "is": ""}]},
        ],
    )
    def test_any_other_is_one_sentence(self, rule: dict[str, Any]) -> None:
        assert rule_view(rule, ASKED).outline is None


def _lines(outline: Outline | None, depth: int = 0) -> list[tuple[int, str]]:
    assert outline is not None
    below = [line for one in outline.below for line in _lines(one, depth + 1)]
    return [(depth, outline.text), *below]


def _as_form(node: Any) -> Any:
    """Return a rule as it means the same in a form: texts trimmed and once, codes in capitals."""
    rule = _plain(language.dump(node))
    return parse(rule)


def _plain(rule: Any) -> Any:
    if not isinstance(rule, dict):
        return rule
    if "field" in rule:
        [(operator, value)] = [(word, rule[word]) for word in rule if word != "field"]
        return {"field": rule["field"], operator: _value(rule["field"], operator, value)}
    if "happened" in rule:
        return {name: _length(value) if name == "within" else value for name, value in rule.items()}
    return {
        word: [_plain(one) for one in inner] if isinstance(inner, list) else _plain(inner)
        for word, inner in rule.items()
    }


def _value(name: str, operator: str, value: Any) -> Any:
    field = VOCABULARY.fields[name]
    if operator == "missing":
        return value
    if operator.startswith("within_") or field.kind == "duration":
        return [_length(one) for one in value] if isinstance(value, list) else _length(value)
    if field.kind == "number":
        return (
            [read_number(str(one)) for one in value] if isinstance(value, list) else _number(value)
        )
    if isinstance(value, list) and operator != "between":
        told = [str(one) for one in value]
        if field.choices:
            return [code for code in field.choices if code in told]
        lines = [line.strip() for one in told for line in one.splitlines()]
        return list(dict.fromkeys(line for line in lines if line))
    return value.strip() if isinstance(value, str) else value


def _number(value: Any) -> Any:
    return read_number(
        value
        if isinstance(value, str)
        else format(value, "f").rstrip("0").rstrip(".")
        if isinstance(value, float)
        else str(value)
    )


def _length(text: str) -> str:
    count, unit = text.split()
    unit = unit.lower().removesuffix("s")
    return f"{count} {unit}" if count == "1" else f"{count} {unit}s"


class TestReading:
    def test_another_field_of_another_kind_begins_anew(self) -> None:
        post = sent(
            when__kind="field", when__was="lead.request_type", when__field="lead.message",
            when__op="is", when__v="offer",
        )  # fmt: skip

        assert read_rule(post, "when", VOCABULARY) == {"field": "lead.message", "is": ""}

    def test_a_comparison_that_the_kind_does_not_have_becomes_its_first(self) -> None:
        post = sent(
            when__kind="field", when__was="lead.message", when__field="lead.message",
            when__op="more_than", when__v="a",
        )  # fmt: skip

        assert read_rule(post, "when", VOCABULARY) == {"field": "lead.message", "is": "a"}

    @pytest.mark.parametrize(
        ("written", "number"),
        [("1 200,5", 1200.5), ("10", 10), ("−3", -3), ("ten", "ten"), ("", ""), ("1.5", 1.5)],
    )
    def test_numbers_are_read_as_people_write_them(self, written: str, number: Any) -> None:
        assert read_number(written) == number

    @pytest.mark.parametrize(
        "fields",
        [
            {"when__kind": "table"},
            {"when_0___kind": "field"},
            {"when__kind": "all", "when_0__0___kind": "field"},
            {"when__kind": "raw", "when__raw": "{"},
            {"when__kind": "raw", "when__raw": "[" * 30_000},
            {"when__kind": "field", "when__not": "-1"},
            {"when__kind": "field", "when__not": "999"},
            {"when__kind": "all", **{f"when.{number}__kind": "field" for number in range(200)}},
            {"when" + ".0" * depth + "__kind": "all" for depth in range(25)} and
            {"when" + ".0" * depth + "__kind": "all" for depth in range(25)},
        ],
    )  # fmt: skip
    def test_what_the_editor_does_not_send_is_refused(self, fields: Any) -> None:
        told = fields if isinstance(fields, dict) else dict.fromkeys(fields, "all")

        with pytest.raises(Malformed):
            read_rule(sent(**told), "when", VOCABULARY)


class TestButtons:
    A, B, C = ({"field": "lead.message", "contains": letter} for letter in "abc")
    EMPTY = {"field": "", "is": ""}

    def test_another_condition_beside_one_makes_a_group(self) -> None:
        assert acted(self.A, "add::field") == ({"all": [self.A, self.EMPTY]}, (1,))

    def test_the_first_condition_of_none(self) -> None:
        assert acted(None, "add::field") == (self.EMPTY, ())

    def test_at_the_end_of_a_group_inside_a_denied_one(self) -> None:
        rule = {"not": {"any": [self.A, {"all": [self.B]}]}}

        made, focus = acted(rule, "add:1:happened")

        new = {"happened": "", "at_least": 1}
        assert made == {"not": {"any": [self.A, {"all": [self.B, new]}]}}
        assert focus == (1, 1)

    def test_up_and_down_and_not_beyond_the_ends(self) -> None:
        rule = {"all": [self.A, self.B]}

        assert acted(rule, "down:0") == ({"all": [self.B, self.A]}, (1,))
        assert acted(rule, "up:0") == (rule, (0,))
        assert acted(rule, "down:1") == (rule, (1,))

    def test_into_a_group_and_out_of_it(self) -> None:
        rule = {"all": [self.A, self.B]}

        made, focus = acted(rule, "group:0")
        assert (made, focus) == ({"all": [{"any": [self.A, self.EMPTY]}, self.B]}, (0, 1))
        back, focus = acted(made, "lift:0.1")
        assert (back, focus) == ({"all": [self.A, self.EMPTY, self.B]}, (1,))

    def test_away(self) -> None:
        assert acted({"all": [self.A, self.B]}, "remove:0")[0] == {"all": [self.B]}
        assert acted(self.A, "remove:") == (None, None)

    @pytest.mark.parametrize(
        "do",
        ["add:7:field", "remove:0.0", "up:x", "add::table", "lift:0.9", "group:0.0.0", "up:9999"],
    )
    def test_a_button_of_another_rule_is_refused(self, do: str) -> None:
        with pytest.raises(Malformed):
            acted({"all": [self.A, self.B]}, do)


class TestSentence:
    def test_says_what_is_finished_and_counts_the_rest(self) -> None:
        rule = {"any": [{"field": "lead.message", "contains": "a"}, {"field": "", "is": ""}]}
        view = rule_view(rule, ASKED)

        assert view.unfinished == 1
        assert view.sentence.endswith("contains “a”")

    def test_problems_stand_at_their_condition(self) -> None:
        rule = {"all": [{"not": {"field": "", "is": ""}}, {"any": []}]}
        root = rule_view(rule, ASKED, check(rule, VOCABULARY)).root
        assert root is not None

        assert [len(child.problems) for child in root.children] == [1, 1]
        with pytest.raises(RuleRefused):
            parse(rule)
