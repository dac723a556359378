"""Forms of working time, policies, ladders and what routing needs: the same text as by file."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.utils import timezone

from tests import build
from tests.build import NOON, Office
from tests.desk.browser import Desk, panel, text
from tests.studio.asking import change, content_of, draft_of, press, send
from tests.studio.conftest import SignIn
from tests.studio.forms import fields_of
from vaste.definitions import source, writing
from vaste.flows import define, drafting
from vaste.flows.drafting import Seen
from vaste.infra.tenancy.context import inside

pytestmark = pytest.mark.django_db

CALENDAR = """
calendar:
  zone: Europe/Berlin
  hours: {mon-thu: ["08:00-12:00", "13:00-17:30"], fri: "08:00-13:00", sun: "22:00-02:00"}
  holidays: {country: DE, region: BY, except: [2026-05-01], also: {2026-12-24: Heiligabend}}
  closed: [2026-08-03..2026-08-14, {days: 2026-12-28..2026-12-31, name: Between the years}]
  half_days: {2026-12-23: "08:00-12:00"}
  open: {2026-12-27: "10:00-14:00"}
"""
ODD = """
calendar: {zone: Europe/Berlin, hours: {mun: ["08:00-12:00", "13:00-17:00"], fri: "08:00-13:00"}}
"""
POLICIES = """
sla:
  calendar: team
  milestones:
    assigned: {within: 10 minutes}
    first_contact: {warn: 10 minutes}
    next_contact: {within: 8 hours, warn: 60 %}
    decided: {within: 30 days, time: wall}
  by_category:
    hot: {next_contact: {within: 2 hours}}
ladders:
  steep:
    - {at: breached, after: 15 minutes, do: add_second}
    - {at: given_back, do: reroute, team: sales}
"""


def _read(text_: str) -> dict[str, Any]:
    found: dict[str, Any] = source.plain(define.read_source(text_))
    return found


def _with(office: Office, told: str) -> None:
    """Put sections into the draft as an uploaded file does."""
    with inside(office.id):
        stands = drafting.standing(office.id)
        whole = writing.write({**stands.content, **_read(told)})
        drafting.replace_draft(office.id, whole, seen=stands.seen, by=office.mo.pk, at=NOON)


def _in_draft(office: Office) -> Any:
    draft = draft_of(office)
    assert draft is not None
    return draft


@pytest.fixture
def office() -> Office:
    """An office whose definition is the default one."""
    return build.office()


@pytest.fixture
def desk(office: Office, sign_in: SignIn) -> Desk:
    """Its manager's browser."""
    return sign_in(office.mo)


