"""The matrix in a browser: drawn, pointed at, walked through by keyboard, opened."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from tests import build
from tests.build import Office
from tests.desk.browser import full_office
from tests.e2e.conftest import SignIn
from vaste.flows import work
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Lead

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def crowd() -> Office:
    """Return an office with three leads: one is a good fit, one is less interested."""
    office, now = full_office(), timezone.now()
    build.lead(office, at=now, request_type="offer", job_title="CEO", full_name="Aino Ek")
    build.lead(office, at=now, request_type="offer", full_name="Bea Holm")
    build.lead(office, at=now, request_type="newsletter", full_name="Cecilia Nagy")
    return office


def opened(sign_in: SignIn, office: Office) -> Page:
    page = sign_in(office.mo, viewport={"width": 1440, "height": 900})
    page.goto("/matrix/")
    page.locator(".matrix-wait").wait_for(state="detached")
    return page


def place(page: Page, fit: int, interest: int) -> tuple[float, float]:
    """Return where a lead of these scores is drawn, in pixels of the window."""
    box = page.locator("#matrix-plot").bounding_box()
    assert box is not None
    across, up = (box["width"] - 48) / 101, (box["height"] - 44) / 101
    left = box["x"] + 40 + (interest + 0.5) * across
    return left, box["y"] + box["height"] - 36 - (fit + 0.5) * up


def test_keyboard_walks_from_lead_to_lead_and_opens_one(sign_in: SignIn) -> None:
    page = opened(sign_in, crowd())
    about = page.locator("#matrix-about")

    page.get_by_role("button", name="Value").focus()
    page.keyboard.press("Tab")
    expect(about).to_contain_text("Aino Ek")
    page.keyboard.press("ArrowDown")
    expect(about).to_contain_text("Bea Holm")
    page.keyboard.press("ArrowLeft")
    expect(about).to_contain_text("Cecilia Nagy")
    page.keyboard.press("ArrowRight")
    expect(about).to_contain_text("Bea Holm")
    expect(about).to_contain_text("Poor fit, interested · Light touch")
    page.keyboard.press("Enter")

    page.wait_for_url(re.compile(r"/leads/[0-9a-f-]{36}/"))
    expect(page.get_by_role("heading", name="Bea Holm", exact=True)).to_be_visible()


def test_pointing_tells_and_clicking_opens(sign_in: SignIn) -> None:
    page = opened(sign_in, crowd())

    page.mouse.move(*place(page, 65, 50))
    expect(page.locator("#matrix-about")).to_contain_text("Aino Ek")
    page.mouse.click(*place(page, 65, 50))

    page.wait_for_url(re.compile(r"/leads/[0-9a-f-]{36}/"))
    expect(page.get_by_role("heading", name="Aino Ek", exact=True)).to_be_visible()


def test_zoomed_in_it_is_moved_by_hand_and_shown_whole_again(sign_in: SignIn) -> None:
    page = opened(sign_in, crowd())
    plot = page.locator("#matrix-plot")
    middle = place(page, 50, 50)

    page.get_by_role("button", name="Zoom in").click()
    expect(plot).to_have_class(re.compile("is-zoomed"))
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] + 80, middle[1] + 80, steps=4)
    page.mouse.up()
    expect(page).to_have_url(re.compile(r"/matrix/$"))  # a drag is no click
    page.get_by_role("button", name="Show the whole matrix").click()

    expect(plot).not_to_have_class(re.compile("is-zoomed"))


def test_a_switch_changes_the_legend(sign_in: SignIn) -> None:
    page = opened(sign_in, crowd())

    page.get_by_role("button", name="Age").click()

    expect(page.get_by_text("Up to 7 days")).to_be_visible()
    expect(page.locator('[data-legend="category"]')).to_be_hidden()


def test_a_filter_is_applied_by_the_plot_and_then_by_the_list(sign_in: SignIn) -> None:
    page = opened(sign_in, crowd())
    held: list[Route] = []
    page.route(re.compile(r"/matrix/\?"), lambda route: held.append(route))
    corner = page.locator("[data-quadrant=no_time]")
    expect(corner).to_have_text("1")

    page.get_by_label("Category").select_option("hot")

    expect(corner).to_have_text("0")  # the server has not answered yet
    page.get_by_role("button", name="Value").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowLeft")  # to nobody: Cecilia's is cold
    expect(page.locator("#matrix-about")).to_contain_text("Bea Holm")
    expect(page.locator("#list")).to_contain_text("Cecilia Nagy")
    held[0].continue_()
    expect(page.locator("#matrix-total")).to_contain_text("2 leads")
    expect(page.locator("#list")).not_to_contain_text("Cecilia Nagy")
    expect(page).to_have_url(re.compile("category=hot"))

    page.unroute_all()
    page.get_by_role("link", name="Show all", exact=True).click()
    expect(corner).to_have_text("1")
    expect(page.locator("#list")).to_contain_text("Cecilia Nagy")
    expect(page.locator("#matrix-all")).to_be_hidden()


def test_a_filter_that_leaves_none_says_so_and_can_be_taken_back(sign_in: SignIn) -> None:
    page = opened(sign_in, crowd())

    page.get_by_label("State").select_option("snoozed")
    expect(page.locator("#list")).to_contain_text("No lead passes these filters.")
    page.get_by_role("button", name="Value").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.get_by_label("State").select_option("open")

    expect(page.locator("#list")).to_contain_text("Aino Ek")
    expect(page.locator("[data-quadrant=sales_now]")).to_have_text("1")


def test_leads_closed_since_leave_the_plot_with_the_list(sign_in: SignIn) -> None:
    office = crowd()
    page = opened(sign_in, office)
    with inside(office.id):
        gone = Lead.objects.within(office.id).get(contact__full_name="Cecilia Nagy").id
    work.close(office.id, gone, outcome="lost", reason="no_need", by=office.mo, at=timezone.now())

    with page.expect_response("**/matrix/points/**"):  # the plot saw that it has one too many
        page.get_by_label("State").select_option("open")

    expect(page.locator("[data-quadrant=no_time]")).to_have_text("0")
    page.get_by_label("State").select_option("")
    expect(page.locator("[data-quadrant=no_time]")).to_have_text("0")
