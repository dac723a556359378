"""
People away and promises broken, on screen: with the real worker, and endpoints that really hear.
"""

from __future__ import annotations

import datetime
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import yaml
from django.db import connection
from django.test import override_settings
from django.utils import timezone
from playwright.sync_api import Page, expect
from py_vapid import Vapid02

from tests import build
from tests.browser_keys import BrowserKeys
from tests.e2e.axe import violations
from tests.e2e.conftest import SignIn
from tests.racing import PATIENCE_S, until
from tests.receiving import Receiver
from vaste.config import schedule
from vaste.definitions import queries as definitions
from vaste.flows import found, work
from vaste.infra.due import worker as due
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Lead
from vaste.notifications.models import Delivery
from vaste.routing.models import Team
from vaste.sla.models import Escalation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MINUTE = datetime.timedelta(minutes=1)
STEPS = [
    {"at": "warned", "do": "warn_owner"},
    {"at": "breached", "do": "tell_manager"},
    {"at": "breached", "after": "2 minutes", "do": "add_second"},
    {"at": "breached", "after": "4 minutes", "do": "reroute", "team": "north"},
]
#: A browser's answer to the page that asks for push, without the service of its maker.
SUBSCRIBES = """
Object.defineProperty(Notification, "requestPermission", {value: async () => "granted"});
PushManager.prototype.subscribe = async (asked) => {
  window.askedWith = [asked.userVisibleOnly, new Uint8Array(asked.applicationServerKey).length];
  return { toJSON: () => (%s) };
};
"""


def _office(**of_hot: Any) -> build.Office:
    """An office that is always open; `of_hot` is what its hottest category promises besides."""
    content = definitions.default_content()
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    content["calendar"] = {"zone": "Europe/Helsinki", "hours": dict.fromkeys(days, "00:00-24:00")}
    content["categories"][0] |= of_hot
    if "ladder" in of_hot:
        content["ladders"] = {of_hot["ladder"]: STEPS}
    return build.office(at=timezone.now(), source=yaml.safe_dump(content, allow_unicode=True))


@contextmanager
def _worker() -> Iterator[None]:
    """Let the installation's own worker work, in threads of this process."""
    worker = schedule.worker()

    def run() -> None:
        worker.run()
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        worker.stop()
        thread.join(timeout=PATIENCE_S)
        assert not thread.is_alive()


def _owned(office: build.Office) -> dict[Any, list[Lead]]:
    owned: dict[Any, list[Lead]] = {office.ada.pk: [], office.bob.pk: []}
    with inside(office.id):
        for lead in Lead.objects.within(office.id).order_by("id").select_related("contact"):
            owned[lead.owner_id].append(lead)
    return owned


