"""Breach, ladder and notice, out to real endpoints: mail, push, Slack and Teams."""

from __future__ import annotations

import datetime
import json
import re
import socket
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from django.test import override_settings
from py_vapid import Vapid02

from tests import build
from tests.browser_keys import BrowserKeys
from tests.build import NOON, Office
from tests.flows.at_work import HOUR, MINUTE
from tests.receiving import Receiver
from vaste.flows import absenting, clocks, delivering, phrasing, receive, work
from vaste.infra.tenancy.context import inside
from vaste.kernel.ids import uuid7
from vaste.leads.models import Lead, Notice
from vaste.ledger.models import Outbox
from vaste.notifications import choosing, settling
from vaste.notifications import services as notifications
from vaste.notifications.models import Delivery
from vaste.workspaces import services as workspaces
from vaste.workspaces.models import Role, User

SECOND = datetime.timedelta(seconds=1)
AT = NOON + 61 * MINUTE


def breached(office: Office) -> Lead:
    """Return a lead of Ada's whose first contact was due a minute ago, and that was told."""
    lead = build.lead(office, request_type="offer", full_name="Maija <b> Meikäläinen")
    work.take_over(office.id, lead.id, by=office.ada, at=NOON)
    clocks.fire_due(office.id, at=AT)
    return lead


def only(office: Office, user: User, **chosen: list[str]) -> None:
    """Let a person hear of these events only."""
    with inside(office.id):
        choosing.choose(
            office.id, user.pk, chosen=chosen, quiet_from="", quiet_until="",
            zone="Europe/Helsinki",
        )  # fmt: skip


def deliveries(office: Office) -> list[tuple[str, str, str]]:
    with inside(office.id):
        rows = Delivery.objects.within(office.id).order_by("channel", "kind", "id")
        return [(one.channel, one.kind, one.state) for one in rows]


def send_all(office: Office, at: datetime.datetime) -> int:
    sent = 0
    while bundle := notifications.claim(office.id, at=at):
        sent += delivering.send(office.id, bundle, clock=lambda: at)
    return sent


@pytest.fixture
def endpoints_here() -> Iterator[None]:
    with override_settings(LOCAL_WEBHOOKS=True):
        yield


class Post(Message):
    """A mailbox of a real SMTP server."""

    def __init__(self) -> None:
        super().__init__()
        self.got: list[Any] = []

    def handle_message(self, message: Any) -> None:
        self.got.append(message)


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def subscribed(office: Office, user: User, url: str) -> BrowserKeys:
    browser = BrowserKeys()
    with inside(office.id):
        choosing.subscribe(
            office.id, user.pk, endpoint=url, agent="Firefox", local=True, at=NOON,
            **browser.public(),
        )  # fmt: skip
    return browser


def chat(office: Office, kind: str, url: str) -> None:
    with inside(office.id):
        choosing.add_chat(
            office.id, kind=kind, name="Sales", url=url, events=["clock_breached"], local=True,
            by=None, at=NOON,
        )  # fmt: skip


