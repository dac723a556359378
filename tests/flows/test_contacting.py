"""Logging a contact: what it writes and which clocks it meets, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from tests import build
from tests.build import NOON
from tests.flows.at_work import (
    HOUR,
    MINUTE,
    TOMORROW,
    clock,
    lead_now,
    log,
    nothing_changed,
    verbs,
)
from vaste.flows import work
from vaste.infra.tenancy.context import inside
from vaste.ledger.models import Event


@pytest.mark.django_db
class TestLogContact:
    def test_an_answered_call_stops_both_clocks_and_plans_the_next_step(self) -> None:
        office = build.office()
        lead = build.lead(office, request_type="offer")

        activity = log(office, lead, office.ada, note="Wants two machines", direction="in")

        after = lead_now(office, lead)
        assert after.first_contact_at == NOON + 10 * MINUTE
        assert (after.next_step, after.next_step_at, after.due_at) == ("call", TOMORROW, TOMORROW)
        assert (after.owner_id, after.taken_over_at) == (office.ada.pk, NOON + 10 * MINUTE)
        assert clock(office, lead, "first_contact").met_at == NOON + 10 * MINUTE
        assert clock(office, lead, "take_over").met_at == NOON + 10 * MINUTE
        assert (activity.is_contact, activity.note) == (True, "Wants two machines")
        with inside(office.id):
            told = Event.objects.within(office.id).get(verb="lead.contacted")
        assert told.detail == {
            "activity": str(activity.id),
            "channel": "phone",
            "outcome": "reached",
            "direction": "in",
            "next_step": "call",
            "next_step_at": TOMORROW.isoformat(),
        }

    def test_an_attempt_leaves_the_first_contact_clock_running(self) -> None:
        office = build.office()
        lead = build.lead(office, request_type="offer")

        activity = log(office, lead, office.ada, outcome="no_answer")

        after = lead_now(office, lead)
        assert (activity.is_contact, after.first_contact_at) == (False, None)
        assert clock(office, lead, "first_contact").met_at is None
        assert clock(office, lead, "take_over").met_at == NOON + 10 * MINUTE
        assert after.due_at == NOON + HOUR
        assert verbs(office, lead)[-1] == "lead.attempted"

    def test_the_second_contact_keeps_the_time_of_the_first(self) -> None:
        office = build.office()
        lead = build.lead(office)
        log(office, lead, office.ada)

        log(office, lead, office.ada, at=NOON + 2 * HOUR)

        assert lead_now(office, lead).first_contact_at == NOON + 10 * MINUTE

    def test_a_lead_that_another_holds_is_refused(self) -> None:
        office = build.office()
        lead = build.lead(office)
        work.take_over(office.id, lead.id, by=office.ada, at=NOON)
        before = lead_now(office, lead)

        with pytest.raises(work.AlreadyClaimed):
            log(office, lead, office.bob)

        nothing_changed(office, before)

    def test_a_lead_that_changed_meanwhile_is_refused(self) -> None:
        office = build.office()
        lead = build.lead(office)
        work.take_over(office.id, lead.id, by=office.ada, at=NOON)
        before = lead_now(office, lead)

        with pytest.raises(work.Changed) as stale:
            log(office, lead, office.ada, seen_version=lead.version)

        assert stale.value.lead.version == before.version
        nothing_changed(office, before)

    @pytest.mark.parametrize(
        ("told", "field"),
        [
            ({"channel": "pigeon"}, "outcome"),
            ({"outcome": "sent"}, "outcome"),
            ({"direction": "sideways"}, "direction"),
            ({"next_step": "  "}, "next_step"),
            ({"next_step_at": None}, "next_step"),
            ({"next_step_at": NOON + 10 * MINUTE}, "next_step_at"),
        ],
    )
    def test_what_is_not_given_is_named(self, told: dict[str, Any], field: str) -> None:
        office = build.office()
        lead = build.lead(office)

        with pytest.raises(work.NotGiven) as refused:
            log(office, lead, office.ada, **told)

        assert refused.value.field == field
        nothing_changed(office, lead)
