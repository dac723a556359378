"""The draft over the API: the same story as in the studio."""

from __future__ import annotations

from typing import Any

import pytest

from tests import build
from tests.api.machine import Answer, Machine, machine, member
from tests.build import Office
from vaste.definitions import queries as definitions
from vaste.flows import define
from vaste.infra.tenancy.context import inside
from vaste.workspaces.models import Role

pytestmark = pytest.mark.django_db
NONE_YET = {"based_on": 1, "revision": 0}
FIRST = {"based_on": 1, "revision": 1}


@pytest.fixture
def office() -> Office:
    """A founded workspace."""
    return build.office()


def source(take_over: str = "30 minutes") -> str:
    """Return the default definition with another time for hot leads."""
    return definitions.default_source().replace("take_over: 15 minutes", f"take_over: {take_over}")


def keep(client: Machine, text: str, seen: dict[str, int] = NONE_YET) -> Answer:
    """Give the draft a text."""
    return client.put("/definition/draft", {"source": text, "seen": seen})


class TestReadDraft:
    def test_without_one_it_is_what_is_in_force(self, office: Office) -> None:
        answer = machine(office, office.mo).get("/definition/draft")

        assert (answer.status, answer.body["revision"], answer.body["based_on"]) == (200, 0, 1)
        assert answer.body["source"] == definitions.default_source()
        assert answer.body["edited_by"] is None


class TestChangeDraft:
    def test_begins_it_and_says_what_is_wrong(self, office: Office) -> None:
        answer = keep(machine(office, office.mo), source("soon"))

        assert (answer.status, answer.body["revision"]) == (200, 1)
        assert answer.body["edited_by"]["name"] == "Mo"
        assert [one["place"] for one in answer.body["errors"]] == ["categories[0].take_over"]

    def test_a_team_that_is_not_open_is_wrong_before_it_is_published(self, office: Office) -> None:
        text = definitions.default_source().replace("default: sales", "default: mars")

        answer = keep(machine(office, office.mo), text)

        [one] = answer.body["errors"]
        assert (one["place"], one["message"]) == (
            "routing.default", "There is no open team “mars”.",
        )  # fmt: skip

    def test_of_two_the_second_is_told(self, office: Office) -> None:
        client = machine(office, office.mo)
        keep(client, source())

        answer = keep(client, source("45 minutes"))

        assert (answer.status, answer.code) == (409, "draft_changed")
        assert answer.body["current"]["revision"] == 1
        assert client.get("/definition/draft").body["source"] == source()

    def test_what_is_no_definition_is_refused(self, office: Office) -> None:
        answer = keep(machine(office, office.mo), "a: [")

        assert (answer.status, answer.code) == (422, "not_publishable")

    def test_is_for_those_who_lead(self, office: Office) -> None:
        manager = machine(office, member(office, "mia", Role.MANAGER))

        assert keep(manager, source()).status == 200
        assert keep(machine(office, office.ada), source()).status == 403
        body: dict[str, Any] = {"seen": FIRST}
        assert manager.post("/definition/draft/publication", body).status == 403
        assert manager.post("/definition/versions/1/rollback", {}).status == 403


class TestPublishDraft:
    def test_puts_it_in_force_and_back(self, office: Office) -> None:
        client = machine(office, office.mo)
        keep(client, source())
        difference = {
            "place": ["categories", "hot", "take_over"],
            "change": "changed",
            "before": "15 minutes",
            "after": "30 minutes",
        }

        assert client.get("/definition/draft/differences").body["items"] == [difference]
        answer = client.post("/definition/draft/publication", {"seen": FIRST, "note": "Calmer"})
        assert (answer.status, answer.body["number"], answer.body["note"]) == (201, 2, "Calmer")
        assert client.get("/definition/versions/2/differences").body["items"] == [difference]

        answer = client.post("/definition/versions/1/rollback", {"replacing": 2})
        assert (answer.status, answer.body["number"]) == (201, 3)
        assert client.get("/definition").body["source"] == definitions.default_source()

    def test_with_problems_it_is_refused(self, office: Office) -> None:
        client = machine(office, office.mo)
        keep(client, source("soon"))

        answer = client.post("/definition/draft/publication", {"seen": FIRST})

        assert (answer.status, answer.code) == (422, "not_publishable")

    def test_over_a_newer_version_only_when_it_is_named(self, office: Office) -> None:
        client = machine(office, office.mo)
        keep(client, source())
        with inside(office.id):
            define.publish(office.id, source("1 hour"), by=None, at=build.NOON)

        answer = client.post("/definition/draft/publication", {"seen": FIRST})
        assert (answer.status, answer.code) == (409, "newer_published")
        assert answer.body["current"]["number"] == 2
        body: dict[str, Any] = {"seen": FIRST, "replacing": 2}
        assert client.post("/definition/draft/publication", body).status == 201

    def test_there_has_to_be_one(self, office: Office) -> None:
        answer = machine(office, office.mo).post(
            "/definition/draft/publication", {"seen": NONE_YET}
        )

        assert (answer.status, answer.code) == (404, "no_draft")


class TestDiscardDraft:
    def test_what_is_in_force_stays(self, office: Office) -> None:
        client = machine(office, office.mo)
        keep(client, source())

        assert client.delete("/definition/draft?based_on=1&revision=7").code == "draft_changed"
        answer = client.delete("/definition/draft?based_on=1&revision=1")
        assert (answer.status, answer.body["revision"]) == (200, 0)


class TestReadVersionDifferences:
    @pytest.mark.parametrize("path", ["0/differences", "9/differences", "1/differences?before=9"])
    def test_of_none_there_are_none(self, office: Office, path: str) -> None:
        answer = machine(office, office.mo).get(f"/definition/versions/{path}")

        assert (answer.status, answer.code) == (404, "no_such_version")

    def test_of_the_first_everything_is_new(self, office: Office) -> None:
        answer = machine(office, office.ada).get("/definition/versions/1/differences")

        assert {one["change"] for one in answer.body["items"]} == {"added"}
