"""The review lane, and deciding about an arrival over HTTP."""

from __future__ import annotations

import datetime
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from tests import build, counting
from tests.build import NOON, Office
from tests.desk.browser import Desk, panel, text
from tests.desk.conftest import SignIn
from tests.desk.views.test_ledger import arrived
from vaste.flows import review
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Arrival, Lead
from vaste.workspaces import services as workspaces
from vaste.workspaces.models import Role

MINUTE = datetime.timedelta(minutes=1)


def state_of(office: Office, arrival_id: uuid.UUID) -> str:
    """Return the state in which an arrival is now."""
    with inside(office.id):
        return Arrival.objects.within(office.id).get(id=arrival_id).state


def leads(office: Office) -> int:
    """Return how many leads there are."""
    with inside(office.id):
        return Lead.objects.within(office.id).count()


def in_lane(desk: Desk, arrival_id: uuid.UUID, verb: str) -> tuple[int, str, str]:
    """Press a row's button; return the status, the answer's text and its markup."""
    response = desk.post(f"/ledger/{arrival_id}/{verb}/", f"li#review-{arrival_id}")
    return response.status_code, text(response), response.content.decode().strip()


@pytest.mark.django_db
class TestIndex:
    def test_the_oldest_is_first_with_its_reasons(self, sign_in: SignIn) -> None:
        office = build.office()
        second = arrived(office, "needs_a_look", at=NOON + MINUTE)
        first = arrived(office, "quarantined", door="forms")
        for state in ("refused", "dismissed"):
            arrived(office, state)
        build.lead(office)

        page = panel(sign_in(office.mo).get("/review/"), "page")

        assert [row.arrival_id for row in page.rows] == [str(first), str(second)]
        assert [row.is_broken for row in page.rows] == [False, True]
        row = page.rows[0]
        assert (row.who, row.email, row.door) == ("Aino Ek", "aino@customer.example", "Forms")
        assert row.reasons == ("A field that no person sees was filled in.",)
        assert (page.count, page.is_capped) == (2, False)

    def test_pages_show_every_one_once(self, sign_in: SignIn) -> None:
        office = build.office()
        ids = {str(arrived(office, "quarantined")) for _ in range(53)}
        desk = sign_in(office.mo)

        first = panel(desk.get("/review/"), "page")
        second = panel(desk.get(first.next_url), "page")

        assert len(first.rows) == 50
        assert {row.arrival_id for row in (*first.rows, *second.rows)} == ids
        assert second.next_url == ""
        assert second.url == first.next_url

    def test_htmx_gets_the_list_alone(self, sign_in: SignIn) -> None:
        response = sign_in(build.office().mo).piece("/review/")

        assert b'id="review"' in response.content
        assert b"<html" not in response.content

    def test_statements_do_not_grow_with_the_rows(self, sign_in: SignIn) -> None:
        for number in (1, 12):
            office = build.office()
            for _ in range(number):
                arrived(office, "quarantined")
            desk = sign_in(office.mo)
            desk.get("/review/")
            with counting.statements() as found:
                desk.get("/review/")
            counting.hold("desk.review", found)


