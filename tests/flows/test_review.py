"""Held arrivals: released, tried again, put aside."""

from __future__ import annotations

import datetime
import json
import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection

from tests import build
from tests.build import NOON
from vaste.flows import receive, review
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Arrival, Import, Lead
from vaste.ledger.models import Event, Outbox
from vaste.people.models import Consent, Contact
from vaste.routing.models import Team
from vaste.sla.models import Clock

HOUR = datetime.timedelta(hours=1)
LATER = NOON + 2 * HOUR
ASKED = {"name": "Maija Meikäläinen", "email": "maija@customer.example", "message": "Offer, please"}


def held(
    office: build.Office,
    *,
    state: str = "quarantined",
    door: str = "api",
    body: bytes | None = None,
    content_type: str = "application/json",
) -> uuid.UUID:
    """Store one arrival that is not worked on, and return its id."""
    arrival = build.incoming(office, door=door)
    arrival.enquiry, arrival.state = None, state
    arrival.reasons = [{"code": "honeypot", "detail": ""}]
    arrival.body = json.dumps(ASKED).encode() if body is None else body
    arrival.content_type = content_type
    receive.receive_batch(office.id, [arrival], at=NOON)
    return arrival.id


def kept(office: build.Office, arrival_id: uuid.UUID) -> Arrival:
    """Return the arrival as it stands in the ledger."""
    with inside(office.id):
        return Arrival.objects.within(office.id).get(id=arrival_id)


def events(office: build.Office, arrival_id: uuid.UUID) -> list[tuple[str, Any, Any]]:
    """Return what was recorded about an arrival: verb, who, detail."""
    with inside(office.id):
        told = Event.objects.within(office.id).filter(subject_id=arrival_id).order_by("at", "id")
        return [(one.verb, one.actor_id, one.detail) for one in told]


