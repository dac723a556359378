"""Closing and opening again over HTTP."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests import build
from tests.build import NOON
from tests.desk.browser import lead_now, panel, text
from tests.desk.conftest import SignIn
from vaste.flows import work
from vaste.leads.models import Lead


def url(lead: Lead) -> str:
    return f"/leads/{lead.id}/closing/"


@pytest.mark.django_db
class TestClosing:
    def test_lost_with_a_reason_and_a_note(self, sign_in: SignIn) -> None:
        office = build.office()
        lead = build.lead(office)

        response = sign_in(office.ada).post(url(lead), outcome="lost", reason="price", note="10 %")

        assert response.status_code == 200
        read = text(response)
        assert "Closed 02/03/2026. Lost: Price." in read
        assert "Ada closed the lead as lost: Price." in read
        assert "10 %" in read
        assert (lead_now(office, lead).state, lead_now(office, lead).close_reason) == (
            "lost", "price",
        )  # fmt: skip

    @pytest.mark.parametrize(
        ("language", "written", "value"),
        [
            ("en", "12,000", Decimal(12000)),
            ("fi", "12,500", Decimal("12.500")),
            ("fi", "1 234,50", Decimal("1234.50")),
            ("hu", "12.000", Decimal(12000)),
            ("en", "", None),
        ],
    )
    def test_won_reads_the_value_as_the_reader_writes_it(
        self, sign_in: SignIn, language: str, written: str, value: Decimal | None
    ) -> None:
        office = build.office()
        office.ada.language = language
        office.ada.save()
        lead = build.lead(office)

        response = sign_in(office.ada).post(
            url(lead), outcome="won", reason="won", won_value=written
        )

        assert response.status_code == 200
        assert lead_now(office, lead).won_value == value

    @pytest.mark.parametrize(
        ("told", "field"),
        [
            ({}, "outcome"),
            ({"outcome": "open"}, "outcome"),
            ({"outcome": "lost"}, "reason"),
            ({"outcome": "lost", "reason": "student"}, "reason"),
            ({"outcome": "won", "reason": "price"}, "reason"),
            ({"outcome": "won", "won_value": "a lot"}, "won_value"),
            ({"outcome": "won", "won_value": "-5"}, "won_value"),
        ],
    )
    def test_refuses_what_does_not_fit(
        self, sign_in: SignIn, told: dict[str, str], field: str
    ) -> None:
        office = build.office()
        lead = build.lead(office)

        response = sign_in(office.ada).post_plainly(url(lead), note="Kept", **told)

        assert response.status_code == 422
        state = panel(response, "lead").closing_form.state
        assert list(state.errors) == [field]
        assert state.values["note"] == "Kept"
        assert lead_now(office, lead).version == 1

    def test_of_a_colleague_is_for_managers(self, sign_in: SignIn) -> None:
        office = build.office()
        lead = build.lead(office)
        work.take_over(office.id, lead.id, by=office.bob, at=NOON)

        assert sign_in(office.ada).post(url(lead), outcome="won").status_code == 409
        assert lead_now(office, lead).state == "open"
        assert sign_in(office.mo).post(url(lead), outcome="won").status_code == 200

    def test_twice_and_from_a_stale_page_are_refused(self, sign_in: SignIn) -> None:
        office = build.office()
        lead = build.lead(office)
        work.take_over(office.id, lead.id, by=office.ada, at=NOON)
        desk = sign_in(office.ada)

        assert desk.post(url(lead), outcome="won", version="1").status_code == 409
        assert desk.post(url(lead), outcome="won", version="2").status_code == 200
        assert desk.post(url(lead), outcome="won").status_code == 409


@pytest.mark.django_db
class TestReopening:
    def test_gives_it_to_whoever_opens_it(self, sign_in: SignIn) -> None:
        office = build.office()
        lead = build.lead(office)
        work.close(office.id, lead.id, outcome="lost", reason="price", by=office.ada, at=NOON)

        response = sign_in(office.bob).delete(url(lead))

        assert response.status_code == 200
        assert "Open again, and yours." in text(response)
        assert (lead_now(office, lead).state, lead_now(office, lead).owner_id) == (
            "open", office.bob.pk,
        )  # fmt: skip

    def test_an_open_lead_is_refused(self, sign_in: SignIn) -> None:
        office = build.office()
        lead = build.lead(office)

        response = sign_in(office.ada).delete(url(lead))

        assert response.status_code == 409
        assert "This lead is open already." in text(response)
