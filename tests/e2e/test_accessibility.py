"""
Every screen, light and dark, wide and narrow, full and empty: no violation that axe-core finds.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from tests import build
from tests.e2e.axe import violations
from tests.e2e.conftest import SignIn
from vaste.definitions import queries as definitions
from vaste.flows import define, drafting, receive, replaying, work
from vaste.flows.drafting import Seen
from vaste.flows.replaying import Change
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Arrival, Lead
from vaste.workspaces.models import User

MONTH = datetime.timedelta(days=30)
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCREENS = [
    "/queue/?scope=all", "/matrix/", "/ledger/", "/review/", "/imports/", "/imports/new/",
    "/wall/",
    "/people/",
    "/reports/conversion/", "/reports/response/", "/reports/response/?show=in_time",
    "/reports/fairness/", "/reports/reasons/", "/reports/cohorts/", "/reports/backtest/",
    "/notices/",
]  # fmt: skip
STUDIO = [
    "/studio/", "/studio/categories/", "/studio/categories/hot/", "/studio/new/categories/",
    "/studio/fit/", "/studio/fit/decision_maker/", "/studio/signals/", "/studio/signals/offer/",
    "/studio/quadrants/", "/studio/mql/", "/studio/routing/", "/studio/new/routing/",
    "/studio/calendar/", "/studio/sla/", "/studio/ladders/", "/studio/new/ladders/",
    "/studio/fields/", "/studio/new/fields/", "/studio/lists/", "/studio/text/",
    "/studio/publish/", "/studio/compare/?before=1&after=1", "/studio/versions/1/",
    "/studio/what-if/",
]  # fmt: skip
VIEWS = [("light", 1440), ("dark", 1440), ("light", 360), ("dark", 360)]


def _fill(office: build.Office) -> Lead:
    at = timezone.now()
    for kind in ("offer", "visit", "download"):
        build.lead(office, at=at, request_type=kind, message="Please tell us more about it.")
    held = build.incoming(office, at=at)
    held.enquiry, held.state = None, Arrival.State.QUARANTINED
    held.reasons = [{"code": "too_fast", "detail": "1"}]
    receive.receive_batch(office.id, [held], at=at)
    for outcome, reason in (("won", ""), ("lost", "price")):
        ended = build.lead(office, at=at - 2 * MONTH, request_type="offer")
        work.close(office.id, ended.id, outcome=outcome, reason=reason, by=office.mo, at=at)
    # Of a month ago, so that its scores have changed since and are plotted.
    return build.lead(office, at=at - MONTH, request_type="offer", phone="+358457000123")


@pytest.mark.parametrize(("theme", "width"), VIEWS)
class TestNoViolations:
    def test_with_much(self, sign_in: SignIn, theme: str, width: int) -> None:
        office = build.office(at=timezone.now())
        lead = _fill(office)
        with inside(office.id):
            arrival = Arrival.objects.within(office.id).order_by("id").first()
        assert arrival is not None
        _use(office.mo, theme)
        page = sign_in(office.mo, viewport={"width": width, "height": 900})

        team = f"/people/teams/{office.team.id}/"
        screens = [*SCREENS, team, f"/leads/{lead.id}/", f"/ledger/{arrival.id}/"]
        assert _all(page, screens) == []

    def test_with_nothing(self, sign_in: SignIn, theme: str, width: int) -> None:
        office = build.office(at=timezone.now())
        _use(office.mo, theme)
        page = sign_in(office.mo, viewport={"width": width, "height": 900})

        assert _all(page, SCREENS) == []

    def test_in_the_studio_with_much(self, sign_in: SignIn, theme: str, width: int) -> None:
        office = build.office(at=timezone.now())
        with inside(office.id):
            define.publish(office.id, definitions.default_source(), by=None, at=timezone.now())
            drafting.change_draft(
                office.id, _edited, seen=Seen(2, 0), by=office.ada.pk, at=timezone.now()
            )
        _use(office.mo, theme)
        page = sign_in(office.mo, viewport={"width": width, "height": 900})

        assert _all(page, [*STUDIO, "/studio/compare/?before=1&after=draft"]) == []

    def test_a_what_if_with_much(self, sign_in: SignIn, theme: str, width: int) -> None:
        office = build.office(at=timezone.now())
        _fill(office)
        at = timezone.now()
        with inside(office.id):
            content = define.in_force(office.id).content
        changes = [
            Change("sales", office.ada.pk, capacity=1),
            Change("sales", office.bob.pk, absence="always"),
        ]
        made = replaying.start(
            office.id, content, since=at - 3 * MONTH, until=at, changes=changes, by=office.mo.pk,
            at=at,
        )  # fmt: skip
        while replaying.step(office.id, at=at):
            pass
        running = replaying.start(
            office.id, content, since=at - MONTH, until=at, by=office.mo.pk, at=at
        )
        _use(office.mo, theme)
        page = sign_in(office.mo, viewport={"width": width, "height": 900})

        screens = [f"/studio/what-ifs/{one.id}/" for one in (made, running)]
        assert _all(page, ["/studio/what-if/", *screens]) == []

    def test_in_the_studio_with_nothing(self, sign_in: SignIn, theme: str, width: int) -> None:
        office = build.office(at=timezone.now())
        _use(office.mo, theme)
        page = sign_in(office.mo, viewport={"width": width, "height": 900})

        assert _all(page, STUDIO) == []

    def test_what_strangers_see(
        self, new_page: Callable[..., Page], theme: str, width: int
    ) -> None:
        office = build.office(at=timezone.now())
        page = new_page(viewport={"width": width, "height": 900}, color_scheme=theme)
        key = office.doors["forms"].key

        screens = ["/accounts/login/", f"/f/{key}", f"/f/{key}/thanks/", "/f/nothing-here"]
        assert _all(page, screens) == []


def _edited(content: dict[str, Any]) -> dict[str, Any]:
    """Change a definition in many ways, some of them not finished."""
    content["categories"][0] |= {"take_over": "30 minutes", "channel": "email"}
    content["categories"][0]["when"]["any"].append({"not": {"field": "", "is": ""}})
    content["categories"].insert(1, {"key": "tepid"})
    content["signals"].pop()
    content["fit"]["criteria"].reverse()
    content["mql"] = {"happened": "page", "path": {"starts_with": "/pricing"}, "within": "soon"}
    content["fields"] = [{"key": "plan", "of": "lead", "kind": "choice", "labels": {"en": "Plan"}}]
    return content


def _use(user: User, theme: str) -> None:
    User.objects.filter(pk=user.pk).update(theme=theme)


def _all(page: Page, screens: list[str]) -> list[str]:
    found = []
    for screen in screens:
        page.goto(screen)
        found += violations(page)
    return found
