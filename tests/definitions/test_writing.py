"""Definitions written as text, and changed section by section."""

from __future__ import annotations

import copy
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules.strategies import TEXTS
from vaste.definitions import queries as definitions
from vaste.definitions import writing
from vaste.definitions.source import load
from vaste.flows.demo import script

NAMES = st.sampled_from(
    ["key", "when", "words", "sv", "en", "other", "is", "yes", "12", "a b", "~"]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | TEXTS | st.floats(-1e6, 1e6),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)


def changed(**sections: Any) -> dict[str, Any]:
    """Return the default definition with some sections replaced."""
    return {**copy.deepcopy(definitions.default_content()), **sections}


class TestWrite:
    @given(st.dictionaries(NAMES, VALUES, min_size=1, max_size=4))
    def test_says_exactly_the_content(self, content: dict[str, Any]) -> None:
        assert load(writing.write(content)) == content

    def test_is_the_same_for_every_order_of_names(self) -> None:
        content = definitions.default_content()
        turned = {name: content[name] for name in reversed(content)}

        assert writing.write(turned) == writing.write(content)

    def test_stands_in_the_order_of_the_documentation_and_in_all_languages(self) -> None:
        text = writing.write(changed())

        assert text.startswith("vaste: 1\ncurrency: EUR\nvalue_bands: {medium: 10000,")
        names = "    names: {en: Hot, fi: Kuuma, sv: Het, hu: Forró}\n"
        assert f"  - key: hot\n{names}    when:\n" in text
        assert "        - {field: lead.request_type, is: offer}\n" in text
        assert "        hu: Céges e-mail címről ír\n" in text


class TestRewrite:
    SOURCE = """\
# Ours.
vaste: 1

# What is large.
value_bands: {medium: 10000, large: 50000}  # euros
# By weight.
quadrants:
  good_fit: 50 # half
  interested: 30
mql: {field: lead.category, is: hot}
"""

    def test_leaves_what_says_the_same_as_it_was_written(self) -> None:
        content = {**load(self.SOURCE), "quadrants": {"good_fit": 60, "interested": 30}}

        text = writing.rewrite(self.SOURCE, load(self.SOURCE), content)

        assert text == self.SOURCE.replace(
            "quadrants:\n  good_fit: 50 # half\n  interested: 30\n",
            "quadrants: {good_fit: 60, interested: 30}\n",
        )

    def test_puts_a_new_section_where_it_belongs_and_takes_away_what_is_gone(self) -> None:
        content = {**load(self.SOURCE), "currency": "SEK"}
        del content["quadrants"]

        text = writing.rewrite(self.SOURCE, load(self.SOURCE), content)

        assert load(text) == content
        assert text.index("currency: SEK") < text.index("# What is large.")
        assert "By weight" not in text

    @pytest.mark.parametrize(
        "source", ["", "{vaste: 1, mql: {}}", "- 1", "a: [", "---\nvaste: 1\n"]
    )
    def test_writes_anew_what_has_no_sections_of_its_own(self, source: str) -> None:
        content = changed()

        assert load(writing.rewrite(source, {"vaste": 1, "mql": {}}, content)) == content

    def test_nothing_changed_changes_nothing(self) -> None:
        for source in (definitions.default_source(), script.text("definition.yaml")):
            assert writing.rewrite(source, load(source), load(source)) == source

    @settings(deadline=None, max_examples=25)
    @given(st.sampled_from(["mql", "fit", "new", "vaste", "routing"]), VALUES)
    def test_always_says_the_content(self, name: str, value: Any) -> None:
        content = changed(**{name: value})

        old = definitions.default_content()
        assert load(writing.rewrite(definitions.default_source(), old, content)) == content


class TestLineOf:
    @pytest.mark.parametrize(
        ("path", "line"),
        [
            ("value_bands", 5),
            ("quadrants.good_fit", 8),
            ("quadrants.nothing", 7),
            ("mql.field", 10),
            ("mql[3]", 10),
            ("nothing", 0),
            ("", 0),
        ],
    )
    def test_is_as_near_as_the_text_goes(self, path: str, line: int) -> None:
        assert writing.lines_of(TestRewrite.SOURCE, [path]) == {path: line}

    def test_finds_an_entry_of_a_list(self) -> None:
        source = definitions.default_source()
        [line] = writing.lines_of(source, ["categories[1].take_over"]).values()

        assert source.splitlines()[line - 1].strip() == "take_over: 1 hour"

    def test_knows_none_in_what_is_no_yaml(self) -> None:
        assert writing.lines_of("a: [", ["a"]) == {"a": 0}

    def test_a_text_is_read_once_for_all_its_lines(self, monkeypatch: pytest.MonkeyPatch) -> None:
        read: list[str] = []
        compose = yaml.compose

        def watched(text: str, **way: Any) -> Any:
            read.append(text)
            return compose(text, **way)

        monkeypatch.setattr("yaml.compose", watched)

        lines = writing.lines_of("a: 1\nb:\n  c: 2\n", ["a", "b.c", "b.d", "x"])

        assert lines == {"a": 1, "b.c": 3, "b.d": 2, "x": 0}
        assert len(read) == 1