class TestAbsence:
    def test_gives_what_was_not_begun_to_colleagues_before_their_eyes(
        self, sign_in: SignIn
    ) -> None:
        office = _office()
        for name in ("Aino Virtanen", "Bo Ek", "Csilla Nagy", "Dag Lund"):
            build.lead(office, at=timezone.now(), full_name=name, request_type="offer")
        begun, untouched = _owned(office)[office.ada.pk]
        work.take_over(office.id, begun.id, by=office.ada, at=timezone.now())
        bob, mo = sign_in(office.bob), sign_in(office.mo)
        bob.goto("/queue/?scope=mine")
        expect(bob.locator("#queue [data-row]")).to_have_count(2)

        mo.goto("/people/")
        mo.get_by_label("Who").select_option(label="Ada")
        mo.get_by_label("Reason").fill("Ill")
        mo.get_by_role("button", name="Enter the absence").click()

        expect(mo.locator("#toasts")).to_contain_text("1 lead went to others.")
        expect(mo.locator("#toasts")).to_contain_text("1 lead that was begun stays.")
        expect(mo.locator("#people")).to_contain_text("Away until further notice")
        row = bob.locator("#queue [data-row]").filter(has_text=untouched.contact.full_name)
        expect(row).to_be_visible()  # without a reload
        expect(bob.locator("#queue [data-row]")).to_have_count(3)
        assert violations(mo) == []

        mo.goto("/notices/")
        notice = mo.get_by_role("link", name="Ada gets no leads now")
        expect(notice).to_contain_text("Given to others: 1. In the pool: 0. Still held: 1.")
        assert violations(mo) == []
        row.get_by_role("link", name=untouched.contact.full_name).click()
        expect(bob.locator("#lead-detail")).to_contain_text(
            "Routed anew to Bob. The owner is absent."
        )
        assert violations(bob) == []

        notice.click()
        expect(mo.locator("#owned-by")).to_contain_text("Leads of Ada")
        rows = mo.locator("#queue [data-row]")
        expect(rows).to_have_count(1)
        expect(rows).to_contain_text(begun.contact.full_name)
        assert violations(mo) == []
        mo.get_by_role("button", name="Give all to others").click()
        expect(mo.locator("#toasts")).to_contain_text("1 lead went to others.")
        bob.goto("/queue/?scope=mine")
        expect(bob.locator("#queue [data-row]")).to_have_count(4)

    def test_the_next_lead_says_who_was_passed_over_and_why(self, sign_in: SignIn) -> None:
        office = _office()
        mo = sign_in(office.mo)
        mo.goto("/people/")
        mo.get_by_role("button", name="Away today: Ada").click()
        expect(mo.locator("#people")).to_contain_text("Away, back")

        lead = build.lead(office, at=timezone.now(), full_name="Maija", request_type="offer")
        mo.goto(f"/leads/{lead.id}/")

        assert lead.owner_id == office.bob.pk
        detail = mo.locator("#lead-detail")
        expect(detail).to_contain_text("Passed over: absent until")
        expect(detail).to_contain_text("Next in turn")
        assert violations(mo) == []

    def test_one_that_begins_later_is_begun_by_the_worker(self, sign_in: SignIn) -> None:
        from vaste.flows import absenting

        office = _office()
        for name in ("Aino Virtanen", "Bo Ek"):
            build.lead(office, at=timezone.now(), full_name=name, request_type="offer")
        bob = sign_in(office.bob)
        bob.goto("/queue/?scope=mine")
        expect(bob.locator("#queue [data-row]")).to_have_count(1)
        at = timezone.now()
        soon = at + datetime.timedelta(seconds=3)
        absenting.add(
            office.id, office.ada.pk, away_from=soon, away_until=None, at=at, by=office.mo.pk
        )
        assert len(_owned(office)[office.ada.pk]) == 1

        with _worker():
            expect(bob.locator("#queue [data-row]")).to_have_count(2)


