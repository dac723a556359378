"""
Every screen, light and dark, wide and narrow, full and empty: no violation that axe-core finds.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.utils import timezone
from playwright.sync_api import Page

from tests import build
from tests.e2e.axe import OF_COLORS, RULES, violations
from tests.e2e.conftest import SignIn
from vaste.definitions import queries as definitions
from vaste.definitions.models import Backtest
from vaste.flows import backtesting, define, drafting, receive, replaying, rosters, trying, work
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
    "/notices/", "/settings/notifications/", "/settings/chats/", "/absences/",
    "/workspace/switch/", "/preferences/",
]  # fmt: skip
STUDIO = [
    "/studio/", "/studio/categories/", "/studio/categories/hot/", "/studio/new/categories/",
    "/studio/fit/", "/studio/fit/decision_maker/", "/studio/signals/", "/studio/signals/offer/",
    "/studio/quadrants/", "/studio/mql/", "/studio/routing/", "/studio/new/routing/",
    "/studio/calendar/", "/studio/sla/", "/studio/ladders/", "/studio/new/ladders/",
    "/studio/fields/", "/studio/new/fields/", "/studio/lists/", "/studio/text/",
    "/studio/publish/", "/studio/compare/?before=1&after=1", "/studio/versions/1/",
    "/studio/new/fit/", "/studio/new/signals/", "/studio/trial/", "/studio/what-if/",
]  # fmt: skip
#: Screens of one entry, which stand only in what `_edited` makes.
ENTRIES = ["/studio/fields/plan/", "/studio/ladders/steep/", "/studio/routing/north/"]
#: Screens of one row, named by what the test fills in.
OF_ROWS = {
    "person": "/people/{}/absences/", "team": "/people/teams/{}/",
    "lead": "/leads/{}/", "arrival": "/ledger/{}/",
    "what_if": "/studio/what-ifs/{}/", "trial": "/studio/trials/{}/",
    "backtest": "/reports/backtests/{}/",
}  # fmt: skip
#: Addresses that are no screens of their own.
NO_SCREENS = {
    "what is sent to them only": [
        "desk:claim", "desk:contacts", "desk:fields", "desk:snooze", "desk:pause", "desk:closing",
        "desk:browsers", "desk:forget_browser", "desk:chat", "desk:retry_delivery",
        "desk:retry_deliveries", "desk:release", "desk:replay", "desk:dismiss",
        "desk:absences", "desk:absence", "desk:person_absence", "desk:feeds", "desk:feed",
        "desk:calendar_file", "desk:away_today", "desk:come_back", "desk:hand_over",
        "desk:teams", "desk:team_members", "desk:team_member", "desk:share_out",
        "desk:import_stop", "studio:draft", "studio:roll_back", "studio:trial_stop",
        "studio:what_if_stop", "studio:rollout", "reports:backtest_stop",
    ],
    "files, streams and pieces of other screens": [
        "desk:live", "desk:push_worker", "desk:arrival_raw", "desk:import_bad_rows",
        "desk:search", "desk:matrix_points", "desk:matrix_lead", "studio:text_file",
        "reports:conversion_sheet", "reports:response_sheet", "reports:response_hours_sheet",
        "reports:response_bands_sheet", "reports:fairness_sheet", "reports:reasons_sheet",
        "reports:cohorts_sheet", "reports:backtest_sheet",
    ],
    "the queue's address again": ["desk:home"],
    "looked at in another test": ["desk:import"],
}  # fmt: skip
#: What a member chose for themselves counts before what the system says; strangers choose nothing.
PAINT = """
theme => { const { dataset } = document.documentElement;
  if (dataset.bsTheme !== "auto") dataset.bsTheme = theme; }
