"""A small HTTP load: many keep-alive connections on one thread, each with one request under way."""

from __future__ import annotations

import itertools
import selectors
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Result:
    """What a load saw: seconds it took, milliseconds of each answer, and answers by status."""

    seconds: float = 0.0
    latencies_ms: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)

    @property
    def per_second(self) -> float:
        """Answers a second."""
        return len(self.latencies_ms) / self.seconds if self.seconds else 0.0

    def percentile_ms(self, share: float) -> float:
        """Return the latency that `share` (0-1) of the answers did not exceed, in milliseconds."""
        ordered = sorted(self.latencies_ms)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def request(path: str, body: bytes, *, key: str) -> bytes:
    """Return one POST as it goes over the wire."""
    head = (
        f"POST {path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"
        f"idempotency-key: {key}\r\ncontent-length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


class _Link:
    """One connection with at most one request under way."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.began = 0.0
        self._answer = b""

    def ask(self, request: bytes) -> None:
        """Send one request."""
        self.began, self._answer = time.perf_counter(), b""
        self.socket.sendall(request)

    def status(self) -> int:
        """Read what has come; return the answer's status once all of it is here, else 0."""
        part = self.socket.recv(65536)
        if not part:
            raise ConnectionError("the server hung up")
        self._answer += part
        head, end, body = self._answer.partition(b"\r\n\r\n")
        if not end:
            return 0
        length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
        return int(head[9:12]) if len(body) >= length else 0


def post(
    port: int,
    make: Callable[[int], bytes],
    *,
    clients: int,
    seconds: float,
    until: Callable[[], bool] = lambda: False,
) -> Result:
    """
    Keep `clients` requests under way for `seconds`, or until `until()`; `make(n)` gives the n-th.
    """
    result, picker, numbers = Result(), selectors.DefaultSelector(), itertools.count()
    began = time.perf_counter()
    for _ in range(clients):
        link = _Link(port)
        picker.register(link.socket, selectors.EVENT_READ, link)
        link.ask(make(next(numbers)))
    waiting = clients
    while waiting:
        for key, _ in picker.select(timeout=5):
            link = key.data
            status = link.status()
            if not status:
                continue
            now = time.perf_counter()
            result.statuses[status] = result.statuses.get(status, 0) + 1
            result.latencies_ms.append((now - link.began) * 1000)
            if now - began < seconds and not until():
                link.ask(make(next(numbers)))
            else:
                picker.unregister(link.socket)
                link.socket.close()
                waiting -= 1
    result.seconds = time.perf_counter() - began
    return result
