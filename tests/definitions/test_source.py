"""A definition's text, read as data that can be stored."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from vaste.definitions.source import Unreadable, load, plain


def refused(source: str) -> str:
    with pytest.raises(Unreadable) as caught:
        load(source)
    (problem,) = caught.value.problems
    assert problem.remedy
    return f"{problem.path}: {problem.message}"


class TestLoad:
    def test_keeps_dates_as_text(self) -> None:
        assert load("a: [2026-05-01, 2026-05-01T10:00:00Z]\n2026-12-24: x") == {
            "a": ["2026-05-01", "2026-05-01T10:00:00+00:00"],
            "2026-12-24": "x",
        }

    def test_keeps_what_is_almost_a_date_or_a_time_as_text(self) -> None:
        assert load("a: [2026-02-30, 12:30, -1:30, 0x10]\n2026-13-01: x") == {
            "a": ["2026-02-30", "12:30", "-1:30", 16],
            "2026-13-01": "x",
        }

    @pytest.mark.parametrize(
        ("source", "message"),
        [
            ("a: &a [x]\nb: *a", ": Line 2: aliases are not taken."),
            ("a: 1\nb: 2\na: 3", ": This is no YAML: line 3: “a” stands twice in one group."),
            ("a: 1\nb: {c: 1, c: 2}", ": This is no YAML: line 2: “c” stands twice in one group."),
            ("a: [1", ": This is no YAML: line 1:"),
            ("a: !!python/object:os.system x", ": This is no YAML: line 1:"),
            ("a: .nan", "a: “nan” cannot be stored."),
            ("a: [-.inf]", "a[0]: “-inf” cannot be stored."),
            ("a: {b: 9999999999999999}", "a.b: “9999999999999999” cannot be stored."),
            (f"a: {'9' * 5000}", ": This is no YAML."),
            ('a: "x\\0"', "a: “x�” cannot be stored."),
            ('"x\\0": 1', ": “x�” is no name."),
            ("yes: 1", ": “true” is no name."),
            ("{1: a}", ": “1” is no name."),
            ("a: !!set {x, y}", "a: “a group” cannot be stored."),
            ("a: !!binary aGk=", "a: “a group” cannot be stored."),
            ("? [a, b]\n: c", ": This is no YAML: line 1:"),
            ("[" * 5000, ": The definition is too large or too deep."),
            ("- x\n" * 70_000, "[59999]: The definition is too large or too deep."),
            ("x" * 500_001, ": The text has more than 500000 characters."),
            ("{a: " * 61 + "1" + "}" * 61, ".".join("a" * 60) + ": The definition is too large"),
        ],
    )
    def test_refuses_with_the_place(self, source: str, message: str) -> None:
        assert refused(source).startswith(message)


class TestPlain:
    @pytest.mark.parametrize("value", [object(), b"x", {1, 2}, "\ud800", float("nan"), 10**400])
    def test_refuses_what_json_cannot_hold(self, value: Any) -> None:
        with pytest.raises(Unreadable) as caught:
            plain({"a": [value]})

        assert [problem.path for problem in caught.value.problems] == ["a[0]"]

    def test_names_every_place(self) -> None:
        with pytest.raises(Unreadable) as caught:
            plain({"a": float("inf"), "b": {"c": ["\0", 1]}})

        assert [problem.path for problem in caught.value.problems] == ["a", "b.c[0]"]

    def test_leaves_the_rest_as_it_is(self) -> None:
        day = datetime.date(2026, 1, 1)

        assert plain({"a": (1, None, True, 0.5), day: day}) == {
            "a": [1, None, True, 0.5],
            "2026-01-01": "2026-01-01",
        }
