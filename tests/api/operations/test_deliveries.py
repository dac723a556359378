"""What could not be sent outside the desk, by the API."""

from __future__ import annotations

import pytest

from tests import build
from tests.api import rooms
from tests.api.machine import machine
from tests.build import NOON, Office
from vaste.infra.tenancy.context import inside
from vaste.kernel.ids import uuid7
from vaste.notifications.models import Delivery
from vaste.workspaces.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return build.office()


def mail(office: Office, user: User, state: str, **told: object) -> Delivery:
    with inside(office.id):
        return Delivery.objects.create(
            workspace_id=office.id, key=str(uuid7()), channel="email", user_id=user.pk,
            kind="clock_warned", state=state, made_at=NOON, **told,
        )  # fmt: skip


class TestListDeliveries:
    def test_an_admin_sees_everybodys_and_the_chats(self, office: Office) -> None:
        gone = rooms.delivery(office)
        mail(office, office.ada, "sent", sent_at=NOON)

        answer = machine(office, office.mo).get("/deliveries?state=dead")

        [one] = answer.body["items"]
        assert (one["id"], one["chat"]["name"], one["user"]) == (str(gone.id), "Sales", None)
        assert (one["state"], one["error"], one["next_at"]) == ("dead", "It answered 410", None)
        assert len(machine(office, office.mo).get("/deliveries").body["items"]) == 2

    def test_everybody_sees_their_own(self, office: Office) -> None:
        rooms.delivery(office)
        mail(office, office.bob, "dead", error="no such address")
        again = mail(office, office.ada, "waiting", error="away", due_at=NOON, attempts=3)

        [one] = machine(office, office.ada).get("/deliveries").body["items"]

        assert (one["id"], one["user"]["name"]) == (str(again.id), "Ada")
        assert (one["attempts"], one["error"]) == (3, "away")
        assert one["next_at"] == NOON.isoformat().replace("+00:00", "Z")

    def test_another_state_is_refused(self, office: Office) -> None:
        assert machine(office, office.mo).get("/deliveries?state=lost").status == 422


class TestRetryDelivery:
    def test_what_was_given_up_waits_again(self, office: Office) -> None:
        gone = rooms.delivery(office)

        answer = machine(office, office.mo).put(f"/deliveries/{gone.id}/retry")

        assert (answer.status, answer.body["state"], answer.body["attempts"]) == (200, "waiting", 0)
        with inside(office.id):
            assert Delivery.objects.within(office.id).get().state == "waiting"

    def test_ones_own_only_unless_an_admin(self, office: Office) -> None:
        bobs = mail(office, office.bob, "dead", error="no such address")

        told = [
            machine(office, one).put(f"/deliveries/{bobs.id}/retry").status
            for one in (office.ada, office.bob)
        ]

        assert told == [404, 200]