@pytest.mark.django_db
class TestMail:
    def test_reaches_owner_and_manager_over_smtp(self) -> None:
        office = build.office()
        box = Post()
        port = free_port()
        controller = Controller(box, hostname="127.0.0.1", port=port)
        controller.start()
        try:
            breached(office)
            with override_settings(
                EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
                EMAIL_HOST="127.0.0.1",
                EMAIL_PORT=port,
                EMAIL_USE_TLS=False,
            ):
                assert send_all(office, AT) == 2
                assert send_all(office, AT + HOUR) == 0
        finally:
            controller.stop()

        assert {one["To"] for one in box.got} == {office.ada.email, office.mo.email}
        assert all(one["Auto-Submitted"] == "auto-generated" for one in box.got)
        assert len({one["Message-ID"] for one in box.got}) == 2
        text = box.got[0].get_payload(decode=True).decode()
        assert "Not done in time for Maija <b> Meikäläinen: First contact." in text
        assert deliveries(office) == [("email", "clock_breached", "sent")] * 2

    def test_names_the_workspace_to_who_works_in_several(self, mailoutbox: list[Any]) -> None:
        office, other = build.office(), build.office()
        workspaces.join(other.workspace, office.ada, Role.VIEWER, at=NOON)
        lead = breached(office)

        send_all(office, AT)

        sentence = "Not done in time for Maija <b> Meikäläinen: First contact."
        subjects = {one.to[0]: one.subject for one in mailoutbox}
        assert subjects == {
            office.ada.email: f"Acme: {sentence}",
            office.mo.email: f"{sentence} Owner: Ada.",
        }
        links = re.findall(r"http://localhost:8000(\S+)", mailoutbox[0].body)
        assert links == [
            f"/leads/{lead.id}/?in_workspace={office.id}",
            f"/settings/notifications/?in_workspace={office.id}",
        ]

    def test_a_server_that_is_away_is_tried_again_until_it_is_dead(self) -> None:
        office = build.office()
        only(office, office.mo)
        breached(office)
        at = AT
        with override_settings(
            EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
            EMAIL_HOST="127.0.0.1", EMAIL_PORT=1, EMAIL_USE_TLS=False,
        ):  # fmt: skip
            for attempt in range(1, settling.MOST_ATTEMPTS + 1):
                send_all(office, at)
                with inside(office.id):
                    one = Delivery.objects.within(office.id).get()
                assert one.attempts == attempt
                assert "ConnectionRefusedError" in one.error
                at = one.due_at or at
        assert (one.state, one.due_at) == ("dead", None)
        with inside(office.id):
            assert settling.retry(office.id, one.id, at=at) is True
        assert deliveries(office) == [("email", "clock_breached", "waiting")]


@pytest.mark.django_db
class TestSample:
    def test_nobody_invented_gets_mail(self) -> None:
        office = build.office()
        office.workspace.is_sample = True
        office.workspace.save()

        breached(office)

        assert deliveries(office) == []


@pytest.mark.django_db
@pytest.mark.usefixtures("endpoints_here")
class TestPush:
    def test_the_browser_reads_what_was_encrypted_for_it(self) -> None:
        office = build.office()
        only(office, office.mo, clock_breached=["push"])
        only(office, office.ada)
        with Receiver(status=201) as service:
            browser = subscribed(office, office.mo, f"{service.url}push/1")
            lead = breached(office)

            assert send_all(office, AT) == 1

        got = service.got[0]
        told = browser.read(got.body)
        said = "Not done in time for Maija <b> Meikäläinen: First contact."
        assert told["title"] == f"{said} Owner: Ada."
        assert told["url"].endswith(f"/leads/{lead.id}/?in_workspace={office.id}")
        assert told["tag"] == str(lead.id)
        assert Vapid02.verify(got.headers["Authorization"])
        assert (got.headers["Content-Encoding"], got.headers["TTL"]) == ("aes128gcm", "86400")

    def test_a_claim_elsewhere_withdraws_what_waits_and_closes_what_was_shown(self) -> None:
        office = build.office()
        only(office, office.ada, clock_breached=["push", "email"])
        only(office, office.mo)
        with Receiver(status=201) as service:
            browser = subscribed(office, office.ada, f"{service.url}push/1")
            lead = breached(office)
            push = next(iter(_claims(office, "push")))
            delivering.send(office.id, push, clock=lambda: AT)
            work.give_back(office.id, lead.id, by=office.ada, at=AT + SECOND)

            work.take_over(office.id, lead.id, by=office.bob, at=AT + 2 * SECOND)
            send_all(office, AT + 2 * HOUR)

        assert browser.read(service.got[-1].body) == {"close": [str(lead.id)]}
        assert ("email", "clock_breached", "withdrawn") in deliveries(office)
        with inside(office.id):
            unread = Notice.objects.within(office.id).filter(lead_id=lead.id, read_at=None)
            assert not unread.filter(kind="clock_warned").exists()

    def test_a_browser_that_is_gone_is_not_asked_again(self) -> None:
        office = build.office()
        only(office, office.mo, clock_breached=["push"])
        only(office, office.ada)
        with Receiver(status=410) as service:
            subscribed(office, office.mo, f"{service.url}push/1")
            breached(office)
            send_all(office, AT)
            send_all(office, AT + HOUR)

        assert len(service.got) == 1
        assert deliveries(office) == [("push", "clock_breached", "dead")]


def _claims(office: Office, channel: str) -> list[notifications.Bundle]:
    found = []
    while bundle := notifications.claim(office.id, at=AT):
        if bundle.channel == channel:
            found.append(bundle)
        else:
            with inside(office.id):  # put the others back
                Delivery.objects.within(office.id).filter(id__in=bundle.ids).update(
                    state="waiting", due_at=AT + HOUR
                )
    return found


