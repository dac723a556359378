"""The little of HTTP that the public doors need, straight on ASGI."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any, ParamSpec, TypeVar

import msgspec
from asgiref.sync import sync_to_async
from django.db import connection

from vaste.kernel.errors import Refused
from vaste.kernel.text import one_line

P = ParamSpec("P")
Found = TypeVar("Found")

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

MOST_BODY = 1024 * 1024  # bytes of one arrival
MOST_DRAINED = 64 * MOST_BODY  # bytes taken off a client that sends too much, so that it is told
KEPT_BEGINNING = 16 * 1024  # bytes of what was too large that are worth keeping
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


class TooLarge(Refused):
    """A body over MOST_BODY; `beginning` is what is kept of it."""

    def __init__(self, beginning: bytes) -> None:
        super().__init__(
            "body_too_large",
            "The body is larger than 1 MB.",
            "Send less in one request, or import a file.",
            status=413,
        )
        self.beginning = beginning


async def read_body(receive: Receive) -> bytes:
    """
    Return the whole body.

    Raises TooLarge for one over MOST_BODY, and HungUp when the sender goes away.
    """
    parts: list[bytes] = []
    size = 0
    has_more = True
    while has_more:
        message = await receive()
        if message["type"] != "http.request":
            raise HungUp
        part = message.get("body", b"")
        size += len(part)
        if size <= MOST_BODY:
            parts.append(part)
        elif size > MOST_DRAINED:
            break
        has_more = bool(message.get("more_body"))
    if size > MOST_BODY:
        # A client reads its answer only when it has sent everything.
        raise TooLarge(b"".join([*parts, part])[:KEPT_BEGINNING])
    return b"".join(parts)


async def in_thread(function: Callable[P, Found], /, *args: P.args, **kwargs: P.kwargs) -> Found:
    """
    Return what a function finds that asks the database; its connection goes back to the pool.

    Kept by its thread, a connection that broke would fail there ever after.
    """

    def run() -> Found:
        try:
            return function(*args, **kwargs)
        finally:
            connection.close()

    return await sync_to_async(run, thread_sensitive=False)()


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
        **({"place": place} if (place := one_line(refused.place, 200)) else {}),
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


def too_many() -> Refused:
    """Return the refusal of what comes faster than a door takes it."""
    return Refused(
        "too_many",
        "More comes through this door than it takes.",
        "Send the same again, with the same Idempotency-Key, after the time in Retry-After.",
        status=429,
    )


def our_fault() -> Refused:
    """Return the refusal for a fault of the program, which has logged it."""
    return Refused(
        "our_fault",
        "Something went wrong on our side.",
        "Send the same again a little later, with the same Idempotency-Key.",
        status=500,
    )
