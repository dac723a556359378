"""Policies and ladders: read as written, and refused with the place and the remedy."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from vaste.definitions.checking import Findings
from vaste.sla.checking import check_ladders, check_policies
from vaste.sla.policies import STANDARD_STEPS, Step, parse_policies
from vaste.sla.rules import Target

HOUR = datetime.timedelta(hours=1)
MINUTE = datetime.timedelta(minutes=1)
CONTRACT = {"take_over": HOUR, "first_contact": 4 * HOUR}
SLA: dict[str, Any] = {
    "milestones": {
        "next_contact": {"within": "8 hours", "warn": "50 %"},
        "decided": {"within": "30 days", "time": "wall", "warn": "2 days"},
        "first_contact": {"warn": "10 minutes"},
    },
    "by_category": {"hot": {"next_contact": {"within": "2 hours"}}},
    "calendar": "buyer",
}
LADDERS = {
    "gentle": [
        {"at": "breached", "do": "add_second", "after": "15 minutes"},
        {"at": "given_back", "do": "reroute", "team": "north"},
    ]
}


def problems(content: dict[str, Any]) -> list[str]:
    """Return the places at which a definition's policies and ladders are wrong."""
    found = Findings()
    categories = [{"key": "hot"}, {"key": "cold"}]
    check_ladders(content, found)
    check_policies({"categories": categories, **content}, found)
    assert all(one.message and one.remedy for one in found.problems)
    return [one.path for one in found.problems]


class TestWarnings:
    @pytest.mark.parametrize(
        ("warn", "places"),
        [
            ("20 minutes", ["sla.milestones.assigned.warn"]),
            ("10 minutes", ["sla.milestones.assigned.warn"]),
            ("9 minutes", []),
            ("99 %", []),
        ],
    )
    def test_come_after_the_start(self, warn: str, places: list[str]) -> None:
        told = {"assigned": {"within": "10 minutes", "warn": warn}}

        assert problems({"sla": {"milestones": told}}) == places

    def test_of_a_category_too(self) -> None:
        milestones = {"assigned": {"within": "10 minutes"}}
        hot = {"assigned": {"warn": "1 hour"}}

        found = problems({"sla": {"milestones": milestones, "by_category": {"hot": hot}}})

        assert found == ["sla.by_category.hot.assigned.warn"]


class TestParsePolicies:
    def test_nothing_told_promises_what_the_contract_does(self) -> None:
        policies = parse_policies({})

        told = {
            key: policies.target("hot", key, contract=CONTRACT, grace=HOUR)
            for key in ("take_over", "first_contact", "assigned", "next_contact", "decided")
        }

        assert told == {
            "take_over": Target("take_over", HOUR, HOUR, 45 * MINUTE),
            "first_contact": Target("first_contact", 4 * HOUR, HOUR, 3 * HOUR),
            "assigned": None,
            "next_contact": None,
            "decided": None,
        }
        assert (policies.calendar, policies.steps("standard")) == ("workspace", STANDARD_STEPS)

    def test_warns_by_share_or_before(self) -> None:
        policies = parse_policies({"sla": SLA})

        def target(category: str, key: str) -> Target | None:
            return policies.target(category, key, contract=CONTRACT, grace=None)

        day = 24 * HOUR
        assert target("cold", "next_contact") == Target("next_contact", 8 * HOUR, None, 4 * HOUR)
        assert target("hot", "next_contact") == Target("next_contact", 2 * HOUR, None, HOUR)
        assert target("hot", "decided") == Target("decided", 30 * day, None, 28 * day, is_wall=True)
        assert target("hot", "first_contact") == Target(
            "first_contact", 4 * HOUR, None, 230 * MINUTE
        )

    def test_reads_ladders(self) -> None:
        policies = parse_policies({"ladders": LADDERS})

        assert policies.steps("gentle") == (
            Step("breached", "add_second", 15 * MINUTE),
            Step("given_back", "reroute", team="north"),
        )


class TestCheckPolicies:
    def test_takes_what_is_right(self) -> None:
        assert problems({"sla": SLA, "ladders": LADDERS}) == []

    @pytest.mark.parametrize(
        ("sla", "place"),
        [
            ({"calendar": "moon"}, "sla.calendar"),
            ({"hours": 1}, "sla.hours"),
            ([], "sla"),
            ({"milestones": {"won": {}}}, "sla.milestones.won"),
            ({"milestones": {"decided": {}}}, "sla.milestones.decided.within"),
            ({"milestones": {"decided": {"within": "soon"}}}, "sla.milestones.decided.within"),
            (
                {"milestones": {"take_over": {"within": "1 hour"}}},
                "sla.milestones.take_over.within",
            ),
            (
                {"milestones": {"decided": {"within": "1 day", "warn": "120 %"}}},
                "sla.milestones.decided.warn",
            ),
            (
                {"milestones": {"decided": {"within": "1 day", "time": "own"}}},
                "sla.milestones.decided.time",
            ),
            ({"by_category": {"tepid": {}}}, "sla.by_category.tepid"),
            (
                {"by_category": {"hot": {"assigned": {"warn": "50 %"}}}},
                "sla.by_category.hot.assigned.within",
            ),
        ],
    )
    def test_names_the_place(self, sla: Any, place: str) -> None:
        assert problems({"sla": sla}) == [place]


