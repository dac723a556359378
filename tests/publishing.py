"""A real HTTP server on this machine that gives out a calendar, well or badly."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType


@dataclass
class Publisher:
    """
    Answers every GET with `body`, and 304 to who knows its `etag`; keeps the headers in `asked`.

    `drip_s` is waited before each byte, `promised` told as the length, `meanwhile` called first.
    """

    body: bytes = b""
    status: int = 200
    etag: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    drip_s: float = 0.0
    promised: int | None = None
    meanwhile: Callable[[], None] = lambda: None
    asked: list[Mapping[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append(dict(self.headers))
                outer.meanwhile()
                with suppress(OSError):  # who asked may have gone
                    outer.answer(self)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        """Send what is to be sent."""
        is_known = bool(self.etag) and handler.headers.get("If-None-Match") == self.etag
        handler.send_response(304 if is_known else self.status)
        for name, value in self.headers.items():
            handler.send_header(name, value)
        if self.etag:
            handler.send_header("ETag", self.etag)
        body = b"" if is_known else self.body
        size = len(body) if self.promised is None else self.promised
        handler.send_header("Content-Length", str(size))
        handler.end_headers()
        if not self.drip_s:
            handler.wfile.write(body)
            return
        for one in body:
            time.sleep(self.drip_s)
            handler.wfile.write(bytes([one]))
            handler.wfile.flush()

    @property
    def host(self) -> str:
        """Where it is, as a host with its port."""
        return f"127.0.0.1:{self._server.server_port}"

    @property
    def url(self) -> str:
        """The secret address."""
        return f"http://{self.host}/private-5ecre7/basic.ics"

    def __enter__(self) -> Publisher:
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
