"""One's own choices, one's browsers, and the workspace's chats, as screens."""

from __future__ import annotations

import base64

import pytest
from django.test import Client

from tests import build
from tests.build import NOON, Office
from vaste.infra.tenancy.context import inside
from vaste.kernel.ids import uuid7
from vaste.notifications.models import Channel, Delivery, Preference, Subscription
from vaste.workspaces.models import User

KEYS = {
    "p256dh": base64.urlsafe_b64encode(b"\x04" * 65).decode(),
    "auth": base64.urlsafe_b64encode(b"0" * 16).decode(),
}


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def office() -> Office:
    return build.office()


@pytest.mark.django_db
class TestOwn:
    def test_keeps_what_was_chosen(self, office: Office) -> None:
        client = signed_in(office.ada)
        sent = {"on-clock_warned": ["email"], "quiet_from": "22:00", "quiet_until": "07:00"}

        answer = client.post("/settings/notifications/", {**sent, "zone": "Europe/Stockholm"})

        assert answer.status_code == 303
        with inside(office.id):
            kept = Preference.objects.within(office.id).get(user_id=office.ada.pk)
        assert kept.matrix["clock_warned"] == ["email"]
        assert kept.matrix["clock_breached"] == []
        assert (kept.quiet_from, kept.quiet_until, kept.zone) == (
            "22:00", "07:00", "Europe/Stockholm",
        )  # fmt: skip
        page = client.get("/settings/notifications/").content.decode()
        assert 'value="22:00"' in page

    @pytest.mark.parametrize(
        "sent",
        [
            {"zone": "Mars/Base"},
            {"zone": "Europe/Helsinki", "quiet_from": "22:00"},
            {"zone": "Europe/Helsinki", "quiet_from": "late", "quiet_until": "07:00"},
        ],
    )
    def test_refuses_with_a_reason_and_keeps_nothing(
        self, office: Office, sent: dict[str, str]
    ) -> None:
        answer = signed_in(office.ada).post("/settings/notifications/", sent)

        assert answer.status_code == 422
        assert 'role="alert"' in answer.content.decode()
        with inside(office.id):
            assert not Preference.objects.within(office.id).exists()


@pytest.mark.django_db
class TestBrowsers:
    def test_a_browser_is_kept_once_and_forgotten(self, office: Office) -> None:
        client = signed_in(office.ada)
        told = {"endpoint": "https://push.example/1", "keys": KEYS}
        for _ in range(2):
            answer = client.post(
                "/settings/notifications/browsers/", told, content_type="application/json"
            )
            assert answer.status_code == 201
        with inside(office.id):
            one = Subscription.objects.within(office.id).get()

        assert client.post(f"/settings/notifications/browsers/{one.id}/").status_code == 303
        with inside(office.id):
            assert Subscription.objects.within(office.id).get().gone_at is not None

    def test_another_persons_browser_is_not_there(self, office: Office) -> None:
        told = {"endpoint": "https://push.example/1", "keys": KEYS}
        signed_in(office.ada).post(
            "/settings/notifications/browsers/", told, content_type="application/json"
        )
        with inside(office.id):
            one = Subscription.objects.within(office.id).get()

        answer = signed_in(office.bob).post(f"/settings/notifications/browsers/{one.id}/")

        assert answer.status_code == 404

    @pytest.mark.parametrize(
        "told",
        [
            [],
            {"endpoint": "http://127.0.0.1/", "keys": KEYS},
            {"endpoint": "https://push.example/1", "keys": {"p256dh": "x", "auth": "y"}},
        ],
    )
    def test_refuses_what_is_none(self, office: Office, told: object) -> None:
        answer = signed_in(office.ada).post(
            "/settings/notifications/browsers/", told, content_type="application/json"
        )

        assert answer.status_code == 422

    def test_the_worker_is_at_the_root(self, office: Office) -> None:
        answer = signed_in(office.ada).get("/push-worker.js")
        assert answer.headers["Content-Type"] == "text/javascript"


