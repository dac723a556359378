"""
Kill -9 of the web, the worker and PostgreSQL at random moments under load; then the books are
checked.

    python -m tests.kill.storm --kills 100

Clients post with an idempotency key of their own and repeat it until they are answered. What was
answered must be there once, what was not answered at most once; each clock that fell due fired each
level exactly once.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
import uuid
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from tests import ports

ROOT = Path(__file__).resolve().parents[2]
CLIENTS = 4
CALM_S = 300.0  # seconds to wait, at most, for everything to be up and all clocks to have fired
ENOUGH = 20  # answers, at least, before the storm ends
CALM_SHARE = 0.8  # of the kills wait until everything is up again; the others come in between
TARGETS = ("web", "worker", "postgres")


@dataclass
class Books:
    """What the clients saw: keys that were answered, with the arrival, and keys that never were."""

    answered: dict[str, str] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)
    statuses: Counter[int] = field(default_factory=Counter)
    kills: Counter[str] = field(default_factory=Counter)


class Storm:
    """One run: the product in a folder of its own, clients, and somebody who kills."""

    def __init__(self, var: Path, *, seed: int) -> None:
        self.var = var
        self.random = random.Random(seed)
        self.port = ports.free_port()
        self.books = Books()
        self.environment = {**os.environ, "VASTE_VAR": str(var), "VASTE_LOG_LEVEL": "ERROR"}
        self.environment.pop("DATABASE_URL", None)
        self._stop = threading.Event()
        self._lock = threading.Lock()

    def run(self, kills: int) -> list[str]:
        """Raise the storm and return what is wrong afterwards; nothing is how it should be."""
        up = self.start()
        try:
            self.wait_for_health(CALM_S)
            key = self._prepare()
            clients = [
                threading.Thread(target=self._client, args=(key, number))
                for number in range(CLIENTS)
            ]
            for client in clients:
                client.start()
            while sum(self.books.kills.values()) < kills or set(self.books.kills) != set(TARGETS):
                if self.random.random() < CALM_SHARE:
                    self.wait_for_health(CALM_S)
                time.sleep(self.random.uniform(0.0, 1.5))
                self.kill(self.random.choice(TARGETS))
            self._wait_for_answers(ENOUGH)
            self._stop.set()
            for client in clients:
                client.join()
            self.wait_for_health(CALM_S)
            return self._check()
        finally:
            up.send_signal(signal.SIGINT)
            up.wait(timeout=CALM_S)

    def start(self) -> subprocess.Popen[bytes]:
        """Start the product from nothing."""
        shutil.rmtree(self.var, ignore_errors=True)
        command = [sys.executable, "-m", "vaste", "up", "--no-demo", "--port", str(self.port)]
        self.var.mkdir(parents=True, exist_ok=True)
        with (self.var / "up.log").open("wb") as said:
            return subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=said, stderr=subprocess.STDOUT
            )

    def wait_for_health(self, seconds: float) -> None:
        """Wait until the product answers that it is well. Raises TimeoutError."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                url = f"http://127.0.0.1:{self.port}/health/"
                with urllib.request.urlopen(url, timeout=2) as answer:
                    if answer.status == 200:
                        return
            except OSError:
                time.sleep(0.2)
        raise TimeoutError("the product did not come up")

    def _wait_for_answers(self, count: int) -> None:
        """Wait until clients were answered so often, however slow all of it is."""
        until = time.monotonic() + CALM_S
        while len(self.books.answered) < count and time.monotonic() < until:
            time.sleep(0.1)

    def _prepare(self) -> str:
        command = [sys.executable, "-m", "tests.kill.prepare"]
        made = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=True
        )
        return made.stdout.strip().splitlines()[-1]

    def _client(self, key: str, number: int) -> None:
        while not self._stop.is_set():
            own = f"{number}-{uuid.uuid4().hex}"
            body = {"name": "Maija", "email": f"{own}@firm.example", "request_type": "offer"}
            answer = self._post_until_answered(key, own, json.dumps(body).encode())
            with self._lock:
                if answer is None:
                    self.books.unknown.add(own)
                else:
                    self.books.answered[own] = answer["arrival"]
            time.sleep(0.02)

    def _post_until_answered(self, door: str, own: str, body: bytes) -> dict[str, Any] | None:
        until = time.monotonic() + 30
        while time.monotonic() < until:
            request = urllib.request.Request(
                f"http://127.0.0.1:{self.port}/in/api/{door}",
                data=body,
                headers={"Content-Type": "application/json", "Idempotency-Key": own},
            )
            try:
                with urllib.request.urlopen(request, timeout=10) as answer:
                    self.books.statuses[answer.status] += 1
                    found: dict[str, Any] = json.loads(answer.read())
                    return found
            except urllib.error.HTTPError as refused:
                self.books.statuses[refused.code] += 1
            except (OSError, json.JSONDecodeError):
                self.books.statuses[0] += 1
            if self._stop.is_set() and time.monotonic() > until - 20:
                return None
            time.sleep(0.1)
        return None

    def kill(self, target: str) -> None:
        """Kill a process of the product's as -9 does, and count it."""
        pid = self._pid_of(target)
        if pid is None:
            return
        try:
            os.kill(pid, signal.SIGKILL)
            self.books.kills[target] += 1
        except ProcessLookupError:
            return

    def _pid_of(self, target: str) -> int | None:
        if target == "postgres":
            try:
                return int((self.var / "postgres" / "postmaster.pid").read_text().split()[0])
            except (OSError, ValueError, IndexError):
                return None
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit() and self._is_child(folder, target):
                return int(folder.name)
        return None

    def _is_child(self, folder: Path, target: str) -> bool:
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
            ours = f"VASTE_VAR={self.var}".encode() in (folder / "environ").read_bytes()
        except OSError:
            return False
        return ours and b"vaste" in words and target.encode() in words

    def _check(self) -> list[str]:
        folder = socket_folder(self.environment)
        with psycopg.connect(
            host=folder, user="postgres", dbname="vaste", autocommit=True
        ) as server:
            _wait_for_clocks(server)
            return [*_arrivals(server, self.books), *_leads(server), *_clocks(server)]


