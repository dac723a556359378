"""
The live stream: says that something changed to those who may see it, never what.

One LISTEN connection a process; each stream gathers what concerns it and is written to by its own
task, so that a slow client holds up nobody. A client that was cut off asks for its page again.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterable
from typing import Any

import psycopg
from django.db import Error
from psycopg_pool import PoolTimeout

from vaste.desk.viewers import Viewer, load_viewer
from vaste.infra import asgi, live
from vaste.infra.asgi import Receive, Scope, Send

BEAT_S = 15.0  # seconds between comments that keep a quiet connection open
GLANCE_S = 0.5  # seconds until a colleague's news is told: the owner's own comes first
REST_S = 0.1  # seconds a stream gathers after it has spoken: the first news is told at once
CHECK_S = 60.0  # seconds between looks whether the viewer may still see what they see
MOST_IDS = 200  # leads named in one message; more is told as "look at everything"
RECONNECT_S = 1.0
#: What a page shows of each topic of the outbox; an unknown topic is asked for everywhere.
EVERYTHING = ("leads", "ledger", "imports", "notices")
KINDS = {
    "arrivals": ("leads", "ledger"),
    "leads": ("leads",),
    "clocks": ("leads", "notices"),
    "imports": ("imports", "leads", "ledger"),
    "notices": ("notices",),
    "definition": ("definition",),
}
log = logging.getLogger(__name__)


class Stream:
    """One open browser tab: what has happened for it since it was last written to."""

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer
        self.leads: set[str] = set()
        self.topics: set[str] = set()
        self.rings = asyncio.Event()
        self.is_open = True

    def hears(self, notice: dict[str, Any]) -> bool:
        """Say whether a notice concerns this viewer."""
        viewer = self.viewer
        if viewer.sees_all or str(viewer.user_id) in notice["users"]:
            return True
        return any(team in viewer.teams for team in notice["teams"])

    def is_urgent(self, notice: dict[str, Any]) -> bool:
        """Say whether a notice is this viewer's own news, or about what nobody has yet."""
        return not notice["users"] or str(self.viewer.user_id) in notice["users"]

    def ring(self, topic: str, leads: Iterable[str] | None, *, at_once: bool = True) -> None:
        """
        Note that something happened; `leads` None means too many to name.

        What is not told at once goes with the next glance, together with what else came meanwhile.
        """
        self.topics.add(topic)
        if leads is None or len(self.leads) > MOST_IDS:
            self.topics.add("everything")
        else:
            self.leads.update(leads)
        if at_once:
            self.rings.set()

    def take(self) -> bytes:
        """Return what happened, one message a kind, and begin anew; nothing is a comment."""
        self.rings.clear()
        if not self.topics:
            return b": beat\n\n"
        kinds = sorted({kind for topic in self.topics for kind in KINDS.get(topic, EVERYTHING)})
        named = [] if "everything" in self.topics else sorted(self.leads)[:MOST_IDS]
        content = json.dumps({"leads": named})
        self.topics, self.leads = set(), set()
        return "".join(f"event: {kind}\ndata: {content}\n\n" for kind in kinds).encode()


class Hub:
    """All open streams of this process, by workspace."""

    def __init__(self) -> None:
        self._streams: dict[str, set[Stream]] = {}
        self._tasks: list[asyncio.Task[None]] = []

    def open(self) -> None:
        """Begin to listen; called once, on the server's event loop."""
        loop = asyncio.get_running_loop()
        self._tasks = [loop.create_task(self._listen()), loop.create_task(self._beat())]

    async def close(self) -> None:
        """Stop listening and end every stream, so that the server can stop."""
        for task in self._tasks:
            task.cancel()
        for stream in self._all():
            stream.is_open = False
            stream.rings.set()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _all(self) -> list[Stream]:
        return [stream for streams in self._streams.values() for stream in streams]

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """
        Serve one stream until either side ends it; 204 tells a browser not to come back, 503 that
        the database is away.
        """
        try:
            viewer = await asgi.in_thread(load_viewer, scope)
        except (Error, PoolTimeout):
            retry = (b"retry-after", asgi.RETRY_AFTER_S)
            await asgi.respond_problem(send, asgi.away(), retry)
            return
        if viewer is None:
            await send({"type": "http.response.start", "status": 204, "headers": []})
            await send({"type": "http.response.body", "body": b""})
            return
        stream = Stream(viewer)
        streams = self._streams.setdefault(str(viewer.workspace_id), set())
        streams.add(stream)
        try:
            await self._write(stream, scope, receive, send)
        finally:
            streams.discard(stream)
            if not streams and self._streams.get(str(viewer.workspace_id)) is streams:
                del self._streams[str(viewer.workspace_id)]

    async def _write(self, stream: Stream, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [
            (b"content-type", b"text/event-stream"),
            (b"cache-control", b"no-store"),
            (b"x-accel-buffering", b"no"),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await _say(send, b"retry: 1000\nevent: hello\ndata: {}\n\n")
        loop = asyncio.get_running_loop()
        gone = loop.create_task(_until_gone(receive, stream))
        checked = loop.time()
        try:
            while stream.is_open:
                await stream.rings.wait()
                if loop.time() - checked > CHECK_S:
                    checked = loop.time()
                    if not await _may_still_see(stream, scope):
                        break
                await _say(send, stream.take())
                await asyncio.sleep(REST_S)
            await send({"type": "http.response.body", "body": b""})
        finally:
            gone.cancel()

    async def _beat(self) -> None:
        """Ring for what was not urgent, and now and then for nothing but the connection."""
        quiet_s = 0.0
        while True:
            await asyncio.sleep(GLANCE_S)
            quiet_s = 0.0 if quiet_s >= BEAT_S else quiet_s + GLANCE_S
            for stream in self._all():
                if stream.topics or quiet_s >= BEAT_S:
                    stream.rings.set()

    async def _listen(self) -> None:
        while True:
            try:
                bell = await psycopg.AsyncConnection.connect(**live.address(), autocommit=True)
                async with bell:
                    await bell.execute(f"LISTEN {live.CHANNEL}")
                    self._tell_everybody()  # what was said while nobody listened is asked for again
                    async for notify in bell.notifies():
                        self.pass_on(notify.payload)
            except (psycopg.Error, OSError):
                log.warning("the live connection broke; trying again")
            await asyncio.sleep(RECONNECT_S)

    def _tell_everybody(self) -> None:
        for stream in self._all():
            stream.ring("everything", None)

    def pass_on(self, payload: str) -> None:
        """Give one notice to the streams that it concerns."""
        try:
            notice = json.loads(payload)
            for stream in self._streams.get(notice["workspace"], ()):
                if stream.hears(notice):
                    at_once = stream.is_urgent(notice)
                    stream.ring(notice["topic"], notice["leads"], at_once=at_once)
        except (ValueError, LookupError, TypeError):
            log.warning("a notice on the live channel can't be read: %.200s", payload)


async def _may_still_see(stream: Stream, scope: Scope) -> bool:
    """Look again who is behind a stream; a role that changed counts from here on."""
    try:
        viewer = await asgi.in_thread(load_viewer, scope)
    except (Error, PoolTimeout):
        return True  # while the database is away nothing is told and nothing can be asked
    if viewer is None or viewer.workspace_id != stream.viewer.workspace_id:
        return False
    stream.viewer = viewer
    return True


async def _say(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _until_gone(receive: Receive, stream: Stream) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.is_open = False
    stream.rings.set()


hub = Hub()