class TestWorkingTime:
    def test_form_and_file_make_the_same_text(self, office: Office, desk: Desk) -> None:
        fields = {
            "calendar.zone": "Europe/Berlin",
            **{f"calendar.hours.{day}.hours": "8-12, 13.00–17.30" for day in range(4)},
            "calendar.hours.4.hours": "08:00-13:00",
            "calendar.hours.5.hours": "",
            "calendar.hours.6.hours": "22-2",
            "calendar.holidays.country": "DE",
            "calendar.holidays.region": "BY",
            "calendar.holidays.except.0.day": "2026-05-01",
            "calendar.holidays.also.0.day": "2026-12-24",
            "calendar.holidays.also.0.name": "Heiligabend",
            "calendar.closed.0.first": "2026-08-03",
            "calendar.closed.0.last": "2026-08-14",
            "calendar.closed.2.first": "2026-12-28",
            "calendar.closed.2.last": "2026-12-31",
            "calendar.closed.2.name": "Between the years",
            "calendar.half_days.0.day": "2026-12-23",
            "calendar.half_days.0.hours": "8-12",
            "calendar.open.0.day": "2026-12-27",
            "calendar.open.0.hours": "10-14",
        }

        assert send(desk, "/studio/calendar/", **fields).status_code == 303

        draft = _in_draft(office)
        assert draft.content["calendar"] == _read(CALENDAR)["calendar"]
        assert define.check(draft.content) == []
        by_form = draft.source
        _with(office, CALENDAR)
        assert writing.write(_in_draft(office).content) == writing.write(_read(by_form))

    def test_the_days_to_come_are_told_by_what_stands_in_the_form(
        self, office: Office, desk: Desk
    ) -> None:
        day = (timezone.now() + datetime.timedelta(days=30)).date().isoformat()
        half = {"calendar.half_days.0.day": day, "calendar.half_days.0.hours": "8-12"}
        send(desk, "/studio/calendar/", **{"calendar.holidays.country": "DE", **half})

        page = desk.get("/studio/calendar/")

        rows = {one.what: (one.first_on.isoformat(), one.hours) for one in panel(page, "page").days}
        assert rows["Half day"] == (day, "08:00-12:00")
        assert '<option value="BY">Bayern</option>' in page.content.decode()
        send(desk, "/studio/calendar/", **{"calendar.hours.0.hours": "never"})
        assert panel(desk.get("/studio/calendar/"), "page").days is None

    def test_sent_as_it_was_shown_nothing_changes(self, office: Office, desk: Desk) -> None:
        _with(office, CALENDAR)
        before = _in_draft(office).source

        assert send(desk, "/studio/calendar/").status_code == 303

        assert _in_draft(office).source == before

    @pytest.mark.parametrize(
        ("field", "typed", "complaint"),
        [
            ("calendar.zone", "Europe/Helsinky", "Write “Europe/Helsinki”."),
            ("calendar.hours.0.hours", "8-12, 11-17", "overlaps “08:00-12:00”"),
            ("calendar.hours.2.hours", "ten to four", "“ten to four” is not an opening time."),
            ("calendar.holidays.region", "Mordor", "FI has no region “Mordor”."),
            ("calendar.closed.0.last", "2026-01-01", "is not a date."),
            ("calendar.open.0.hours", "9-9", "opens and closes at the same time"),
        ],
    )
    def test_what_is_wrong_stands_beside_what_was_typed(
        self, office: Office, desk: Desk, field: str, typed: str, complaint: str
    ) -> None:
        assert send(desk, "/studio/calendar/", **{field: typed}).status_code == 303

        page = desk.get("/studio/calendar/").content.decode()
        assert complaint in text(desk.get("/studio/calendar/"))
        assert 'aria-invalid="true"' in page
        assert f'value="{typed}"' in page or "8" in typed or "9-9" in typed

    def test_a_day_that_there_is_not_is_kept_shown_and_can_be_mended(
        self, office: Office, desk: Desk
    ) -> None:
        _with(office, ODD)

        assert "“mun” is not a day of the week." in text(desk.get("/studio/calendar/"))
        send(desk, "/studio/calendar/", **{"calendar.hours.1.hours": "10-12"})
        hours = {"tue": "10:00-12:00", "fri": "08:00-13:00", "mun": ["08:00-12:00", "13:00-17:00"]}
        assert _in_draft(office).content["calendar"]["hours"] == hours
        assert define.check(_in_draft(office).content) != []

        odd = "calendar.hours.7.hours"
        send(desk, "/studio/calendar/", **{odd: "mon: 8-12, 13-17"})
        assert _in_draft(office).content["calendar"]["hours"]["mon"] == hours["mun"]
        assert define.check(_in_draft(office).content) == []

    def test_clearing_a_day_that_there_is_not_takes_it_away(
        self, office: Office, desk: Desk
    ) -> None:
        _with(office, ODD)

        send(desk, "/studio/calendar/", **{"calendar.hours.7.hours": ""})

        assert _in_draft(office).content["calendar"]["hours"] == {"fri": "08:00-13:00"}

    def test_no_working_day_is_refused_when_published(self, office: Office, desk: Desk) -> None:
        closed = {f"calendar.hours.{day}.hours": "" for day in range(7)}
        send(desk, "/studio/calendar/", **closed)

        assert [one.path for one in define.check(_in_draft(office).content)] == ["calendar.hours"]
        assert 'id="f-calendar-hours-error"' in desk.get("/studio/calendar/").content.decode()


