"""A definition edited, looked at, published and rolled back, with the keyboard alone."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests import build
from tests.e2e.axe import violations
from tests.e2e.conftest import SignIn
from vaste.definitions import queries as definitions
from vaste.definitions.models import Version
from vaste.flows import define, drafting, trying
from vaste.flows.drafting import Seen
from vaste.infra.tenancy.context import inside

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MINUTE = datetime.timedelta(minutes=1)


def press(page: Page, *keys: str) -> None:
    """Press keys one after the other."""
    for key in keys:
        page.keyboard.press(key)


def reach(page: Page, label: str, *, key: str = "Tab", most: int = 120) -> None:
    """Press a key until what has the focus is called so."""
    for _ in range(most):
        name = page.evaluate(
            """() => { const on = document.activeElement;
            return on.getAttribute("aria-label") || on.labels?.[0]?.innerText || on.innerText; }"""
        )
        if str(name).strip().startswith(label):
            return
        page.keyboard.press(key)
    pytest.fail(f"{label!r} is not reached by {key}")


def judge_all(office: build.Office) -> None:
    """Do the worker's part of a trial until it is done."""
    for _ in range(10):
        trying.step(office.id, at=timezone.now())
        with inside(office.id):
            if trying.next_step(office.id) is None:
                return
    pytest.fail("the trial does not end")


class TestByKeyboard:
    def test_edited_tried_compared_published_and_rolled_back(self, sign_in: SignIn) -> None:
        office = build.office(at=timezone.now())
        for number in range(3):
            build.lead(
                office, at=timezone.now() - MINUTE, request_type="offer",
                email=f"buyer{number}@customer.example",
            )  # fmt: skip
        page = sign_in(office.mo)

        press(page, "g", "s")
        page.wait_for_url("**/studio/")
        assert violations(page) == []
        reach(page, "Categories")
        press(page, "Enter")
        page.wait_for_url("**/studio/categories/")
        assert violations(page) == []
        reach(page, "Hot")
        press(page, "Enter")
        page.wait_for_url("**/categories/hot/")

        reach(page, "What they did")  # in the inner group: its buttons come first
        reach(page, "Group")
        reach(page, "What they did")
        press(page, "Enter")
        added = page.get_by_label("Condition 3: what it asks about")
        expect(added).to_be_focused()
        page.keyboard.type("Downloaded")
        expect(page.locator(".rule-words")).to_contain_text("downloaded something at least once")
        assert violations(page) == []
        reach(page, "Take over within")
        press(page, "Control+a")
        page.keyboard.type("30")
        press(page, "Control+Enter")
        page.wait_for_url("**/studio/categories/**")
        expect(page.locator("#draft-bar")).to_contain_text("2 changes")

        reach(page, "Move Warm up")
        press(page, "Enter")
        expect(page.locator("#draft-bar")).to_contain_text("3 changes")
        expect(page.locator(".entry-row").first).to_contain_text("Warm")
        assert violations(page) == []
        reach(page, "Look and publish", key="Shift+Tab")
        press(page, "Enter")
        page.wait_for_url("**/studio/publish/")
        expect(page.locator("main")).to_contain_text("15 minutes")
        assert violations(page) == []

        _try(page, office)
        _compare(page)

        reach(page, "Look and publish", key="Shift+Tab")
        press(page, "Enter")
        page.wait_for_url("**/studio/publish/")
        reach(page, "Why, in a sentence")
        page.keyboard.type("Calmer")
        press(page, "Enter")
        page.wait_for_url("**/studio/")
        expect(page.locator(".history")).to_contain_text("Calmer")
        assert violations(page) == []
        with inside(office.id):
            inforce = define.in_force(office.id)
        assert [one.key for one in inforce.categories] == ["warm", "hot", "cold"]
        assert inforce.categories[1].take_over == 30 * MINUTE

        reach(page, "Version 1")
        press(page, "Enter")
        page.wait_for_url("**/versions/1/")
        assert violations(page) == []
        reach(page, "Roll back to version 1")
        press(page, "Enter")
        page.wait_for_url("**/studio/")
        assert violations(page) == []
        with inside(office.id):
            versions = Version.objects.within(office.id).order_by("number")
            assert [one.note for one in versions][1:] == ["Calmer", "Back to version 1: Beginning"]
            inforce = define.in_force(office.id)
        assert [one.key for one in inforce.categories] == ["hot", "warm", "cold"]
        assert inforce.categories[0].take_over == 15 * MINUTE

    def test_a_change_is_taken_back_while_looking(self, sign_in: SignIn) -> None:
        office = build.office(at=timezone.now())
        page = sign_in(office.mo)
        page.goto("/studio/categories/")

        reach(page, "Move Hot down")
        press(page, "Enter")
        expect(page.locator("#draft-bar")).to_contain_text("1 change")
        reach(page, "Look and publish", key="Shift+Tab")
        press(page, "Enter")
        page.wait_for_url("**/studio/publish/")
        reach(page, "Take back: Categories › Order")
        press(page, "Enter")

        expect(page.locator("#draft-bar")).to_contain_text("0 changes")


