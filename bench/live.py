"""
Live: from a buyer's click to the owner's screen, while leads arrive and many streams are open.
"""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

from bench import place

REPS = 40
STREAMS = 200
RATE = 50  # leads a second
PATIENCE_S = 60.0  # seconds until leads that nobody was told of are given up
CONNECTED_S = 3.0  # seconds until all streams are open


@dataclass(slots=True)
class _Seen:
    """When each lead was first named on each user's streams, and when each post was sent."""

    named: dict[tuple[str, str], float] = field(default_factory=dict)  # (user, lead)
    sent: dict[str, float] = field(default_factory=dict)  # arrival

    def all_named(self) -> bool:
        """Whether as many leads were named as posts were sent."""
        return len({lead for _, lead in self.named}) >= len(self.sent)


def run(where: place.Place, *, seconds: int) -> dict[str, Any]:
    """Return percentiles from sending the post to the event at the owner's stream."""
    key, cookies = _office()
    seen = _Seen()
    with place.web() as port:
        asyncio.run(_measure(port, key, cookies, seen, seconds))
    latencies = sorted(_latencies(seen))
    sent = len(seen.sent)

    def at(share: float) -> float:
        return round(latencies[min(len(latencies) - 1, int(share * len(latencies)))], 1)

    return {
        "row": f"live: click to the owner's screen, {RATE} leads/s, {STREAMS} streams",
        "p50_ms": at(0.5),
        "p99_ms": at(0.99),
        "ratio": round(at(0.99) / 250, 3),
        "bar": "p99 <= 250 ms",
        "sent": sent,
        "seen": len(latencies),
    }


def _office() -> tuple[str, dict[str, str]]:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.utils import timezone

    from vaste.flows import found
    from vaste.infra.tenancy.context import inside
    from vaste.workspaces import services as workspaces

    at = timezone.now()
    admin = workspaces.ensure_user("live@bench.example", "Bench", password=None)
    office = found.found_workspace("Live", "live", admin=admin, at=at)
    cookies = {}
    for number in range(REPS):
        rep = workspaces.ensure_user(f"live{number}@bench.example", f"Rep {number}", password=None)
        workspaces.join(office.workspace, rep, "rep", at=at)
        with inside(office.workspace.id):
            found.join_team(office.workspace.id, office.team, rep, capacity=100_000)
        session = SessionStore()
        session[SESSION_KEY] = str(rep.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = rep.get_session_auth_hash()
        session.create()
        cookies[str(rep.pk)] = f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
    return office.doors["api"].key, cookies


async def _measure(port: int, key: str, cookies: dict[str, str], seen: _Seen, seconds: int) -> None:
    users = list(cookies)
    streams = [
        asyncio.create_task(_listen(port, users[n % len(users)], cookies, seen))
        for n in range(STREAMS)
    ]
    await asyncio.sleep(CONNECTED_S)
    posts = []
    for number in range(seconds * RATE):
        posts.append(asyncio.create_task(_post(port, key, number, seen)))
        await asyncio.sleep(1 / RATE)
    await asyncio.gather(*posts)
    await asyncio.sleep(2)
    patient_until = time.monotonic() + PATIENCE_S
    while not seen.all_named() and time.monotonic() < patient_until:
        await asyncio.sleep(0.1)
    for task in streams:
        task.cancel()
    await asyncio.gather(*streams, return_exceptions=True)


async def _listen(port: int, user: str, cookies: dict[str, str], seen: _Seen) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = f"GET /live/ HTTP/1.1\r\nhost: localhost\r\ncookie: {cookies[user]}\r\n\r\n"
    writer.write(head.encode())
    while line := await reader.readline():
        if line.startswith(b"data: ") and b"leads" in line:
            now = time.perf_counter()
            for lead in json.loads(line[6:])["leads"]:
                seen.named.setdefault((user, lead), now)


async def _post(port: int, key: str, number: int, seen: _Seen) -> None:
    unique = uuid.uuid4().hex
    body = json.dumps(
        {"name": "Maija", "email": f"{unique}@firm{number}.example", "request_type": "offer"}
    ).encode()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    began = time.perf_counter()
    writer.write(
        f"POST /in/api/{key} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"
        f"idempotency-key: {unique}\r\nconnection: close\r\n"
        f"content-length: {len(body)}\r\n\r\n".encode()
        + body
    )
    answer = await reader.read()
    writer.close()
    seen.sent[json.loads(answer.partition(b"\r\n\r\n")[2])["arrival"]] = began


def _latencies(seen: _Seen) -> list[float]:
    from vaste.infra import sql
    from vaste.infra.tenancy.context import inside
    from vaste.workspaces import queries as workspaces

    workspace = workspaces.by_slug("live")
    assert workspace is not None
    with inside(workspace.id):
        rows = sql.run(
            "SELECT arrival_id::text, id::text, owner_id::text FROM leads_lead"
            " WHERE workspace_id = %(workspace)s",
            {"workspace": workspace.id},
        )
    return [
        (seen.named[owner, lead] - seen.sent[arrival]) * 1000
        for arrival, lead, owner in rows
        if (owner, lead) in seen.named and arrival in seen.sent
    ]