@pytest.mark.django_db
@pytest.mark.usefixtures("endpoints_here")
class TestChats:
    @pytest.mark.parametrize("kind", ["slack", "teams"])
    def test_hears_of_one_breach_once(self, kind: str) -> None:
        office = build.office()
        only(office, office.mo)
        only(office, office.ada)
        with Receiver() as service:
            chat(office, kind, f"{service.url}hook")
            breached(office)
            send_all(office, AT)

        (got,) = service.got
        told = json.loads(got.body)
        if kind == "slack":
            assert told["text"].startswith("Acme: Not done in time for Maija")
            assert "&lt;b&gt;" in told["blocks"][1]["text"]["text"]
        else:
            card = told["attachments"][0]["content"]
            assert (card["type"], card["version"]) == ("AdaptiveCard", "1.4")

    def test_a_refused_webhook_is_dead_at_once_and_says_why(self) -> None:
        office = build.office()
        only(office, office.mo)
        only(office, office.ada)
        with Receiver(status=404, body=b"no_service") as service:
            chat(office, "slack", f"{service.url}hook")
            breached(office)
            send_all(office, AT)

        with inside(office.id):
            one = Delivery.objects.within(office.id).get()
        assert (one.state, one.error) == ("dead", "It answered 404: no_service")


@pytest.mark.django_db
class TestBundles:
    def test_what_comes_within_a_minute_goes_together(self) -> None:
        office = build.office()
        only(office, office.ada)
        only(office, office.bob)
        for seconds in range(3):
            at = NOON + seconds * SECOND
            build.lead(office, request_type="offer", at=at)
        for seconds in range(4):
            clocks.fire_due(office.id, at=NOON + 15 * MINUTE + seconds * SECOND)

        first = send_all(office, NOON + 15 * MINUTE + 3 * SECOND)

        with inside(office.id):
            bundles = Delivery.objects.within(office.id).values_list("bundle", flat=True)
            assert (first, len(bundles), len(set(bundles))) == (1, 3, 1)

    def test_quiet_hours_are_waited_for(self) -> None:
        office = build.office()
        only(office, office.ada)
        with inside(office.id):
            choosing.choose(
                office.id, office.mo.pk, chosen={"clock_breached": ["email"]},
                quiet_from="12:30", quiet_until="14:00", zone="Europe/Helsinki",
            )  # fmt: skip
        breached(office)

        assert send_all(office, AT) == 0
        with inside(office.id):
            assert notifications.next_due(office.id) == NOON + 2 * HOUR

    def test_a_sender_that_died_is_followed_by_the_same_message(self) -> None:
        office = build.office()
        only(office, office.ada)
        breached(office)
        first = notifications.claim(office.id, at=AT)
        assert notifications.claim(office.id, at=AT + 59 * SECOND) is None

        again = notifications.claim(office.id, at=AT + notifications.LEASE)

        assert first is not None
        assert again is not None
        assert (again.id, again.ids) == (first.id, first.ids)

    def test_what_goes_with_a_failed_one_makes_a_new_message_of_both(self) -> None:
        office = build.office()
        only(office, office.ada)
        breached(office)
        first = notifications.claim(office.id, at=AT)
        assert first is not None
        settling.fail(office.id, first, "away", at=AT, for_good=False)
        breached(office)
        later = AT + 10 * SECOND

        both = notifications.claim(office.id, at=later)
        again = notifications.claim(office.id, at=later + notifications.LEASE)

        assert both is not None
        assert again is not None
        assert (len(both.ids), both.id == first.id) == (2, False)
        assert (again.id, again.ids) == (both.id, both.ids)

    def test_a_failed_one_keeps_its_id(self) -> None:
        office = build.office()
        only(office, office.ada)
        breached(office)
        first = notifications.claim(office.id, at=AT)
        assert first is not None
        settling.fail(office.id, first, "away", at=AT, for_good=False)

        again = notifications.claim(office.id, at=AT + 10 * SECOND)

        assert again is not None
        assert (again.id, again.ids) == (first.id, first.ids)


