"""People hear that something does not reach them, or a chat, once a day and place."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import override_settings

from tests import build
from tests.build import NOON, Office
from tests.flows.test_delivering import breached, chat, only, send_all, subscribed
from tests.receiving import Receiver
from vaste.flows import failing
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Notice
from vaste.notifications.models import Delivery

AT = NOON + datetime.timedelta(minutes=61)
KINDS = (failing.MAIL, failing.CHAT, failing.PUSH)


@pytest.fixture
def office() -> Iterator[Office]:
    office = build.office()
    for one in (office.mo, office.ada):
        only(office, one)
    with override_settings(LOCAL_WEBHOOKS=True):
        yield office


def told(office: Office) -> list[tuple[str, str, dict[str, Any]]]:
    """Return who was told what of places that fail: by name, kind and detail without the time."""
    names = {one.pk: one.full_name for one in (office.mo, office.ada, office.bob)}
    with inside(office.id):
        rows = Notice.objects.within(office.id).filter(kind__in=KINDS).order_by("user_id", "id")
        return sorted(
            (names[one.user_id], one.kind, {k: v for k, v in one.detail.items() if k != "at"})
            for one in rows
        )


def waits(office: Office) -> datetime.datetime | None:
    with inside(office.id):
        return Delivery.objects.within(office.id).get().due_at


@pytest.mark.django_db
class TestTell:
    def test_the_admins_hear_of_a_chat_that_is_gone(self, office: Office) -> None:
        with Receiver(status=410, body=b"gone") as service:
            chat(office, "slack", f"{service.url}hook")
            breached(office)
            send_all(office, AT)

        said = {"chat": "Sales", "error": "It answered 410: gone"}
        assert told(office) == [("Mo", "chat_failing", said)]

    def test_nobody_hears_of_one_that_is_away_for_minutes(self, office: Office) -> None:
        with Receiver(status=503, body=b"away") as service:
            chat(office, "teams", f"{service.url}hook")
            breached(office)
            at: datetime.datetime | None = AT
            for _ in range(failing.WORRYING - 1):
                assert at is not None
                send_all(office, at)
                at = waits(office)
            assert told(office) == []
            assert at is not None
            send_all(office, at)
            send_all(office, waits(office) or at)

        said = {"chat": "Sales", "error": "It answered 503: away"}
        assert told(office) == [("Mo", "chat_failing", said)]

    def test_who_asks_to_wait_is_waited_for(self, office: Office) -> None:
        with Receiver(status=429, headers={"Retry-After": "120"}) as service:
            chat(office, "slack", f"{service.url}hook")
            breached(office)
            send_all(office, AT)

        assert waits(office) == AT + datetime.timedelta(seconds=120)

    def test_a_person_hears_that_push_has_ended(self, office: Office) -> None:
        only(office, office.mo, clock_breached=["push"])
        with Receiver(status=410, body=b"") as service:
            subscribed(office, office.mo, f"{service.url}push/1")
            breached(office)
            send_all(office, AT)

        assert told(office) == [("Mo", "push_ended", {"error": "It answered 410: "})]

    def test_a_person_and_the_admins_hear_of_mail(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        only(office, office.ada, clock_breached=["email"])
        only(office, office.mo, mail_failing=["email"])
        monkeypatch.setattr("vaste.flows.delivering.EmailMessage.send", _refuse)
        breached(office)

        for _ in range(3):
            send_all(office, AT)

        said = {"user": str(office.ada.pk), "error": "ValueError: no such address"}
        assert told(office) == [("Ada", "mail_failing", said), ("Mo", "mail_failing", said)]
        with inside(office.id):
            planned = Delivery.objects.within(office.id).filter(kind="mail_failing")
            assert [(one.user_id, one.state) for one in planned] == [(office.mo.pk, "dead")]


def _refuse(_self: object) -> None:
    raise ValueError("no such address")
