"""
Capture beside a rollout: posts over HTTP while the worker judges a big book anew, of people who are
new and of people of the book, whose leads the rollout is changing.
"""

from __future__ import annotations

import random
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bench import capture, judging, load, place

WAIT_S = 900.0  # seconds a rollout may take, at most


def run(where: place.Place, *, size: int, seconds: int) -> list[dict[str, Any]]:
    """
    Return a row of capture's answers without and with a rollout, and what the posts cost that.

    Both rollouts change every lead of the book; the worker is the product's own.
    """
    office = capture.office("Beside", "beside")
    key, workspace_id = office.doors["api"].key, office.workspace.id
    judging.fill(where, office, size)
    with place.web() as port, place.worker():
        posts = _Posts(port, key, size)
        _roll_out(workspace_id, base=20)  # the first one after filling the book by hand
        posts.run(seconds=capture.WARM_S)
        place.superuser_sql(where, "VACUUM (ANALYZE)")
        calm = posts.run(seconds=seconds)
        alone_s = _roll_out(workspace_id, base=24)
        place.superuser_sql(where, "VACUUM (ANALYZE) leads_lead")
        ended, busy = threading.Event(), []
        posting = threading.Thread(
            target=lambda: busy.append(posts.run(seconds=WAIT_S, until=ended.is_set))
        )
        posting.start()
        beside_s = _roll_out(workspace_id, base=28)
        ended.set()
        posting.join()
    return [_row(size, calm, busy[0], alone_s, beside_s)]


@dataclass(frozen=True, slots=True)
class _Seen:
    """The answers to posts of new people, and to those of people of the book."""

    new: load.Result
    known: load.Result


class _Posts:
    """Clients that post as fast as they are answered; every eighth posts for people of the book."""

    def __init__(self, port: int, key: str, size: int) -> None:
        self._port, self._key, self._size = port, key, size
        self._dice = random.Random(1)

    def run(self, *, seconds: float, until: Callable[[], bool] = lambda: False) -> _Seen:
        """Post for so long, or until `until()`."""
        known: list[load.Result] = []
        few = capture.CLIENTS // 8 or 1
        beside = threading.Thread(
            target=lambda: known.append(
                load.post(self._port, self._known, clients=few, seconds=seconds, until=until)
            )
        )
        beside.start()
        many = capture.CLIENTS - few
        new = load.post(self._port, self._new, clients=many, seconds=seconds, until=until)
        beside.join()
        return _Seen(new, known[0])

    def _new(self, number: int) -> bytes:
        return capture.request(self._key, number)

    def _known(self, _number: int) -> bytes:
        return capture.request(self._key, 0, email=judging.email(self._dice.randint(1, self._size)))


def _row(size: int, calm: _Seen, busy: _Seen, alone_s: float, beside_s: float) -> dict[str, Any]:
    loads = (calm.new, calm.known, busy.new, busy.known)
    if any(status != 202 for one in loads for status in one.statuses):
        raise SystemExit(f"Posts were refused: {[one.statuses for one in loads]}")
    figures = {
        f"{when}_{who}_{name}": round(one.percentile_ms(share), 1)
        for when, seen in (("calm", calm), ("beside", busy))
        for who, one in (("new", seen.new), ("known", seen.known))
        for name, share in (("p50_ms", 0.5), ("p99_ms", 0.99), ("most_ms", 1.0))
    }
    return {
        "row": f"capture beside a rollout that changes {size:,} leads, {capture.CLIENTS} clients",
        "calm_per_s": round(calm.new.per_second + calm.known.per_second),
        "beside_per_s": round(busy.new.per_second + busy.known.per_second),
        **figures,
        "rollout_alone_s": round(alone_s, 1),
        "rollout_beside_s": round(beside_s, 1),
        "rollout_ratio": round(beside_s / alone_s, 2),
        "bar": "p99 <= 250 ms beside it",
    }


def _roll_out(workspace_id: uuid.UUID, *, base: int) -> float:
    """Publish another base of fit; return the seconds until the worker has judged the book."""
    from vaste.flows import rollout
    from vaste.infra.tenancy.context import inside

    made = judging.content()
    made["fit"]["base"] = base
    judging.publish(workspace_id, made)
    began = time.perf_counter()
    while time.perf_counter() - began < WAIT_S:
        with inside(workspace_id):
            due = rollout.next_step(workspace_id)
        if due is None or due > judging.now():
            return time.perf_counter() - began
        time.sleep(0.05)
    raise SystemExit("The worker did not end the rollout.")