@pytest.mark.django_db
class TestRelease:
    def test_from_the_lane_the_row_comes_back_with_what_became_of_it(self, sign_in: SignIn) -> None:
        office = build.office()
        arrival_id = arrived(office, "quarantined")

        status, said, html = in_lane(sign_in(office.mo), arrival_id, "release")

        assert status == 201
        assert html.startswith(f'<li class="review-row" id="review-{arrival_id}"')
        assert said == "Released. The lead is in the queue, and its clock runs. Look at it"
        assert (state_of(office, arrival_id), leads(office)) == ("lead_created", 1)

    def test_it_sends_a_fixed_number_of_statements(self, sign_in: SignIn) -> None:
        office = build.office()
        arrival_id = arrived(office, "quarantined")
        desk = sign_in(office.mo)
        desk.get("/review/")

        with counting.statements() as found:
            assert in_lane(desk, arrival_id, "release")[0] == 201

        counting.hold("desk.release, from the lane", found)

    def test_the_second_is_told_who_was_first(self, sign_in: SignIn) -> None:
        office = build.office()
        workspaces.join(office.workspace, office.eve, Role.MARKETER, at=NOON)
        arrival_id = arrived(office, "quarantined")
        in_lane(sign_in(office.eve), arrival_id, "release")

        status, said, _ = in_lane(sign_in(office.mo), arrival_id, "release")

        assert (status, leads(office)) == (409, 1)
        assert said.startswith("Eve released it, and it became a lead.")

    def test_what_cannot_be_worked_on_comes_back_with_its_reason(self, sign_in: SignIn) -> None:
        office = build.office()
        arrival_id = arrived(office, "quarantined", body=b'{"name": ')

        status, said, html = in_lane(sign_in(office.mo), arrival_id, "release")

        assert status == 422
        assert html.startswith(f'<li class="review-row" id="review-{arrival_id}"')
        assert "Try again" in said
        assert "JSON" in said
        assert (state_of(office, arrival_id), leads(office)) == ("needs_a_look", 0)

    def test_from_its_page_the_page_comes_back(self, sign_in: SignIn) -> None:
        office = build.office()
        arrival_id = arrived(office, "quarantined")

        response = sign_in(office.mo).post(f"/ledger/{arrival_id}/release/", "article#arrival")

        assert response.status_code == 201
        assert response.content.strip().startswith(b'<article class="page-content" id="arrival"')
        assert "Open the lead" in text(response)

    def test_without_script_it_goes_to_the_page_and_says_so(self, sign_in: SignIn) -> None:
        office = build.office()
        arrival_id = arrived(office, "quarantined")
        desk = sign_in(office.mo)

        response = desk.post_plainly(f"/ledger/{arrival_id}/release/")

        assert (response.status_code, response["Location"]) == (303, f"/ledger/{arrival_id}/")
        assert "Released. The lead is in the queue" in text(desk.get(response["Location"]))

    def test_without_script_being_too_late_is_a_page_that_says_so(self, sign_in: SignIn) -> None:
        office = build.office()
        arrival_id = arrived(office, "quarantined")
        review.dismiss(office.id, arrival_id, by=office.mo, at=NOON)
        review.release(office.id, arrival_id, by=office.mo, at=NOON)

        response = sign_in(office.mo).post_plainly(f"/ledger/{arrival_id}/release/")

        assert response.status_code == 409
        assert "Mo released it, and it became a lead." in text(response)
        assert b"<html" in response.content

    def test_it_is_asked_for_by_post(self, sign_in: SignIn) -> None:
        office = build.office()
        arrival_id = arrived(office, "quarantined")

        assert sign_in(office.mo).get(f"/ledger/{arrival_id}/release/").status_code == 405
        assert state_of(office, arrival_id) == "quarantined"

    @pytest.mark.parametrize("verb", ["release", "replay", "dismiss"])
    def test_a_rep_may_not_and_a_stranger_sees_nothing(self, sign_in: SignIn, verb: str) -> None:
        office, other = build.office(), build.office()
        arrival_id = arrived(office, "needs_a_look")

        assert in_lane(sign_in(office.ada), arrival_id, verb)[0] == 403
        assert in_lane(sign_in(other.mo), arrival_id, verb)[0] == 404
        assert (state_of(office, arrival_id), leads(office)) == ("needs_a_look", 0)


@pytest.mark.django_db(transaction=True)
class TestReleaseAtOnce:
    def test_of_four_presses_one_makes_the_lead_and_three_are_told(self, sign_in: SignIn) -> None:
        office = build.office()
        arrival_id = arrived(office, "quarantined")
        desks = [sign_in(office.mo) for _ in range(4)]
        gate = threading.Barrier(4)

        def press(desk: Desk) -> int:
            gate.wait()
            try:
                return in_lane(desk, arrival_id, "release")[0]
            finally:
                connection.close()

        with ThreadPoolExecutor(4) as pool:
            statuses = list(pool.map(press, desks))

        assert sorted(statuses) == [201, 409, 409, 409]
        assert leads(office) == 1


@pytest.mark.django_db
class TestReplay:
    def test_what_was_refused_becomes_a_lead_once_it_can_be_read(self, sign_in: SignIn) -> None:
        office = build.office()
        arrival_id = arrived(office, "refused")

        response = sign_in(office.mo).post(f"/ledger/{arrival_id}/replay/", "article#arrival")

        assert response.status_code == 201
        assert (state_of(office, arrival_id), leads(office)) == ("lead_created", 1)

    def test_what_still_cannot_be_read_says_why(self, sign_in: SignIn) -> None:
        office = build.office()
        arrival_id = arrived(office, "refused", body=b'{"a": 1, "a": 2}')

        response = sign_in(office.mo).post(f"/ledger/{arrival_id}/replay/", "article#arrival")

        assert response.status_code == 422
        assert "It could not be worked on." in text(response)
        assert state_of(office, arrival_id) == "refused"


@pytest.mark.django_db
class TestDismiss:
    def test_the_row_says_that_it_stays_in_the_ledger(self, sign_in: SignIn) -> None:
        office = build.office()
        arrival_id = arrived(office, "quarantined")

        status, said, _ = in_lane(sign_in(office.mo), arrival_id, "dismiss")

        assert status == 200
        assert said.startswith("Dismissed. It stays in the ledger and can be released later.")
        assert state_of(office, arrival_id) == "dismissed"

    def test_a_lead_is_not_dismissed(self, sign_in: SignIn) -> None:
        office = build.office()
        lead = build.lead(office)

        status, said, _ = in_lane(sign_in(office.mo), lead.arrival_id, "dismiss")

        assert (status, state_of(office, lead.arrival_id)) == (409, "lead_created")
        assert said.startswith("It needs no decision: it is settled already.")
