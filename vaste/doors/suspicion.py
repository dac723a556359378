"""Arrivals that are not worked on at once: quarantined or refused, kept with the reasons."""

from __future__ import annotations

import datetime
import hashlib

from vaste.doors.cards import DoorCard
from vaste.flows.receive import Incoming, State
from vaste.infra import asgi
from vaste.infra.asgi import Scope
from vaste.kernel.errors import Refused
from vaste.kernel.ids import uuid7
from vaste.leads import junk

WINDOW_S = 600  # seconds in which the same body without a key is the same submission, sent again


def quarantined(arrival: Incoming, reasons: list[junk.Reason]) -> Incoming:
    """Return the arrival as one for the review lane, with the reasons for it."""
    arrival.enquiry = None
    arrival.state = State.QUARANTINED
    arrival.reasons = [{"code": one.code, "detail": one.detail} for one in reasons]
    return arrival


def refused(
    scope: Scope,
    card: DoorCard,
    body: bytes,
    problem: Refused,
    at: datetime.datetime,
    channel: str,
) -> Incoming:
    """Return an arrival that can't be read, to be kept as it came while its sender is told why."""
    arrival_id = uuid7()
    return Incoming(
        door_id=card.id,
        received_at=at,
        idempotency_key=f"refused:{arrival_id}",
        has_own_key=True,
        content_type=asgi.header(scope, b"content-type"),
        headers=asgi.headers_of(scope),
        body=body,
        enquiry=None,
        channel=channel,
        state=State.REFUSED,
        reasons=[{"code": problem.code, "detail": problem.message, "place": problem.place}],
        id=arrival_id,
    )


def window_key(body: bytes, at: datetime.datetime) -> str:
    """Return the key of a post that brings none: its body, and the ten minutes it came in."""
    window = int(at.timestamp()) // WINDOW_S
    return f"body:{hashlib.sha256(body).hexdigest()}:{window}"