def socket_folder(environment: dict[str, str]) -> str:
    """Return where the database of this environment listens."""
    return subprocess.run(
        [sys.executable, "-c", "from vaste.config import cluster, settings;"
         "print(cluster.socket_folder(settings.VAR))"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=True,
    ).stdout.strip()  # fmt: skip


def _wait_for_clocks(server: psycopg.Connection) -> None:
    until = time.monotonic() + CALM_S
    while time.monotonic() < until:
        waiting = server.execute(
            "SELECT count(*) FROM sla_clock WHERE fires_at IS NOT NULL"
        ).fetchone()
        if waiting == (0,):
            return
        time.sleep(0.5)


def _arrivals(server: psycopg.Connection, books: Books) -> list[str]:
    rows = server.execute("SELECT idempotency_key, id::text, state FROM leads_arrival").fetchall()
    found: dict[str, list[tuple[str, str]]] = {}
    for key, arrival, state in rows:
        found.setdefault(key, []).append((arrival, state))
    wrong = [
        f"answered but not there as answered: {key}"
        for key, arrival in books.answered.items()
        if found.get(key) != [(arrival, "lead_created")]
    ]
    wrong += [f"there twice: {key}" for key in books.unknown if len(found.get(key, [])) > 1]
    strangers = set(found) - set(books.answered) - books.unknown
    return wrong + [f"there, but nobody sent it: {key}" for key in strangers]


def _leads(server: psycopg.Connection) -> list[str]:
    rows = server.execute(
        """
        SELECT a.id, count(DISTINCT l.id), count(DISTINCT c.id),
               count(DISTINCT e.id) FILTER (WHERE e.verb = 'lead.received')
        FROM leads_arrival a
        LEFT JOIN leads_lead l ON l.arrival_id = a.id
        LEFT JOIN sla_clock c ON c.lead_id = l.id
        LEFT JOIN ledger_event e ON e.subject_id = l.id
        GROUP BY a.id
        HAVING (count(DISTINCT l.id), count(DISTINCT c.id),
                count(DISTINCT e.id) FILTER (WHERE e.verb = 'lead.received')) <> (1, 2, 1)
        """
    ).fetchall()
    return [f"arrival {row[0]}: {row[1]} leads, {row[2]} clocks, {row[3]} events" for row in rows]


def _clocks(server: psycopg.Connection) -> list[str]:
    """Each level fires once and is told once; a lead that nobody held can't be given back again."""
    rows = server.execute(
        """
        SELECT c.id, level.name, count(DISTINCT f.id), count(DISTINCT e.id)
        FROM sla_clock c
        CROSS JOIN (VALUES ('warned', 'lead.clock_warned'), ('breached', 'lead.clock_breached'),
                           ('given_back', 'lead.lapsed')) AS level (name, verb)
        LEFT JOIN sla_firing f ON f.clock_id = c.id AND f.level = level.name
        LEFT JOIN ledger_event e ON e.subject_id = c.lead_id AND e.verb = level.verb
            AND e.detail ->> 'milestone' = c.milestone
        GROUP BY c.id, level.name
        HAVING count(DISTINCT f.id) <> 1 OR count(DISTINCT e.id) > 1
            OR (level.name <> 'given_back' AND count(DISTINCT e.id) <> 1)
        """
    ).fetchall()
    return [f"clock {row[0]} {row[1]}: fired {row[2]} times, told {row[3]} times" for row in rows]


def main() -> None:
    """Run a storm from the command line; exit 1 when anything is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    options = parser.parse_args()
    storm = Storm(ROOT / "var" / "kill", seed=options.seed)
    began = time.monotonic()
    wrong = storm.run(options.kills)
    books = storm.books
    sys.stdout.write(
        f"seed {options.seed}: {sum(books.kills.values())} kills {dict(books.kills)} in"
        f" {time.monotonic() - began:.0f} s, {len(books.answered)} answered,"
        f" {len(books.unknown)} unknown, statuses {dict(books.statuses)}\n"
    )
    sys.stdout.write("".join(f"WRONG {line}\n" for line in wrong) or "Nothing is wrong.\n")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
