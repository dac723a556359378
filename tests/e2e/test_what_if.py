"""A what-if from the form to an example's page, with the keyboard alone and without script."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests import build
from tests.e2e.axe import violations
from tests.e2e.conftest import SignIn
from tests.e2e.test_studio import press, reach
from vaste.definitions.models import WhatIf
from vaste.flows import drafting, replaying
from vaste.flows.drafting import Seen
from vaste.infra.tenancy.context import inside

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DAY = datetime.timedelta(days=1)


def play(office: build.Office) -> None:
    """Do the worker's part of the what-if until it is done."""
    for _ in range(10):
        replaying.step(office.id, at=timezone.now())
        with inside(office.id):
            if replaying.next_step(office.id) is None:
                return
    pytest.fail("the what-if does not end")


def office_with_leads(count: int = 6) -> build.Office:
    office = build.office(at=timezone.now() - 20 * DAY)
    for number in range(count):
        build.lead(
            office, at=timezone.now() - (number + 2) * DAY, request_type="offer",
            full_name=f"Buyer {number}", email=f"buyer{number}@customer.example",
        )  # fmt: skip
    with inside(office.id):
        drafting.change_draft(
            office.id,
            lambda content: {**content, "currency": "SEK"},
            seen=Seen(1, 0),
            by=office.mo.pk,
            at=timezone.now(),
        )
    return office


def figures(page: Page, name: str) -> list[str]:
    """Return what the roster's table says of somebody, cell by cell."""
    row = page.locator(".what-if-people tbody tr").filter(has_text=name)
    return [text.strip() for text in row.locator("td").all_inner_texts()]


class TestByKeyboard:
    def test_the_draft_with_another_roster_is_played_read_and_an_example_opened(
        self, sign_in: SignIn
    ) -> None:
        office = office_with_leads()
        page = sign_in(office.mo)
        page.goto("/studio/routing/")
        reach(page, "What-if")
        press(page, "Enter")
        page.wait_for_url("**/studio/what-if/")
        assert violations(page) == []

        reach(page, "The draft")  # the chosen one of its group: nothing to press
        expect(page.get_by_label("The draft")).to_be_checked()
        ada = page.get_by_role("group", name="Ada")
        while not ada.get_by_label("Weight").evaluate("node => node === document.activeElement"):
            press(page, "Tab")
        press(page, "Control+a")
        page.keyboard.type("0")
        reach(page, "Play it through")
        press(page, "Enter")
        page.wait_for_url("**/studio/what-ifs/**")
        expect(page.get_by_role("progressbar")).to_be_visible()
        assert violations(page) == []
        play(office)

        expect(page.locator(".what-if-sums")).to_contain_text("6")
        with inside(office.id):
            kept = WhatIf.objects.within(office.id).get()
        assert kept.done == 6
        assert figures(page, "Ada")[3:5] == ["0", "3"]
        assert figures(page, "Bob")[3:5] == ["6", "3"]
        assert violations(page) == []

        reach(page, "Buyer")
        press(page, "Enter")
        page.wait_for_url("**/leads/**")
        expect(page.locator("#lead-name")).to_contain_text("Buyer")


class TestWithoutScript:
    def test_somebody_is_added_and_another_left_out(self, sign_in: SignIn) -> None:
        office = office_with_leads()
        page = sign_in(office.mo, java_script_enabled=False)

        page.goto("/studio/what-if/")
        page.get_by_label("Who comes into Sales").select_option(label="Mo")
        page.get_by_role("button", name="Add to Sales").click()
        page.get_by_role("group", name="Ada").get_by_label("Leave out").check()
        page.get_by_role("group", name="Bob").get_by_label("Leave out").check()
        page.get_by_role("button", name="Play it through").click()
        page.wait_for_url("**/studio/what-ifs/**")
        play(office)
        page.reload()

        assert figures(page, "Mo")[3:5] == ["6", "0"]
        assert figures(page, "Ada")[3:5] == ["0", "3"]
        page.get_by_role("link", name="Another what-if").click()
        expect(page.locator("main")).to_contain_text("All 6 leads would go elsewhere")
