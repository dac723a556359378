import json
from typing import Any

import yaml
from hypothesis import given, settings

from tests.rules import strategies
from vaste.rules.language import All, Compare, Happened, Not, dump, parse, walk
from vaste.rules.language import Any as AnyOf
from vaste.rules.nodes import with_joined_searches
from vaste.rules.paths import PathTest

RULE = """
all:
- {field: lead.request_type, is: offer}
- any:
  - {field: lead.value_band, in: [medium, large]}
  - {field: lead.needed_within, at_most: 3 months}
- {field: company.employees, between: [10, 250.5]}
- {field: contact.email, missing: true}
- {happened: download, at_least: 2, within: 14 days}
- {happened: form, at_most: 0}
- {happened: page, path: {starts_with: /pricing}, at_least: 2}
- not: {field: lead.message, contains: student}
"""
TREE = All(
    (
        Compare("lead.request_type", "is", "offer"),
        AnyOf(
            (
                Compare("lead.value_band", "in", ("medium", "large")),
                Compare("lead.needed_within", "at_most", "3 months"),
            )
        ),
        Compare("company.employees", "between", (10, 250.5)),
        Compare("contact.email", "missing", True),
        Happened("download", 2, None, "14 days"),
        Happened("form", None, 0, None),
        Happened("page", 2, None, None, PathTest("starts_with", "/pricing")),
        Not(Compare("lead.message", "contains", "student")),
    )
)


class TestDump:
    def test_writes_what_was_read(self) -> None:
        source = yaml.safe_load(RULE)

        assert parse(source) == TREE
        assert dump(TREE) == source

    def test_writes_the_least_number_of_times_even_when_it_was_not_said(self) -> None:
        assert dump(parse({"happened": "download"})) == {"happened": "download", "at_least": 1}

    @settings(deadline=None)
    @given(rule=strategies.rules())
    def test_comes_back_the_same_from_yaml_and_json(self, rule: dict[str, Any]) -> None:
        tree = parse(rule)

        assert parse(yaml.safe_load(yaml.safe_dump(dump(tree)))) == tree
        assert parse(json.loads(json.dumps(dump(tree)))) == tree


class TestWalk:
    def test_yields_parents_first_with_their_places(self) -> None:
        places = [(place.path, place.depth) for place in walk(TREE)]

        assert places == [
            ("", 1),
            ("all[0]", 2),
            ("all[1]", 2),
            ("all[1].any[0]", 3),
            ("all[1].any[1]", 3),
            ("all[2]", 2),
            ("all[3]", 2),
            ("all[4]", 2),
            ("all[5]", 2),
            ("all[6]", 2),
            ("all[7]", 2),
            ("all[7].not", 3),
        ]


class TestWithJoinedSearches:
    def test_makes_searches_of_one_field_one(self) -> None:
        children = (
            Compare("lead.message", "contains", "a"),
            Compare("lead.subject", "contains", "b"),
            Compare("lead.message", "is", "c"),
            Compare("lead.message", "contains_any", ("d", "e")),
        )

        assert with_joined_searches(children) == (
            Compare("lead.message", "contains_any", ("a", "d", "e")),
            Compare("lead.subject", "contains", "b"),
            Compare("lead.message", "is", "c"),
        )