def texts(office: Office) -> list[tuple[str, str, str]]:
    """Return channel, kind and sentence of every delivery planned so far, with its address."""
    with inside(office.id):
        rows = list(Delivery.objects.within(office.id).order_by("channel", "kind", "id"))
    parts = [{"kind": one.kind, "lead_id": one.lead_id, "detail": one.detail} for one in rows]
    lines = phrasing.lines(office.id, parts)
    return [(one.channel, one.kind, line.text) for one, line in zip(rows, lines, strict=True)]


@pytest.mark.django_db
@pytest.mark.usefixtures("endpoints_here")
class TestNewLead:
    def test_its_owner_and_a_chat_hear_of_it_and_taking_over_withdraws_it(self) -> None:
        office = build.office()
        only(office, office.ada, lead_new=["email", "push"])
        only(office, office.bob, lead_new=["email", "push"])
        for user in (office.ada, office.bob):
            subscribed(office, user, f"https://push.example/{user.pk}")
        with inside(office.id):
            choosing.add_chat(
                office.id, kind="slack", name="Sales", url="https://chat.example/x",
                events=["lead_new"], local=True, by=None, at=NOON,
            )  # fmt: skip

        lead = build.lead(office, request_type="offer", full_name="Maija Meikäläinen")

        said = "New lead, Hot: Maija Meikäläinen."
        assert texts(office) == [(one, "lead_new", said) for one in ("email", "push", "slack")]
        with inside(office.id):
            told = Delivery.objects.within(office.id).exclude(user_id=None)
            assert set(told.values_list("user_id", flat=True)) == {lead.owner_id}
        work.take_over(office.id, lead.id, by=office.mo, at=NOON)
        assert [state for _, _, state in deliveries(office)] == ["withdrawn"] * 2 + ["waiting"]

    def test_the_worker_is_woken_for_it(self) -> None:
        office = build.office()
        only(office, office.ada, lead_new=["email"])
        only(office, office.bob, lead_new=["email"])

        build.lead(office)

        with inside(office.id):
            topics = [one.notice["topic"] for one in Outbox.objects.within(office.id)]
        assert topics.count("deliveries") == 1

    def test_a_row_of_an_import_tells_nobody(self) -> None:
        office = build.office()
        only(office, office.ada, lead_new=["email"])
        only(office, office.bob, lead_new=["email"])
        row = replace(build.incoming(office), import_id=uuid7())

        receive.receive_batch(office.id, [row], at=NOON)

        assert deliveries(office) == []

    def test_who_never_chose_gets_it_as_a_push_and_nowhere_else(self) -> None:
        office = build.office()
        build.lead(office)
        assert deliveries(office) == []
        for user in (office.ada, office.bob):
            subscribed(office, user, f"https://push.example/{user.pk}")
        build.lead(office)
        assert deliveries(office) == [("push", "lead_new", "waiting")]


@pytest.mark.django_db
class TestManagers:
    def test_hear_by_mail_that_nobody_was_free(self) -> None:
        office = build.office(reps=False)
        build.lead(office, full_name="Maija Meikäläinen")

        assert texts(office) == [
            (
                "email",
                "routing_nobody",
                "Nobody was free for Maija Meikäläinen: the lead waits in the team's pool.",
            )
        ]

    def test_hear_who_went_away_with_the_name(self) -> None:
        office = build.office()
        only(office, office.mo, leads_moved=["email"])
        only(office, office.ada)
        only(office, office.bob)
        for _ in range(2):
            build.lead(office)

        absenting.add(office.id, office.bob.pk, away_from=NOON, away_until=None, at=NOON, by=None)

        [(_, kind, said)] = texts(office)
        assert kind == "leads_moved"
        assert said == ("Bob gets no leads now. Given to others: 1. In the pool: 0. Still held: 0.")

    def test_hear_whose_lead_it_is_and_the_owner_does_not(self) -> None:
        office = build.office()
        only(office, office.mo, clock_breached=["email"])
        only(office, office.ada, clock_breached=["email"])

        breached(office)

        said = "Not done in time for Maija <b> Meikäläinen: First contact."
        with inside(office.id):
            rows = list(Delivery.objects.within(office.id))
        told = {
            one.user_id: phrasing.lines(
                office.id,
                [{"kind": one.kind, "lead_id": one.lead_id, "detail": one.detail}],
                reader=one.user_id,
            )[0].text
            for one in rows
        }
        assert told == {office.ada.pk: said, office.mo.pk: f"{said} Owner: Ada."}
