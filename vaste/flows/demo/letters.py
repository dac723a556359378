"""The raw arrivals of the demo, and what their doors read out of them."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Mapping
from urllib.parse import urlencode

from vaste.flows.demo import script
from vaste.flows.demo.script import Asked, Odd
from vaste.flows.receive import Incoming, State
from vaste.kernel.errors import Refused
from vaste.leads import forms, junk
from vaste.leads.models import Door
from vaste.leads.reading import read_body, read_fields

SITE = "https://nordic-demo.example/quiet-booths"
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
_WINDOW_S = 600  # seconds in which an equal post without a key is the same one, sent again
COUNTRY = "FI"


def letter(asked: Asked, door: Door, *, at: datetime.datetime) -> Incoming:
    """Return an enquiry of the script as the arrival that its door would make of it at `at`."""
    told = dict(asked.told)
    origin = script.part("doors")["origins"][asked.origin]
    if door.kind == Door.Kind.FORM:
        told |= {**origin, "landing_page": f"{SITE}?{urlencode(origin)}" if origin else SITE}
        if told.get("request_type") == "newsletter":
            told["consent_newsletter"] = "on"
    else:
        told |= origin
    return _read(door, told, at=at, seconds=None, trap=False)


def odd_letter(odd: Odd, door: Door, *, at: datetime.datetime) -> Incoming:
    """Return an odd arrival of the script: most are held back or refused, with their reasons."""
    if odd.raw:
        return _refused(door, odd.raw.encode(), at=at)
    return _read(door, odd.told, at=at, seconds=odd.seconds, trap=odd.trap)


def _read(
    door: Door,
    told: Mapping[str, str],
    *,
    at: datetime.datetime,
    seconds: float | None,
    trap: bool,
) -> Incoming:
    arrival = _raw(door, _body(door, told), at=at, language=told.get("language", "en"))
    own = forms.own_names(door.settings)
    arrival.enquiry = read_fields(
        [one for one in read_body(arrival.content_type, arrival.body) if one[0] not in own],
        defaults=arrival.defaults,
        country=COUNTRY,
        at=at,
    )
    if door.kind == Door.Kind.FORM:
        language = arrival.enquiry.language
        arrival.enquiry.consents = forms.consents(
            door.settings, told, language=language, version=door.version
        )
    reasons = junk.judge(arrival.enquiry, honeypot_filled=trap, seconds_to_fill=seconds)
    if junk.is_suspicious(reasons):
        arrival.enquiry, arrival.state = None, State.QUARANTINED
        arrival.reasons = [{"code": one.code, "detail": one.detail} for one in reasons]
    return arrival


def _body(door: Door, told: Mapping[str, str]) -> bytes:
    if door.kind == Door.Kind.API:
        return json.dumps(told, ensure_ascii=False).encode()
    return urlencode(told).encode()


def _raw(door: Door, body: bytes, *, at: datetime.datetime, language: str) -> Incoming:
    is_form = door.kind == Door.Kind.FORM
    window = int(at.timestamp()) // _WINDOW_S
    headers = {"accept-language": language, "referer": SITE} if is_form else {}
    content_type = FORM if is_form else JSON
    return Incoming(
        door_id=door.id,
        received_at=at,
        idempotency_key=f"body:{hashlib.sha256(body).hexdigest()}:{window}",
        has_own_key=False,
        content_type=content_type,
        headers={"content-type": content_type, "user-agent": AGENT, **headers},
        body=body,
        enquiry=None,
        channel=door.kind,
        defaults=door.settings.get("defaults", {}),
    )


def _refused(door: Door, body: bytes, *, at: datetime.datetime) -> Incoming:
    """Return a body that can't be read, with the very words that its sender is answered with."""
    arrival = _raw(door, body, at=at, language="en")
    arrival.idempotency_key, arrival.has_own_key = f"refused:{arrival.id}", True
    try:
        read_body(arrival.content_type, body)
    except Refused as problem:
        arrival.state = State.REFUSED
        arrival.reasons = [
            {"code": problem.code, "detail": problem.message, "place": problem.place}
        ]
    return arrival


def same_window(at: datetime.datetime) -> datetime.datetime:
    """Return an instant shortly before `at` from which the next minutes count as one submission."""
    seconds = int(at.timestamp())
    return at - datetime.timedelta(seconds=seconds % _WINDOW_S)
