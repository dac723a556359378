"""Taking a posted form: many posts, few commits; the buyer is sent on to the answer promise."""

from __future__ import annotations

import datetime
import logging
from typing import Literal
from urllib.parse import urlencode

from asgiref.sync import sync_to_async
from django.template.loader import render_to_string
from django.utils import timezone, translation

from vaste.doors import cards
from vaste.doors.batcher import Full, FullOfOwn
from vaste.doors.cards import DoorCard
from vaste.doors.form import page, promise, trap
from vaste.doors.intake import AWAY, intake, zone_of
from vaste.doors.pace import TooMany, pace, per_minute, retry_after
from vaste.doors.panels import ClosedPage
from vaste.doors.suspicion import (
    check_says_something,
    foreign_origin,
    quarantined,
    refused,
    window_key,
)
from vaste.flows.receive import Incoming
from vaste.infra import asgi
from vaste.infra.asgi import Receive, Scope, Send
from vaste.kernel.errors import Refused
from vaste.leads import forms, junk
from vaste.leads.enquiry import Consent
from vaste.leads.reading import read_body, read_fields

log = logging.getLogger(__name__)
Fields = list[tuple[str, str]]
HTML = b"text/html; charset=utf-8"


async def endpoint(scope: Scope, receive: Receive, send: Send) -> None:
    """Take one posted form: 303 to the thanks, 422 with the form where something is missing."""
    card: DoorCard | None = None
    accepted = asgi.header(scope, b"accept-language")
    try:
        card = await find(scope["path"].removeprefix("/f/").strip("/"))
        if card is None:
            await _say_closed(send, 404, "unknown", card, accepted)
            return
        pace.take(card.id, per_minute(card.settings))
        await _take(scope, receive, send, card)
    except asgi.HungUp:
        return
    except Refused as problem:
        text = f"{problem.message} {problem.remedy}".encode()
        await asgi.respond(send, problem.status, text, b"text/plain; charset=utf-8")
    except (TooMany, FullOfOwn) as many:
        await _say_closed(send, 429, "busy", card, accepted, retry_after(many))
    except (Full, *AWAY) as away:
        await _say_closed(send, 503, "busy", card, accepted, retry_after(away))
    except Exception:
        log.exception("a post of a form failed")
        await _say_closed(send, 500, "busy", card, accepted)


async def find(key: str) -> DoorCard | None:
    """Return the open form door with this key."""
    is_fresh, card = cards.kept(key)
    if not is_fresh:
        card = await asgi.in_thread(cards.find, key, "form")
    return card if card is not None and card.kind == "form" else None


async def _take(scope: Scope, receive: Receive, send: Send, card: DoorCard) -> None:
    body = b""
    try:
        body = await asgi.read_body(receive)
        fields = read_body(asgi.header(scope, b"content-type"), body)
    except Refused as problem:
        kept = problem.beginning if isinstance(problem, asgi.TooLarge) else body
        await _keep_refused(scope, card, kept, problem)
        raise
    at = timezone.now()
    typed = page.typed_of(fields)
    showing = trap.read(typed.get(forms.SHOWN, ""), at_s=at.timestamp())
    language = page.language_of(
        card, typed.get("language", ""), asgi.header(scope, b"accept-language")
    )
    errors = page.wrong(card, typed, language) if showing is not None else {}
    if errors:
        await _show_again(send, card, typed, errors, language, at)
        return
    try:
        arrival = read(scope, card, body, fields, showing, language, at=at)
    except Refused as problem:
        await _keep_refused(scope, card, body, problem)
        errors = page.missing(card, typed)
        await _show_again(send, card, typed, errors, language, at)
        return
    receipt = await intake.submit(card.workspace_id, arrival)
    if receipt.is_conflict:  # the same showing sent again with other words is another enquiry
        arrival = read(scope, card, body, fields, None, language, at=at)
        receipt = await intake.submit(card.workspace_id, arrival)
    zone = zone_of(arrival)
    note = promise.sign(receipt.arrival_id, receipt.answer_by, language, zone)
    place = f"/f/{card.key}/thanks/?{urlencode({'a': note})}".encode()
    await asgi.respond(send, 303, b"", HTML, (b"location", place))


