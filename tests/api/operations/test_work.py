"""The verbs on a lead."""

from __future__ import annotations

import threading
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from tests import build
from tests.api.machine import Answer, Machine, fresh_lead, later, machine, member, secret
from tests.build import Office
from vaste.flows import found, work
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Activity, Lead
from vaste.ledger.models import Event
from vaste.routing.models import Claim
from vaste.sla.models import Clock
from vaste.workspaces.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    """An office whose leads wait in the pool of the team that Ada and Bob are in."""
    made = build.office(reps=False)
    with inside(made.id):
        for rep in (made.ada, made.bob):
            found.join_team(made.id, made.team, rep, capacity=0)
    return made


@pytest.fixture
def lead(office: Office) -> Lead:
    return fresh_lead(office, request_type="offer")


@pytest.fixture
def ada(office: Office) -> Machine:
    return machine(office, office.ada)


def stored(lead: Lead) -> Lead:
    with inside(lead.workspace_id):
        return Lead.objects.within(lead.workspace_id).get(id=lead.id)


def verbs(lead: Lead) -> list[str]:
    with inside(lead.workspace_id):
        events = Event.objects.within(lead.workspace_id).filter(subject_id=lead.id)
        return list(events.order_by("at", "id").values_list("verb", flat=True))


def call(**told: Any) -> dict[str, Any]:
    return {
        "channel": "phone",
        "outcome": "reached",
        "note": "Wants a visit",
        "next_step": "Visit",
        "next_step_at": later(days=1),
        **told,
    }


class TestTakeOver:
    def test_makes_it_mine_and_stops_the_clock(self, ada: Machine, lead: Lead) -> None:
        answer = ada.post(f"/leads/{lead.id}/claim")

        assert answer.status == 201
        assert answer.headers["ETag"] == '"2"'
        after = stored(lead)
        assert answer.body["owner"] == str(after.owner_id)
        assert after.taken_over_at is not None
        with inside(lead.workspace_id):
            clock = Clock.objects.within(lead.workspace_id).get(
                lead_id=lead.id, milestone="take_over"
            )
        assert clock.met_at == after.taken_over_at

    def test_again_changes_nothing(self, ada: Machine, lead: Lead) -> None:
        first = ada.post(f"/leads/{lead.id}/claim")

        second = ada.post(f"/leads/{lead.id}/claim")

        assert second.status == 200
        assert second.body == first.body
        assert second.headers["ETag"] == first.headers["ETag"]

    def test_second_rep_loses_and_is_told_who_won(
        self, office: Office, ada: Machine, lead: Lead
    ) -> None:
        ada.post(f"/leads/{lead.id}/claim")
        before = stored(lead).version

        answer = machine(office, office.bob).post(f"/leads/{lead.id}/claim")

        assert (answer.status, answer.code) == (409, "already_claimed")
        assert answer.body["holder"] == str(office.ada.pk)
        assert stored(lead).version == before

    def test_of_a_closed_lead_is_refused(self, ada: Machine, office: Office, lead: Lead) -> None:
        work.close(office.id, lead.id, outcome="won", reason="", by=office.mo, at=timezone.now())

        answer = ada.post(f"/leads/{lead.id}/claim")

        assert (answer.status, answer.code) == (409, "lead_closed")

    @pytest.mark.parametrize("role", [Role.VIEWER, Role.MARKETER])
    def test_is_not_for_every_role(self, office: Office, lead: Lead, role: Role) -> None:
        answer = machine(office, member(office, "vera", role)).post(f"/leads/{lead.id}/claim")

        assert (answer.status, answer.code) == (403, "role_not_allowed")
        assert stored(lead).owner_id is None

    def test_needs_its_scope(self, office: Office, lead: Lead) -> None:
        answer = machine(office, office.ada, ["leads:read"]).post(f"/leads/{lead.id}/claim")

        assert (answer.status, answer.code) == (403, "scope_missing")
        assert answer.body["scope"] == "leads:write"
        assert 'scope="leads:write"' in answer.headers["WWW-Authenticate"]
        assert stored(lead).owner_id is None


