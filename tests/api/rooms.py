"""A workspace with one of everything that the API can name."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone

from tests import build
from tests.api import machine
from tests.build import NOON, Office
from vaste.definitions import queries as definitions
from vaste.definitions.models import Backtest, Trial, WhatIf
from vaste.flows import (
    absenting,
    backtesting,
    define,
    feeding,
    importing,
    receive,
    replaying,
    trying,
    work,
)
from vaste.infra.tenancy.context import inside
from vaste.kernel.ids import uuid7
from vaste.leads.models import Arrival, Import, Lead, Notice
from vaste.notifications.models import Channel, Delivery
from vaste.routing import services as routing
from vaste.routing.models import Absence, Feed
from vaste.workspaces.models import User

State = Arrival.State


@dataclass(frozen=True, slots=True)
class Rooms:
    """The furnished workspace, its admin's token, and ids by the name of the path's parameter."""

    office: Office
    secret: str
    ids: dict[str, list[str]]


def furnish() -> Rooms:
    """Return a workspace with leads of every state, arrivals, notices and an import."""
    office = build.office()
    leads = [machine.fresh_lead(office, request_type=kind) for kind in ("offer", "visit", "other")]
    closed = machine.fresh_lead(office, request_type="download")
    work.close(office.id, closed.id, outcome="won", reason="", by=office.mo, at=timezone.now())
    arrivals = [arrival(office, state) for state in (State.QUARANTINED, State.REFUSED)]
    credit(office, closed)
    ids = {
        "team_id": [str(office.team.id)],
        "user_id": [str(office.ada.pk), str(office.mo.pk)],
        "absence_id": [str(absence(office, office.ada).id)],
        "feed_id": [str(feed(office, office.ada).id)],
        "lead_id": [str(lead.id) for lead in (*leads, closed)],
        "arrival_id": [*(str(one.id) for one in arrivals), str(leads[0].arrival_id)],
        "notice_id": [str(notice(office, leads[0]).id)],
        "delivery_id": [str(delivery(office).id)],
        "import_id": [str(file_import(office).id), str(uploaded(office).id)],
        "number": ["1"],
        "trial_id": [str(trial(office).id)],
        "what_if_id": [str(what_if(office).id)],
        "backtest_id": [str(backtest(office).id)],
    }
    return Rooms(office, machine.secret(office, office.mo), ids)


def delivery(office: Office) -> Delivery:
    """Return a delivery to a chat that was given up."""
    with inside(office.id):
        chat = Channel.objects.create(
            workspace_id=office.id, kind="slack", name="Sales", url="https://chat.example/x",
            events=["clock_breached"], created_at=NOON,
        )  # fmt: skip
        return Delivery.objects.create(
            workspace_id=office.id, key=str(uuid7()), channel="slack", target_id=chat.id,
            kind="clock_breached", state="dead", error="It answered 410", made_at=NOON,
        )  # fmt: skip


def trial(office: Office) -> Trial:
    """Return a trial of the definition in force that has begun; it is rolled out once more."""
    at = timezone.now()
    with inside(office.id):
        known = definitions.in_force(office.id)
        define.publish(office.id, known.source, by=None, at=at)
    return trying.start(office.id, known.content, days=30, by=None, at=at)


def what_if(office: Office) -> WhatIf:
    """Return a what-if of the definition in force that has begun."""
    at = timezone.now()
    with inside(office.id):
        known = definitions.in_force(office.id)
    return replaying.start(
        office.id, known.content, number=known.number, since=at - datetime.timedelta(days=30),
        until=at, by=None, at=at,
    )  # fmt: skip


def backtest(office: Office) -> Backtest:
    """Return a back-test of the definition in force that has begun."""
    at = timezone.now()
    with inside(office.id):
        known = definitions.in_force(office.id)
    return backtesting.start(
        office.id, known.content, number=known.number, since=at - datetime.timedelta(days=365),
        until=at, by=None, at=at,
    )  # fmt: skip


def absence(office: Office, user: User, reason: str = "Summer") -> Absence:
    """Return an absence that is to come."""
    at = timezone.now()
    day = datetime.timedelta(days=1)
    return absenting.add(
        office.id, user.pk, away_from=at + day, away_until=at + 2 * day, reason=reason, at=at,
        by=office.mo.pk,
    )[0]  # fmt: skip


def feed(office: Office, user: User, word: str = "calendar") -> Feed:
    """Return a calendar feed that was not read yet."""
    url = f"https://{word.lower()}.example/secret.ics"
    return feeding.add(office.id, user.pk, url=url, by=office.mo.pk, at=timezone.now())


def credit(office: Office, lead: Lead) -> None:
    """Give a turn back for a lead."""
    at = timezone.now()
    with inside(office.id):
        routing.give_credit(lead, office.ada.pk, office.team.id, reason="junk", at=at)


def arrival(office: Office, state: str, **told: str) -> Arrival:
    """Return an arrival that waits for a person: its raw body says who wrote."""
    at = timezone.now()
    one = build.incoming(office, at=at)
    one.body = b'{"name": "Maija", "email": "maija@customer.example", "message": "Call me"}'
    one.enquiry, one.state = None, state
    one.reasons = [{"code": "links", "detail": "3"}]
    receive.receive_batch(office.id, [one], at=at)
    with inside(office.id):
        return Arrival.objects.within(office.id).get(id=one.id)


def notice(office: Office, lead: Lead, user: User | None = None) -> Notice:
    """Return an unread notice to the user, the manager if none is named."""
    with inside(office.id):
        return Notice.objects.create(
            workspace_id=office.id,
            user_id=(user or office.mo).pk,
            key=f"clock:{uuid7()}:warned",
            kind="clock_warned",
            lead_id=lead.id,
            detail={"milestone": "first_contact"},
            made_at=timezone.now(),
        )


def file_import(office: Office) -> Import:
    """Return an import that is running."""
    with inside(office.id):
        return Import.objects.create(
            workspace_id=office.id,
            door_id=office.doors["files"].id,
            filename="leads.csv",
            path="leads.csv",
            sha256="0" * 64,
            size=100,
            state=Import.State.RUNNING,
            position=4,
            rows_total=10,
            counts={"lead_created": 4},
            created_at=timezone.now(),
        )


def uploaded(office: Office) -> Import:
    """Return an import whose file waits for its columns to be matched."""
    file = b"Name,E-mail\nMaija,maija@pumppu.example\n"
    with inside(office.id):
        return importing.take_upload(
            office.id, office.doors["files"].id, [file], filename="leads.csv",
            by=office.mo.pk, at=timezone.now(),
        )  # fmt: skip