async def _keep_refused(scope: Scope, card: DoorCard, body: bytes, problem: Refused) -> None:
    arrival = refused(scope, card, body, problem, timezone.now(), "form")
    await intake.submit(card.workspace_id, arrival)


def read(
    scope: Scope,
    card: DoorCard,
    body: bytes,
    fields: Fields,
    showing: trap.Showing | None,
    language: str,
    *,
    at: datetime.datetime,
) -> Incoming:
    """
    Return one posted form as an arrival; a suspicious one for the review lane, with the reasons.

    Raises Refused for one that says nothing.
    """
    typed = dict(fields)
    own = forms.own_names(card.settings)
    told = [(name, value) for name, value in fields if name not in own]
    defaults = card.settings.get("defaults", {})
    enquiry = read_fields(told, field_map=None, defaults=defaults, country=card.country, at=at)
    enquiry.language = enquiry.language or language
    check_says_something(enquiry)
    enquiry.consents += _consents(card, typed, language, is_ours=showing is not None)
    arrival = Incoming(
        door_id=card.id,
        received_at=at,
        idempotency_key=f"shown:{showing.nonce}" if showing else window_key(body, at),
        has_own_key=showing is not None,
        content_type=asgi.header(scope, b"content-type"),
        headers=asgi.headers_of(scope),
        body=body,
        enquiry=enquiry,
        channel="form",
        defaults=defaults,
    )
    reasons = foreign_origin(scope, card) + junk.judge(
        enquiry,
        honeypot_filled=bool(typed.get(forms.HONEYPOT)),
        seconds_to_fill=showing.seconds if showing else None,
    )
    return quarantined(arrival, reasons) if junk.is_suspicious(reasons) else arrival


def _consents(
    card: DoorCard, typed: dict[str, str], language: str, *, is_ours: bool
) -> list[Consent]:
    """Return the answers to the form's consents; a page of another site may not have asked them."""
    boxes = forms.consent_boxes(card.settings)
    answers = forms.consents(card.settings, typed, language=language, version=card.version)
    return [
        answer
        for box, answer in zip(boxes, answers, strict=True)
        if is_ours or box["name"] in typed
    ]


async def _show_again(
    send: Send,
    card: DoorCard,
    typed: dict[str, str],
    errors: dict[str, str],
    language: str,
    at: datetime.datetime,
) -> None:
    shown = page.form_page(card, language=language, at_s=at.timestamp(), typed=typed, errors=errors)
    html = await sync_to_async(render, thread_sensitive=False)("form.html", language, shown)
    # What was typed may hold half a surrogate pair, which no page can.
    await asgi.respond(send, 422, html.encode(errors="replace"), HTML, *policy())


async def _say_closed(
    send: Send,
    status: int,
    reason: Literal["unknown", "busy"],
    card: DoorCard | None,
    accepted: str,
    *extra: tuple[bytes, bytes],
) -> None:
    language = page.language_of(card, "", accepted)
    brand = page.brand_of(card) if card else None
    shown = ClosedPage(language=language, reason=reason, brand=brand)
    html = await sync_to_async(render, thread_sensitive=False)("closed.html", language, shown)
    await asgi.respond(send, status, html.encode(), HTML, *policy(), *extra)


def render(template: str, language: str, shown: object) -> str:
    """Return a public page as HTML, in the buyer's language."""
    with translation.override(language):
        return render_to_string(f"doors/{template}", {"page": shown})


def policy() -> list[tuple[bytes, bytes]]:
    """Return the content policy of public pages that are answered without Django's middleware."""
    text = (
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
        " object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
    )
    return [(b"content-security-policy", text.encode()), (b"referrer-policy", b"same-origin")]
