"""How a lead came to its scores and how they changed, from events and touches."""

from __future__ import annotations

import datetime

import pytest

from tests import build, counting
from tests.build import NOON, Office
from tests.desk.browser import full_office, lead_now
from vaste.definitions import queries as definitions
from vaste.flows import define, explaining, work
from vaste.flows.explaining import Change, Judged
from vaste.flows.judging import applying
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Lead
from vaste.ledger.models import Event
from vaste.people.models import Contact

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)
DAY = 24 * HOUR
OTHER = definitions.default_source().replace(
    "key: reachable\n      points: 10", "key: reachable\n      points: 15"
)


def told_of(office: Office, lead: Lead) -> dict[str, object]:
    detail: dict[str, object] = (
        Event.objects.within(office.id).get(subject_id=lead.id, verb="lead.received").detail
    )
    return detail


def judge(office: Office, lead: Lead, because: str, *, at: datetime.datetime) -> Lead:
    with inside(office.id):
        definition = define.in_force(office.id)
        applying.judge_again(office.id, definition, because=because, at=at, ids=[lead.id])
    return lead_now(office, lead)


class TestFitOf:
    def test_lines_are_those_of_the_decision(self) -> None:
        office = full_office()
        lead = build.lead(office, phone="+358401234567", company_name="Acme")

        with inside(office.id), counting.statements() as asked:
            fit = explaining.fit_of(
                lead, define.of_number(office.id, 1), told_of(office, lead), at=NOON
            )

        assert (fit.value, fit.base, fit.total, fit.anew, fit.is_recorded) == (60, 20, 60, 60, True)
        assert fit.lines == [("company_mail", 20), ("named_company", 10), ("reachable", 10)]
        assert len(asked) == 1  # the record

    def test_after_another_version_they_are_that_versions(self) -> None:
        office = full_office()
        lead = build.lead(office, phone="+358401234567", company_name="Acme")
        with inside(office.id):
            define.publish(office.id, OTHER, by=None, at=NOON + HOUR)
        again = judge(office, lead, "published", at=NOON + HOUR)

        with inside(office.id):
            fit = explaining.fit_of(
                again, define.of_number(office.id, 2), told_of(office, lead), at=NOON + HOUR
            )

        assert (fit.value, fit.anew, fit.is_recorded) == (65, 65, False)
        assert fit.lines[-1] == ("reachable", 15)

    def test_what_has_become_known_since_is_said(self) -> None:
        office = full_office()
        lead = build.lead(office)
        with inside(office.id):
            define.publish(office.id, OTHER, by=None, at=NOON + HOUR)
        judge(office, lead, "published", at=NOON + HOUR)
        with inside(office.id):
            Lead.objects.within(office.id).update(definition=2)
            Contact.objects.within(office.id).update(phone="+358401234567")
        again = lead_now(office, lead)

        with inside(office.id):
            fit = explaining.fit_of(
                again, define.of_number(office.id, 2), told_of(office, lead), at=NOON + DAY
            )

        assert (fit.value, fit.anew, fit.total) == (40, 55, 55)


class TestChanges:
    def test_begin_with_the_arrival_and_go_on_with_each_judgment(self) -> None:
        office = full_office()
        lead = build.lead(office, request_type="offer", job_title="CEO")
        again = judge(office, lead, "faded", at=NOON + 30 * DAY)

        with inside(office.id):
            found = explaining.changes(again)

        came = Judged(65, 50, "sales_now", "hot")
        assert found == [
            Change(NOON, "received", 1, None, came),
            Change(NOON + 30 * DAY, "faded", 1, came, Judged(65, 25, "nurture", "hot")),
        ]

    def test_fit_that_a_publication_changed_without_an_event_dates_from_it(self) -> None:
        office = full_office()
        lead = build.lead(office, request_type="list", phone="+358401234567")
        with inside(office.id):
            define.publish(office.id, OTHER, by=None, at=NOON + HOUR)
        again = judge(office, lead, "published", at=NOON + 2 * HOUR)

        with inside(office.id):
            found = explaining.changes(again)

        assert [(one.at, one.because, one.definition, one.after.fit) for one in found] == [
            (NOON, "received", 1, 50),
            (NOON + HOUR, "published", 2, 55),
        ]


