"""Whether the process answers and the database is there."""

from __future__ import annotations

from django.db import Error, connection
from psycopg_pool import PoolTimeout

from vaste.infra import asgi
from vaste.infra.asgi import Receive, Scope, Send


def _is_database_there() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (Error, PoolTimeout):
        return False
    return True


async def serve(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer 200 when requests can be worked on, 503 while the database is away."""
    is_there = await asgi.in_thread(_is_database_there)
    extra = [] if is_there else [(b"retry-after", asgi.RETRY_AFTER_S)]
    content = {"database": "there" if is_there else "away"}
    await asgi.respond_json(send, 200 if is_there else 503, content, *extra)
