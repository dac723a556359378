"""One's own choices, one's browsers, and the workspace's chats, as screens."""

from __future__ import annotations

import base64

import pytest
from django.test import Client

from tests import build
from tests.build import Office
from vaste.infra.tenancy.context import inside
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