class TestGiveBack:
    def test_returns_it_to_the_pool(self, ada: Machine, lead: Lead) -> None:
        ada.post(f"/leads/{lead.id}/claim")

        answer = ada.delete(f"/leads/{lead.id}/claim")

        assert answer.status == 200
        assert answer.body["owner"] is None
        assert answer.headers["ETag"] == '"3"'
        assert stored(lead).owner_id is None
        with inside(lead.workspace_id):
            claim = Claim.objects.within(lead.workspace_id).get(lead_id=lead.id)
        assert claim.release_reason == "given_back"

    def test_of_another_reps_lead_only_a_manager(
        self, office: Office, ada: Machine, lead: Lead
    ) -> None:
        ada.post(f"/leads/{lead.id}/claim")

        refused = machine(office, office.bob).delete(f"/leads/{lead.id}/claim")
        held = stored(lead).owner_id
        allowed = machine(office, office.mo).delete(f"/leads/{lead.id}/claim")

        assert (refused.status, refused.code) == (409, "already_claimed")
        assert held == office.ada.pk
        assert allowed.status == 200


class TestLogContact:
    def test_keeps_it_and_stops_the_first_contact_clock(self, ada: Machine, lead: Lead) -> None:
        answer = ada.post(f"/leads/{lead.id}/contacts", call())

        assert answer.status == 201
        assert answer.body["is_contact"] is True
        after = stored(lead)
        assert (after.next_step, after.owner_id) == ("Visit", after.owner_id)
        assert after.first_contact_at is not None
        assert answer.headers["ETag"] == f'"{after.version}"'
        with inside(lead.workspace_id):
            made = Activity.objects.within(lead.workspace_id).get(lead_id=lead.id)
        assert str(made.id) == answer.body["id"]
        assert (made.channel, made.outcome, made.note) == ("phone", "reached", "Wants a visit")

    def test_an_attempt_leaves_the_clock_running(self, ada: Machine, lead: Lead) -> None:
        answer = ada.post(f"/leads/{lead.id}/contacts", call(outcome="no_answer"))

        assert answer.body["is_contact"] is False
        assert stored(lead).first_contact_at is None

    @pytest.mark.parametrize(
        ("wrong", "place"),
        [
            ({"outcome": "held"}, "body.outcome"),
            ({"next_step": "  "}, "body.next_step"),
            ({"next_step_at": "2020-01-01T00:00:00Z"}, "body.next_step_at"),
        ],
    )
    def test_says_what_is_not_given(
        self, ada: Machine, lead: Lead, wrong: dict[str, str], place: str
    ) -> None:
        answer = ada.post(f"/leads/{lead.id}/contacts", call(**wrong))

        assert (answer.status, answer.code) == (422, "not_given")
        assert answer.body["place"] == place
        assert stored(lead).version == 1

    def test_plans_no_farther_than_ten_years(self, ada: Machine, lead: Lead) -> None:
        answer = ada.post(f"/leads/{lead.id}/contacts", call(next_step_at="2999-01-01T00:00:00Z"))

        assert (answer.status, answer.code) == (422, "too_far")

    @pytest.mark.parametrize(
        ("body", "place"),
        [
            ({"channel": "pigeon"}, "body.channel"),
            ({"note": "a\x00b"}, "body.note"),
            ({"note": "\ud800"}, "body.note"),
            ({"note": "x" * 20_001}, "body.note"),
            ({"next_step_at": "tomorrow"}, "body.next_step_at"),
            ({"next_step_at": 1234567890}, "body.next_step_at"),
            ({"next_step_at": "2026-03-05T10:00:00"}, "body.next_step_at"),
            ({"surprise": 1}, "body.surprise"),
        ],
    )
    def test_names_the_place_of_every_fault(
        self, ada: Machine, lead: Lead, body: dict[str, Any], place: str
    ) -> None:
        answer = ada.post(f"/leads/{lead.id}/contacts", call(**body))

        assert (answer.status, answer.code) == (422, "invalid")
        assert [one["place"] for one in answer.body["errors"]] == [place]
        assert stored(lead).version == 1

    @pytest.mark.parametrize(
        ("body", "message", "remedy"),
        [
            ({"note": "a\x00b"}, "A character with the code 0 stands in it", "Take it out"),
            ({"surprise": 1}, "Extra inputs are not permitted", "Leave it out"),
            ({"next_step_at": "tomorrow"}, "write it as 2026-03-05T10:00:00Z", "See /api/v1/docs"),
        ],
    )
    def test_says_what_is_wrong_and_how_to_mend_it(
        self, ada: Machine, lead: Lead, body: dict[str, Any], message: str, remedy: str
    ) -> None:
        (fault,) = ada.post(f"/leads/{lead.id}/contacts", call(**body)).body["errors"]

        assert fault["message"].startswith(message)
        assert fault["remedy"].startswith(remedy)

    def test_on_somebody_elses_lead_is_refused(
        self, office: Office, ada: Machine, lead: Lead
    ) -> None:
        machine(office, office.bob).post(f"/leads/{lead.id}/claim")

        answer = ada.post(f"/leads/{lead.id}/contacts", call())

        assert (answer.status, answer.code) == (409, "already_claimed")
        with inside(lead.workspace_id):
            assert not Activity.objects.within(lead.workspace_id).exists()


