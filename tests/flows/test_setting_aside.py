"""Putting a lead away, ending it and opening it again: what is written, and what is refused."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests import build
from tests.build import NOON
from tests.flows.at_work import (
    HOUR,
    MINUTE,
    TOMORROW,
    claims,
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
class TestSnooze:
    def test_puts_it_away_until_then(self) -> None:
        office = build.office()
        lead = build.lead(office)
        log(office, lead, office.ada)
        until = NOON + 48 * HOUR

        work.snooze(office.id, lead.id, until=until, by=office.ada, at=NOON + HOUR, note="Budget")

        after = lead_now(office, lead)
        assert (after.state, after.due_at, after.next_step_at) == ("snoozed", until, until)
        with inside(office.id):
            told = Event.objects.within(office.id).get(verb="lead.snoozed")
        assert told.detail == {"until": until.isoformat(), "note": "Budget"}

    def test_nothing_that_was_promised_is_hidden(self) -> None:
        office = build.office()
        lead = build.lead(office, request_type="offer")

        with pytest.raises(work.NotGiven) as refused:
            work.snooze(office.id, lead.id, until=NOON + HOUR, by=office.ada, at=NOON)

        assert refused.value.field == "until"
        nothing_changed(office, lead)

    def test_a_time_that_is_gone_is_refused(self) -> None:
        office = build.office()
        lead = build.lead(office)

        with pytest.raises(work.NotGiven):
            work.snooze(office.id, lead.id, until=NOON, by=office.ada, at=NOON)

    def test_a_stale_page_and_another_holder_are_refused(self) -> None:
        office = build.office()
        lead = build.lead(office)
        log(office, lead, office.ada)
        before = lead_now(office, lead)

        with pytest.raises(work.Changed):
            work.snooze(office.id, lead.id, until=TOMORROW, by=office.ada, at=NOON, seen_version=1)
        with pytest.raises(work.AlreadyClaimed):
            work.snooze(
                office.id, lead.id, until=TOMORROW, by=office.bob, at=NOON, may_overrule=False
            )

        assert lead_now(office, lead).version == before.version


@pytest.mark.django_db
class TestClose:
    def test_lost_keeps_the_reason_and_stops_the_clocks(self) -> None:
        office = build.office()
        lead = build.lead(office)
        work.take_over(office.id, lead.id, by=office.ada, at=NOON)

        work.close(
            office.id, lead.id, outcome="lost", reason="price", won_value=Decimal(5),
            by=office.ada, at=NOON + MINUTE, note="Too dear",
        )  # fmt: skip

        after = lead_now(office, lead)
        assert (after.state, after.close_reason, after.closed_at) == (
            "lost", "price", NOON + MINUTE,
        )  # fmt: skip
        assert (after.won_value, after.due_at, after.owner_id) == (None, None, office.ada.pk)
        assert clock(office, lead, "first_contact").stopped_at == NOON + MINUTE
        assert claims(office, lead) == [(office.ada.pk, False, "closed")]
        with inside(office.id):
            told = Event.objects.within(office.id).get(verb="lead.closed")
        assert told.detail == {"outcome": "lost", "reason": "price", "note": "Too dear"}

    def test_won_keeps_the_value_and_needs_no_reason(self) -> None:
        office = build.office()
        lead = build.lead(office)

        work.close(
            office.id, lead.id, outcome="won", reason="", won_value=Decimal("1200.50"),
            by=office.ada, at=NOON,
        )  # fmt: skip

        after = lead_now(office, lead)
        assert (after.state, after.close_reason, after.won_value) == (
            "won", "won", Decimal("1200.50"),
        )  # fmt: skip

    def test_late_tells_the_breach_first(self) -> None:
        office = build.office()
        lead = build.lead(office, request_type="offer")

        work.close(office.id, lead.id, outcome="won", reason="", by=office.ada, at=NOON + 2 * HOUR)

        assert verbs(office, lead)[-1] == "lead.closed"
        assert sorted(verbs(office, lead)[1:-1]) == [
            "lead.clock_breached", "lead.clock_breached", "lead.clock_warned", "lead.clock_warned",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("told", "field"),
        [
            ({"outcome": "open", "reason": ""}, "outcome"),
            ({"outcome": "lost", "reason": ""}, "reason"),
            ({"outcome": "lost", "reason": "student"}, "reason"),
            ({"outcome": "won", "reason": "price"}, "reason"),
            ({"outcome": "won", "reason": "", "won_value": Decimal(-1)}, "won_value"),
        ],
    )
    def test_what_does_not_fit_is_named(self, told: dict[str, Any], field: str) -> None:
        office = build.office()
        lead = build.lead(office)

        with pytest.raises(work.NotGiven) as refused:
            work.close(office.id, lead.id, by=office.ada, at=NOON, **told)

        assert refused.value.field == field
        nothing_changed(office, lead)

    def test_twice_stale_and_of_another_are_refused(self) -> None:
        office = build.office()
        lead, closed = build.lead(office), build.lead(office)
        work.take_over(office.id, lead.id, by=office.ada, at=NOON)
        before = lead_now(office, lead)
        ended = {"outcome": "won", "reason": "", "at": NOON}
        work.close(office.id, closed.id, by=office.ada, **ended)  # type: ignore[arg-type]

        with pytest.raises(work.Closed):
            work.close(office.id, closed.id, by=office.ada, **ended)  # type: ignore[arg-type]
        with pytest.raises(work.Changed):
            work.close(office.id, lead.id, by=office.ada, seen_version=1, **ended)  # type: ignore[arg-type]
        with pytest.raises(work.AlreadyClaimed):
            work.close(office.id, lead.id, by=office.bob, may_overrule=False, **ended)  # type: ignore[arg-type]

        assert lead_now(office, lead).version == before.version


@pytest.mark.django_db
class TestReopen:
    def test_opens_it_for_whoever_reopens_it(self) -> None:
        office = build.office()
        lead = build.lead(office)
        work.take_over(office.id, lead.id, by=office.ada, at=NOON)
        work.close(office.id, lead.id, outcome="lost", reason="price", by=office.ada, at=NOON)

        work.reopen(office.id, lead.id, by=office.bob, at=NOON + HOUR)

        after = lead_now(office, lead)
        assert (after.state, after.owner_id, after.due_at) == ("open", office.bob.pk, NOON + HOUR)
        assert (after.closed_at, after.close_reason, after.won_value) == (None, "", None)
        assert claims(office, lead) == [(office.ada.pk, False, "closed"), (office.bob.pk, True, "")]

    def test_an_open_lead_is_refused(self) -> None:
        office = build.office()
        lead = build.lead(office)

        with pytest.raises(work.NotClosed):
            work.reopen(office.id, lead.id, by=office.bob, at=NOON)

        nothing_changed(office, lead)
