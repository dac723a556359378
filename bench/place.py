"""A place of its own to measure in: a server in var/bench, a workspace, a web process."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("VASTE_BENCH_VAR", ROOT / "var" / "bench"))
os.environ["VASTE_VAR"] = str(VAR)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vaste.config.settings")


@dataclass(frozen=True, slots=True)
class Place:
    """What the benchmarks share: the server's socket folder and its binaries."""

    socket_folder: str
    binaries: Path


@contextmanager
def place() -> Iterator[Place]:
    """Start from nothing: a fresh database, migrated; removed at the end."""
    shutil.rmtree(VAR, ignore_errors=True)  # before the settings make this place's secret key
    from vaste.config import cluster, database, django_setup, postgres, settings

    with postgres.running(VAR):
        database.prepare_database(settings.DATABASES)
        django_setup.set_up()
        from django.core.management import call_command

        call_command("migrate", database="owner", verbosity=0, interactive=False)
        yield Place(str(cluster.socket_folder(VAR)), cluster.find_binaries())
        from django.db import connections

        for alias in connections:
            connections[alias].close()
        connections["default"].close_pool()  # type: ignore[attr-defined]
    shutil.rmtree(VAR, ignore_errors=True)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def web() -> Iterator[int]:
    """Run the web process as users run it; give its port."""
    port = free_port()
    command = [sys.executable, "-m", "vaste", "web", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        _wait_until_it_answers(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


@contextmanager
def worker() -> Iterator[None]:
    """Run the worker process as users run it."""
    process = subprocess.Popen([sys.executable, "-m", "vaste", "worker"], stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=60)


def _wait_until_it_answers(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if process.poll() is not None:
            raise SystemExit("The web process ended at once.")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The web process did not answer within a minute.")


def pgbench(where: Place, script: str, *, clients: int, seconds: int) -> float:
    """Run a pgbench script with prepared statements; return transactions a second."""
    path = VAR / "script.sql"
    path.write_text(script, encoding="utf-8")
    command = [
        str(where.binaries / "pgbench"), "-n", "-M", "prepared", "-h", where.socket_folder,
        "-U", "vaste_owner", "-c", str(clients), "-j", "1", "-T", str(seconds),
        "-f", str(path), "vaste",
    ]  # fmt: skip
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    line = next(line for line in said.splitlines() if line.startswith("tps"))
    return float(line.split("=")[1].split()[0])


def owner_sql(where: Place, statement: str) -> None:
    """Run a statement as the tables' owner, outside Django."""
    _execute(where, "vaste_owner", statement)


def superuser_sql(where: Place, statement: str) -> None:
    """Run a statement past row-level security, to fill a book with rows."""
    from vaste.config.cluster import SUPERUSER

    _execute(where, SUPERUSER, statement)


def _execute(where: Place, user: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(
        host=where.socket_folder, user=user, dbname="vaste", autocommit=True
    ) as server:
        server.execute(statement)  # type: ignore[call-overload]
