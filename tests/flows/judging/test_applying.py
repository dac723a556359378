"""Leads judged again: what may change about them, and what may not."""

from __future__ import annotations

import datetime

import pytest
import yaml

from tests import build
from tests.build import NOON, Office
from vaste.definitions.queries import default_content
from vaste.flows import define, rollout, work
from vaste.flows.judging import applying, waking
from vaste.infra import sql
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Lead
from vaste.ledger.models import Event
from vaste.sla.models import Clock

MINUTE, HOUR, DAY = (datetime.timedelta(**{unit: 1}) for unit in ("minutes", "hours", "days"))


def publish(office: Office, at: datetime.datetime = NOON, **sections: object) -> None:
    content = default_content() | sections
    with inside(office.id):
        define.publish(office.id, yaml.safe_dump(content), by=None, at=at)


def roll_out(office: Office, at: datetime.datetime) -> None:
    for _ in range(20):
        rollout.step(office.id, at=at)
        with inside(office.id):
            if (rollout.next_step(office.id) or at + DAY) > at:
                return
    raise AssertionError("the rollout does not end")


def now(office: Office, lead: Lead) -> Lead:
    with inside(office.id):
        return Lead.objects.within(office.id).get(id=lead.id)


def events(office: Office, lead: Lead, verb: str) -> list[dict[str, object]]:
    with inside(office.id):
        found = Event.objects.within(office.id).filter(subject_id=lead.id, verb=verb)
        return [event.detail for event in found.order_by("at", "id")]


def categories(hot: object, **more: object) -> list[dict[str, object]]:
    first, *others = default_content()["categories"]
    return [{**first, "when": hot, **more}, *others]


ANYTHING = {"field": "lead.message", "missing": False}
NOTHING = {"field": "lead.message", "missing": True}