class Hands:
    """The whole process's clock, moved on by hand: nothing falls due while something is slow."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.at = timezone.now()
        monkeypatch.setattr(timezone, "now", lambda: self.at)
        monkeypatch.setattr(due, "MOST_SLEEP_S", 0.2)  # the worker sleeps by the real one

    def move(self, **on: float) -> None:
        """Move on by a span of time."""
        self.at += datetime.timedelta(**on)


class TestBreach:
    def test_climbs_the_ladder_and_reaches_the_manager_everywhere(
        self, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        office = _office(take_over="30 minutes", first_contact="1 hour", ladder="steep")
        with inside(office.id):
            north = Team.objects.create(
                workspace_id=office.id, slug="north", name="North", created_at=timezone.now(),
                manager_id=office.mo.pk,
            )  # fmt: skip
            found.join_team(office.id, office.team, office.mo)
        keys = BrowserKeys()
        with Receiver(status=201) as service, override_settings(LOCAL_WEBHOOKS=True):
            ada, mo = sign_in(office.ada), sign_in(office.mo)
            _subscribe(mo, f"{service.url}push/mo", keys)
            _add_chat(mo, "slack", f"{service.url}slack")
            _add_chat(mo, "teams", f"{service.url}teams")
            ada.goto("/notices/")
            mo.goto("/notices/")
            hands = Hands(monkeypatch)
            lead = build.lead(
                office, at=hands.at, full_name="Maija Meikäläinen", request_type="offer"
            )
            work.take_over(office.id, lead.id, by=office.ada, at=hands.at)
            with _worker():
                hands.move(minutes=59)
                said = ada.locator("#notices")
                expect(said).to_contain_text("Due soon for Maija Meikäläinen: First contact.")
                hands.move(minutes=1)
                said = mo.locator("#notices")  # without a reload
                expect(said).to_contain_text(
                    "Not done in time for Maija Meikäläinen: First contact."
                )
                _wait_for(mo, lambda: _are_sent(office, 3))  # or their leases would run out
                hands.move(minutes=2)
                until(lambda: len(_steps(office)) == 3)
                hands.move(minutes=2)
                expect(said).to_contain_text("came to your team's pool")

            _heard(service, keys, lead)
        steps = _steps(office)
        assert [(one.do, one.result) for one in steps] == [(step["do"], "done") for step in STEPS]
        after = [(one.done_at - lead.received_at) / MINUTE for one in steps if one.done_at]
        assert after == [59, 60, 62, 64]
        with inside(office.id):
            lead.refresh_from_db()
            assert lead.team_id == north.id
        assert violations(mo) == []
        mo.goto(f"/leads/{lead.id}/")
        expect(mo.locator("#timeline")).to_contain_text("To the pool of team North")
        assert violations(mo) == []


def _steps(office: build.Office) -> list[Escalation]:
    """Return the steps of ladders that have been taken, the first one first."""
    with inside(office.id):
        taken = Escalation.objects.within(office.id).exclude(done_at=None)
        return list(taken.order_by("number"))


def _are_sent(office: build.Office, count: int) -> bool:
    """Say whether so many places were told, and no other is to be."""
    with inside(office.id):
        states = Delivery.objects.within(office.id).values_list("state", flat=True)
        return list(states) == ["sent"] * count


def _subscribe(page: Page, endpoint: str, keys: BrowserKeys) -> None:
    """Press the button that asks for push, in a browser whose service is the test's."""
    told = json.dumps({"endpoint": endpoint, "keys": keys.public()})
    page.add_init_script(SUBSCRIBES % told)
    page.goto("/settings/notifications/")
    for box in page.get_by_role("checkbox").all():
        box.set_checked(box.get_attribute("name") == "on-clock_breached"
                        and box.get_attribute("value") == "push")  # fmt: skip
    page.get_by_role("button", name="Keep").click()
    page.wait_for_url("**/settings/notifications/")
    expect(page.get_by_role("status").filter(has_text="Kept.")).to_be_visible()
    page.get_by_role("button", name="Push to this browser").click()
    expect(page.get_by_role("button", name="Remove")).to_be_visible()
    assert violations(page) == []


def _add_chat(page: Page, kind: str, url: str) -> None:
    page.goto("/settings/chats/")
    page.locator("label", has=page.locator(f"input[value={kind}]")).click()
    page.get_by_label("Name").fill(f"Sales on {kind}")
    page.get_by_label("Address of the webhook").fill(url)
    expect(page.locator("input[value=clock_breached]")).to_be_checked()  # as it is offered
    page.get_by_role("button", name="Add a chat").click()
    expect(page.get_by_text(f"Sales on {kind}")).to_be_visible()
    assert violations(page) == []


def _wait_for(page: Page, is_so: Callable[[], bool]) -> None:
    """Wait while the page's own loop goes on turning."""

    def look() -> bool:
        page.wait_for_timeout(100)
        return is_so()

    until(look)


def _heard(service: Receiver, keys: BrowserKeys, lead: Lead) -> None:
    """Each place heard of the breach once, in its own form."""
    got = {one.path: one for one in service.got}
    assert sorted(one.path for one in service.got) == ["/push/mo", "/slack", "/teams"]
    breach = "Not done in time for Maija Meikäläinen: First contact. Owner: Ada."

    pushed = keys.read(got["/push/mo"].body)
    assert (pushed["title"], pushed["tag"]) == (breach, str(lead.id))
    address = f"/leads/{lead.id}/?in_workspace={lead.workspace_id}"
    assert pushed["url"].endswith(address)
    assert Vapid02.verify(got["/push/mo"].headers["Authorization"])
    assert breach.encode() not in got["/push/mo"].body

    slack = json.loads(got["/slack"].body)
    assert slack["text"] == f"Acme: {breach}"
    assert f"{address}|" in slack["blocks"][1]["text"]["text"]

    (attached,) = json.loads(got["/teams"].body)["attachments"]
    assert attached["contentType"] == "application/vnd.microsoft.card.adaptive"
    title, line = attached["content"]["body"]
    assert title["text"] == f"Acme: {breach}"
    assert line["selectAction"]["url"].endswith(address)
