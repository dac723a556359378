"""Categories and definitions."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
import yaml

from tests import build
from tests.api.machine import machine, member
from tests.build import Office
from vaste.definitions import queries as definitions
from vaste.definitions.models import Version
from vaste.flows import define
from vaste.infra.tenancy.context import inside
from vaste.workspaces.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return build.office()


def changed() -> str:
    return definitions.default_source().replace("take_over: 15 minutes", "take_over: 30 minutes")


def versions(office: Office) -> int:
    with inside(office.id):
        return Version.objects.within(office.id).count()


class TestListCategories:
    def test_says_who_belongs_in_each_and_what_is_promised(self, office: Office) -> None:
        answer = machine(office, office.ada).get("/categories")

        assert answer.status == 200
        assert [one["key"] for one in answer.body["items"]] == ["hot", "warm", "cold"]
        hot, _, cold = answer.body["items"]
        assert (hot["take_over_s"], hot["first_contact_s"]) == (900, 3600)
        assert hot["rule"].startswith("request type is an offer or")
        assert hot["task"] == "Call at once"
        assert cold["rule"] == ""

    def test_tells_the_whole_contract(self, office: Office) -> None:
        content = definitions.default_content()
        content["categories"][0] |= {
            "team": "sales", "hold": "4 hours", "load": 3,
            "counts_as_contact": {"phone": ["reached"], "email": []},
            "after_attempts": {"count": 5, "then": "snooze", "for": "30 days"},
        }  # fmt: skip
        content["sla"] = {"milestones": {"decided": {"within": "2 days", "time": "wall"}}}
        client = machine(office, office.mo)
        client.post("/definition/versions", {"source": yaml.safe_dump(content)})

        hot, warm, cold = client.get("/categories").body["items"]

        assert (hot["team"], hot["hold_s"], hot["load"], hot["ladder"]) == (
            "sales", 14_400, 3, "standard",
        )  # fmt: skip
        assert hot["counts_as_contact"]["phone"] == ["reached"]
        assert hot["counts_as_contact"]["email"] == []
        assert hot["counts_as_contact"]["meeting"] == cold["counts_as_contact"]["meeting"]
        assert hot["after_attempts"] == {"count": 5, "rest_s": 30 * 86_400, "gap_s": 0}
        assert hot["reminder"] is None
        assert warm["reminder"] == {
            "before_s": 14 * 86_400, "words": "The purchase is near: call again",
        }  # fmt: skip
        assert [one["offer_newsletter"] for one in (hot, warm, cold)] == [False, False, True]
        assert warm["after_attempts"] is None
        assert [one["milestone"] for one in hot["promises"]] == [
            "take_over", "first_contact", "decided",
        ]  # fmt: skip
        assert hot["promises"][0] == {
            "milestone": "take_over", "within_s": 900, "warn_after_s": 675,
            "give_back_after_s": 900, "is_wall": False, "calendar": "workspace",
        }  # fmt: skip
        assert hot["promises"][2]["is_wall"] is True
        assert hot["promises"][2]["give_back_after_s"] is None


class TestReadDefinition:
    def test_gives_the_text_as_it_was_published(self, office: Office) -> None:
        answer = machine(office, office.ada).get("/definition")

        assert answer.body["source"] == definitions.default_source()
        assert answer.body["number"] == 1
        assert answer.body["published_by"] == {"id": str(office.mo.pk), "name": "Mo"}


class TestPublish:
    def test_puts_it_in_force(self, office: Office) -> None:
        client = machine(office, office.mo)

        answer = client.post("/definition/versions", {"source": changed(), "note": "Half an hour"})

        assert answer.status == 201
        assert (answer.body["number"], answer.body["note"]) == (2, "Half an hour")
        assert client.get("/categories").body["items"][0]["take_over_s"] == 1800
        assert client.get("/definition").body["source"] == changed()

    def test_names_every_problem_and_publishes_nothing(self, office: Office) -> None:
        wrong = changed().replace("take_over: 30 minutes", "take_over: soon")

        answer = machine(office, office.mo).post("/definition/versions", {"source": wrong})

        assert (answer.status, answer.code) == (422, "not_publishable")
        assert [one["place"] for one in answer.body["errors"]] == ["categories[0].take_over"]
        assert answer.body["errors"][0]["remedy"]
        assert versions(office) == 1

    @pytest.mark.parametrize("source", ["[", "a: b: c", "\x01", "42", "vaste: 2", "- a\nb: c"])
    def test_refuses_what_is_no_definition(self, office: Office, source: str) -> None:
        answer = machine(office, office.mo).post("/definition/versions", {"source": source})

        assert (answer.status, answer.code) == (422, "not_publishable")

    @pytest.mark.parametrize(
        ("place", "value"),
        [
            (("value_bands",), None),
            (("value_bands", "large"), "much"),
            (("value_bands", "large"), float("nan")),
            (("quadrants",), [1]),
            (("fit", "criteria"), 1),
            (("categories",), True),
            (("categories", 0, "key"), ["hot"]),
            (("categories", 0), {1: 2, "key": "hot"}),
            (("routing", "rules"), 1),
            (("currency",), datetime.date(2026, 3, 2)),
            (("calendar", "zone"), "Moon/Crater"),
            (("signals", 0, "half_life"), []),
        ],
    )
    def test_what_cannot_be_put_to_work_is_not_published(
        self, office: Office, place: tuple[str | int, ...], value: Any
    ) -> None:
        content: Any = definitions.default_content()
        inner = content
        for step in place[:-1]:
            inner = inner[step]
        inner[place[-1]] = value
        client = machine(office, office.mo)

        answer = client.post("/definition/versions", {"source": yaml.safe_dump(content)})

        assert (answer.status, answer.code) == (422, "not_publishable")
        assert versions(office) == 1
        assert client.get("/categories").status == 200

    def test_of_two_at_the_same_time_one_is_told_to_look_again(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Both have read that version 1 is the newest; the constraint lets one of them have 2."""
        with inside(office.id):
            first = Version.objects.within(office.id).get(number=1)

        def too_late(*_: object, **__: object) -> None:
            Version.objects.create(
                workspace_id=office.id,
                number=1,
                source="",
                content={},
                published_at=first.published_at,
            )

        monkeypatch.setattr(define, "publish", too_late)

        answer = machine(office, office.mo).post("/definition/versions", {"source": changed()})

        assert (answer.status, answer.code) == (409, "published_meanwhile")
        assert versions(office) == 1

    @pytest.mark.parametrize("role", [Role.MANAGER, Role.REP, Role.MARKETER, Role.VIEWER])
    def test_is_for_admins(self, office: Office, role: Role) -> None:
        client = machine(office, member(office, "vera", role))

        answer = client.post("/definition/versions", {"source": changed()})

        assert (answer.status, answer.code) == (403, "role_not_allowed")
        assert versions(office) == 1


class TestListVersions:
    def test_gives_the_one_in_force_first(self, office: Office) -> None:
        client = machine(office, office.mo)
        client.post("/definition/versions", {"source": changed()})

        first = client.get("/definition/versions", limit=1).body
        rest = client.get("/definition/versions", cursor=first["next"]).body

        assert [one["number"] for one in first["items"]] == [2]
        assert [one["number"] for one in rest["items"]] == [1]
        assert "source" not in rest["items"][0]


class TestReadVersion:
    def test_gives_an_old_one(self, office: Office) -> None:
        client = machine(office, office.mo)
        client.post("/definition/versions", {"source": changed()})

        answer = client.get("/definition/versions/1")

        assert answer.body["source"] == definitions.default_source()

    @pytest.mark.parametrize("number", ["2", "0", "99999999999999999999"])
    def test_of_nothing_is_404(self, office: Office, number: str) -> None:
        answer = machine(office, office.mo).get(f"/definition/versions/{number}")

        assert (answer.status, answer.code) == (404, "no_such_version")
