"""The health page, asked as a load balancer does."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from django.db import OperationalError, connection, connections

from vaste.config import asgi

pytestmark = pytest.mark.django_db(transaction=True)


def asked(scope: dict[str, Any]) -> list[Any]:
    """Ask the whole process; return the messages of its answer."""
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(asgi.application(scope, receive, send))
    connections.close_all()
    return sent


def health() -> tuple[int, dict[bytes, bytes], Any]:
    start, body = asked({"type": "http", "method": "GET", "path": "/health/", "headers": []})
    return start["status"], dict(start["headers"]), json.loads(body["body"])


class TestServe:
    def test_all_is_well(self) -> None:
        status, headers, told = health()

        assert (status, told) == (200, {"database": "there"})
        assert b"retry-after" not in headers

    def test_the_database_is_away(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def away(_self: Any) -> None:
            raise OperationalError("away")

        monkeypatch.setattr(type(connections[connection.alias]), "ensure_connection", away)
        status, headers, told = health()

        assert (status, told) == (503, {"database": "away"})
        assert headers[b"retry-after"] == b"5"


class TestApplication:
    def test_a_web_socket_is_turned_away(self) -> None:
        assert asked({"type": "websocket", "path": "/live/", "headers": []}) == [
            {"type": "websocket.close", "code": 1000}
        ]