def _try(page: Page, office: build.Office) -> None:
    """From the look at the changes: try them on the leads of a year, and read what it says."""
    reach(page, "Try the draft")
    press(page, "Enter")
    page.wait_for_url("**/studio/trial/")
    assert violations(page) == []
    reach(page, "90 days")
    press(page, "ArrowRight")
    expect(page.get_by_label("365 days")).to_be_checked()
    reach(page, "Begin the trial")
    press(page, "Enter")
    page.wait_for_url("**/studio/trials/**")
    expect(page.get_by_role("progressbar")).to_be_visible()
    assert violations(page) == []
    judge_all(office)
    expect(page.locator("#trial-run h2")).to_contain_text(
        "All 3 leads would stay in their category"
    )
    expect(page.locator("#trial-run")).to_contain_text("Who moves where")
    assert violations(page) == []


def _compare(page: Page) -> None:
    """From a trial's result: look at the changes again, as text beside words."""
    reach(page, "Look and publish")
    press(page, "Enter")
    page.wait_for_url("**/studio/publish/")
    reach(page, "As text")
    press(page, "Enter")
    page.wait_for_url("**/studio/compare/**")
    expect(page.locator("main")).to_contain_text("30 minutes")
    assert violations(page) == []


class TestWithoutScript:
    def test_a_rule_is_built_by_buttons(self, sign_in: SignIn) -> None:
        office = build.office(at=timezone.now())
        page = sign_in(office.mo, java_script_enabled=False)

        page.goto("/studio/new/routing/")
        page.get_by_label("Team").select_option("sales")
        page.get_by_label("Rule: what it asks about").select_option("lead.request_type")
        page.get_by_role("button", name="Apply").click()
        page.get_by_label("Rule: Value").select_option("offer")
        page.get_by_role("button", name="Or another condition").click()
        expect(page.locator(".rule-words")).to_contain_text("Request type is an offer.")
        page.get_by_role("button", name="Condition 2: remove").click()
        page.get_by_role("button", name="Save in the draft").last.click()

        expect(page.locator(".entries")).to_contain_text("Request type is an offer")
        with inside(office.id):
            draft = definitions.draft_of(office.id)
        assert draft is not None
        [rule] = draft.content["routing"]["rules"]
        assert rule["when"] == {"any": [{"field": "lead.request_type", "is": "offer"}]}
        assert define.check(draft.content) == []


class TestDragging:
    def test_a_category_is_dropped_where_it_belongs(self, sign_in: SignIn) -> None:
        office = build.office(at=timezone.now())
        page = sign_in(office.mo)
        page.goto("/studio/categories/")

        warm = page.locator(".entry-row").filter(has_text="Warm").locator(".grip")
        warm.drag_to(page.locator(".entry-row").first, target_position={"x": 200, "y": 5})

        expect(page.locator("#draft-bar")).to_contain_text("1 change")
        expect(page.locator(".entry-row").first).to_contain_text("Warm")