class TestLogContactOnce:
    def test_the_same_request_is_done_once_and_answered_alike(
        self, ada: Machine, lead: Lead
    ) -> None:
        body = call()

        first = ada.post(f"/leads/{lead.id}/contacts", body, Idempotency_Key="a key")
        assert first.code == "invalid"  # no spaces
        first = ada.post(f"/leads/{lead.id}/contacts", body, Idempotency_Key="a-key")
        second = ada.post(f"/leads/{lead.id}/contacts", body, Idempotency_Key="a-key")

        assert (first.status, second.status) == (201, 201)
        assert second.body == first.body
        with inside(lead.workspace_id):
            assert Activity.objects.within(lead.workspace_id).count() == 1
        assert stored(lead).version == 2
        assert verbs(lead).count("lead.contacted") == 1

    def test_answers_alike_when_the_lead_has_changed_since(self, ada: Machine, lead: Lead) -> None:
        body = call()
        told = {"Idempotency_Key": "k", "If_Match": '"1"'}
        first = ada.post(f"/leads/{lead.id}/contacts", body, **told)
        ada.put(f"/leads/{lead.id}/closing", {"outcome": "won"})

        again = ada.post(f"/leads/{lead.id}/contacts", body, **told)

        assert (again.status, again.body) == (201, first.body)

    def test_another_request_under_the_key_is_refused(self, ada: Machine, lead: Lead) -> None:
        ada.post(f"/leads/{lead.id}/contacts", call(), Idempotency_Key="k")

        answer = ada.post(f"/leads/{lead.id}/contacts", call(note="other"), Idempotency_Key="k")

        assert (answer.status, answer.code) == (422, "key_used")
        with inside(lead.workspace_id):
            assert Activity.objects.within(lead.workspace_id).count() == 1

    def test_a_refused_request_keeps_nothing_under_its_key(self, ada: Machine, lead: Lead) -> None:
        wrong = call(outcome="held")
        ada.post(f"/leads/{lead.id}/contacts", wrong, Idempotency_Key="k")

        answer = ada.post(f"/leads/{lead.id}/contacts", call(), Idempotency_Key="k")

        assert answer.status == 201

    def test_a_key_is_its_users_own(self, office: Office, ada: Machine, lead: Lead) -> None:
        ada.post(f"/leads/{lead.id}/contacts", call(), Idempotency_Key="k")
        other = fresh_lead(office)

        answer = machine(office, office.bob).post(
            f"/leads/{other.id}/contacts", call(), Idempotency_Key="k"
        )

        assert answer.status == 201

    def test_keeps_no_text_of_the_request(self, ada: Machine, lead: Lead) -> None:
        ada.post(f"/leads/{lead.id}/contacts", call(note="a secret"), Idempotency_Key="k")

        with inside(lead.workspace_id):
            kept = Event.objects.within(lead.workspace_id).get(verb="request.answered")
        assert set(kept.detail) == {"request"}
        assert len(kept.detail["request"]) == 64