"""
NOT_THERE = "/f/nothing-here"
#: How each screen is looked at; the rules of colors alone where nothing else is new.
VIEWS = [
    ("light", 1440, RULES),
    ("dark", 1440, OF_COLORS),
    ("dark", 360, RULES),
    ("light", 360, OF_COLORS),
]


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


class TestEveryScreen:
    def test_is_looked_at_or_named_as_none(self) -> None:
        nobody = str(uuid.UUID(int=0))
        looked_at = [*SCREENS, *STUDIO, *ENTRIES, *(one.format(nobody) for one in OF_ROWS.values())]
        seen = {resolve(urlsplit(screen).path).view_name for screen in looked_at}
        named = {name for names in NO_SCREENS.values() for name in names}

        known = {
            f"{space}:{pattern.name}"
            for space in ("desk", "studio", "reports")
            for pattern in _patterns(get_resolver().namespace_dict[space][1])
        }
        assert (known - seen - named, named & seen, named - known) == (set(), set(), set())


def _patterns(of: URLResolver) -> list[URLPattern]:
    """Return every address below one, also those that are included."""
    return [
        found
        for one in of.url_patterns
        for found in ([one] if isinstance(one, URLPattern) else _patterns(one))
    ]


class TestNoViolations:
    def test_with_much(self, sign_in: SignIn) -> None:
        office = build.office(at=timezone.now())
        lead = _fill(office)
        with inside(office.id):
            arrival = Arrival.objects.within(office.id).order_by("id").first()
        assert arrival is not None
        page = _choosing(office.mo, sign_in)

        rows = {
            "person": office.ada.pk,
            "team": office.team.id,
            "lead": lead.id,
            "arrival": arrival.id,
        }
        rosters.make_team(office.id, slug="north", name="North", at=timezone.now(), by=office.mo.pk)
        screens = [*SCREENS, *(OF_ROWS[name].format(key) for name, key in rows.items())]
        assert _all(page, screens) == []
        page.goto(OF_ROWS["team"].format(office.team.id))
        for fold in page.locator("details.fold > summary").all():
            fold.click()
        assert _every_way(page) == []

    def test_with_nothing(self, sign_in: SignIn) -> None:
        office = build.office(at=timezone.now())
        page = _choosing(office.mo, sign_in)

        assert _all(page, SCREENS) == []

    def test_in_the_studio_with_much(self, sign_in: SignIn) -> None:
        office = build.office(at=timezone.now())
        with inside(office.id):
            define.publish(office.id, definitions.default_source(), by=None, at=timezone.now())
            drafting.change_draft(
                office.id, _edited, seen=Seen(2, 0), by=office.ada.pk, at=timezone.now()
            )
        page = _choosing(office.mo, sign_in)

        more = [*ENTRIES, "/studio/compare/?before=1&after=draft"]
        assert _all(page, [*STUDIO, *more]) == []

    def test_a_what_if_with_much(self, sign_in: SignIn) -> None:
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
        page = _choosing(office.mo, sign_in)

        trial = trying.start(office.id, content, days=90, by=office.mo.pk, at=at)
        screens = [OF_ROWS["what_if"].format(one.id) for one in (made, running)]
        screens.append(OF_ROWS["trial"].format(trial.id))
        assert _all(page, ["/studio/what-if/", *screens]) == []

    def test_a_back_test_with_much(self, sign_in: SignIn) -> None:
        office = build.office(at=timezone.now())
        _fill(office)
        at = timezone.now()
        with inside(office.id):
            content = define.in_force(office.id).content

        def started() -> Backtest:
            since = at - 3 * MONTH
            return backtesting.start(
                office.id, content, number=1, since=since, until=at, by=office.mo.pk, at=at
            )

        made = started()
        while backtesting.step(office.id, at=at):
            pass
        screens = [OF_ROWS["backtest"].format(one.id) for one in (made, started())]
        page = _choosing(office.mo, sign_in)

        assert _all(page, ["/reports/backtest/", *screens]) == []

    def test_in_the_studio_with_nothing(self, sign_in: SignIn) -> None:
        office = build.office(at=timezone.now())
        page = _choosing(office.mo, sign_in)

        assert _all(page, STUDIO) == []

    def test_what_strangers_see(self, new_page: Callable[..., Page]) -> None:
        office = build.office(at=timezone.now())
        page = new_page()
        key = office.doors["forms"].key

        screens = ["/accounts/login/", f"/f/{key}", f"/f/{key}/thanks/", NOT_THERE]
        assert _all(page, screens) == []


def _edited(content: dict[str, Any]) -> dict[str, Any]:
    """Change a definition in many ways, some of them not finished."""
    content["categories"][0] |= {"take_over": "30 minutes", "channel": "email"}
    content["categories"][0]["when"]["any"].append({"not": {"field": "", "is": ""}})
    content["categories"].insert(1, {"key": "tepid"})
    content["signals"].pop()
    content["fit"]["criteria"].reverse()
    content["mql"] = {"happened": "page", "path": {"starts_with": "/pricing"}, "within": "soon"}
    content["ladders"] = {"steep": [{"at": "warned", "do": "warn_owner"}, {"at": "", "do": ""}]}
    content["routing"]["rules"] = [{"key": "north", "team": "north", "when": {"any": []}}]
    content["fields"] = [{"key": "plan", "of": "lead", "kind": "choice", "labels": {"en": "Plan"}}]
    return content


def _choosing(user: User, sign_in: SignIn) -> Page:
    """Sign somebody in who has chosen the light colors."""
    User.objects.filter(pk=user.pk).update(theme="light")
    return sign_in(user)


def _all(page: Page, screens: list[str]) -> list[str]:
    found = []
    for screen in screens:
        answer = page.goto(screen)
        assert answer is not None
        assert answer.ok or screen == NOT_THERE, screen
        found += _every_way(page)
    return found


def _every_way(page: Page) -> list[str]:
    """Return what is found on the page that is open, light and dark, wide and narrow."""
    found = []
    for theme, width, rules in VIEWS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        page.evaluate(PAINT, theme)
        found += [f"{theme}, {width} wide: {one}" for one in violations(page, rules)]
    return found
