"""A real HTTP endpoint on this machine that keeps what it is sent."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType


@dataclass(frozen=True, slots=True)
class Got:
    """One request as it came."""

    path: str
    headers: Mapping[str, str]
    body: bytes


class Receiver:
    """
    Answers every POST alike, at most `slow_s` seconds later, and keeps it in `got`; `drip_s` is
    waited before each byte of the answer.

    `hold` is called with the number of each before it is answered.
    """

    def __init__(
        self,
        *,
        status: int = 200,
        body: bytes = b"ok",
        headers: Mapping[str, str] | None = None,
        slow_s: float = 0.0,
        drip_s: float = 0.0,
        hold: Callable[[int], None] = lambda number: None,
    ) -> None:
        self.status, self.body, self.headers = status, body, dict(headers or {})
        self.got: list[Got] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length", 0))
                got = Got(self.path, dict(self.headers), self.rfile.read(length))
                outer.got.append(got)
                hold(len(outer.got))
                time.sleep(random.uniform(0.0, slow_s))
                with suppress(OSError):  # who asked may be dead by now
                    self._answer()

            def _answer(self) -> None:
                self.send_response(outer.status)
                for name, value in outer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(outer.body)))
                self.end_headers()
                for part in (outer.body,) if not drip_s else map(int.to_bytes, outer.body):
                    time.sleep(drip_s)
                    self.wfile.write(part)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        """Where it is, with a slash at the end."""
        return f"http://127.0.0.1:{self._server.server_port}/"

    def __enter__(self) -> Receiver:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
