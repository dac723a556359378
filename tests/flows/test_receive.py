"""The way of an arrival, end to end, against the real database."""

from __future__ import annotations

import datetime
import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any, TypeVar

import pytest
from django.db import connection

from tests import build
from tests.build import NOON
from vaste.flows import receive
from vaste.flows.receiving import Work, rows
from vaste.infra import sql
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Arrival, Lead, Touch
from vaste.ledger.models import Event, Outbox
from vaste.people.models import Company, Contact, ContactKey, Suggestion
from vaste.routing.models import Member
from vaste.routing.records import candidates_of
from vaste.scoring.models import Interest
from vaste.sla.models import Clock

MINUTE = datetime.timedelta(minutes=1)
Result = TypeVar("Result")


@pytest.mark.django_db
class TestReceiveBatch:
    def test_an_offer_becomes_a_hot_lead_with_two_clocks_and_an_owner(self) -> None:
        office = build.office()

        lead = build.lead(
            office, request_type="offer", full_name="Ada Buyer", phone="+358401234567"
        )

        assert (lead.category, lead.category_rank, lead.state) == ("hot", 0, "open")
        assert lead.owner_id in {office.ada.pk, office.bob.pk}
        assert lead.team_id == office.team.id
        assert lead.due_at == NOON + 15 * MINUTE
        assert lead.promised_at == NOON + 60 * MINUTE
        with inside(office.id):
            clocks = (
                Clock.objects.within(office.id).filter(lead_id=lead.id).order_by("due_at", "id")
            )
            assert [(one.milestone, one.due_at) for one in clocks] == [
                ("take_over", NOON + 15 * MINUTE),
                ("first_contact", NOON + 60 * MINUTE),
            ]

    def test_a_soon_needed_medium_project_is_hot_and_a_later_one_warm(self) -> None:
        office = build.office()

        soon = build.lead(office, needed_within_days=90, value_band="medium")
        later = build.lead(office, needed_within_days=200, value_band="large")
        small = build.lead(office, needed_within_days=30, value_band="small")

        assert [soon.category, later.category, small.category] == ["hot", "warm", "cold"]

    def test_an_amount_is_put_into_its_band(self) -> None:
        office = build.office()

        lead = build.lead(office, needed_within_days=30, value=Decimal(60000), currency="EUR")

        assert (lead.value_band, lead.category) == ("large", "hot")

    def test_the_second_enquiry_is_a_second_lead_of_the_same_contact(self) -> None:
        office = build.office()

        first = build.lead(office, email="Maija@Customer.example")
        second = build.lead(office, email="maija@customer.example", at=NOON + MINUTE)

        assert first.contact_id == second.contact_id
        assert (first.is_returning, second.is_returning) == (False, True)
        assert first.id != second.id

    def test_two_in_one_batch_from_one_person_meet(self) -> None:
        office = build.office()
        batch = [build.incoming(office, email="twice@customer.example") for _ in range(2)]

        receive.receive_batch(office.id, batch, at=NOON)

        with inside(office.id):
            leads = list(Lead.objects.within(office.id).order_by("id"))
            assert Contact.objects.within(office.id).count() == 1
            assert [lead.is_returning for lead in leads] == [False, True]

    def test_a_shared_phone_is_a_suggestion_and_not_a_merge(self) -> None:
        office = build.office()

        one = build.lead(office, email="a@x-company.example", full_name="A", phone="+358401234567")
        two = build.lead(office, email="b@x-company.example", full_name="B", phone="+358401234567")

        assert one.contact_id != two.contact_id
        assert one.company_id == two.company_id is not None
        with inside(office.id):
            hint = Suggestion.objects.within(office.id).get()
            assert (hint.contact_id, hint.other_id, hint.reason) == (
                two.contact_id,
                one.contact_id,
                "same_phone",
            )

    def test_a_phone_alone_finds_its_owner(self) -> None:
        office = build.office()

        first = build.lead(office, email="", full_name="Ville Virtanen", phone="+358401234567")
        again = build.lead(office, email="", full_name="ville virtanen", phone="+358401234567")

        assert first.contact_id == again.contact_id

    def test_a_free_mail_domain_makes_no_company(self) -> None:
        office = build.office()

        lead = build.lead(office, email="someone@gmail.com")

        with inside(office.id):
            assert lead.company_id is None
            assert Company.objects.within(office.id).count() == 0
            assert Contact.objects.within(office.id).get().mail_kind == "free"

    def test_known_facts_are_filled_and_never_overwritten(self) -> None:
        office = build.office()
        build.lead(office, email="m@customer.example", full_name="Maija", job_title="")

        build.lead(office, email="m@customer.example", full_name="Other", job_title="Director")

        with inside(office.id):
            contact = Contact.objects.within(office.id).get()
            assert (contact.full_name, contact.job_title) == ("Maija", "Director")

    def test_interest_adds_up_and_fades(self) -> None:
        office = build.office()
        build.lead(office, email="m@customer.example", request_type="information")
        later = NOON + datetime.timedelta(days=21)

        lead = build.lead(office, email="m@customer.example", request_type="information", at=later)

        with inside(office.id):
            kept = Interest.objects.within(office.id).get()
        assert kept.strength == pytest.approx(45.0)  # 30 faded to 15 after one half-life, and 30
        assert kept.as_of == later
        assert lead.interest == 45

    def test_the_event_explains_the_lead(self) -> None:
        office = build.office()

        lead = build.lead(office, request_type="offer", email="x@customer.example")

        with inside(office.id):
            told = (
                Event.objects.within(office.id).get(subject_id=lead.id, verb="lead.received").detail
            )
        assert told["category"] == {"key": "hot", "is_default": False}
        assert ["company_mail", 20] in told["fit"]["lines"]
        assert told["interest"] == [["offer", 50.0]]
        assert told["routing"]["chosen"] == str(lead.owner_id)
        assert {row[1] for row in candidates_of(told["routing"])} == {"chosen", "turn"}
        assert told["definition"] == 1

    def test_the_same_key_and_body_again_gets_the_same_answer(self) -> None:
        office = build.office()
        arrival = build.incoming(office, request_type="offer")
        first = receive.receive_batch(office.id, [arrival], at=NOON)[0]
        again = build.incoming(office)
        again.idempotency_key, again.body = arrival.idempotency_key, arrival.body

        second = receive.receive_batch(office.id, [again], at=NOON + MINUTE)[0]

        assert (second.arrival_id, second.lead_id) == (first.arrival_id, first.lead_id)
        assert second.answer_by == first.answer_by == NOON + 60 * MINUTE
        assert (second.is_repeat, second.is_conflict) == (True, False)
        with inside(office.id):
            assert Lead.objects.within(office.id).count() == 1
            assert Arrival.objects.within(office.id).count() == 1

    def test_the_same_key_twice_in_one_batch_is_answered_alike(self) -> None:
        office = build.office()
        arrival = build.incoming(office, request_type="offer")
        again = build.incoming(office)
        again.idempotency_key, again.body = arrival.idempotency_key, arrival.body

        first, second = receive.receive_batch(office.id, [arrival, again], at=NOON)

        assert (second.arrival_id, second.lead_id, second.answer_by) == (
            first.arrival_id,
            first.lead_id,
            first.answer_by,
        )

    def test_the_same_key_with_another_body_is_a_conflict(self) -> None:
        office = build.office()
        arrival = build.incoming(office)
        receive.receive_batch(office.id, [arrival], at=NOON)
        other = build.incoming(office)
        other.idempotency_key = arrival.idempotency_key

        receipt = receive.receive_batch(office.id, [other], at=NOON)[0]

        assert (receipt.is_repeat, receipt.is_conflict) == (False, True)

    def test_the_same_body_without_a_key_is_kept_and_appended(self) -> None:
        office = build.office()
        arrival = build.incoming(office)
        arrival.has_own_key = False
        again = build.incoming(office)
        again.has_own_key = False
        again.idempotency_key, again.body = arrival.idempotency_key, arrival.body

        receive.receive_batch(office.id, [arrival], at=NOON)
        receive.receive_batch(office.id, [again], at=NOON)

        with inside(office.id):
            states = (
                Arrival.objects.within(office.id).order_by("id").values_list("state", flat=True)
            )
            assert list(states) == ["lead_created", "appended"]
            assert Lead.objects.within(office.id).count() == 1

    def test_one_that_cannot_be_digested_needs_a_look_and_blocks_nobody(self) -> None:
        office = build.office()
        good, bad, other = (build.incoming(office) for _ in range(3))
        assert bad.enquiry is not None
        bad.enquiry.employees = 10**12  # no integer of the database

        receipts = receive.receive_batch(office.id, [good, bad, other], at=NOON)

        assert [one.state for one in receipts] == ["lead_created", "needs_a_look", "lead_created"]
        with inside(office.id):
            kept = Arrival.objects.within(office.id).get(id=bad.id)
            assert (kept.state, kept.lead_id) == ("needs_a_look", None)
            assert kept.body == bad.body.decode()
            assert kept.reasons[0]["code"] == "not_digested"
            assert Lead.objects.within(office.id).count() == 2

    def test_one_that_meets_a_fault_of_ours_needs_a_look_and_blocks_nobody(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        office = build.office()
        good, bad = build.incoming(office), build.incoming(office, subject="Faulty")
        lead_row = rows.lead_row

        def faulty(workspace_id: uuid.UUID, work: Work, *more: Any) -> dict[str, Any]:
            assert work.enquiry.subject != "Faulty"
            return lead_row(workspace_id, work, *more)

        monkeypatch.setattr(rows, "lead_row", faulty)
        receipts = receive.receive_batch(office.id, [good, bad], at=NOON)

        assert [one.state for one in receipts] == ["lead_created", "needs_a_look"]
        with inside(office.id):
            kept = Arrival.objects.within(office.id).get(id=bad.id)
        assert kept.body == bad.body.decode()
        assert kept.reasons[0]["detail"].startswith("AssertionError")

    def test_a_quarantined_arrival_makes_no_lead(self) -> None:
        office = build.office()
        arrival = build.incoming(office)
        arrival.enquiry, arrival.state = None, "quarantined"
        arrival.reasons = [{"code": "honeypot", "detail": ""}]

        receipt = receive.receive_batch(office.id, [arrival], at=NOON)[0]

        assert (receipt.state, receipt.lead_id, receipt.answer_by) == ("quarantined", None, None)
        with inside(office.id):
            assert Lead.objects.within(office.id).count() == 0

    def test_an_imported_won_lead_is_closed_and_has_no_clock(self) -> None:
        office = build.office()

        lead = build.lead(
            office,
            outcome="won",
            won_value=Decimal(1054),
            occurred_at=NOON - datetime.timedelta(days=100),
            closed_at=NOON - datetime.timedelta(days=10),
        )

        assert (lead.state, lead.won_value, lead.close_reason) == ("won", Decimal(1054), "imported")
        assert lead.received_at == NOON - datetime.timedelta(days=100)
        with inside(office.id):
            assert Clock.objects.within(office.id).count() == 0

    def test_nobody_available_leaves_it_in_the_pool_with_its_clock(self) -> None:
        office = build.office(reps=False)

        lead = build.lead(office, request_type="offer")

        assert (lead.owner_id, lead.team_id) == (None, office.team.id)
        assert lead.due_at == NOON + 15 * MINUTE

    def test_statements_do_not_grow_with_the_batch(self) -> None:
        office = build.office()

        _statements(office, 1)  # the company is known from here on
        few = _statements(office, 2)
        many = _statements(office, 60)

        assert many == few

    def test_touches_and_outbox_are_written(self) -> None:
        office = build.office()

        lead = build.lead(office, request_type="visit", campaign="fair-2026")

        with inside(office.id):
            touch = Touch.objects.within(office.id).get()
            assert (touch.kind, touch.channel, touch.campaign) == ("visit", "api", "fair-2026")
            notice = Outbox.objects.within(office.id).get().notice
            assert notice["leads"] == [str(lead.id)]
            assert notice["teams"] == [str(office.team.id)]


def _statements(office: build.Office, size: int) -> int:
    seen: list[str] = []
    batch = [build.incoming(office, request_type="offer") for _ in range(size)]
    sql.watchers.append(seen.append)
    try:
        receive.receive_batch(office.id, batch, at=NOON)
    finally:
        sql.watchers.remove(seen.append)
    return len(seen)


@pytest.mark.django_db(transaction=True)
class TestConcurrency:
    def test_eight_threads_with_one_newcomer_make_one_contact(self) -> None:
        office = build.office()
        receipts = _together(
            8, lambda: build.receipt(office, email="new@customer.example", full_name="New Comer")
        )

        with inside(office.id):
            assert Contact.objects.within(office.id).count() == 1
            assert ContactKey.objects.within(office.id).count() == 1
            assert Lead.objects.within(office.id).count() == 8
        assert len({one.lead_id for one in receipts}) == 8

    def test_eight_threads_with_one_key_make_one_lead(self) -> None:
        office = build.office()
        first = build.incoming(office)

        def send() -> receive.Receipt:
            arrival = build.incoming(office)
            arrival.idempotency_key, arrival.body = first.idempotency_key, first.body
            return receive.receive_batch(office.id, [arrival], at=NOON)[0]

        receipts = _together(8, send)

        assert len({one.arrival_id for one in receipts}) == 1
        assert len({one.lead_id for one in receipts}) == 1
        with inside(office.id):
            assert Lead.objects.within(office.id).count() == 1

    def test_concurrent_turns_are_exact(self) -> None:
        office = build.office()
        with inside(office.id):
            Member.objects.within(office.id).filter(user_id=office.ada.pk).update(weight=3)

        _together(8, lambda: [build.receipt(office, request_type="offer") for _ in range(5)])

        with inside(office.id):
            of_ada = Lead.objects.within(office.id).filter(owner_id=office.ada.pk).count()
            of_bob = Lead.objects.within(office.id).filter(owner_id=office.bob.pk).count()
        assert (of_ada, of_bob) == (30, 10)


def _together(count: int, work: Callable[[], Result]) -> list[Result]:
    """Run `work` in as many threads at once; return what each gave, or raise what one raised."""
    barrier = threading.Barrier(count)

    def run() -> Result:
        try:
            barrier.wait()
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return [one.result() for one in [pool.submit(run) for _ in range(count)]]
