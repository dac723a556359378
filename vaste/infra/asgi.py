"""The little of HTTP that the public doors need, straight on ASGI."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

import msgspec

from vaste.kernel.errors import Refused

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

MOST_BODY = 1024 * 1024  # bytes of one arrival
RETRY_AFTER_S = b"5"
KEPT_HEADERS = (
    b"content-type",
    b"user-agent",
    b"referer",
    b"origin",
    b"accept-language",
    b"sec-gpc",
)


class HungUp(Exception):
    """The sender went away before the whole body had come."""


async def read_body(receive: Receive) -> bytes:
    """
    Return the whole body.

    Raises Refused for one over MOST_BODY, and HungUp when the sender goes away.
    """
    parts = []
    size = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise HungUp
        part = message.get("body", b"")
        size += len(part)
        if size > MOST_BODY:
            raise Refused(
                "body_too_large",
                "The body is larger than 1 MB.",
                "Send less in one request, or import a file.",
                status=413,
            )
        parts.append(part)
        if not message.get("more_body"):
            return b"".join(parts)


def headers_of(scope: Scope) -> dict[str, str]:
    """Return the headers that are kept with an arrival, as text."""
    return {
        name.decode("latin-1"): value.decode("latin-1")[:1000].replace("\x00", "")
        for name, value in scope["headers"]
        if name in KEPT_HEADERS
    }


def header(scope: Scope, wanted: bytes) -> str:
    """Return one header's value, or empty text."""
    for name, value in scope["headers"]:
        if name == wanted:
            return str(value.decode("latin-1"))
    return ""


async def respond(
    send: Send, status: int, body: bytes, content_type: bytes, *extra: tuple[bytes, bytes]
) -> None:
    """Send a whole answer."""
    headers = [
        (b"content-type", content_type),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
        *extra,
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def respond_json(
    send: Send, status: int, content: Mapping[str, Any], *extra: tuple[bytes, bytes]
) -> None:
    """Send an answer as JSON."""
    await respond(send, status, msgspec.json.encode(content), b"application/json", *extra)


async def respond_problem(send: Send, refused: Refused, *extra: tuple[bytes, bytes]) -> None:
    """Send a refusal as a problem document: what, where, and how to mend it. Source: RFC 9457."""
    content = {
        "type": f"urn:vaste:problem:{refused.code}",
        "title": refused.message,
        "status": refused.status,
        "code": refused.code,
        "detail": refused.remedy,
        **({"place": refused.place} if refused.place else {}),
    }
    body = msgspec.json.encode(content)
    await respond(send, refused.status, body, b"application/problem+json", *extra)


def away() -> Refused:
    """Return the refusal for a moment in which nothing can be stored."""
    return Refused(
        "try_again",
        "Nothing can be stored at the moment.",
        "Send the same again, with the same Idempotency-Key, after the time in Retry-After.",
        status=503,
    )