class TestCurve:
    def test_shows_each_touch_as_a_step_and_ends_now(self) -> None:
        office = full_office()
        first = build.lead(office, email="a@b.example", request_type="download", at=NOON - 5 * DAY)
        lead = build.lead(office, email="a@b.example", request_type="offer")
        assert lead.contact_id == first.contact_id

        with inside(office.id), counting.statements() as asked:
            rules = define.in_force(office.id).scoring
            curve = explaining.curve(lead, rules, at=NOON + 30 * DAY)

        by_time = {score.at: score.interest for score in curve}
        moment = explaining.MOMENT
        assert (curve[0].at, curve[-1].at) == (NOON - 5 * DAY - moment, NOON + 30 * DAY)
        assert (curve[0].interest, by_time[NOON - 5 * DAY]) == (0, 12)
        assert by_time[NOON] - by_time[NOON - moment] == 50
        assert len(asked) == 3

    def test_of_old_acquaintance_begins_a_month_before_the_lead(self) -> None:
        office = full_office()
        build.lead(office, email="a@b.example", request_type="download", at=NOON - 400 * DAY)
        lead = build.lead(office, email="a@b.example")

        with inside(office.id):
            curve = explaining.curve(lead, define.in_force(office.id).scoring, at=NOON)

        assert curve[0].at == NOON - 30 * DAY
        assert len(curve) <= explaining.STEPS + 2 * explaining.MOST_TOUCHES + 1

    def test_of_a_lead_that_has_just_come_is_one_instant(self) -> None:
        office = full_office()
        lead = build.lead(office, request_type="offer")

        with inside(office.id):
            curve = explaining.curve(lead, define.in_force(office.id).scoring, at=NOON)

        assert curve[-1].interest == 50


class TestHistory:
    def test_ends_where_the_lead_was_closed(self) -> None:
        office = full_office()
        lead = build.lead(office, email="a@b.example", request_type="offer")
        work.close(
            office.id, lead.id, outcome="lost", reason="price", by=office.mo, at=NOON + 9 * DAY
        )
        build.lead(office, email="a@b.example", request_type="offer", at=NOON + 20 * DAY)

        with inside(office.id):
            closed = Lead.objects.within(office.id).get(id=lead.id)
            rules = define.in_force(office.id).scoring
            found = explaining.history(closed, rules, at=NOON + 30 * DAY)
            before = explaining.history(closed, rules, at=NOON + 5 * DAY)

        assert found.curve[-1].at == NOON + 9 * DAY
        assert max(score.interest for score in found.curve) == 50
        assert before.curve[-1].at == NOON + 5 * DAY

    def test_of_a_lead_that_was_closed_before_it_came_to_us_ends_where_it_came(self) -> None:
        office = full_office()
        lead = build.lead(office, request_type="offer")
        lead.closed_at = NOON - DAY

        with inside(office.id):
            found = explaining.history(lead, define.in_force(office.id).scoring, at=NOON + DAY)

        assert found.curve[-1].at == NOON


class TestVersionAt:
    def test_is_the_one_that_was_in_force(self) -> None:
        office = full_office()
        with inside(office.id):
            define.publish(office.id, OTHER, by=None, at=NOON + HOUR)

            found = [
                explaining.version_at(office.id, at).number
                for at in (NOON - DAY, NOON, NOON + HOUR, NOON + DAY)
            ]

        assert found == [1, 1, 2, 2]


def test_a_closed_lead_keeps_its_judgment() -> None:
    office = full_office()
    lead = build.lead(office, request_type="offer")
    work.close(office.id, lead.id, outcome="won", reason="", by=office.mo, at=NOON + HOUR)
    again = judge(office, lead, "faded", at=NOON + 90 * DAY)

    with inside(office.id):
        assert [one.because for one in explaining.changes(again)] == ["received"]