@pytest.mark.django_db
class TestChats:
    SENT = {
        "kind": "slack", "name": "Sales", "url": "https://hooks.slack.example/T/secret",
        "events": ["clock_breached"],
    }  # fmt: skip

    def test_is_added_tested_and_closed(self, office: Office) -> None:
        client = signed_in(office.mo)
        assert client.post("/settings/chats/", self.SENT).status_code == 303
        with inside(office.id):
            chat = Channel.objects.within(office.id).get()

        page = client.get("/settings/chats/").content.decode()
        assert "hooks.slack.example" in page
        assert "secret" not in page
        client.post(f"/settings/chats/{chat.id}/", {"action": "test"})
        with inside(office.id):
            assert Delivery.objects.within(office.id).get().kind == "test"
        client.post(f"/settings/chats/{chat.id}/", {"action": "close"})
        with inside(office.id):
            assert Channel.objects.within(office.id).get().closed_at is not None

    @pytest.mark.parametrize(
        "wrong", [{"kind": "irc"}, {"name": " "}, {"url": "http://x.example/"}, {"events": []}]
    )
    def test_refuses_with_a_reason(self, office: Office, wrong: dict[str, object]) -> None:
        answer = signed_in(office.mo).post("/settings/chats/", {**self.SENT, **wrong})

        assert answer.status_code == 422
        with inside(office.id):
            assert not Channel.objects.within(office.id).exists()

    def test_only_admins_may(self, office: Office) -> None:
        assert signed_in(office.ada).get("/settings/chats/").status_code == 403


@pytest.mark.django_db
class TestFailures:
    def test_ones_own_are_shown_to_oneself_and_tried_again(self, office: Office) -> None:
        dead = failed(office, office.ada, state="dead")
        failed(office, office.bob, state="dead")

        page = signed_in(office.ada).get("/settings/notifications/").context["page"]
        answer = signed_in(office.ada).post(f"/settings/deliveries/{dead.id}/")

        assert [(one.id, one.where, one.is_dead) for one in page.failures] == [
            (str(dead.id), "E-mail", True)
        ]
        assert answer["Location"] == "/settings/notifications/"
        assert state(office, dead) == "waiting"

    def test_anothers_are_not_there(self, office: Office) -> None:
        dead = failed(office, office.bob, state="dead")

        answer = signed_in(office.ada).post(f"/settings/deliveries/{dead.id}/")

        assert (answer.status_code, state(office, dead)) == (404, "dead")

    def test_the_admin_sees_whose_they_are_and_when_they_are_tried_again(
        self, office: Office
    ) -> None:
        failed(office, office.ada, state="waiting", due_at=NOON)

        page = signed_in(office.mo).get("/settings/chats/").context["page"]

        [one] = page.failures
        assert (one.where, one.again_at, one.is_dead) == ("E-mail · Ada", NOON, False)
        assert page.has_dead is False

    def test_all_are_tried_again_at_once(self, office: Office) -> None:
        dead = [failed(office, one, state="dead") for one in (office.ada, office.bob)]
        assert 'action="/settings/deliveries/"' in (
            signed_in(office.mo).get("/settings/chats/").content.decode()
        )

        client = signed_in(office.mo)
        answer = client.post("/settings/deliveries/")

        assert answer["Location"] == "/settings/chats/"
        assert "Tried again: 2 messages." in client.get("/settings/chats/").content.decode()
        assert [state(office, one) for one in dead] == ["waiting"] * 2
        assert signed_in(office.ada).post("/settings/deliveries/").status_code == 403

    def test_a_chat_says_how_it_stands_and_a_removed_one_nothing(self, office: Office) -> None:
        chats = [chat(office, name) for name in ("Sales", "Old")]
        for one in chats:
            failed(office, None, target_id=one.id, channel="slack", state="dead")
            failed(office, None, target_id=one.id, channel="slack", state="sent", error="")
        with inside(office.id):
            Delivery.objects.within(office.id).filter(state="sent").update(sent_at=NOON)
            Channel.objects.within(office.id).filter(id=chats[1].id).update(closed_at=NOON)

        page = signed_in(office.mo).get("/settings/chats/").context["page"]

        assert [(one.name, one.failing, one.reached_at) for one in page.chats] == [
            ("Sales", 1, NOON)
        ]
        assert [one.where for one in page.failures] == ["Sales"]


def chat(office: Office, name: str) -> Channel:
    with inside(office.id):
        return Channel.objects.create(
            workspace_id=office.id, kind="slack", name=name, url="https://chat.example/x",
            events=["clock_breached"], created_at=NOON,
        )  # fmt: skip


def failed(office: Office, user: User | None, **told: object) -> Delivery:
    """Return a delivery that could not be sent, to a person's mail if nothing else is told."""
    with inside(office.id):
        return Delivery.objects.create(
            workspace_id=office.id, key=str(uuid7()), user_id=user.pk if user else None,
            kind="clock_breached", made_at=NOON,
            **{"channel": "email", "error": "It answered 410", **told},
        )  # fmt: skip


def state(office: Office, one: Delivery) -> str:
    with inside(office.id):
        return Delivery.objects.within(office.id).get(id=one.id).state
