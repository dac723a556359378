"""Two thousand bodies that no sender in their right mind would send."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from tests.build import Office
from tests.doors.conftest import Book
from vaste.doors.api.endpoint import endpoint

EXAMPLES = 100
A_BATCH = 20  # bodies posted at once

NAMES = st.sampled_from(
    ["name", "email", "phone", "company", "message", "needed_by", "value", "employees", "country",
     "occurred_at", "consents", "consent.0.given", "utm_source", "external_id", "website", "\x00"]
) | st.text(max_size=20)  # fmt: skip
TEXTS = st.text(st.characters(), max_size=60) | st.sampled_from(
    ["3,58E+11", "2026-02-31", "\ud800", "\x00", "1e999", "NaN", "null", "a@b.example", "+358 45 1"]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)
OBJECTS = st.dictionaries(NAMES, VALUES, max_size=8).map(lambda told: json.dumps(told).encode())
TORN = st.tuples(OBJECTS, st.integers(0, 200)).map(lambda told: told[0][: told[1]])
PAIRS = st.lists(st.tuples(st.binary(max_size=12), st.binary(max_size=30)), max_size=8)
FORMS = PAIRS.map(lambda told: b"&".join(b"=".join(pair) for pair in told))
PARTS = PAIRS.map(
    lambda told: (
        b"".join(
            b'--b\r\nContent-Disposition: form-data; name="' + name + b'"\r\n\r\n' + value + b"\r\n"
            for name, value in told
        )
        + b"--b--\r\n"
    )
)
BODIES = OBJECTS | TORN | FORMS | PARTS | st.binary(max_size=200)
TYPES = st.sampled_from(
    [b"application/json", b"application/x-www-form-urlencoded", b"multipart/form-data; boundary=b",
     b"text/plain", b"", b"application/x-www-form-urlencoded; charset=utf-7",
     b"application/x-www-form-urlencoded; charset=unicode_escape", b"application/ld+json"]
) | st.binary(max_size=30)  # fmt: skip
KEYS = st.none() | st.binary(max_size=10) | st.sampled_from([b"k-1", b"k-2"])
POSTS = st.lists(st.tuples(BODIES, TYPES, KEYS), min_size=A_BATCH, max_size=A_BATCH)


async def posted(key: str, body: bytes, kind: bytes, own_key: bytes | None) -> tuple[int, Any]:
    """Hand one post to the door itself; return status and content of its answer."""
    sent: list[Any] = []
    headers = [(b"content-type", kind), *([(b"idempotency-key", own_key)] if own_key else [])]
    scope = {"type": "http", "method": "POST", "path": f"/in/api/{key}", "headers": headers}

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    await endpoint(scope, receive, send)
    return sent[0]["status"], json.loads(sent[1]["body"])


@pytest.fixture
def loop(office: Office) -> Iterator[asyncio.AbstractEventLoop]:
    made = asyncio.new_event_loop()
    yield made
    made.run_until_complete(made.shutdown_default_executor())
    made.close()
    connections.close_all()


def test_each_is_taken_or_refused_with_a_code_and_kept(
    loop: asyncio.AbstractEventLoop, office: Office, book: Book
) -> None:
    key = office.doors["api"].key
    answers: list[tuple[int, Any]] = []

    @seed(20260302)
    @settings(
        max_examples=EXAMPLES, deadline=None, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(POSTS)
    def storm(posts: list[tuple[bytes, bytes, bytes | None]]) -> None:
        async def all_at_once() -> list[tuple[int, Any]]:
            return await asyncio.gather(*(posted(key, *one) for one in posts))

        for status, told in loop.run_until_complete(all_at_once()):
            answers.append((status, told))
            assert status == 202 or (400 <= status < 500 and told["code"]), told
            assert ("arrival" in told) == (status == 202)

    logging.disable(logging.ERROR)
    storm()
    logging.disable(logging.NOTSET)
    repeats = sum(told.get("code") == "key_used" for _, told in answers)

    assert len(answers) >= EXAMPLES * A_BATCH
    kept = book.arrivals()
    taken = {told["arrival"] for status, told in answers if status == 202}
    refused = sum(status != 202 for status, _ in answers) - repeats
    assert taken <= {str(one.id) for one in kept}
    assert sum(one.state == "refused" for one in kept) == refused
    assert not [one.reasons for one in kept if one.state == "needs_a_look"]