@pytest.mark.django_db
class TestPublishing:
    def test_what_nothing_changes_about_is_left_alone(self) -> None:
        office = build.office()
        lead = build.lead(office, request_type="offer", message="Hello")

        publish(office, at=NOON)
        roll_out(office, NOON)

        after = now(office, lead)
        assert (after.version, after.definition, after.category) == (1, 1, "hot")
        assert events(office, lead, "lead.recategorized") == []

    def test_an_untouched_lead_rises_and_its_clocks_hasten(self) -> None:
        office = build.office()
        lead = build.lead(office, request_type="information", message="Hello")
        assert lead.category == "warm"

        publish(office, at=NOON + MINUTE, categories=categories(ANYTHING))
        roll_out(office, NOON + MINUTE)

        after = now(office, lead)
        assert (after.category, after.category_rank, after.definition) == ("hot", 0, 2)
        assert after.due_at == NOON + 16 * MINUTE
        assert after.next_step == "Call at once"
        with inside(office.id):
            clocks = Clock.objects.within(office.id).filter(lead_id=lead.id).order_by("due_at")
            assert [one.due_at for one in clocks] == [NOON + 16 * MINUTE, NOON + 61 * MINUTE]
        told = events(office, lead, "lead.recategorized")
        assert [one["because"] for one in told] == ["published"]
        assert told[0]["from"]["category"] == "warm"  # type: ignore[index]
        assert told[0]["to"]["category"] == "hot"  # type: ignore[index]

    def test_a_risen_lead_that_is_put_away_comes_back_by_what_it_promises_now(self) -> None:
        office = build.office()
        lead = build.lead(office, request_type="information", message="Hello")
        until = NOON + 30 * MINUTE
        work.snooze(office.id, lead.id, until=until, by=office.ada, at=NOON)

        publish(office, at=NOON + MINUTE, categories=categories(ANYTHING))
        roll_out(office, NOON + MINUTE)

        after = now(office, lead)
        assert (after.category, after.state) == ("hot", "snoozed")
        assert (after.due_at, after.next_step_at) == (NOON + 16 * MINUTE, until)

    def test_what_a_risen_lead_owes_is_what_its_clock_says_in_the_buyers_hours(self) -> None:
        office = build.office()
        publish(office, sla={"calendar": "buyer"})
        lead = build.lead(
            office, request_type="information", message="Hello", phone="+81312345678", country="JP"
        )

        sections = {"sla": {"calendar": "buyer"}, "categories": categories(ANYTHING)}
        publish(office, at=NOON + MINUTE, **sections)
        roll_out(office, NOON + MINUTE)

        after = now(office, lead)
        with inside(office.id):
            clocks = Clock.objects.within(office.id).filter(lead_id=lead.id, milestone="take_over")
            (due_at,) = clocks.values_list("due_at", flat=True)
        # At noon in Helsinki it is evening in Tokyo: the quarter of an hour begins at eight there.
        assert due_at == NOON + 13 * HOUR + 15 * MINUTE
        assert (after.category, after.due_at) == ("hot", due_at)

    def test_a_lead_that_falls_keeps_the_times_that_were_promised(self) -> None:
        office = build.office()
        lead = build.lead(office, request_type="offer", message="Hello")

        publish(office, at=NOON + MINUTE, categories=categories(NOTHING))
        roll_out(office, NOON + MINUTE)

        after = now(office, lead)
        assert after.category == "cold"
        assert after.due_at == NOON + 15 * MINUTE
        with inside(office.id):
            clocks = Clock.objects.within(office.id).filter(lead_id=lead.id).order_by("due_at")
            assert [one.due_at for one in clocks] == [NOON + 15 * MINUTE, NOON + 60 * MINUTE]

    def test_whoever_works_on_a_lead_never_finds_it_downgraded(self) -> None:
        office = build.office()
        lead = build.lead(office, request_type="offer", message="Hello")
        work.take_over(office.id, lead.id, by=office.ada, at=NOON + MINUTE)

        publish(office, at=NOON + 2 * MINUTE, categories=categories(NOTHING))
        roll_out(office, NOON + 2 * MINUTE)

        after = now(office, lead)
        assert (after.category, after.owner_id) == ("hot", office.ada.pk)

        work.give_back(office.id, lead.id, by=office.ada, at=NOON + 3 * MINUTE)

        assert now(office, lead).category == "cold"
        told = events(office, lead, "lead.recategorized")
        assert [one["because"] for one in told] == ["given_back"]

    def test_a_lead_taken_over_may_rise_with_its_clocks_as_they_were(self) -> None:
        office = build.office()
        lead = build.lead(office, request_type="information", message="Hello")
        work.take_over(office.id, lead.id, by=office.ada, at=NOON + MINUTE)
        before = now(office, lead)

        publish(office, at=NOON + 2 * MINUTE, categories=categories(ANYTHING))
        roll_out(office, NOON + 2 * MINUTE)

        after = now(office, lead)
        assert after.category == "hot"
        assert (after.due_at, after.owner_id) == (before.due_at, office.ada.pk)

    def test_a_closed_lead_keeps_its_judgment(self) -> None:
        office = build.office()
        lead = build.lead(office, request_type="information", message="Hello")
        work.close(
            office.id, lead.id, outcome="lost", reason="no_need", by=office.ada, at=NOON + MINUTE
        )

        publish(office, at=NOON + 2 * MINUTE, categories=categories(ANYTHING))
        roll_out(office, NOON + 2 * MINUTE)

        assert now(office, lead).category == "warm"

    def test_a_category_that_is_gone_hands_its_leads_on(self) -> None:
        office = build.office()
        lead = build.lead(office, request_type="offer", message="Hello")
        work.take_over(office.id, lead.id, by=office.ada, at=NOON + MINUTE)
        renamed = [{**one, "key": f"{one['key']}_2"} for one in default_content()["categories"]]
        mql = {"field": "lead.category", "is": "hot_2"}

        publish(office, at=NOON + MINUTE, categories=renamed, mql=mql)
        roll_out(office, NOON + MINUTE)

        assert now(office, lead).category == "hot_2"

    def test_other_signals_are_counted_from_the_touches(self) -> None:
        office = build.office()
        lead = build.lead(office, request_type="offer", message="Hello")
        assert lead.interest == 50
        signals = [
            {"key": "any", "kinds": ["offer"], "points": 20, "cap": 50, "half_life": "1 day"}
        ]

        publish(office, at=NOON + DAY, signals=signals)
        roll_out(office, NOON + DAY)

        after = now(office, lead)
        assert (after.interest, after.quadrant) == (10, "no_time")
        with inside(office.id):
            rows = sql.run(
                "SELECT signal, strength, as_of FROM scoring_interest"
                " WHERE workspace_id = %(workspace)s",
                {"workspace": office.id},
            )
        assert rows == [("any", 20.0, NOON)]


