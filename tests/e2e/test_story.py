"""A buyer asks, a rep answers, the manager sees it: the whole way, in real browsers."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import yaml
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests import build
from tests.e2e.conftest import SignIn
from vaste.definitions import queries as definitions
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Arrival, Lead
from vaste.routing.models import Member
from vaste.sla.models import Clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _office() -> build.Office:
    """An office that is always open, where Ada alone takes leads."""
    content = definitions.default_content()
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    content["calendar"] = {"zone": "Europe/Helsinki", "hours": dict.fromkeys(days, "00:00-24:00")}
    office = build.office(at=timezone.now(), source=yaml.safe_dump(content, allow_unicode=True))
    with inside(office.id):
        Member.objects.within(office.id).filter(user_id=office.bob.pk).update(weight=0)
    return office


def _send_form(page: Page, office: build.Office, *, name: str = "Maija Meikäläinen") -> None:
    page.goto(f"/f/{office.doors['forms'].key}")
    page.get_by_label("Your name").fill(name)
    page.get_by_label("E-mail").fill("maija@esimerkki.example")
    page.get_by_label("Company").fill("Esimerkki Oy")
    page.get_by_label("What would you like?").select_option("offer")
    page.get_by_label("Message").fill("Please quote for two hundred chairs by the end of March.")
    page.wait_for_timeout(3200)  # a person takes longer than the time trap
    page.get_by_role("button", name="Send").click()


class TestTheWholeWay:
    def test_from_the_form_to_the_managers_page(
        self, new_page: Callable[..., Page], sign_in: SignIn
    ) -> None:
        office = _office()
        ada, manager = sign_in(office.ada), sign_in(office.mo)
        manager.goto("/wall/")
        expect(ada.locator("#queue [data-row]")).to_have_count(0)

        buyer = new_page(locale="en-GB")
        _send_form(buyer, office)
        buyer.wait_for_url("**/thanks/**")
        expect(buyer.locator("body")).to_contain_text(re.compile("(today|tomorrow) at"))

        row = ada.locator("#queue [data-row]").filter(has_text="Maija Meikäläinen")
        expect(row).to_be_visible()  # without a reload
        expect(manager.locator("#wall")).to_contain_text("Maija Meikäläinen")

        row.get_by_role("button", name="Take over").click()
        expect(row.get_by_role("button", name="Take over")).to_have_count(0)
        row.get_by_role("link", name="Maija Meikäläinen").click()
        log = ada.locator("#log-form")
        log.locator("label", has=ada.locator("input[value=reached]")).click()
        log.get_by_role("textbox", name="Note").fill("Wants two hundred. Sends the floor plan.")
        log.locator("label", has=ada.locator("input[name=next_step]")).first.click()
        log.get_by_role("button", name="Log it").click()
        expect(ada.locator("#lead-detail")).to_contain_text("Sends the floor plan")

        with inside(office.id):
            lead = Lead.objects.within(office.id).get()
            clocks = Clock.objects.within(office.id).filter(lead_id=lead.id)
            assert lead.owner_id == office.ada.pk
            assert lead.first_contact_at is not None
            assert {clock.met_at is not None for clock in clocks} == {True}
        expect(manager.locator("#wall")).not_to_contain_text("Maija Meikäläinen")


class TestTheForm:
    def test_it_works_without_javascript(self, new_page: Callable[..., Page]) -> None:
        office = _office()
        page = new_page(java_script_enabled=False, locale="fi-FI")

        page.goto(f"/f/{office.doors['forms'].key}")
        page.get_by_label("Nimesi").fill("Maija")
        page.get_by_label("Sähköposti").fill("maija@esimerkki.example")
        page.get_by_label("Viesti").fill("Pyydän tarjousta kahdestasadasta tuolista.")
        page.wait_for_timeout(3200)
        page.get_by_role("button", name="Lähetä").click()

        page.wait_for_url("**/thanks/**")
        expect(page.locator("html")).to_have_attribute("lang", "fi")
        with inside(office.id):
            lead = Lead.objects.within(office.id).get()
            assert (lead.language, lead.request_type, lead.category) == ("fi", "offer", "hot")

    def test_a_bot_in_the_honeypot_is_held_and_released_with_one_click(
        self, new_page: Callable[..., Page], sign_in: SignIn
    ) -> None:
        office = _office()
        page = new_page(locale="en-GB")
        page.goto(f"/f/{office.doors['forms'].key}")
        page.locator("input[name=website_2]").evaluate("field => field.value = 'https://x.example'")
        page.get_by_label("Your name").fill("Real Person")
        page.get_by_label("E-mail").fill("real@person.example")
        page.get_by_label("Message").fill("My browser filled in everything by itself.")
        page.wait_for_timeout(3200)
        page.get_by_role("button", name="Send").click()
        page.wait_for_url("**/thanks/**")
        with inside(office.id):
            assert Arrival.objects.within(office.id).get().state == "quarantined"

        manager = sign_in(office.mo)
        manager.goto("/review/")
        manager.get_by_role("button", name="Release").first.click()

        expect(manager.locator("#review")).to_contain_text("lead", ignore_case=True)
        with inside(office.id):
            assert Arrival.objects.within(office.id).get().state == "lead_created"
            assert Lead.objects.within(office.id).count() == 1


class TestByKeyboard:
    def test_a_rep_takes_over_without_the_mouse_and_on_a_phone(self, sign_in: SignIn) -> None:
        office = _office()
        build.lead(office, at=timezone.now(), request_type="offer", full_name="Aino Virtanen")
        build.lead(office, at=timezone.now(), request_type="visit", full_name="Bo Ek")

        page = sign_in(office.ada, viewport={"width": 360, "height": 740})
        expect(page.locator("#queue [data-row]")).to_have_count(2)
        page.keyboard.press("j")
        page.keyboard.press("c")

        expect(page.get_by_role("button", name="Take over Aino Virtanen")).to_have_count(0)
        with inside(office.id):
            taken = Lead.objects.within(office.id).exclude(taken_over_at=None)
            assert [lead.category for lead in taken] == ["hot"]
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 360
        assert taken[0].owner_id == office.ada.pk
