"""Forms of entries, their lists, and two people at once."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from tests import build
from tests.desk.browser import panel, text
from tests.studio.asking import HOT, change, content_of, draft_of, press, send
from tests.studio.conftest import SignIn
from tests.studio.forms import fields_of
from vaste.definitions import queries as definitions
from vaste.flows import define
from vaste.flows.drafting import Seen

pytestmark = pytest.mark.django_db


class TestEntry:
    def test_what_nobody_touches_is_not_changed(self, sign_in: SignIn) -> None:
        """Opening and sending every form of the default definition changes nothing in it."""
        office = build.office()
        desk = sign_in(office.mo)
        urls = [
            *(f"/studio/categories/{key}/" for key in ("hot", "warm", "cold")),
            *(
                f"/studio/fit/{one['key']}/"
                for one in definitions.default_content()["fit"]["criteria"]
            ),
            *(f"/studio/signals/{one['key']}/" for one in definitions.default_content()["signals"]),
            *(f"/studio/{page}/" for page in ("quadrants", "mql", "lists", "calendar", "sla")),
        ]

        for url in urls:
            assert send(desk, url).status_code == 303, url

        draft = draft_of(office)
        assert draft is not None
        assert draft.content == definitions.default_content()
        assert draft.source == definitions.default_source()

    def test_a_changed_promise_stands_in_the_draft(self, sign_in: SignIn) -> None:
        office = build.office()

        response = send(sign_in(office.mo), HOT, take_over="30", names__en="Boiling")

        assert response["Location"] == "/studio/categories/?focus=hot"
        hot = content_of(office)["categories"][0]
        assert (hot["take_over"], hot["names"]["en"]) == ("30 minutes", "Boiling")
        assert define.check(content_of(office)) == []

    def test_the_whole_contract_can_be_said(self, sign_in: SignIn) -> None:
        office = build.office()

        send(
            sign_in(office.mo), HOT, team="sales", hold="4",
            after_attempts__count="5", after_attempts__for="30",
            reminder__before="14", reminder__words__en="Call again",
            **dict.fromkeys(("after_attempts.for:unit", "reminder.before:unit"), "day"),
            **{"hold:unit": "hour"},
            offer_newsletter="yes", counts_as_contact__phone=["reached"],
        )  # fmt: skip

        hot = content_of(office)["categories"][0]
        assert define.check(content_of(office)) == []
        assert (hot["team"], hot["hold"], hot["offer_newsletter"]) == ("sales", "4 hours", True)
        assert hot["after_attempts"] == {"count": 5, "then": "snooze", "for": "30 days"}
        assert hot["reminder"] == {"before": "14 days", "words": {"en": "Call again"}}
        assert hot["counts_as_contact"] == {"phone": ["reached"]}

    def test_a_button_of_the_rule_is_done_and_nothing_is_saved(self, sign_in: SignIn) -> None:
        office = build.office()

        response = send(sign_in(office.mo), HOT, do="rule:when:add::happened", take_over="30")

        assert response.status_code == 200
        fields = fields_of(response.content.decode())
        assert fields["when.2:kind"] == ["happened"]
        assert fields["take_over"] == ["30"]
        assert "1 condition is not finished" in text(response)
        assert draft_of(office) is None

    def test_an_unfinished_condition_is_kept_and_marked(self, sign_in: SignIn) -> None:
        office = build.office()
        desk = sign_in(office.mo)
        page = send(desk, HOT, do="rule:when:add::field")
        fields = fields_of(page.content.decode())

        assert desk.client.post(HOT, {**fields, "do": "save"}).status_code == 303

        assert content_of(office)["categories"][0]["when"]["any"][2] == {"field": "", "is": ""}
        assert "is-unfinished" in desk.get(HOT).content.decode()
        assert "1 problem" in text(desk.get("/studio/"))

    def test_a_new_category_goes_before_the_one_that_takes_the_rest(self, sign_in: SignIn) -> None:
        office = build.office()

        send(sign_in(office.mo), "/studio/new/categories/", names__en="Löyly & Co")

        keys = [one["key"] for one in content_of(office)["categories"]]
        assert keys == ["hot", "warm", "loyly_co", "cold"]

    def test_a_second_of_the_same_name_has_a_key_of_its_own(self, sign_in: SignIn) -> None:
        office = build.office()
        desk = sign_in(office.mo)
        for _ in range(2):
            send(desk, "/studio/new/signals/", words__en="Called", kinds=["chat"])

        assert [one["key"] for one in content_of(office)["signals"]][-2:] == ["called", "called_2"]

    def test_an_own_field_can_be_asked_for_at_once(self, sign_in: SignIn) -> None:
        office = build.office()
        desk = sign_in(office.mo)
        send(
            desk, "/studio/new/fields/", labels__en="Plan", kind="choice",
            **{"choices.0.en": "Basic", "choices.1:key": "pro", "choices.1.fi": "Laaja"},
        )  # fmt: skip

        [plan] = content_of(office)["fields"]
        assert plan["choices"] == {"basic": {"en": "Basic"}, "pro": {"fi": "Laaja"}}
        assert define.check(content_of(office)) == []
        assert 'value="lead.custom.plan"' in desk.get(HOT).content.decode()

    @pytest.mark.parametrize(
        "fields",
        [
            {"when:kind": "table"},
            {"when:kind": "raw", "when:raw": "{"},
            {"when.0.0:kind": "all"},
            {"do": "rule:when:remove:9.9"},
            {"do": "rule:when:up:nowhere"},
        ],
    )
    def test_a_malformed_post_is_answered_clearly(
        self, sign_in: SignIn, fields: dict[str, str]
    ) -> None:
        office = build.office()

        response = sign_in(office.mo).client.post(HOT, {"seen": "1.0", **fields})

        assert response.status_code == 422
        assert "rule" in text(response)
        assert draft_of(office) is None

    def test_an_entry_that_is_not_there_is_404(self, sign_in: SignIn) -> None:
        assert sign_in(build.office().mo).get("/studio/categories/tepid/").status_code == 404


class TestTwoAtOnce:
    def test_the_second_is_told_who_and_what_and_loses_nothing(self, sign_in: SignIn) -> None:
        office = build.office()
        desk = sign_in(office.mo)
        mine = fields_of(desk.get(HOT).content.decode())

        def theirs(content: dict[str, Any]) -> Any:
            content["categories"][0]["take_over"] = "45 minutes"
            return content

        change(office, theirs, Seen(1, 0))
        response = desk.client.post(HOT, {**mine, "take_over": "30", "do": "save"})

        assert response.status_code == 409
        said = text(response)
        assert "Ada has changed the draft meanwhile" in said
        assert "45 minutes" in said
        assert "30 minutes" in said
        assert content_of(office)["categories"][0]["take_over"] == "45 minutes"
        again = fields_of(response.content.decode())
        assert again["take_over"] == ["30"]
        assert desk.client.post(HOT, {**again, "do": "save"}).status_code == 303
        assert content_of(office)["categories"][0]["take_over"] == "30 minutes"

    def test_what_somebody_has_removed_comes_back_only_when_wanted(self, sign_in: SignIn) -> None:
        office = build.office()
        desk = sign_in(office.mo)
        mine = fields_of(desk.get(HOT).content.decode())
        change(
            office, lambda content: {**content, "categories": content["categories"][1:]}, Seen(1, 0)
        )

        response = desk.client.post(HOT, {**mine, "do": "save"})

        assert response.status_code == 409
        assert "was removed" in text(response)
        again = fields_of(response.content.decode())
        desk.client.post(HOT, {**again, "do": "save"})
        assert [one["key"] for one in content_of(office)["categories"]] == ["warm", "hot", "cold"]

    def test_a_list_is_shown_as_it_is_now(self, sign_in: SignIn) -> None:
        office = build.office()
        change(office, lambda content: {**content, "currency": "SEK"}, Seen(1, 0))

        response = press(sign_in(office.mo), "/studio/categories/", "down:hot", "1.0")

        assert response.status_code == 409
        assert "Ada has changed the draft meanwhile" in text(response)
        assert [one["key"] for one in content_of(office)["categories"]] == ["hot", "warm", "cold"]

    def test_a_text_is_shown_beside_theirs(self, sign_in: SignIn) -> None:
        office = build.office()
        change(office, lambda content: {**content, "currency": "SEK"}, Seen(1, 0))
        mine = definitions.default_source().replace("currency: EUR", "currency: HUF")

        response = sign_in(office.mo).client.post("/studio/text/", {"source": mine, "seen": "1.0"})

        assert response.status_code == 409
        assert "currency: SEK" in text(response)
        assert response.context["page"].source == mine


def crowd(office: build.Office, size: int) -> None:
    """Give the draft so many criteria: c0, c1 … by names of two towns."""

    def edit(content: dict[str, Any]) -> dict[str, Any]:
        some = content["fit"]["criteria"][0]
        content["fit"]["criteria"] = [
            {**some, "key": f"c{n}", "words": {"en": f"Hämeenlinna {n}"}} for n in range(size)
        ]
        return content

    change(office, edit, Seen(1, 0))


class TestList:
    def test_entries_move_and_go(self, sign_in: SignIn) -> None:
        office = build.office()
        desk = sign_in(office.mo)

        press(desk, "/studio/categories/", "down:hot", "1.0")
        press(desk, "/studio/signals/", "to:newsletter:0", "1.1")
        press(desk, "/studio/fit/", "remove:student", "1.2")

        content = content_of(office)
        assert [one["key"] for one in content["categories"]] == ["warm", "hot", "cold"]
        assert content["signals"][0]["key"] == "newsletter"
        assert "student" not in [one["key"] for one in content["fit"]["criteria"]]

    @pytest.mark.parametrize(
        "do", ["up:hot", "down:warm", "down:cold", "to:hot:2", "to:hot:x", "up:", ""]
    )
    def test_what_takes_the_rest_stays_last(self, sign_in: SignIn, do: str) -> None:
        office = build.office()

        assert press(sign_in(office.mo), "/studio/categories/", do, "1.0").status_code == 303
        assert content_of(office) == definitions.default_content()

    def test_a_search_finds_words_of_names_rules_and_points(self, sign_in: SignIn) -> None:
        office = build.office()
        crowd(office, 30)
        desk = sign_in(office.mo)

        def found(words: str) -> list[str]:
            page = panel(desk.get(f"/studio/fit/?q={quote(words)}"), "page")
            assert page.total == 30
            return [row.key for row in page.rows]

        assert len(found("")) == 30
        assert found("Hämeenlinna 7") == ["c7", "c17", "c27"]
        assert found("hameenlinna 27") == ["c27"]
        assert found("hameenlinna lahti") == []
        assert "No entry says all of these words." in text(
            desk.client.get("/studio/fit/", {"q": "nothing"})
        )

    @pytest.mark.parametrize(
        ("do", "order"),
        [
            ("up:c17", ["c6", "c17", "c7", "c8"]),
            ("to:c27:0", ["c6", "c27", "c7", "c8"]),
            ("down:c27", ["c6", "c7", "c8", "c9"]),
            ("remove:c7", ["c6", "c8", "c9", "c10"]),
        ],
    )
    def test_what_a_search_has_found_moves_among_what_it_has_found(
        self, sign_in: SignIn, do: str, order: list[str]
    ) -> None:
        office = build.office()
        crowd(office, 30)

        answer = press(sign_in(office.mo), "/studio/fit/?q=hämeenlinna+7", do, "1.1")

        keys = [one["key"] for one in content_of(office)["fit"]["criteria"]]
        assert keys[6:10] == order
        assert len(keys) == (29 if do.startswith("remove") else 30)
        assert answer["Location"].startswith("/studio/fit/?q=h%C3%A4meenlinna+7")

    def test_a_short_list_has_no_search(self, sign_in: SignIn) -> None:
        assert "Search in" not in text(sign_in(build.office().mo).get("/studio/fields/"))

    def test_own_values_of_a_section_are_saved(self, sign_in: SignIn) -> None:
        office = build.office()

        sign_in(office.mo).client.post(
            "/studio/fit/",
            {"do": "save", "seen": "1.0", "fit.base": "5", "fit.floor": "0", "fit.ceiling": "80"},
        )

        fit = content_of(office)["fit"]
        assert (fit["base"], fit["ceiling"], "floor" in fit) == (5, 80, False)

    @pytest.mark.parametrize(
        "broken",
        [
            {"categories": "hot"},
            {"categories": [1, {"key": []}, {"key": "a"}, {"key": "a", "names": 3, "when": [1]}]},
            {"fit": 3, "signals": {"a": 1}, "routing": [], "quadrants": "x", "mql": 4},
            {"fields": [{"key": "a", "labels": {"en": 3}, "choices": [1]}], "currency": 7},
            {"request_words": [], "value_bands": 1, "close_reasons": {"lost": "x"}},
        ],
    )
    def test_every_page_can_show_a_broken_draft(
        self, sign_in: SignIn, broken: dict[str, Any]
    ) -> None:
        office = build.office()
        change(office, lambda content: {**content, **broken}, Seen(1, 0))
        desk = sign_in(office.mo)
        pages = "categories fit signals routing fields quadrants mql lists text publish compare"
        urls = ["/studio/", *(f"/studio/{page}/" for page in pages.split())]
        news = [f"/studio/new/{page}/" for page in pages.split()[:5]]

        assert {url: desk.get(url).status_code for url in urls + news} == dict.fromkeys(
            urls + news, 200
        )
        for url in urls[1:9] + news:
            response = send(desk, url) if "studio-form" in desk.get(url).content.decode() else None
            assert response is None or response.status_code in (303, 409), url
