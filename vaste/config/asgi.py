"""
The one web process: lean ASGI for the public doors, live streams and health; Django for the rest.

Django as shipped starts a thread for every request; entering a ThreadSensitiveContext with a pooled
executor first makes it five times as fast (docs/decisions/0006).
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from asgiref.sync import ThreadSensitiveContext
from django.core.handlers.asgi import ASGIHandler

from vaste.config.django_setup import set_up

set_up()

from vaste.config import health  # noqa: E402 - the apps must be loaded first
from vaste.desk.stream import hub  # noqa: E402
from vaste.doors.api.endpoint import endpoint as api_door  # noqa: E402
from vaste.doors.form.endpoint import endpoint as form_door  # noqa: E402
from vaste.infra import garbage  # noqa: E402
from vaste.infra.asgi import Receive, Scope, Send  # noqa: E402

DJANGO_THREADS = 16  # requests that Django answers at once; more wait their turn

_django = ASGIHandler()
_idle: list[ThreadPoolExecutor] = []
_places = asyncio.Semaphore(DJANGO_THREADS)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one connection."""
    if scope["type"] == "lifespan":
        await _live_and_die(receive, send)
        return
    if scope["type"] != "http":
        await send({"type": "websocket.close", "code": 1000})
        return
    path = scope["path"]
    if path.startswith("/in/api/"):
        await api_door(scope, receive, send)
    elif path.startswith("/f/") and scope["method"] == "POST":
        await form_door(scope, receive, send)
    elif path == "/live/":
        await hub.serve(scope, receive, send)
    elif path == "/health/":
        await health.serve(scope, receive, send)
    else:
        await _answer_by_django(scope, receive, send)


async def _answer_by_django(scope: Scope, receive: Receive, send: Send) -> None:
    async with _places:
        executor = _idle.pop() if _idle else ThreadPoolExecutor(1)
        try:
            async with ThreadSensitiveContext(executor=executor):
                await _django(scope, receive, send)  # type: ignore[arg-type]
        finally:
            _idle.append(executor)


async def _live_and_die(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            garbage.collect_rarely()
            hub.open()
            await send({"type": "lifespan.startup.complete"})
        else:
            await hub.close()
            await send({"type": "lifespan.shutdown.complete"})
            return
