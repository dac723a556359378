"""The routing part of a definition: what it may say, and what is wrong with it."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from vaste.definitions import queries as definitions
from vaste.flows import define
from vaste.routing.definition import Need, needed


def content(**routing: Any) -> dict[str, Any]:
    told: dict[str, Any] = define.read_source(definitions.default_source())
    told["routing"] = {**told["routing"], **routing}
    return told


class TestCheckRouting:
    def test_takes_everything_at_once(self) -> None:
        told = content(
            keep_owner="company",
            credits={"within": "3 days", "reasons": ["junk"]},
            needs={"language": "lead.language"},
            rules=[
                {
                    "key": "north",
                    "team": "north",
                    "when": {"field": "contact.country", "is": "FI"},
                    "needs": {"territory": ["contact.city", "North"], "skill": "machines"},
                }
            ],
        )

        assert define.check(told) == []
        definition = define.compile_definition(told, 1)
        assert definition.sharing.keep_owner == "company"
        assert definition.sharing.credit_within == datetime.timedelta(days=3)
        assert definition.sharing.fields == ("lead.language", "contact.city")
        assert definition.routing[0].needs == (
            Need("language", (), ("lead.language",)),
            Need("territory", ("North",), ("contact.city",)),
            Need("skill", ("machines",), ()),
        )

    def test_old_texts_say_nothing_of_it(self) -> None:
        definition = define.compile_definition(content(), 1)

        assert definition.sharing.fields == ()
        assert (definition.sharing.keep_owner, definition.routing[-1].needs) == ("no", ())

    @pytest.mark.parametrize(
        ("routing", "place"),
        [
            ({"default": ""}, "routing.default"),
            ({"keeper": "contact"}, "routing.keeper"),
            ({"keep_owner": "dog"}, "routing.keep_owner"),
            ({"credits": {"within": "3 days"}}, "routing.credits.reasons"),
            ({"credits": {"reasons": ["bored"]}}, "routing.credits.reasons"),
            ({"credits": {"reasons": ["junk"], "within": "soon"}}, "routing.credits.within"),
            ({"needs": ["fi"]}, "routing.needs"),
            ({"needs": {"shoes": "42"}}, "routing.needs.shoes"),
            ({"needs": {"skill": 7}}, "routing.needs.skill[0]"),
            ({"needs": {"skill": []}}, "routing.needs.skill"),
            ({"needs": {"language": "lead.tongue"}}, "routing.needs.language"),
            ({"needs": {"skill": "lead.value"}}, "routing.needs.skill"),
            ({"rules": [{"team": "x"}]}, "routing.rules[0].when"),
        ],
    )
    def test_names_the_place_of_what_is_wrong(self, routing: dict[str, Any], place: str) -> None:
        problems = define.check(content(**routing))

        assert [one.path for one in problems] == [place]
        assert problems[0].message
        assert problems[0].remedy

    def test_a_bare_no_of_yaml_keeps_nobody(self) -> None:
        told = content(keep_owner=False)

        assert define.check(told) == []
        assert define.compile_definition(told, 1).sharing.keep_owner == "no"

    @pytest.mark.parametrize("load", [-1, 101, "3", True, 1.5])
    def test_a_category_weighs_a_whole_number(self, load: object) -> None:
        told = content()
        told["categories"][0]["load"] = load

        assert [one.path for one in define.check(told)] == ["categories[0].load"]


class TestNeeded:
    def test_facts_that_nobody_told_are_not_needed(self) -> None:
        told = content(needs={"language": "lead.language", "skill": ["Machines", "machines"]})
        rule = define.compile_definition(told, 1).routing[-1]

        assert needed(rule, {"lead.language": None}) == {"skill": {"machines": "machines"}}
        assert needed(rule, {"lead.language": "FI"})["language"] == {"fi": "FI"}
