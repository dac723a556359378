"""
Kill -9 of the worker at random moments while notices go out; then the books are checked.

    python -m tests.kill.deliveries --kills 20

The guarantee is *at least once*: what was planned is heard, however often the worker died; a
message is heard again only when its sender was killed, or given up on, after the outside had heard
it and before that was written down, and then it comes under the same id, unless something new goes
with it. Nothing is heard more often than it was sent, and none is left as being sent.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import subprocess
import sys
import time
import uuid
from collections import defaultdict
from pathlib import Path

import psycopg

from tests.kill.storm import CALM_S, ROOT, Storm, socket_folder
from tests.receiving import Got, Receiver

WORKSPACES = 4
PLACES = 40  # of each workspace: browsers and chats
SLOW_S = 0.15  # seconds the outside takes to answer, at most: kills fall between word and record
HELD_S = 4.0
SETTLE_S = 600.0  # seconds; two leases and more
COUNTED = "SELECT count(*), count(*) FILTER (WHERE state IN ('waiting', 'sending')) FROM {table}"
TABLE = "notifications_delivery"


class Deliveries(Storm):
    """One run: the product, an endpoint that hears, and somebody who kills the worker."""

    def __init__(self, var: Path, *, seed: int) -> None:
        super().__init__(var, seed=seed)
        self.environment |= {"VASTE_LOCAL_WEBHOOKS": "1"}
        self._to_come = 0  # kills, of those that were asked for
        self.heard: dict[str, list[str]] = defaultdict(list)  # ids of messages, by place

    def run(self, kills: int) -> list[str]:
        """Let notices go out while the worker is killed; return what is wrong afterwards."""
        up = self.start()
        try:
            self.wait_for_health(CALM_S)
            self._to_come = kills
            with Receiver(status=201, slow_s=SLOW_S, hold=self._hold) as outside:
                self._make(outside.url)
                with psycopg.connect(
                    host=socket_folder(self.environment), user="postgres", dbname="vaste",
                    autocommit=True,
                ) as server:  # fmt: skip
                    self._kill_while_sending(server, kills)
                    self._to_come = 0
                    _wait(server, SETTLE_S)
                    for got in outside.got:
                        self.heard[got.path].append(_id_of(got))
                    return self._wrong(server)
        finally:
            up.send_signal(signal.SIGINT)
            up.wait(timeout=CALM_S)

    def _hold(self, number: int) -> None:
        """
        Hold back what is left for the kills to come, however fast the worker sends.

        Not so long that the sender gives up.
        """
        until = time.monotonic() + HELD_S
        while (kills := self._to_come) and time.monotonic() < until:
            if number * (kills + 1) <= WORKSPACES * PLACES * (1 + self.books.kills["worker"]):
                return
            time.sleep(0.02)

    def _make(self, url: str) -> None:
        command = [
            sys.executable, "-m", "tests.kill.prepare_deliveries", url, str(WORKSPACES),
        ]  # fmt: skip
        made = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=True
        )
        assert len(json.loads(made.stdout.strip().splitlines()[-1])) == WORKSPACES

    def _kill_while_sending(self, server: psycopg.Connection, kills: int) -> None:
        until = time.monotonic() + SETTLE_S
        while sum(self.books.kills.values()) < kills and time.monotonic() < until:
            sending = server.execute(
                f"SELECT count(*) FROM {TABLE} WHERE state = 'sending' AND due_at > now()"
                " + interval '58 seconds'"
            ).fetchone()
            if sending == (0,):
                time.sleep(0.02)
                continue
            time.sleep(self.random.uniform(0.0, SLOW_S * 2))
            self.kill("worker")

    def _wrong(self, server: psycopg.Connection) -> list[str]:
        rows = server.execute(
            f"""
            SELECT d.state, d.attempts, d.bundle::text,
                coalesce('/' || split_part(s.endpoint, '/', 4) || '/push/'
                    || split_part(s.endpoint, '/', 6),
                    '/' || split_part(c.url, '/', 4) || '/' || c.kind || '/'
                    || split_part(c.url, '/', 6))
            FROM {TABLE} AS d
            LEFT JOIN notifications_subscription AS s ON s.id = d.target_id
            LEFT JOIN notifications_channel AS c ON c.id = d.target_id
            """
        ).fetchall()
        wrong = []
        planned: dict[str, set[str]] = defaultdict(set)
        tries: dict[tuple[str, str], int] = {}
        for state, attempts, bundle, place in rows:
            planned[place].add(bundle)
            tries[place, bundle] = max(attempts, tries.get((place, bundle), 0))
            if state != "sent":
                wrong.append(f"{place}: {state} for ever")
            if bundle not in self.heard[place]:
                wrong.append(f"{place}: {bundle} was lost")
        if len(planned) != WORKSPACES * PLACES:
            wrong.append(f"{len(planned)} places were to be told")
        for place, ids in self.heard.items():
            sent = {bundle: tries[place, bundle] for bundle in planned[place]}
            wrong += [
                f"{place}: {one} heard {ids.count(one)} times"
                for one in set(ids) & sent.keys()
                if ids.count(one) > sent[one]
            ]
            if len(ids) > sum(sent.values()):  # what goes together anew has another id
                wrong.append(f"{place}: {len(ids)} messages of {sum(sent.values())} tries")
        return wrong

    @property
    def repeats(self) -> int:
        """How often a message was heard that was heard before."""
        return sum(len(ids) - len(set(ids)) for ids in self.heard.values())


def _id_of(got: Got) -> str:
    """Return the message's own id: a chat's key, or a push's topic."""
    return str(uuid.UUID(got.headers.get("Idempotency-Key") or got.headers["Topic"]))


def _wait(server: psycopg.Connection, seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        planned, left = server.execute(COUNTED.format(table=TABLE)).fetchone() or (0, 0)
        if planned and not left:
            return
        time.sleep(0.5)


def main() -> None:
    """Run from the command line; exit 1 when anything is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    options = parser.parse_args()
    storm = Deliveries(ROOT / "var" / "kill-deliveries", seed=options.seed)
    began = time.monotonic()
    wrong = storm.run(options.kills)
    messages = sum(map(len, storm.heard.values()))
    sys.stdout.write(
        f"seed {options.seed}: {storm.books.kills['worker']} kills in"
        f" {time.monotonic() - began:.0f} s, {messages} messages heard at {len(storm.heard)}"
        f" places, {storm.repeats} of them again\n"
    )
    sys.stdout.write("".join(f"WRONG {line}\n" for line in wrong) or "Nothing is wrong.\n")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
