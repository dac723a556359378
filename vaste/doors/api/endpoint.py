"""The JSON door's endpoint: many posts, few commits, an answer only after the commit."""

from __future__ import annotations

import datetime
import logging
import re

import msgspec
from django.utils import timezone

from vaste.calendars import words
from vaste.doors import cards
from vaste.doors.batcher import Full, FullOfOwn
from vaste.doors.cards import DoorCard
from vaste.doors.intake import AWAY, intake, zone_of
from vaste.doors.pace import TooMany, pace, per_minute, retry_after
from vaste.doors.suspicion import (
    check_says_something,
    foreign_origin,
    quarantined,
    refused,
    window_key,
)
from vaste.flows.receive import Incoming, Receipt
from vaste.infra import asgi
from vaste.infra.asgi import Receive, Scope, Send
from vaste.kernel.errors import Refused
from vaste.leads import junk
from vaste.leads.reading import read_body, read_fields

log = logging.getLogger(__name__)
JSON = "application/json"
LANGUAGES = ("en", "fi", "sv", "hu")
_KEY = re.compile(r"[\x21-\x7e]{1,255}")


async def endpoint(scope: Scope, receive: Receive, send: Send) -> None:
    """Take one arrival as JSON (or as form fields) and answer 202 with its id and the promise."""
    try:
        if scope["method"] != "POST":
            raise Refused("post_only", "This address takes posts.", "Send a POST.", status=405)
        card = await _card(scope["path"].removeprefix("/in/api/").strip("/"))
        pace.take(card.id, per_minute(card.settings))
        arrival = await _read(scope, card, receive)
        receipt = await intake.submit(card.workspace_id, arrival)
        if receipt.is_conflict and arrival.has_own_key:
            raise Refused(
                "key_used",
                "This Idempotency-Key was used for another body.",
                "Use a new key for a new enquiry.",
                status=422,
            )
        await _answer(send, card, arrival, receipt)
    except asgi.HungUp:
        return
    except Refused as refused:
        extra = [(b"allow", b"POST")] if refused.status == 405 else []
        await asgi.respond_problem(send, refused, *extra)
    except (TooMany, FullOfOwn) as many:
        await asgi.respond_problem(send, asgi.too_many(), retry_after(many))
    except (Full, *AWAY):
        await asgi.respond_problem(send, asgi.away(), (b"retry-after", asgi.RETRY_AFTER_S))
    except Exception:
        log.exception("a post at the JSON door failed")
        await asgi.respond_problem(send, asgi.our_fault())


async def _card(key: str) -> DoorCard:
    is_fresh, card = cards.kept(key)
    if not is_fresh:
        card = await asgi.in_thread(cards.find, key, "api")
    if card is None or card.kind != "api":
        raise Refused(
            "unknown_door", "There is no open door with this key.", "Check the address.", status=404
        )
    return card


async def _read(scope: Scope, card: DoorCard, receive: Receive) -> Incoming:
    """
    Read one post; what can't be read is kept in the ledger as refused before its sender is told.
    """
    body = b""
    try:
        body = await asgi.read_body(receive)
        return read(scope, card, body, at=timezone.now())
    except Refused as problem:
        kept = problem.beginning if isinstance(problem, asgi.TooLarge) else body
        arrival = refused(scope, card, kept, problem, timezone.now(), "api")
        await intake.submit(card.workspace_id, arrival)
        raise


def read(scope: Scope, card: DoorCard, body: bytes, *, at: datetime.datetime) -> Incoming:
    """
    Return one post as an arrival; junk comes back as an arrival that is quarantined.

    Raises Refused for what can't be read at all.
    """
    content_type = _type_of(scope, body)
    own_key = asgi.header(scope, b"idempotency-key")
    if own_key and not _KEY.fullmatch(own_key):
        raise Refused(
            "bad_key",
            "The Idempotency-Key is not usable.",
            "Send 1 to 255 printable ASCII characters without spaces.",
        )
    fields = read_body(content_type, body)
    enquiry = read_fields(
        fields,
        field_map=None,
        defaults=card.settings.get("defaults", {}),
        country=card.country,
        at=at,
    )
    check_says_something(enquiry)
    reasons = foreign_origin(scope, card) + junk.judge(enquiry)
    arrival = Incoming(
        door_id=card.id,
        received_at=at,
        idempotency_key=own_key or window_key(body, at),
        has_own_key=bool(own_key),
        content_type=content_type,
        headers=asgi.headers_of(scope),
        body=body,
        enquiry=enquiry,
        channel="api",
        defaults=card.settings.get("defaults", {}),
    )
    return quarantined(arrival, reasons) if junk.is_suspicious(reasons) else arrival


def _type_of(scope: Scope, body: bytes) -> str:
    """
    Return the type that a body is read as: JSON where none is told, and where JSON is called a form
    (curl does so unless it is told otherwise).
    """
    told = asgi.header(scope, b"content-type").replace("\x00", "")
    is_form = told.lower().startswith("application/x-www-form-urlencoded")
    if not told or (is_form and _is_object(body)):
        return JSON
    return told


def _is_object(body: bytes) -> bool:
    if not body.lstrip().startswith(b"{"):
        return False
    try:
        return isinstance(msgspec.json.decode(body), dict)
    except (msgspec.DecodeError, RecursionError):
        return False


async def _answer(send: Send, card: DoorCard, arrival: Incoming, receipt: Receipt) -> None:
    answer_by = receipt.answer_by.isoformat() if receipt.answer_by else None
    content = {
        "arrival": str(receipt.arrival_id),
        "answer_by": answer_by,
        "answer": _sentence(card, arrival, receipt),
    }
    await asgi.respond_json(send, 202, content)


def _sentence(card: DoorCard, arrival: Incoming, receipt: Receipt) -> str | None:
    """Say when a person answers, in the buyer's zone and language, as far as they are told."""
    if receipt.answer_by is None:
        return None
    spoken = arrival.enquiry.language if arrival.enquiry else ""
    language = spoken if spoken in LANGUAGES else card.workspace_language
    zone = zone_of(arrival)
    return words.say_answer_promise(
        receipt.answer_by, arrival.received_at, zone or card.zone, language, is_theirs=bool(zone)
    )
