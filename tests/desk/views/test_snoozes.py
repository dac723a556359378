"""Snoozing over HTTP."""

from __future__ import annotations

import datetime

import pytest

from tests import build
from tests.build import NOON, Office
from tests.desk.browser import lead_now, panel, text
from tests.desk.conftest import SignIn
from vaste.flows import work
from vaste.leads.models import Lead

HOUR = datetime.timedelta(hours=1)
NINE_TOMORROW = datetime.datetime(2026, 3, 3, 7, 0, tzinfo=datetime.UTC)


def contacted(office: Office) -> Lead:
    """Return a lead of Ada's whose promises are kept."""
    lead = build.lead(office)
    work.log_contact(
        office.id, lead.id, channel="phone", outcome="reached", note="", next_step="call",
        next_step_at=NOON + HOUR, by=office.ada, at=NOON,
    )  # fmt: skip
    return lead_now(office, lead)


def url(lead: Lead) -> str:
    return f"/leads/{lead.id}/snooze/"


@pytest.mark.django_db
class TestCreate:
    def test_puts_it_away_and_says_until_when_and_why(self, sign_in: SignIn) -> None:
        office = build.office()
        lead = contacted(office)

        response = sign_in(office.ada).post(url(lead), until="tomorrow", note="Budget in May")

        assert response.status_code == 200
        read = text(response)
        assert "Snoozed. It comes back by itself." in read
        assert "Snoozed. It comes back: 3 Mar 09:00. Why: Budget in May" in read
        assert "Ada snoozed the lead. It comes back: 3 Mar 09:00." in read
        after = lead_now(office, lead)
        assert (after.state, after.due_at) == ("snoozed", NINE_TOMORROW)

    def test_until_ones_own_time(self, sign_in: SignIn) -> None:
        office = build.office()
        lead = contacted(office)

        sign_in(office.ada).post(url(lead), until="custom", until_at="2026-03-05T14:15")

        assert lead_now(office, lead).due_at == datetime.datetime(
            2026, 3, 5, 12, 15, tzinfo=datetime.UTC
        )

    @pytest.mark.parametrize(
        ("told", "field", "message"),
        [
            ({}, "until", "Choose when the lead comes back."),
            ({"until": "custom"}, "until_at", "Write a date and a time."),
            (
                {"until": "custom", "until_at": "2026-03-02T11:59"},
                "until",
                "Choose a time in the future.",
            ),
        ],
    )
    def test_refuses_what_is_no_time_to_come(
        self, sign_in: SignIn, told: dict[str, str], field: str, message: str
    ) -> None:
        office = build.office()
        lead = contacted(office)

        response = sign_in(office.ada).post_plainly(url(lead), **told)

        assert response.status_code == 422
        assert dict(panel(response, "lead").snooze_form.state.errors) == {field: message}
        assert lead_now(office, lead).version == lead.version

    def test_hides_nothing_that_was_promised(self, sign_in: SignIn) -> None:
        office = build.office()
        lead = build.lead(office, request_type="offer")

        response = sign_in(office.ada).post_plainly(url(lead), until="in_2h")

        assert response.status_code == 422
        assert "The buyer is promised an answer before that" in text(response)
        assert lead_now(office, lead).state == "open"

    def test_of_a_colleague_is_for_managers(self, sign_in: SignIn) -> None:
        office = build.office()
        lead = contacted(office)

        refused = sign_in(office.bob).post_plainly(url(lead), until="tomorrow", note="Mine")
        assert refused.status_code == 409
        assert panel(refused, "lead").snooze_form.state.values["note"] == "Mine"
        assert "Ada has taken this lead over." in text(refused)
        assert lead_now(office, lead).state == "open"

        assert sign_in(office.mo).post(url(lead), until="tomorrow").status_code == 200
        assert lead_now(office, lead).state == "snoozed"

    def test_a_stale_page_and_a_closed_lead_are_refused(self, sign_in: SignIn) -> None:
        office = build.office()
        lead = contacted(office)
        desk = sign_in(office.ada)

        assert desk.post(url(lead), until="tomorrow", version="1").status_code == 409
        work.close(office.id, lead.id, outcome="won", reason="", by=office.ada, at=NOON)
        assert desk.post(url(lead), until="tomorrow").status_code == 409
        assert lead_now(office, lead).state == "won"
