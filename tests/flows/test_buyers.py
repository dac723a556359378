"""Who writes again waits for an answer, by any door, and is counted once."""

from __future__ import annotations

import datetime
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import build
from tests.build import NOON, Office
from tests.flows.at_work import HOUR, MINUTE, TOMORROW, clock, lead_now, log
from vaste.definitions.queries import default_source
from vaste.flows import clocks, pausing, receive, touch, work
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Lead
from vaste.sla.models import Clock, Firing, Pause

SOURCE = f"{default_source()}\nsla: {{milestones: {{next_contact: {{within: 2 hours}}}}}}\n"


def answered(office: Office, **told: Any) -> Lead:
    """Return a lead of Ada's whose buyer was reached five minutes after they came."""
    lead = build.lead(office, request_type="offer", **told)
    log(office, lead, office.ada, at=NOON + 5 * MINUTE)
    return lead


def reply(lead: Lead, minutes: int, **told: Any) -> touch.Told:
    return touch.Told(
        **{
            "kind": "email_reply",
            "occurred_at": NOON + minutes * MINUTE,
            "contact_id": lead.contact_id,
            **told,
        }
    )


def next_contacts(office: Office) -> list[tuple[object, datetime.datetime, bool]]:
    with inside(office.id):
        found = Clock.objects.within(office.id).filter(milestone="next_contact")
        return [
            (one.lead_id, one.started_at, one.met_at is None)
            for one in found.order_by("started_at", "id")
        ]