@pytest.mark.django_db
class TestRelease:
    def test_a_quarantined_post_becomes_the_lead_it_should_have_been(self) -> None:
        office = build.office()
        arrival_id = held(office)

        receipt = review.release(office.id, arrival_id, by=office.mo, at=LATER)

        with inside(office.id):
            lead = Lead.objects.within(office.id).get()
            contact = Contact.objects.within(office.id).get()
        assert (receipt.state, receipt.lead_id) == ("lead_created", lead.id)
        assert (lead.arrival_id, lead.message, lead.category) == (
            arrival_id,
            "Offer, please",
            "hot",
        )
        assert (contact.full_name, contact.email) == (ASKED["name"], ASKED["email"])
        stored = kept(office, arrival_id)
        assert (stored.state, stored.lead_id) == ("lead_created", lead.id)
        assert [reason["code"] for reason in stored.reasons] == ["released", "honeypot"]

    def test_the_wait_in_the_lane_is_the_systems_and_the_clocks_begin_now(self) -> None:
        office = build.office()
        arrival_id = held(office)

        receipt = review.release(office.id, arrival_id, by=office.mo, at=LATER)

        with inside(office.id):
            lead = Lead.objects.within(office.id).get()
            started = set(Clock.objects.within(office.id).values_list("started_at", flat=True))
        assert lead.received_at == NOON
        assert started == {LATER}
        assert lead.due_at == LATER + datetime.timedelta(minutes=15)
        assert receipt.answer_by == LATER + HOUR

    def test_it_tells_who_decided_and_the_screens(self) -> None:
        office = build.office()
        arrival_id = held(office)
        with inside(office.id):
            Outbox.objects.within(office.id).delete()

        receipt = review.release(office.id, arrival_id, by=office.mo, at=LATER)

        detail = {
            "from": "quarantined",
            "to": "lead_created",
            "lead": str(receipt.lead_id),
            "reasons": [{"code": "honeypot", "detail": ""}],
        }
        assert events(office, arrival_id) == [("arrival.released", office.mo.pk, detail)]
        with inside(office.id):
            notice = Outbox.objects.within(office.id).get().notice
        assert (notice["topic"], notice["leads"]) == ("arrivals", [str(receipt.lead_id)])

    def test_a_form_is_read_without_its_own_marks_and_with_the_consent_as_shown(self) -> None:
        office = build.office()
        typed = {
            "full_name": "Aino Virtanen",
            "email": "aino@customer.example",
            "language": "fi",
            "consent_newsletter": "on",
            "vaste_shown": "signed",
            "website_2": "http://spam.example",
        }
        form = "application/x-www-form-urlencoded"
        arrival_id = held(office, door="forms", body=urlencode(typed).encode(), content_type=form)

        review.release(office.id, arrival_id, by=office.mo, at=LATER)

        with inside(office.id):
            lead = Lead.objects.within(office.id).get()
            consent = Consent.objects.within(office.id).get()
        assert (lead.custom, lead.source, lead.language) == ({}, "Website", "fi")
        assert (consent.purpose, consent.given, consent.version) == ("newsletter", True, "1")
        assert consent.text == "Lähettäkää minulle uutiskirje. Voin lopettaa sen milloin tahansa."

    def test_a_dismissed_one_can_be_taken_after_all(self) -> None:
        office = build.office()
        arrival_id = held(office)
        review.dismiss(office.id, arrival_id, by=office.mo, at=NOON + HOUR)

        receipt = review.release(office.id, arrival_id, by=office.ada, at=LATER)

        assert receipt.lead_id is not None
        verbs = [verb for verb, _, _ in events(office, arrival_id)]
        assert verbs == ["arrival.dismissed", "arrival.released"]

    def test_what_cannot_be_read_needs_a_look_and_makes_no_lead(self) -> None:
        office = build.office()
        arrival_id = held(office, body=b'{"email": ')

        receipt = review.release(office.id, arrival_id, by=office.mo, at=LATER)

        assert (receipt.state, receipt.lead_id) == ("needs_a_look", None)
        stored = kept(office, arrival_id)
        assert (stored.state, stored.lead_id) == ("needs_a_look", None)
        assert [reason["code"] for reason in stored.reasons] == ["bad_json"]
        assert events(office, arrival_id)[0][2]["to"] == "needs_a_look"

    def test_what_cannot_be_digested_needs_a_look_and_makes_no_lead(self) -> None:
        office = build.office()
        with inside(office.id):
            Team.objects.within(office.id).update(closed_at=NOON)  # there is nobody to give it to
        arrival_id = held(office)

        receipt = review.release(office.id, arrival_id, by=office.mo, at=LATER)

        assert (receipt.state, receipt.lead_id) == ("needs_a_look", None)
        assert kept(office, arrival_id).reasons[0]["code"] == "not_digested"
        with inside(office.id):
            assert Lead.objects.within(office.id).count() == 0

    def test_it_is_not_for_what_was_refused(self) -> None:
        office = build.office()
        arrival_id = held(office, state="refused")

        with pytest.raises(review.AlreadySettled) as met:
            review.release(office.id, arrival_id, by=office.mo, at=LATER)

        assert met.value.arrival.state == "refused"
        assert events(office, arrival_id) == []

    def test_the_second_time_it_changes_nothing(self) -> None:
        office = build.office()
        arrival_id = held(office)
        first = review.release(office.id, arrival_id, by=office.mo, at=LATER)

        with pytest.raises(review.AlreadySettled) as met:
            review.release(office.id, arrival_id, by=office.ada, at=LATER)

        assert met.value.arrival.lead_id == first.lead_id
        with inside(office.id):
            assert Lead.objects.within(office.id).count() == 1
        assert len(events(office, arrival_id)) == 1

    def test_another_workspaces_arrival_is_unknown(self) -> None:
        office, other = build.office(), build.office()
        arrival_id = held(office)

        with pytest.raises(review.NoSuchArrival):
            review.release(other.id, arrival_id, by=other.mo, at=LATER)

        assert kept(office, arrival_id).state == "quarantined"


@pytest.mark.django_db(transaction=True)
class TestReleaseAtOnce:
    def test_eight_people_make_one_lead(self) -> None:
        office = build.office()
        arrival_id = held(office)
        gate = threading.Barrier(8)

        def press() -> str:
            gate.wait()
            try:
                return review.release(office.id, arrival_id, by=office.mo, at=LATER).state
            except review.AlreadySettled as met:
                return f"too late: {met.arrival.state}"

        answers = _on_threads(press, 8)

        assert sorted(answers) == ["lead_created", *["too late: lead_created"] * 7]
        with inside(office.id):
            assert Lead.objects.within(office.id).count() == 1
        assert len(events(office, arrival_id)) == 1

    def test_of_release_and_dismissal_one_holds(self) -> None:
        office = build.office()
        arrival_id = held(office)
        gate = threading.Barrier(2)
        verbs = iter([review.release, review.dismiss])

        def press() -> str:
            verb: Callable[..., Any] = next(verbs)
            gate.wait()
            try:
                verb(office.id, arrival_id, by=office.mo, at=LATER)
            except review.AlreadySettled:
                return "too late"
            return verb.__name__

        answers = _on_threads(press, 2)

        with inside(office.id):
            leads = Lead.objects.within(office.id).count()
        if "release" in answers and "dismiss" in answers:  # first put aside, then taken after all
            assert leads == 1
        else:
            assert sorted(answers) == ["release", "too late"]
            assert leads == 1


