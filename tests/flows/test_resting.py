"""What follows fruitless attempts."""

from __future__ import annotations

from datetime import timedelta

import pytest
import yaml

from tests import build
from tests.build import NOON, Office
from vaste.categories.contract import AfterAttempts
from vaste.definitions import queries as definitions
from vaste.flows import work
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Lead
from vaste.ledger.models import Event
from vaste.sla.models import Clock

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def office() -> Office:
    content = definitions.default_content()
    for category in content["categories"]:
        category["after_attempts"] = {"count": 3, "then": "snooze", "for": "30 days"}
        category["counts_as_contact"] = {"phone": ["reached"]}
    return build.office(source=yaml.safe_dump(content, allow_unicode=True))


def call(office: Office, lead: Lead, outcome: str, number: int, channel: str = "phone") -> Lead:
    """Log the call number `number`, an hour after the one before."""
    at = NOON + number * HOUR
    work.log_contact(
        office.id, lead.id, channel=channel, outcome=outcome, note="", next_step="Call again",
        next_step_at=at + 2 * HOUR, by=office.ada, at=at,
    )  # fmt: skip
    with inside(office.id):
        return Lead.objects.within(office.id).get(id=lead.id)


class TestRestAfterAttempts:
    def test_the_lead_sleeps_until_its_date(self, office: Office) -> None:
        lead = build.lead(office, request_type="offer")
        states = [call(office, lead, "no_answer", number).state for number in (1, 2)]

        after = call(office, lead, "meeting_booked", 3)  # no contact by this contract

        until = NOON + 3 * HOUR + timedelta(days=30)
        assert states == ["open", "open"]
        assert (after.state, after.due_at, after.next_step_at) == ("snoozed", until, until)
        with inside(office.id):
            event = Event.objects.within(office.id).get(verb="lead.snoozed")
            running = Clock.objects.within(office.id).filter(
                lead_id=lead.id, met_at=None, stopped_at=None
            )
            assert not running.exists()
        assert event.detail["attempts"] == 3

    def test_a_contact_begins_the_count_anew_and_a_note_is_no_attempt(self, office: Office) -> None:
        lead = build.lead(office, request_type="offer")
        outcomes = ["no_answer", "voicemail", "reached", "no_answer", "no_answer"]
        for number, outcome in enumerate(outcomes, 1):
            call(office, lead, outcome, number)

        assert call(office, lead, "noted", 6, channel="note").state == "open"
        assert call(office, lead, "no_answer", 7).state == "snoozed"

    def test_without_a_contract_it_stays(self) -> None:
        office = build.office()
        lead = build.lead(office, request_type="offer")

        assert [call(office, lead, "no_answer", number).state for number in range(1, 7)] == [
            "open"
        ] * 6


class TestGap:
    def test_attempts_in_a_row_are_one_until_the_gap_is_over(self) -> None:
        content = definitions.default_content()
        for category in content["categories"]:
            category["after_attempts"] = {
                "count": 3, "then": "snooze", "for": "30 days", "gap": "2 hours"
            }  # fmt: skip
        office = build.office(source=yaml.safe_dump(content, allow_unicode=True))
        lead = build.lead(office, request_type="offer")

        # Hours 1, 3 and 5 count: the others come less than two hours after one that did.
        states = [call(office, lead, "no_answer", number).state for number in range(1, 6)]

        assert states == ["open", "open", "open", "open", "snoozed"]
        with inside(office.id):
            event = Event.objects.within(office.id).get(verb="lead.snoozed")
        assert event.detail["attempts"] == 3

    def test_one_that_does_not_count_puts_nothing_to_rest_again(self) -> None:
        contract = AfterAttempts(2, timedelta(days=1), timedelta(hours=2))
        hours = [NOON + number * HOUR for number in (0, 1, 2, 3, 5)]

        assert contract.counted(hours) == [hours[0], hours[2], hours[4]]
        assert AfterAttempts(2, timedelta(days=1)).counted(hours) == hours