@pytest.mark.django_db
class TestContactsWrote:
    @pytest.mark.parametrize("kind", ["email_reply", "chat"])
    def test_starts_the_next_contact_when_they_wrote(self, kind: str) -> None:
        office = build.office(source=SOURCE)
        lead = answered(office)

        touch.record_touches(office.id, [reply(lead, 10, kind=kind)], at=NOON + 12 * MINUTE)

        running = clock(office, lead, "next_contact")
        assert (running.started_at, running.due_at) == (NOON + 10 * MINUTE, NOON + 130 * MINUTE)
        assert running.visible_at == NOON + 12 * MINUTE
        assert lead_now(office, lead).due_at == NOON + 130 * MINUTE

    def test_who_writes_twice_does_not_wait_longer(self) -> None:
        office = build.office(source=SOURCE)
        lead = answered(office)
        touch.record_touches(office.id, [reply(lead, 10)], at=NOON + 10 * MINUTE)
        before = lead_now(office, lead)

        touch.record_touches(office.id, [reply(lead, 40)], at=NOON + 40 * MINUTE)

        assert next_contacts(office) == [(lead.id, NOON + 10 * MINUTE, True)]
        assert lead_now(office, lead).version == before.version

    def test_our_contact_meets_it_and_an_attempt_does_not(self) -> None:
        office = build.office(source=SOURCE)
        lead = answered(office)
        touch.record_touches(office.id, [reply(lead, 10)], at=NOON + 10 * MINUTE)

        log(office, lead, office.ada, outcome="no_answer", at=NOON + 15 * MINUTE)
        assert clock(office, lead, "next_contact").met_at is None
        log(office, lead, office.ada, at=NOON + 20 * MINUTE)

        assert clock(office, lead, "next_contact").raw_s == 600

    def test_what_was_answered_since_is_no_news(self) -> None:
        office = build.office(source=SOURCE)
        lead = answered(office)

        touch.record_touches(office.id, [reply(lead, 3)], at=NOON + 30 * MINUTE)

        assert next_contacts(office) == []

    @pytest.mark.parametrize("told", [{"kind": "email_click"}, {"human": 10}])
    def test_what_says_nothing_starts_nothing(self, told: dict[str, object]) -> None:
        office = build.office(source=SOURCE)
        lead = answered(office)

        touch.record_touches(office.id, [reply(lead, 10, **told)], at=NOON + 10 * MINUTE)

        assert next_contacts(office) == []

    def test_before_the_first_contact_that_clock_runs(self) -> None:
        office = build.office(source=SOURCE)
        lead = build.lead(office, request_type="offer")
        work.take_over(office.id, lead.id, by=office.ada, at=NOON)

        touch.record_touches(office.id, [reply(lead, 10)], at=NOON + 10 * MINUTE)

        assert next_contacts(office) == []
        assert clock(office, lead, "first_contact").met_at is None

    def test_nothing_is_promised_without_a_policy(self) -> None:
        office = build.office()
        lead = answered(office)

        touch.record_touches(office.id, [reply(lead, 10)], at=NOON + 10 * MINUTE)

        assert next_contacts(office) == []

    def test_it_is_the_last_of_a_contacts_leads_that_waits(self) -> None:
        office = build.office(source=SOURCE)
        answered(office, email="maija@customer.example")
        last = build.lead(
            office, request_type="offer", email="maija@customer.example", at=NOON + 6 * MINUTE
        )
        log(office, last, office.ada, at=NOON + 7 * MINUTE)

        touch.record_touches(office.id, [reply(last, 10)], at=NOON + 10 * MINUTE)

        assert next_contacts(office) == [(last.id, NOON + 10 * MINUTE, True)]

    def test_what_was_snoozed_or_paused_comes_back(self) -> None:
        office = build.office(source=SOURCE)
        snoozed, paused = answered(office), answered(office)
        work.snooze(office.id, snoozed.id, until=TOMORROW, by=office.ada, at=NOON + 6 * MINUTE)
        pausing.pause(
            office.id, paused.id, reason="waiting_for_buyer", by=office.ada,
            at=NOON + 6 * MINUTE, until=TOMORROW,
        )  # fmt: skip

        told = [reply(snoozed, 10), reply(paused, 10)]
        touch.record_touches(office.id, told, at=NOON + 10 * MINUTE)

        assert {lead_now(office, one).state for one in (snoozed, paused)} == {"open"}
        assert {lead_now(office, one).due_at for one in (snoozed, paused)} == {NOON + 130 * MINUTE}
        with inside(office.id):
            assert Pause.objects.within(office.id).get().resumed_at == NOON + 10 * MINUTE

    def test_its_levels_fire_once(self) -> None:
        office = build.office(source=SOURCE)
        lead = answered(office)
        touch.record_touches(office.id, [reply(lead, 10)], at=NOON + 10 * MINUTE)

        for minutes in (99, 100, 130, 131):
            clocks.fire_due(office.id, at=NOON + minutes * MINUTE)

        with inside(office.id):
            fired = Firing.objects.within(office.id).order_by("due_at")
            levels = [(one.level, one.fired_at - NOON) for one in fired if one.lead_id == lead.id]
        assert levels == [("warned", 100 * MINUTE), ("breached", 130 * MINUTE)]

    def test_statements_do_not_grow_with_the_touches(self) -> None:
        office = build.office(source=SOURCE)
        few, many = [[answered(office) for _ in range(n)] for n in (2, 9)]
        counts = []
        for leads in (few, many):
            with CaptureQueriesContext(connection) as asked:
                told = [reply(one, 10) for one in leads]
                touch.record_touches(office.id, told, at=NOON + 10 * MINUTE)
            counts.append(len(asked))

        assert counts[0] == counts[1]
        assert len(next_contacts(office)) == 11


@pytest.mark.django_db
class TestSendersWrote:
    def test_an_equal_form_sent_again_waits_for_an_answer(self) -> None:
        office = build.office(source=SOURCE)
        first = build.incoming(office, request_type="offer")
        first.has_own_key = False
        lead_id = receive.receive_batch(office.id, [first], at=NOON)[0].lead_id
        assert lead_id is not None
        with inside(office.id):
            lead = Lead.objects.within(office.id).get(id=lead_id)
        log(office, lead, office.ada, at=NOON + 5 * MINUTE)
        again = build.incoming(office, request_type="offer", at=NOON + HOUR)
        again.has_own_key = False
        again.idempotency_key, again.body = first.idempotency_key, first.body

        receive.receive_batch(office.id, [again], at=NOON + HOUR)

        assert next_contacts(office) == [(lead.id, NOON + HOUR, True)]


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_eight_replies_at_once_start_one_clock(self) -> None:
        office = build.office(source=SOURCE)
        lead = answered(office)

        def tell(number: int) -> None:
            try:
                told = reply(lead, 10, own_id=f"own-{number % 2}")
                touch.record_touches(office.id, [told], at=NOON + 10 * MINUTE)
            finally:
                connection.close()

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(tell, range(8)))

        assert next_contacts(office) == [(lead.id, NOON + 10 * MINUTE, True)]