class TestCheckLadders:
    @pytest.mark.parametrize(
        ("ladders", "place"),
        [
            ({"a": []}, "ladders.a"),
            ({"a": "call"}, "ladders.a"),
            ({"not a key": [{"at": "warned", "do": "warn_owner"}]}, "ladders.not a key.key"),
            ({"a": [{"at": "late", "do": "warn_owner"}]}, "ladders.a[0].at"),
            ({"a": [{"at": "warned", "do": "shout"}]}, "ladders.a[0].do"),
            ({"a": [{"at": "warned", "do": "reroute"}]}, "ladders.a[0].team"),
            ({"a": [{"at": "warned", "do": "give_back", "team": "x"}]}, "ladders.a[0].team"),
            ({"a": [{"at": "warned", "do": "give_back", "after": "1"}]}, "ladders.a[0].after"),
        ],
    )
    def test_names_the_place(self, ladders: Any, place: str) -> None:
        assert problems({"ladders": ladders}) == [place]


class TestTogether:
    """A category's promises beside each other: what can't be kept is refused with its place."""

    def wrong(self, sla: dict[str, Any] | None = None, **contract: str) -> list[str]:
        hot = {"key": "hot", "take_over": "1 hour", "first_contact": "4 hours", **contract}
        content: dict[str, Any] = {"categories": [hot]}
        return problems({**content, "sla": sla} if sla else content)

    TAKEN, CONTACTED = "categories[0].take_over", "categories[0].first_contact"

    @pytest.mark.parametrize(
        ("sla", "contract", "places"),
        [
            ({}, {"take_over": "4 hours"}, []),
            ({}, {"take_over": "5 hours"}, [TAKEN]),
            # Five hours of any time pass within four of working time, or long before.
            ({"take_over": {"time": "wall"}}, {"take_over": "5 hours"}, []),
            ({"first_contact": {"time": "wall"}}, {"take_over": "5 hours"}, [TAKEN]),
            ({"assigned": {"within": "1 hour"}}, {}, []),
            ({"assigned": {"within": "2 hours"}}, {}, ["sla.milestones.assigned.within"]),
            ({"decided": {"within": "3 hours"}}, {}, [CONTACTED]),
            ({"decided": {"within": "3 hours", "time": "wall"}}, {}, [CONTACTED]),
            ({"decided": {"within": "5 hours", "time": "wall"}}, {}, []),
            ({"next_contact": {"within": "1 minute"}}, {}, []),
            ({"first_contact": {"warn": "4 hours"}}, {}, ["sla.milestones.first_contact.warn"]),
            ({"first_contact": {"warn": "239 minutes"}}, {}, []),
            ({"take_over": {"warn": "75 %"}}, {}, []),
        ],
    )  # fmt: skip
    def test_are_refused_where_they_stand(
        self, sla: dict[str, Any], contract: dict[str, str], places: list[str]
    ) -> None:
        assert self.wrong({"milestones": sla}, **contract) == places

    def test_a_categorys_own_time_is_held_against_the_usual_warning(self) -> None:
        sla = {
            "milestones": {"next_contact": {"within": "8 hours", "warn": "30 minutes"}},
            "by_category": {"hot": {"next_contact": {"within": "20 minutes"}}},
        }
        assert self.wrong(sla) == ["sla.milestones.next_contact.warn"]
        assert self.wrong(
            {"milestones": {"assigned": {"within": "9 minutes", "warn": "1 hour"}}}
        ) == ["sla.milestones.assigned.warn"]  # noted once

    def test_without_policies_too_and_the_remedy_says_how_long(self) -> None:
        found = Findings()
        hot = {"key": "hot", "take_over": "2 hours", "first_contact": "90 minutes"}
        check_policies({"categories": [hot, {"key": 7}, "x"]}, found)

        (one,) = found.problems
        assert one.path == "categories[0].take_over"
        assert (
            one.message == "`take_over` falls due after `first_contact`, which can only follow it."
        )
        assert one.remedy == "Write 90 min or less here, or more there."
