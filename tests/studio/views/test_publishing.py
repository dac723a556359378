"""Looking at the draft, publishing, rolling back, comparing."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from tests import build, counting
from tests.build import NOON
from tests.desk.browser import text
from tests.studio.asking import HOT, change, content_of, draft_of, member, send
from tests.studio.conftest import SignIn
from vaste.definitions import queries as definitions
from vaste.definitions.models import Version
from vaste.flows import define
from vaste.flows.drafting import Seen
from vaste.infra.tenancy.context import inside
from vaste.studio import comparing
from vaste.studio.views import versions
from vaste.workspaces.models import Role

pytestmark = pytest.mark.django_db


class TestPublish:
    def test_draft_looked_at_published_and_rolled_back(self, sign_in: SignIn) -> None:
        office = build.office()
        desk = sign_in(office.mo)
        send(desk, HOT, take_over="30")

        page = text(desk.get("/studio/publish/"))
        assert "Categories › Hot › Take over within before: 15 minutes after: 30 minutes" in page
        response = desk.client.post("/studio/publish/", {"seen": "1.1", "note": "Calmer"})
        assert response["Location"] == "/studio/"
        assert "Version 2 is in force" in text(desk.get("/studio/"))

        page = text(desk.get("/studio/versions/1/"))
        assert "30 minutes after: 15 minutes" in page
        desk.client.post("/studio/versions/1/roll-back/", {"in_force": "2"})
        with inside(office.id):
            published = list(Version.objects.within(office.id).order_by("number"))
            assert define.in_force(office.id).categories[0].take_over == datetime.timedelta(
                minutes=15
            )
        assert [one.note for one in published] == [
            "Beginning",
            "Calmer",
            "Back to version 1: Beginning",
        ]

    def test_with_problems_it_says_where(self, sign_in: SignIn) -> None:
        office = build.office()
        desk = sign_in(office.mo)
        send(desk, HOT, take_over="soon")

        response = desk.client.post("/studio/publish/", {"seen": "1.1"})

        assert response.status_code == 422
        [problem] = response.context["page"].problems
        assert (problem.place, problem.url) == ("Categories › Hot › Take over within", HOT)
        assert problem.line > 0

    def test_teams_that_are_not_open_and_missing_hours_are_told_while_editing(
        self, sign_in: SignIn
    ) -> None:
        office = build.office()
        desk = sign_in(office.mo)

        def edit(content: dict[str, Any]) -> dict[str, Any]:
            content["categories"][0]["team"] = "mars"
            content["calendar"]["closed"] = ["2026-01-01..2030-12-31"]
            return content

        change(office, edit, Seen(1, 0))

        found = desk.get("/studio/").context
        assert [(one.place, one.url) for one in found["page"].problems] == [
            ("Working time › The week", "/studio/calendar/"),
            ("Categories › Hot › Team", HOT),
        ]
        assert found["bar"].problems == 2
        assert "There is no open team “mars”." in text(desk.get(HOT))
        assert "In these hours there is no working time" in text(desk.get("/studio/calendar/"))
        assert "There is no open team “mars”." in text(desk.get("/studio/categories/"))

    @pytest.mark.parametrize(
        ("hours", "told"),
        [
            ({"mon-fri": "08:00-17:00"}, "FI · Monday–Friday 08:00-17:00"),
            (
                {"mon-tue": "8-16", "thu": "8-16", "fri": "8-12"},
                "FI · Monday–Tuesday 8-16; Thursday 8-16; Friday 8-12",
            ),
        ],
    )
    def test_overview_tells_days_that_are_alike_together(
        self, sign_in: SignIn, hours: dict[str, str], told: str
    ) -> None:
        office = build.office()
        desk = sign_in(office.mo)

        def edit(content: dict[str, Any]) -> dict[str, Any]:
            return {**content, "calendar": {**content["calendar"], "hours": hours}}

        change(office, edit, Seen(1, 0))

        tiles = desk.get("/studio/").context["page"].tiles
        assert [one.text.partition(" · ")[2] for one in tiles if one.icon == "calendar-event"] == [
            told
        ]

    def test_over_a_newer_version_only_after_looking(self, sign_in: SignIn) -> None:
        office = build.office()
        desk = sign_in(office.mo)
        send(desk, HOT, take_over="30")
        with inside(office.id):
            define.publish(office.id, definitions.default_source(), by=office.ada.pk, at=NOON)

        refused = desk.client.post("/studio/publish/", {"seen": "1.1"})
        assert refused.status_code == 409
        assert "Ada has published version 2" in text(refused)
        assert (
            desk.client.post("/studio/publish/", {"seen": "1.1", "replacing": "2"}).status_code
            == 303
        )

    def test_managers_edit_and_admins_publish(self, sign_in: SignIn) -> None:
        office = build.office()
        desk = sign_in(member(office, Role.MANAGER))

        assert send(desk, HOT, take_over="30").status_code == 303
        assert "Admins publish: Mo." in text(desk.get("/studio/publish/"))
        assert desk.client.post("/studio/publish/", {"seen": "1.1"}).status_code == 403
        assert (
            desk.client.post("/studio/versions/1/roll-back/", {"in_force": "1"}).status_code == 403
        )

    @pytest.mark.parametrize("role", [Role.REP, Role.MARKETER, Role.VIEWER])
    def test_others_do_not_come_in(self, sign_in: SignIn, role: Role) -> None:
        desk = sign_in(member(build.office(), role))

        assert desk.get("/studio/").status_code == 403
        assert 'href="/studio/"' not in desk.get("/queue/").content.decode()

    def test_one_change_is_taken_back(self, sign_in: SignIn) -> None:
        office = build.office()
        desk = sign_in(office.mo)
        send(desk, HOT, take_over="30", channel="email")
        [place] = [
            one.place
            for one in desk.get("/studio/").context["page"].differences
            if "Channel" in one.where
        ]

        desk.client.post("/studio/draft/", {"do": "restore", "place": place, "seen": "1.1"})

        hot = content_of(office)["categories"][0]
        assert (hot["take_over"], hot["channel"]) == ("30 minutes", "phone")

    @pytest.mark.parametrize("place", ["", "[", "3", "[]", "[1]", '["nothing"]', "[" * 1500])
    def test_what_is_no_change_can_not_be_taken_back(self, sign_in: SignIn, place: str) -> None:
        office = build.office()
        desk = sign_in(office.mo)
        send(desk, HOT, take_over="30")

        status = desk.client.post(
            "/studio/draft/", {"do": "restore", "place": place, "seen": "1.1"}
        ).status_code

        assert status == (303 if place == '["nothing"]' else 422)
        assert content_of(office)["categories"][0]["take_over"] == "30 minutes"

    def test_the_draft_is_discarded(self, sign_in: SignIn) -> None:
        office = build.office()
        desk = sign_in(office.mo)
        send(desk, HOT, take_over="30")

        assert (
            desk.client.post("/studio/draft/", {"do": "discard", "seen": "1.0"}).status_code == 409
        )
        assert (
            desk.client.post("/studio/draft/", {"do": "discard", "seen": "1.1"}).status_code == 303
        )
        assert draft_of(office) is None


class TestCompare:
    def test_any_two_in_words_and_as_text(self, sign_in: SignIn) -> None:
        office = build.office()
        desk = sign_in(office.mo)
        send(desk, HOT, take_over="30")

        page = desk.get("/studio/compare/", before="1", after="draft").context["page"]

        [one] = page.differences
        assert (one.where, one.before, one.after) == (
            "Categories › Hot › Take over within", "15 minutes", "30 minutes",
        )  # fmt: skip
        assert next(line.text.strip() for line in page.lines if line.kind == "gone") == (
            "take_over: 15 minutes"
        )

    def test_unless_asked_otherwise_what_the_version_in_force_changed(
        self, sign_in: SignIn
    ) -> None:
        office = build.office()
        desk = sign_in(office.mo)
        source = definitions.default_source().replace("take_over: 15", "take_over: 20")
        with inside(office.id):
            define.publish(office.id, source, by=office.ada.pk, at=NOON)

        page = desk.get("/studio/compare/").context["page"]

        assert (page.before, page.after, len(page.differences)) == ("1", "2", 1)

    def test_an_old_version_is_offered_beside_the_newest(
        self, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(versions, "MOST_VERSIONS", 2)
        office = build.office()
        desk = sign_in(office.mo)
        with inside(office.id):
            for _number in range(3):
                define.publish(office.id, definitions.default_source(), by=None, at=NOON)

        page = desk.get("/studio/compare/", before="1", after="4").context["page"]

        assert [one.value for one in page.options_before if one.is_chosen] == ["1"]
        assert [one.value for one in page.options_before] == ["4", "3", "1"]
        assert [one.value for one in page.options_after] == ["4", "3"]

    def test_a_list_that_is_new_is_told_by_names(self, sign_in: SignIn) -> None:
        office = build.office()
        desk = sign_in(office.mo)
        labels = [{"en": "Number of booths"}, {"en": "Floor"}]

        def edit(content: dict[str, Any]) -> dict[str, Any]:
            fields = [{"key": f"own_{n}", "of": "lead", "kind": "number"} for n in range(2)]
            own = [{**one, "labels": told} for one, told in zip(fields, labels, strict=True)]
            return {**content, "fields": own}

        change(office, edit, Seen(1, 0))

        [one] = desk.get("/studio/compare/").context["page"].differences
        assert (one.where, one.change, one.after) == (
            "Own fields",
            "added",
            "Number of booths, Floor",
        )

    def test_a_long_difference_counts_the_lines_it_leaves_out(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(comparing, "MOST_SHOWN", 3)

        lines = comparing.text_lines("a\nb\n", "c\nd\ne\n")

        assert [(one.kind, one.text) for one in lines] == [
            ("gone", "a"), ("gone", "b"), ("skip", "⋯ 3 more lines"),
        ]  # fmt: skip

    @pytest.mark.parametrize("wanted", ["9", "x", "-1", "draft", "99999999999999"])
    def test_what_is_not_there_is_404(self, sign_in: SignIn, wanted: str) -> None:
        desk = sign_in(build.office().mo)

        assert desk.get("/studio/compare/", before=wanted).status_code == 404


class TestStatements:
    def test_pages_ask_few_questions(self, sign_in: SignIn) -> None:
        office = build.office()
        desk = sign_in(office.mo)
        send(desk, HOT, take_over="30")
        for name, url in (
            ("overview", "/studio/"),
            ("entry", HOT),
            ("publish", "/studio/publish/"),
        ):
            desk.get(url)
            with counting.statements() as found:
                desk.get(url)
            counting.hold(f"studio.{name}", found)