class TestStepsInOrder:
    def _dos(self, page: Page) -> list[str]:
        chosen = page.locator("tr[data-key] select[name$='.do']")
        return [one.input_value() for one in chosen.all()]

    def test_a_ladders_step_is_moved_by_keyboard_and_keeps_the_focus(self, sign_in: SignIn) -> None:
        office = build.office(at=timezone.now())
        page = sign_in(office.mo)
        page.goto("/studio/new/ladders/")
        before = ["warn_owner", "tell_manager", "give_back"]
        assert self._dos(page) == before

        reach(page, "Move row 1 down")
        press(page, "Enter")
        expect(page.get_by_role("button", name="Move row 2 down")).to_be_focused()
        assert self._dos(page) == ["tell_manager", "warn_owner", "give_back"]
        press(page, "Enter")
        expect(page.get_by_role("button", name="Move row 3 up")).to_be_focused()
        assert self._dos(page) == ["tell_manager", "give_back", "warn_owner"]
        assert violations(page) == []
        reach(page, "Key")
        page.keyboard.type("calm")
        press(page, "Control+Enter")
        page.wait_for_url("**/studio/ladders/**")

        with inside(office.id):
            draft = definitions.draft_of(office.id)
        assert draft is not None
        steps = draft.content["ladders"]["calm"]
        assert [one["do"] for one in steps] == ["tell_manager", "give_back", "warn_owner"]

    def test_a_step_is_dragged(self, sign_in: SignIn) -> None:
        office = build.office(at=timezone.now())
        page = sign_in(office.mo)
        page.goto("/studio/new/ladders/")

        last = page.locator("tr[data-key='2'] .grip")
        last.drag_to(page.locator("tr[data-key='0']"), target_position={"x": 300, "y": 3})

        chosen = page.locator("tr[data-key='0'] select[name$='.do']")
        expect(chosen).to_have_value("give_back")
        assert self._dos(page) == ["give_back", "warn_owner", "tell_manager"]

    def test_without_script(self, sign_in: SignIn) -> None:
        office = build.office(at=timezone.now())
        page = sign_in(office.mo, java_script_enabled=False)
        page.goto("/studio/new/ladders/")

        page.get_by_role("button", name="Move row 2 up").click()

        assert self._dos(page) == ["tell_manager", "warn_owner", "give_back"]


class TestTwoAtOnce:
    def test_the_second_keeps_what_was_typed(self, sign_in: SignIn) -> None:
        office = build.office(at=timezone.now())
        page = sign_in(office.mo)
        page.goto("/studio/categories/hot/")
        page.get_by_label("Take over within", exact=True).fill("30")
        with inside(office.id):
            drafting.change_draft(
                office.id,
                lambda content: {**content, "currency": "SEK"},
                seen=Seen(1, 0),
                by=office.ada.pk,
                at=timezone.now(),
            )

        page.get_by_role("button", name="Save in the draft").last.click()

        expect(page.get_by_role("alert")).to_contain_text("Ada has changed the draft meanwhile")
        expect(page.get_by_label("Take over within", exact=True)).to_have_value("30")
        page.get_by_role("button", name="Save mine in the draft").click()
        page.wait_for_url("**/studio/categories/**")
        expect(page.locator("#draft-bar")).to_contain_text("2 changes")


def test_a_long_list_is_searched_and_ordered_by_keyboard(sign_in: SignIn) -> None:
    office = build.office()

    def edit(content: dict[str, Any]) -> dict[str, Any]:
        hot = {"field": "lead.category", "is": "hot"}
        content["routing"]["rules"] = [
            {"key": f"r{n}", "names": {"en": f"{town} {n}"}, "team": "sales", "when": hot}
            for n, town in enumerate(["Lahti", "Oulu", "Lahti", "Oulu"] * 4)
        ]
        return content

    with inside(office.id):
        drafting.change_draft(office.id, edit, seen=Seen(1, 0), by=office.mo.pk, at=timezone.now())
    page = sign_in(office.mo)
    page.goto("/studio/routing/")

    page.keyboard.press("/")
    page.keyboard.type("oulu")
    expect(page.get_by_role("status").filter(has_text="8 of 16 found")).to_be_visible()
    expect(page.locator("#q")).to_be_focused()
    page.locator("#up-r5").focus()
    page.keyboard.press("Enter")

    names = page.locator(".entry-name a")
    expect(names.nth(1)).to_have_text("Oulu 5")
    expect(names.nth(2)).to_have_text("Oulu 3")
    expect(page.locator("#up-r5")).to_be_focused()
    expect(page.locator("#q")).to_have_value("oulu")
    assert violations(page) == []
    page.get_by_role("link", name="Show all").click()
    expect(names.nth(3)).to_have_text("Oulu 5")
    expect(names.nth(4)).to_have_text("Oulu 3")
    expect(names).to_have_count(16)