class TestPolicies:
    def test_form_and_file_make_the_same(self, office: Office, desk: Desk) -> None:
        usual, hot = "sla.milestones", "sla.by_category.hot"
        fields = {
            "sla.calendar": "team",
            f"{usual}.0.within": "10", f"{usual}.0.within:unit": "minute",
            f"{usual}.2.warn": "10", f"{usual}.2.warn:unit": "minute",
            f"{usual}.3.within": "8", f"{usual}.3.within:unit": "hour",
            f"{usual}.3.warn": "60", f"{usual}.3.warn:unit": "%",
            f"{usual}.4.within": "30", f"{usual}.4.within:unit": "day", f"{usual}.4.time": "wall",
            f"{hot}.3.within": "2", f"{hot}.3.within:unit": "hour",
        }  # fmt: skip

        assert send(desk, "/studio/sla/", **fields).status_code == 303

        content = _in_draft(office).content
        assert content["sla"] == _read(POLICIES)["sla"]
        assert define.check(content) == []

    def test_a_length_that_is_none_is_told_in_its_row(self, office: Office, desk: Desk) -> None:
        send(desk, "/studio/sla/", **{"sla.milestones.4.within": "soon"})

        page = desk.get("/studio/sla/")
        assert "“soon” is not a length of time." in text(page)
        assert 'value="soon" inputmode="numeric"' in page.content.decode()


STEPS = """
ladders:
  steep:
    - {at: warned, do: warn_owner}
    - {at: breached, do: tell_manager}
    - {at: given_back, do: give_back}
"""


