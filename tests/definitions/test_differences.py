"""What differs between two definitions, and taking one difference back."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from vaste.definitions import queries as definitions
from vaste.definitions.differences import Difference, compare, restored

ENTRY = st.fixed_dictionaries(
    {"key": st.sampled_from("abcdef")},
    optional={
        "points": st.integers(0, 3) | st.booleans(),
        "names": st.dictionaries(st.sampled_from(["en", "fi"]), st.sampled_from(["x", "y"])),
        "when": st.sampled_from([{"field": "a", "is": 1}, {"all": []}]),
    },
)
ENTRIES = st.lists(ENTRY, max_size=4, unique_by=lambda one: one["key"])
CONTENT = st.fixed_dictionaries(
    {},
    optional={
        "categories": ENTRIES,
        "fit": st.fixed_dictionaries({}, optional={"criteria": ENTRIES, "base": st.integers(0, 2)}),
        "mql": st.sampled_from([{"field": "a", "is": 1}, {"field": "b", "is": 1}]),
        "close_reasons": st.dictionaries(
            st.sampled_from(["lost", "not_a_fit"]), st.lists(st.sampled_from(["x", "y"]))
        ),
    },
)


def changed(**hot: Any) -> dict[str, Any]:
    """Return the default definition with the hot category changed."""
    content = copy.deepcopy(definitions.default_content())
    content["categories"][0] |= hot
    return content


class TestCompare:
    def test_finds_nothing_in_the_same(self) -> None:
        assert compare(changed(), changed()) == []

    def test_names_the_part_by_the_keys_of_entries(self) -> None:
        found = compare(changed(), changed(take_over="30 minutes"))

        place = ("categories", "hot", "take_over")
        assert found == [Difference(place, "changed", "15 minutes", "30 minutes")]
        assert found[0].path == "categories.hot.take_over"

    def test_takes_a_rule_as_one_thing(self) -> None:
        rule = {"field": "lead.request_type", "is": "offer"}
        [found] = compare(changed(), changed(when=rule))

        assert (found.place, found.after) == (("categories", "hot", "when"), rule)

    def test_tells_entries_that_came_and_went_and_their_order(self) -> None:
        before, after = changed(), changed()
        hot, warm, cold = after["categories"]
        after["categories"] = [warm, {"key": "new"}, hot]

        assert compare(before, after) == [
            Difference(("categories", "new"), "added", None, {"key": "new"}),
            Difference(("categories", "cold"), "removed", cold),
            Difference(("categories",), "order", ["hot", "warm", "cold"], ["warm", "new", "hot"]),
        ]

    def test_does_not_take_one_for_true(self) -> None:
        assert len(compare({"a": {"b": 1}}, {"a": {"b": True}})) == 1

    def test_compares_whole_what_has_no_keys(self) -> None:
        [found] = compare({"signals": [{"key": "a"}, {"key": "a"}]}, {"signals": [{"key": "a"}]})

        assert found.place == ("signals",)


class TestRestored:
    @given(CONTENT, CONTENT)
    def test_taking_back_every_difference_gives_what_was(
        self, before: dict[str, Any], after: dict[str, Any]
    ) -> None:
        content: Any = after
        for _ in range(3):  # an order that comes back can be seen only once its entries are there
            for one in compare(before, content):
                content = restored(content, before, one.place)

        assert compare(before, content) == []

    def test_takes_back_one_and_leaves_the_others(self) -> None:
        before, after = changed(), changed(take_over="30 minutes", channel="email")

        content = restored(after, before, ("categories", "hot", "take_over"))

        assert content == changed(channel="email")

    def test_a_place_that_is_nowhere_changes_nothing(self) -> None:
        assert restored(changed(), changed(), ("categories", "none", "take_over")) == changed()
        assert restored(changed(), changed(), ("nothing", "at", "all")) == changed()
