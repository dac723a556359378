"""
Every row of the bench with sizes that take seconds, in a place of its own.

    VASTE_BENCH_VAR=/some/folder python -m tests.bench.tiny

Prints the rows as JSON. The figures mean nothing; that there are any shows that the bench runs on
the tables as they are.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

from bench import place  # first: it says which installation is measured

from bench import (  # isort: skip
    beside, capture, clocks, imports, judging, live, matrix, queue, reports, routing,
)  # fmt: skip

SIZE = 300
Rows = list[dict[str, Any]]


def main() -> None:
    """Run every row and print them, by the name of their part."""
    shrink()
    with place.place() as where:
        rows = {name: run(where) for name, run in PARTS.items()}
    sys.stdout.write(json.dumps(rows) + "\n")


def shrink() -> None:
    """Make everything that has a fixed size small."""
    capture.CLIENTS, capture.WARM_S = 4, 0.2
    live.REPS, live.STREAMS, live.RATE, live.CONNECTED_S = 2, 4, 20, 2.0
    queue.ASKED, queue.WARM = 2, 1
    judging.MANY, judging.EVENTS = 50, 2
    clocks.DUE, clocks.SINGLES, clocks.IMPORTED, clocks.BEGIN_S = 50, 5, 50, 1.0
    routing.TEAMS, routing.BATCH, routing.BATCHES, routing.ADDED = (4,), 20, 1, 1_000
    reports.ASKED, reports.WARM = 1, 0
    matrix.ASKED, matrix.WARM = 1, 0


#: What `make bench` can run, each part by the name of its option.
PARTS: dict[str, Callable[[place.Place], Rows]] = {
    "capture": lambda where: [capture.run(where, rounds=1, seconds=1)],
    "live": lambda where: [live.run(where, seconds=1)],
    "queue": lambda where: queue.run(where, sizes=[SIZE, 2 * SIZE]),
    "matrix": lambda where: matrix.run(where, size=SIZE),
    "import": lambda where: imports.run(where, sizes=[SIZE, 2 * SIZE]),
    "judging": lambda where: judging.run(where, size=SIZE),
    "beside": lambda where: beside.run(where, size=SIZE, seconds=1),
    "clocks": lambda where: clocks.run(where, waiting=SIZE),
    "routing": routing.run,
    "reports": lambda where: reports.run(where, sizes=[SIZE]),
}


if __name__ == "__main__":
    main()