@pytest.mark.django_db
class TestHold:
    def test_a_lead_falls_only_after_its_hold_without_interruption(self) -> None:
        office = build.office()
        lead = build.lead(office, request_type="offer", message="Hello")
        publish(office, at=NOON, categories=categories(NOTHING, hold="4 hours"))
        roll_out(office, NOON)

        waiting = now(office, lead)
        assert (waiting.category, waiting.falls_at) == ("hot", NOON + 4 * HOUR)

        waking.judge_due(office.id, at=NOON + 4 * HOUR - MINUTE)
        assert now(office, lead).category == "hot"

        waking.judge_due(office.id, at=NOON + 4 * HOUR)
        fallen = now(office, lead)
        assert (fallen.category, fallen.falls_at) == ("cold", None)

    def test_what_interrupts_it_begins_it_anew(self) -> None:
        office = build.office()
        lead = build.lead(office, request_type="offer", message="Hello")
        publish(office, at=NOON, categories=categories(NOTHING, hold="4 hours"))
        roll_out(office, NOON)

        publish(office, at=NOON + HOUR, categories=categories(ANYTHING, hold="4 hours"))
        roll_out(office, NOON + HOUR)
        assert now(office, lead).falls_at is None

        publish(office, at=NOON + 2 * HOUR, categories=categories(NOTHING, hold="4 hours"))
        roll_out(office, NOON + 2 * HOUR)
        waking.judge_due(office.id, at=NOON + 4 * HOUR)
        assert now(office, lead).category == "hot"
        assert now(office, lead).falls_at == NOON + 6 * HOUR


@pytest.mark.django_db
class TestFading:
    def test_a_quadrant_changes_at_the_instant_interest_falls_through_its_threshold(self) -> None:
        office = build.office()
        lead = build.lead(office, request_type="offer", full_name="Ada", message="Hello")
        # 50 points, half-life 30 days; interested from 30: rounded up from 29.5
        crossing = datetime.timedelta(days=30 * 0.7612131)  # log2(50 / 29.5)
        assert lead.judge_at is not None
        assert abs(lead.judge_at - (NOON + crossing)) < datetime.timedelta(minutes=1)
        interested = {"light_touch", "sales_now"}
        assert lead.quadrant in interested

        assert waking.judge_due(office.id, at=lead.judge_at - MINUTE) == 0
        assert waking.judge_due(office.id, at=lead.judge_at) == 1

        after = now(office, lead)
        assert after.quadrant in {"no_time", "nurture"}
        assert (after.interest, after.judge_at) == (29, None)
        told = events(office, lead, "lead.rescored")
        assert [one["because"] for one in told] == [applying.FADED]

    def test_several_half_lives_are_met_exactly(self) -> None:
        office = build.office()
        first = build.lead(office, request_type="download", email="a@b.example", message="x")
        build.lead(office, request_type="offer", email="a@b.example", message="x")
        lead = now(office, first)
        at = NOON
        fired = 0
        while True:
            with inside(office.id):
                due = waking.next_judging(office.id)
            if due is None:
                break
            at = due
            fired += waking.judge_due(office.id, at=at)
        assert fired <= 6
        assert now(office, lead).interest == 29
