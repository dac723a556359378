"""Each page asks a fixed number of questions, however many leads there are."""

from __future__ import annotations

import datetime

import pytest

from tests import build, counting
from tests.build import NOON, Office
from tests.desk.browser import full_office
from tests.desk.conftest import SignIn
from vaste.flows import work

MINUTE = datetime.timedelta(minutes=1)
CALL = {"channel": "phone", "direction": "out", "outcome": "reached", "next_step": "call_2h"}


def busy(leads: int) -> Office:
    """Return an office with so many open leads of one contact in its pool."""
    office = full_office()
    for number in range(leads):
        at = NOON + number * MINUTE
        build.lead(office, email="same@customer.example", request_type="offer", at=at)
    return office


@pytest.mark.django_db
@pytest.mark.parametrize("leads", [2, 9])
class TestPages:
    @pytest.mark.parametrize(
        ("name", "user", "url"),
        [
            ("desk.queue, rep", "ada", "/queue/"),
            ("desk.queue, manager", "mo", "/queue/"),
            ("desk.queue, all of a rep", "ada", "/queue/?scope=all"),
            ("desk.queue, search", "mo", "/queue/?q=maija"),
            ("desk.search", "mo", "/search/?q=maija"),
            ("desk.workspaces", "mo", "/workspace/switch/"),
        ],
    )
    def test_page(self, sign_in: SignIn, leads: int, name: str, user: str, url: str) -> None:
        office = busy(leads)
        desk = sign_in(getattr(office, user))
        desk.get(url)

        with counting.statements() as found:
            assert desk.get(url).status_code == 200

        counting.hold(name, found)

    def test_piece(self, sign_in: SignIn, leads: int) -> None:
        desk = sign_in(busy(leads).ada)
        desk.piece("/queue/")

        with counting.statements() as found:
            assert desk.piece("/queue/").status_code == 200

        counting.hold("desk.queue, the list alone", found)

    def test_lead(self, sign_in: SignIn, leads: int) -> None:
        office = busy(leads)
        lead = build.lead(office, email="same@customer.example")
        desk = sign_in(office.ada)
        desk.get(f"/leads/{lead.id}/")

        with counting.statements() as found:
            assert desk.get(f"/leads/{lead.id}/").status_code == 200

        counting.hold("desk.lead", found)


@pytest.mark.django_db
class TestVerbs:
    def test_claim(self, sign_in: SignIn) -> None:
        office = busy(2)
        lead = build.lead(office)
        desk = sign_in(office.ada)
        desk.get("/queue/")

        with counting.statements() as found:
            response = desk.post(f"/leads/{lead.id}/claim/", f"li#lead-{lead.id}")

        assert response.status_code == 201
        counting.hold("desk.claim, from the queue", found)

    def test_contact(self, sign_in: SignIn) -> None:
        office = busy(2)
        lead = build.lead(office)
        desk = sign_in(office.ada)
        desk.get(f"/leads/{lead.id}/")

        with counting.statements() as found:
            response = desk.post(f"/leads/{lead.id}/contacts/", **CALL)

        assert response.status_code == 201
        counting.hold("desk.contact", found)

    def test_closing(self, sign_in: SignIn) -> None:
        office = busy(2)
        lead = build.lead(office)
        work.take_over(office.id, lead.id, by=office.ada, at=NOON)
        desk = sign_in(office.ada)
        desk.get(f"/leads/{lead.id}/")

        with counting.statements() as found:
            response = desk.post(f"/leads/{lead.id}/closing/", outcome="lost", reason="price")

        assert response.status_code == 200
        counting.hold("desk.closing", found)
