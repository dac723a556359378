"""Taking a posted form: many posts, few commits; the buyer is sent on to the answer promise."""

from __future__ import annotations

import datetime
from urllib.parse import urlencode

from asgiref.sync import sync_to_async
from django.db import Error
from django.template.loader import render_to_string
from django.utils import timezone, translation
from psycopg_pool import PoolTimeout

from vaste.doors import cards
from vaste.doors.batcher import Full
from vaste.doors.cards import DoorCard
from vaste.doors.form import page, promise, trap
from vaste.doors.intake import intake
from vaste.doors.panels import ClosedPage
from vaste.doors.suspicion import quarantined, refused, window_key
from vaste.flows.receive import Incoming
from vaste.infra import asgi
from vaste.infra.asgi import Receive, Scope, Send
from vaste.kernel.errors import Refused
from vaste.leads import forms, junk
from vaste.leads.reading import read_body, read_fields

HTML = b"text/html; charset=utf-8"


async def endpoint(scope: Scope, receive: Receive, send: Send) -> None:
    """Take one posted form: 303 to the thanks, 422 with the form where something is missing."""
    card: DoorCard | None = None
    try:
        card = await find(scope["path"].removeprefix("/f/").strip("/"))
        if card is None:
            await _say_closed(send, 404, "unknown", card)
            return
        body = await asgi.read_body(receive)
        await _take(scope, send, card, body)
    except asgi.HungUp:
        return
    except Refused as problem:
        text = f"{problem.message} {problem.remedy}".encode()
        await asgi.respond(send, problem.status, text, b"text/plain; charset=utf-8")
    except (Full, Error, PoolTimeout):
        await _say_closed(send, 503, "busy", card)


async def find(key: str) -> DoorCard | None:
    """Return the open form door with this key."""
    is_fresh, card = cards.kept(key)
    if not is_fresh:
        card = await sync_to_async(cards.find, thread_sensitive=False)(key, "form")
    return card if card is not None and card.kind == "form" else None


async def _take(scope: Scope, send: Send, card: DoorCard, body: bytes) -> None:
    at = timezone.now()
    content_type = asgi.header(scope, b"content-type")
    try:
        fields = read_body(content_type, body)
    except Refused as problem:
        await intake.submit(card.workspace_id, refused(scope, card, body, problem, at, "form"))
        raise
    typed = dict(fields)
    showing = trap.read(typed.get(forms.SHOWN, ""), at_s=at.timestamp())
    language = page.language_of(
        card, typed.get("language", ""), asgi.header(scope, b"accept-language")
    )
    errors = page.missing(card, typed) if showing is not None else {}
    if errors:
        await _show_again(send, card, typed, errors, language, at)
        return
    arrival = read(scope, card, body, typed, showing, language, at=at)
    receipt = await intake.submit(card.workspace_id, arrival)
    if receipt.is_conflict:  # the same showing sent again with other words is another enquiry
        arrival = read(scope, card, body, typed, None, language, at=at)
        receipt = await intake.submit(card.workspace_id, arrival)
    note = promise.sign(receipt.arrival_id, receipt.answer_by, language)
    place = f"/f/{card.key}/thanks/?{urlencode({'a': note})}".encode()
    await asgi.respond(send, 303, b"", HTML, (b"location", place))


def read(
    scope: Scope,
    card: DoorCard,
    body: bytes,
    typed: dict[str, str],
    showing: trap.Showing | None,
    language: str,
    *,
    at: datetime.datetime,
) -> Incoming:
    """
    Return one posted form as an arrival; a suspicious one for the review lane, with the reasons.
    """
    own = forms.own_names(card.settings)
    told = [(name, value) for name, value in typed.items() if name not in own]
    defaults = card.settings.get("defaults", {})
    enquiry = read_fields(told, field_map=None, defaults=defaults, country=card.country, at=at)
    enquiry.language = enquiry.language or language
    enquiry.consents = forms.consents(card.settings, typed, language=language, version=card.version)
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
    reasons = junk.judge(
        enquiry,
        honeypot_filled=bool(typed.get(forms.HONEYPOT)),
        seconds_to_fill=showing.seconds if showing else None,
    )
    return quarantined(arrival, reasons) if junk.is_suspicious(reasons) else arrival


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
    await asgi.respond(send, 422, html.encode(), HTML, *policy())


async def _say_closed(send: Send, status: int, reason: str, card: DoorCard | None) -> None:
    language = card.workspace_language if card else "en"
    shown = ClosedPage(
        language=language,
        reason=reason,  # type: ignore[arg-type]
        brand=page.brand_of(card) if card else None,
    )
    html = await sync_to_async(render, thread_sensitive=False)("closed.html", language, shown)
    extra = [(b"retry-after", asgi.RETRY_AFTER_S)] if status == 503 else []
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