@pytest.mark.django_db(transaction=True)
class TestLogContactAtTheSameTime:
    def test_eight_senders_of_one_request_make_one_contact(self) -> None:
        office = build.office(reps=False)
        lead = fresh_lead(office)
        token = secret(office, office.mo)
        body = call()
        start = threading.Barrier(8)
        answers: list[Answer] = []

        def send() -> None:
            start.wait()
            answers.append(
                Machine(token).post(f"/leads/{lead.id}/contacts", body, Idempotency_Key="k")
            )
            connection.close()

        threads = [threading.Thread(target=send) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert {answer.status for answer in answers} == {201}
        assert len({answer.body["id"] for answer in answers}) == 1
        with inside(office.id):
            assert Activity.objects.within(office.id).count() == 1


class TestSnooze:
    def test_puts_it_away(self, ada: Machine, lead: Lead) -> None:
        ada.post(f"/leads/{lead.id}/contacts", call())

        answer = ada.put(f"/leads/{lead.id}/snooze", {"until": later(days=7), "note": "Ill"})

        assert answer.status == 200
        assert answer.body["state"] == "snoozed"
        assert stored(lead).state == "snoozed"

    def test_not_past_the_promise(self, ada: Machine, lead: Lead) -> None:
        answer = ada.put(f"/leads/{lead.id}/snooze", {"until": later(days=300)})

        assert (answer.status, answer.code) == (422, "not_given")
        assert answer.body["place"] == "body.until"
        assert stored(lead).state == "open"


class TestClose:
    def test_ends_it(self, ada: Machine, lead: Lead) -> None:
        answer = ada.put(
            f"/leads/{lead.id}/closing", {"outcome": "won", "won_value": "1200.50", "note": "Yes"}
        )

        assert answer.status == 200
        assert answer.body["state"] == "won"
        assert answer.body["won_value"] == "1200.50"
        after = stored(lead)
        assert (after.state, after.won_value) == ("won", Decimal("1200.50"))

    def test_needs_a_reason_of_the_definition(self, ada: Machine, lead: Lead) -> None:
        answer = ada.put(f"/leads/{lead.id}/closing", {"outcome": "lost", "reason": "weather"})

        assert (answer.status, answer.code) == (422, "not_given")
        assert answer.body["place"] == "body.reason"

    @pytest.mark.parametrize("value", ["-1", "1e3", "12,5", "999999999999999", 12.5, "1.234"])
    def test_refuses_an_amount_that_is_none(self, ada: Machine, lead: Lead, value: Any) -> None:
        answer = ada.put(f"/leads/{lead.id}/closing", {"outcome": "won", "won_value": value})

        assert (answer.status, answer.code) == (422, "invalid")

    def test_twice_is_refused(self, ada: Machine, lead: Lead) -> None:
        ada.put(f"/leads/{lead.id}/closing", {"outcome": "won"})

        answer = ada.put(f"/leads/{lead.id}/closing", {"outcome": "won"})

        assert (answer.status, answer.code) == (409, "lead_closed")


class TestReopen:
    def test_makes_it_mine_and_due(self, ada: Machine, office: Office, lead: Lead) -> None:
        ada.put(f"/leads/{lead.id}/closing", {"outcome": "won"})

        answer = ada.delete(f"/leads/{lead.id}/closing")

        assert answer.status == 200
        assert answer.body["state"] == "open"
        assert answer.body["owner"] == {"id": str(office.ada.pk), "name": "Ada"}

    def test_of_an_open_lead_is_refused(self, ada: Machine, lead: Lead) -> None:
        answer = ada.delete(f"/leads/{lead.id}/closing")

        assert (answer.status, answer.code) == (409, "lead_open")


class TestIfMatch:
    @pytest.mark.parametrize(
        ("method", "path", "body"),
        [
            ("POST", "claim", None),
            ("DELETE", "claim", None),
            ("POST", "contacts", "call"),
            ("PUT", "snooze", {"until": "2030-01-01T00:00:00Z"}),
            ("PUT", "closing", {"outcome": "won"}),
            ("DELETE", "closing", None),
        ],
    )
    def test_a_stale_one_is_told_how_the_lead_stands(
        self, ada: Machine, lead: Lead, method: str, path: str, body: Any
    ) -> None:
        ada.post(f"/leads/{lead.id}/claim")
        sent = call() if body == "call" else body

        answer = ada.send(method, f"/leads/{lead.id}/{path}", sent, If_Match='"1"')

        assert (answer.status, answer.code) == (412, "lead_changed")
        assert answer.headers["ETag"] == '"2"'
        assert answer.body["current"]["version"] == 2
        assert answer.body["current"]["state"] == "open"
        assert stored(lead).version == 2

    @pytest.mark.parametrize("tag", ['"1"', '"9", "1"', "*", ' "1" ', ""])
    def test_one_that_fits_lets_the_change_go_on(self, ada: Machine, lead: Lead, tag: str) -> None:
        assert ada.post(f"/leads/{lead.id}/claim", If_Match=tag).status == 201

    def test_a_weak_tag_never_fits(self, ada: Machine, lead: Lead) -> None:
        assert ada.post(f"/leads/{lead.id}/claim", If_Match='W/"1"').status == 412

    def test_nonsense_is_refused(self, ada: Machine, lead: Lead) -> None:
        answer = ada.post(f"/leads/{lead.id}/claim", If_Match="1")

        assert (answer.status, answer.code) == (400, "bad_if_match")
        assert stored(lead).version == 1