class TestLadders:
    def test_a_ladder_is_made_named_and_taken_by_a_category(
        self, office: Office, desk: Desk
    ) -> None:
        fields = {
            "key": "steep",
            "steps.0.at": "breached", "steps.0.do": "add_second",
            "steps.0.after": "15", "steps.0.after:unit": "minute",
            "steps.1.at": "given_back", "steps.1.do": "reroute", "steps.1.team": "sales",
            "steps.2.at": "", "steps.2.do": "",
        }  # fmt: skip

        assert send(desk, "/studio/new/ladders/", **fields).status_code == 303
        assert send(desk, "/studio/categories/hot/", ladder="steep").status_code == 303

        content = _in_draft(office).content
        assert content["ladders"] == _read(POLICIES)["ladders"]
        assert content["categories"][0]["ladder"] == "steep"
        assert define.check(content) == []
        shown = text(desk.get("/studio/"))
        assert "1 ladder" in shown
        assert "a time is missed · 15 minutes · Ask a second person to help" in text(
            desk.get("/studio/ladders/")
        )

    @pytest.mark.parametrize(
        ("move", "order", "focus"),
        [
            ("down:0", [1, 0, 2], "down:1"),
            ("up:2", [0, 2, 1], "up:1"),
            ("up:1", [1, 0, 2], "down:0"),
            ("to:0:2", [1, 2, 0], ""),
            ("up:0", [0, 1, 2], ""),
            ("down:9", [0, 1, 2], ""),
            ("to:0:99", [0, 1, 2], ""),
            ("to:x:1", [0, 1, 2], ""),
        ],
    )
    def test_a_step_is_moved_and_its_button_keeps_the_focus(
        self, office: Office, desk: Desk, move: str, order: list[int], focus: str
    ) -> None:
        _with(office, STEPS)
        before = _in_draft(office).content["ladders"]["steep"]

        moved = send(desk, "/studio/ladders/steep/", do=f"row:steps:{move}")

        assert moved.status_code == 200
        assert _in_draft(office).content["ladders"]["steep"] == before  # until it is saved
        shown = fields_of(moved.content.decode(), "studio-form")
        assert [shown[f"steps.{n}.do"] for n in range(3)] == [[before[n]["do"]] for n in order]
        marked = re.findall(r'value="row:steps:(\S+?)"[^>]*autofocus', moved.content.decode())
        assert marked == ([focus] if focus else [])
        desk.client.post("/studio/ladders/steep/", {**shown, "do": ["save"]})
        kept = _in_draft(office).content["ladders"]["steep"]
        assert kept == [before[n] for n in order]

    def test_a_step_that_is_not_whole_is_told_in_its_row(self, office: Office, desk: Desk) -> None:
        _with(office, POLICIES)

        send(desk, "/studio/ladders/steep/", **{"steps.1.team": ""})

        page = desk.get("/studio/ladders/steep/")
        assert "“nothing” is no team." in text(page) or "is no team." in text(page)
        assert 'id="f-steps-1-error"' in page.content.decode()
        [problem] = define.check(_in_draft(office).content)
        assert problem.path == "ladders.steep[1].team"
        assert "/studio/ladders/steep/" in desk.get("/studio/").content.decode()

    def test_two_of_one_name_are_refused_and_nothing_is_lost(
        self, office: Office, desk: Desk
    ) -> None:
        _with(office, POLICIES)

        answer = send(desk, "/studio/new/ladders/", key="steep")

        assert answer.status_code == 422
        assert "The key “steep” is used twice." in text(answer)
        assert _in_draft(office).content["ladders"] == _read(POLICIES)["ladders"]

    def test_two_people_who_name_one_alike_at_once(self, office: Office, desk: Desk) -> None:
        _with(office, POLICIES)

        answer = desk.client.post(
            "/studio/new/ladders/", {"seen": "1.0", "do": "save", "key": "steep"}
        )

        assert answer.status_code == 409
        assert "The key “steep” is used twice." in text(answer)
        assert _in_draft(office).content["ladders"] == _read(POLICIES)["ladders"]

    def test_the_last_one_is_taken_away(self, office: Office, desk: Desk) -> None:
        _with(office, POLICIES)

        press(desk, "/studio/ladders/", "remove:steep", "1.1")

        assert "ladders" not in content_of(office)

    def test_a_change_is_said_in_words_and_taken_back(self, office: Office, desk: Desk) -> None:
        _with(office, POLICIES)

        shown = text(desk.get("/studio/publish/"))

        assert "Ladders" in shown
        assert "Next contact, after the buyer wrote" in shown


class TestRouting:
    def test_needs_and_credits(self, office: Office, desk: Desk) -> None:
        rule = {"key": "far", "team": "sales", "when": {"field": "lead.language", "is": "hu"}}

        def add(content: dict[str, Any]) -> dict[str, Any]:
            content["routing"]["rules"] = [rule]
            return content

        change(office, add, Seen(1, 0))
        needs = {"needs.0.words": "stands, export", "needs.2.fact": "contact.country"}
        assert send(desk, "/studio/routing/far/", **needs).status_code == 303
        page = desk.get("/studio/routing/")
        own = {
            "seen": "1.2", "do": "save", "routing.default": "sales",
            "routing.keep_owner": "contact", "routing.needs:rows": "5",
            "routing.needs.1.fact": "lead.language", "routing.credits.within": "14",
            "routing.credits.within:unit": "day", "routing.credits.reasons": ["junk"],
        }  # fmt: skip
        assert "Outside our market" in text(page)
        assert "outside_market" not in text(page)
        assert desk.client.post("/studio/routing/", own).status_code == 303

        routing = content_of(office)["routing"]
        assert routing["rules"][0]["needs"] == {
            "skill": ["stands", "export"],
            "territory": "contact.country",
        }
        assert routing["needs"] == {"language": "lead.language"}
        assert routing["credits"] == {"within": "14 days", "reasons": ["junk"]}
        assert routing["keep_owner"] == "contact"
        assert define.check(content_of(office)) == []
