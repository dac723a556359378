"""`make bench`: every row, its limit beside it, as a table and as JSON."""

from __future__ import annotations

import argparse
import json
import os
import platform
from pathlib import Path
from typing import Any

from bench import place  # first: it says which installation is measured

from bench import beside, capture, clocks, imports, judging, live, matrix, queue, reports, routing  # isort: skip


def main() -> None:
    """Run the benchmarks; a slow figure is shown, never a failure."""
    options = _options()
    rows: list[dict[str, Any]] = []
    with place.place() as where:
        if "capture" in options.only:
            rows.append(capture.run(where, rounds=options.rounds, seconds=options.seconds))
        if "live" in options.only:
            rows.append(live.run(where, seconds=options.seconds * 3))
        if "queue" in options.only:
            rows += queue.run(where, sizes=[10_000, 10_000_000 if options.full else 1_000_000])
        if "matrix" in options.only:
            rows += matrix.run(where, size=50_000)
        if "import" in options.only:
            sizes = [10_000, 100_000, *([1_000_000] if options.full else [])]
            rows += imports.run(where, sizes=sizes)
        if "judging" in options.only:
            rows += judging.run(where, size=1_000_000 if options.full else 200_000)
        if "beside" in options.only:
            size = 1_000_000 if options.full else 200_000
            rows += beside.run(where, size=size, seconds=options.seconds * 2)
        if "clocks" in options.only:
            rows += clocks.run(where, waiting=1_000_000 if options.full else 200_000)
        if "routing" in options.only:
            rows += routing.run(where)
        if "reports" in options.only:
            sizes = [10_000, 100_000, *([1_000_000] if options.full else [])]
            rows += reports.run(where, sizes=sizes)
    machine = {"cores": os.cpu_count(), "python": platform.python_version(), "cpu": _cpu()}
    _show(rows, machine)
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps({"machine": machine, "rows": rows}, indent=2) + "\n")
    print(f"Written to {options.json}")  # noqa: T201


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=main.__doc__)
    known = [
        "capture",
        "live",
        "queue",
        "matrix",
        "import",
        "judging",
        "beside",
        "clocks",
        "routing",
        "reports",
    ]
    parser.add_argument("--only", nargs="+", choices=known, default=known)
    parser.add_argument("--rounds", type=int, default=3, help="interleaved rounds of capture")
    parser.add_argument("--seconds", type=int, default=4, help="length of one round")
    parser.add_argument(
        "--full", action="store_true", help="10M leads and 1M rows: an hour or more"
    )
    default = place.ROOT / "var" / "bench.json"
    parser.add_argument("--json", type=Path, default=default)
    return parser.parse_args()


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.machine()


def _show(rows: list[dict[str, Any]], machine: dict[str, Any]) -> None:
    print(f"{machine['cpu']}, {machine['cores']} cores, Python {machine['python']}")  # noqa: T201
    for row in rows:
        figures = ", ".join(f"{name} {value}" for name, value in row.items() if name != "row")
        print(f"{row['row']}\n    {figures}")  # noqa: T201


if __name__ == "__main__":
    main()
