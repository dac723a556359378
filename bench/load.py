"""A small HTTP load: many keep-alive connections on one thread, each with one request under way."""

from __future__ import annotations

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


def post(port: int, make: Callable[[int], bytes], *, clients: int, seconds: float) -> Result:
    """Keep `clients` requests under way for `seconds`; `make(n)` gives the n-th request."""
    result, picker, sent = Result(), selectors.DefaultSelector(), 0
    began = time.perf_counter()
    started: dict[int, float] = {}
    for _ in range(clients):
        link = socket.create_connection(("127.0.0.1", port))
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        picker.register(link, selectors.EVENT_READ)
        started[link.fileno()] = time.perf_counter()
        link.sendall(make(sent))
        sent += 1
    waiting = clients
    while waiting:
        for key, _ in picker.select(timeout=5):
            link = key.fileobj  # type: ignore[assignment]
            answer = link.recv(65536)
            now = time.perf_counter()
            if not answer:
                raise ConnectionError("the server hung up")
            status = int(answer[9:12])
            result.statuses[status] = result.statuses.get(status, 0) + 1
            result.latencies_ms.append((now - started[link.fileno()]) * 1000)
            if now - began < seconds:
                started[link.fileno()] = now
                link.sendall(make(sent))
                sent += 1
            else:
                picker.unregister(link)
                link.close()
                waiting -= 1
    result.seconds = time.perf_counter() - began
    return result