def _on_threads(press: Callable[[], str], count: int) -> list[str]:
    def once(_: int) -> str:
        try:
            return press()
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(once, range(count)))


@pytest.mark.django_db
class TestReplay:
    def test_what_needed_a_look_is_worked_once_it_can_be(self) -> None:
        office = build.office()
        arrival_id = held(office, state="needs_a_look")

        receipt = review.replay(office.id, arrival_id, by=office.mo, at=LATER)

        assert receipt.state == "lead_created"
        assert kept(office, arrival_id).lead_id == receipt.lead_id
        assert events(office, arrival_id)[0][:2] == ("arrival.replayed", office.mo.pk)

    def test_a_refused_one_that_still_cannot_be_read_stays_refused(self) -> None:
        office = build.office()
        arrival_id = held(office, state="refused", body=b"\xff\x00")

        receipt = review.replay(office.id, arrival_id, by=office.mo, at=LATER)

        stored = kept(office, arrival_id)
        assert (receipt.state, stored.state, stored.lead_id) == ("refused", "refused", None)
        assert stored.reasons[0]["code"] == "not_utf8"

    def test_a_row_of_a_file_is_read_by_its_map_and_its_imports_choice_of_clocks(self) -> None:
        office = build.office()
        body = b'{"Who": "Maija", "Mail": "maija@customer.example", "Won?": "yes"}'
        arrival_id = held(office, state="needs_a_look", door="files", body=body)
        columns = {
            "Who": {"field": "full_name"},
            "Mail": {"field": "email"},
            "Won?": {"field": "custom:won"},
        }
        _belongs_to_import(office, arrival_id, {"columns": columns})

        receipt = review.replay(office.id, arrival_id, by=office.mo, at=LATER)

        with inside(office.id):
            lead = Lead.objects.within(office.id).select_related("contact").get()
            clocks = Clock.objects.within(office.id).count()
        assert (receipt.lead_id, lead.contact.full_name) == (lead.id, "Maija")
        assert (lead.custom, lead.is_imported, clocks) == ({"won": "yes"}, True, 0)

    def test_a_row_that_its_file_must_mend_stays_refused(self) -> None:
        office = build.office()
        arrival_id = held(office, state="refused", door="files", body=b'{"Who": "Maija"}')
        _belongs_to_import(office, arrival_id, {})
        reason = {"code": "bad_row", "detail": "The row has too many cells.", "remedy": "Mend it."}
        with inside(office.id):
            Arrival.objects.within(office.id).filter(id=arrival_id).update(reasons=[reason])

        receipt = review.replay(office.id, arrival_id, by=office.mo, at=LATER)

        assert receipt.state == "refused"
        assert kept(office, arrival_id).reasons == [{**reason, "place": ""}]

    @pytest.mark.parametrize("state", ["quarantined", "dismissed"])
    def test_it_is_not_for_what_a_person_has_to_judge(self, state: str) -> None:
        office = build.office()
        arrival_id = held(office, state=state)

        with pytest.raises(review.AlreadySettled):
            review.replay(office.id, arrival_id, by=office.mo, at=LATER)

        assert kept(office, arrival_id).state == state


def _belongs_to_import(office: build.Office, arrival_id: uuid.UUID, field_map: object) -> None:
    with inside(office.id):
        made = Import.objects.create(
            workspace_id=office.id,
            door_id=office.doors["files"].id,
            filename="leads.csv",
            path="/nowhere/leads.csv",
            sha256="0" * 64,
            size=1,
            field_map=field_map,
            created_at=NOON,
        )
        Arrival.objects.within(office.id).filter(id=arrival_id).update(import_id=made.id)


@pytest.mark.django_db
class TestDismiss:
    @pytest.mark.parametrize("state", ["quarantined", "needs_a_look", "refused"])
    def test_it_is_put_aside_with_its_reasons_and_who_did_it(self, state: str) -> None:
        office = build.office()
        arrival_id = held(office, state=state)

        arrival = review.dismiss(office.id, arrival_id, by=office.mo, at=LATER)

        assert arrival.state == "dismissed"
        stored = kept(office, arrival_id)
        assert stored.state == "dismissed"
        assert stored.reasons == [{"code": "honeypot", "detail": ""}]
        told = [("arrival.dismissed", office.mo.pk, {"from": state})]
        assert events(office, arrival_id) == told

    def test_a_lead_is_not_dismissed(self) -> None:
        office = build.office()
        lead = build.lead(office)

        with pytest.raises(review.AlreadySettled):
            review.dismiss(office.id, lead.arrival_id, by=office.mo, at=LATER)

        assert kept(office, lead.arrival_id).state == "lead_created"
        assert events(office, lead.arrival_id) == []
