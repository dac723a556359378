"""
Kill -9 of the worker and PostgreSQL while a rollout, a back-test and a trial go on, and a calendar
is read.

    python -m tests.kill.judging --kills 20 --leads 60000

Two workspaces have the same book. In one the runs go through undisturbed; in the other their
worker dies at every one of STOPS: in the middle of a statement, and between a step's work and what
says how far it came; PostgreSQL dies at the last of them. With `--kills` they die so many times
wherever they are instead. Afterwards leads, sums, events, results and absences are the same, row by
row.
"""

from __future__ import annotations

import argparse
import datetime
import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psycopg

from tests.kill.stations import Place, Stations
from tests.kill.storm import CALM_S, ROOT, Storm, socket_folder
from tests.publishing import Publisher

SETTLE_S = 600.0  # seconds
STOP_S = 300.0  # seconds until a worker that was killed is back at work, at most
SLOW_S = 0.4  # seconds into a statement of judging that a kill comes, at most
ENTRIES = 40  # of the calendar
STEP = 800  # leads a step of the worker's: every run has several
_GOES_ON = "OLD.cursor IS NOT NULL AND NEW.cursor IS NOT NULL AND NEW.cursor <> OLD.cursor"
_JUDGES = "OLD.phase = 'leads' AND NEW.phase = 'leads'"
_FOUND = "NEW.result IS DISTINCT FROM OLD.result"
#: Where the worker dies: in the middle of work, and before what says how far it came. What goes
#: together is written at once; were it written in two transactions, the second would be missing.
#: PostgreSQL dies at the last that anybody comes to, which may be how far judging came: so that is
#: there twice, and a worker dies there in any case.
STOPS = (
    Place("sums", "INSERT", "scoring_interest", "true"),
    Place("judging", "UPDATE", "leads_lead", "NEW.fit <> OLD.fit"),
    Place("how far judging came", "UPDATE", "definitions_rollout", f"{_JUDGES} AND {_GOES_ON}"),
    Place("the same again", "UPDATE", "definitions_rollout", f"{_JUDGES} AND {_GOES_ON}"),
    Place("what judging changed", "UPDATE", "definitions_rollout", "NEW.changed <> OLD.changed"),
    Place("how far a trial came", "UPDATE", "definitions_trial", _GOES_ON),
    Place("what a back-test found", "UPDATE", "definitions_backtest", _FOUND),
    Place("absences", "INSERT", "routing_absence", "true"),
    Place("that a calendar was read", "UPDATE", "routing_feed", "NEW.etag <> OLD.etag"),
)
#: What must be the same in both workspaces, row by row.
SAME = {
    "leads": "SELECT id, state, fit, interest, quadrant, category, category_rank, is_mql,"
    " definition, version, due_at, falls_at, next_step, owner_id IS NULL FROM leads_lead"
    " WHERE workspace_id = %s AND id::text LIKE '0198%%'",
    "sums": "SELECT contact_id, signal, strength, as_of FROM scoring_interest"
    " WHERE workspace_id = %s AND contact_id::text LIKE '0198%%'",
    "events": "SELECT subject_id, verb, detail FROM ledger_event"
    " WHERE workspace_id = %s AND subject_id::text LIKE '0198%%'",
    "ends": "SELECT verb, detail FROM ledger_event"
    " WHERE workspace_id = %s AND verb = 'definition.rolled_out'",
    "rollouts": "SELECT number, reason, phase, total, done, changed, recategorized,"
    " finished_at IS NULL FROM definitions_rollout WHERE workspace_id = %s",
    "back-tests": "SELECT state, total, done, result, error FROM definitions_backtest"
    " WHERE workspace_id = %s",
    "trials": "SELECT state, total, done, result, error FROM definitions_trial"
    " WHERE workspace_id = %s",
    "absences": "SELECT split_part(uid, '/', 2), away_from, away_until, reason FROM routing_absence"
    " WHERE workspace_id = %s",
    "imports": "SELECT verb, detail FROM ledger_event"
    " WHERE workspace_id = %s AND verb = 'absence.imported'",
    "feeds": "SELECT etag, skipped, failures, problem, read_at IS NULL FROM routing_feed"
    " WHERE workspace_id = %s",
}
LEFT = """
SELECT (SELECT count(*) FROM definitions_rollout WHERE workspace_id = %(one)s AND due_at <= now())
    + (SELECT count(*) FROM definitions_backtest WHERE workspace_id = %(one)s AND due_at <= now())
    + (SELECT count(*) FROM definitions_trial WHERE workspace_id = %(one)s AND due_at <= now())
    + (SELECT count(*) FROM routing_feed WHERE workspace_id = %(one)s AND read_at IS NULL)
"""
#: Who was killed while reading a calendar had it for three minutes: that time is over.
LEASE_OVER = """
WITH over AS (UPDATE routing_feed SET next_at = now()
    WHERE workspace_id = %(one)s AND read_at IS NULL RETURNING id)
SELECT count(*) FROM over
"""
#: Whether the worker is in the middle of a step.
AT_WORK = """
SELECT count(*) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND state <> 'idle'
    AND (query LIKE '%AS stored%' OR query LIKE '%scoring_interest%')
"""


class Judgings(Storm):
    """One run: the product, two workspaces, and somebody who kills while one is being judged."""

    def __init__(self, var: Path, *, seed: int, leads: int) -> None:
        super().__init__(var, seed=seed)
        self.leads = leads
        self.rows: dict[str, int] = {}  # compared, by what they are
        self._folder = ""
        self._server: psycopg.Connection[Any] | None = None

    def run(self, kills: int) -> list[str]:
        """Judge both books, one of them through a storm; return what differs."""
        with Publisher(_calendar(), etag='"1"') as publisher:
            self.environment |= {
                "VASTE_FEED_HOSTS": publisher.host, "VASTE_LEADS_A_STEP": str(STEP)
            }  # fmt: skip
            up = self.start()
            try:
                self.wait_for_health(CALM_S)
                self._folder = socket_folder(self.environment)
                made = self._prepare_with("make", str(self.leads), publisher.url)
                calm, stormy = json.loads(made)
                self._wait(calm)
                stations = Stations(self._folder, () if kills else STOPS, stormy)
                self._prepare_with("begin", stormy, publisher.url)
                self._kill_while_judging(stormy, kills)
                missed = self._kill_at(stations, stormy)
                self._wait(stormy)
                return missed + self._differences(calm, stormy)
            finally:
                up.send_signal(signal.SIGINT)
                up.wait(timeout=CALM_S)

    def _kill_at(self, stations: Stations, workspace: str) -> list[str]:
        """Kill whoever stops at a place, PostgreSQL at the last; return where nobody came by."""
        places = [place.name for place in stations.places]
        try:
            while left := [name for name in places if name not in stations.passed]:
                stopped_at = stations.wait_for_one(STOP_S)
                if stopped_at is None:
                    return [f"nobody came to: {name}" for name in left]
                self.kill("worker" if len(left) > 1 else "postgres")
                if len(left) > 1:
                    stations.open(stopped_at)
                while self._ask(LEASE_OVER, workspace) is None:  # the server comes back
                    time.sleep(0.1)
                if len(left) == 1:
                    break
        finally:
            stations.close()
        return []

    def _prepare_with(self, *words: str) -> str:
        made = subprocess.run(
            [sys.executable, "-m", "tests.kill.prepare_judging", *words],
            cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert made.returncode == 0, made.stderr[-2_000:]
        return (made.stdout.strip().splitlines() or [""])[-1]

    def _kill_while_judging(self, workspace: str, kills: int) -> None:
        """Kill in the middle of steps, wherever that is; PostgreSQL is the second to die."""
        until = time.monotonic() + SETTLE_S
        while sum(self.books.kills.values()) < kills and time.monotonic() < until:
            left, at_work = self._ask(LEFT, workspace), self._ask(AT_WORK)
            if left == 0:
                return
            if not at_work:
                time.sleep(0.02)
                continue
            time.sleep(self.random.uniform(0.0, SLOW_S))
            died = sum(self.books.kills.values())
            self.kill("postgres" if died == 1 else "worker")
            time.sleep(0.05)

    def _wait(self, workspace: str) -> None:
        until = time.monotonic() + SETTLE_S
        while self._ask(LEFT, workspace) != 0:
            if time.monotonic() > until:
                raise TimeoutError("the runs do not end")
            time.sleep(0.1)

    def _ask(self, text: str, workspace: str = "") -> int | None:
        """Return a number the server counts, None while it is away."""
        try:
            if self._server is None or self._server.closed:
                self._server = psycopg.connect(
                    host=self._folder, user="postgres", dbname="vaste", autocommit=True
                )
            found = self._server.execute(text, {"one": workspace} if workspace else None).fetchone()
        except psycopg.OperationalError:
            if self._server is not None:
                self._server.close()
            return None
        return int(found[0]) if found else None

    def _differences(self, calm: str, stormy: str) -> list[str]:
        wrong = []
        for name, text in SAME.items():
            one, other = self._rows(text, calm), self._rows(text, stormy)
            self.rows[name] = len(one)
            if one != other:
                differing = sorted(set(one) ^ set(other))
                wrong.append(f"{name}: {len(one)} and {len(other)} rows, as {differing[:4]}")
        return wrong

    def _rows(self, text: str, workspace: str) -> list[str]:
        assert self._server is not None
        found = self._server.execute(text, [workspace]).fetchall()
        return sorted(json.dumps(row, default=str, sort_keys=True) for row in found)


def _calendar() -> bytes:
    """Return a calendar of absences that are all to come: they move no leads."""
    first = datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=30)
    days = [first + datetime.timedelta(days=3 * number) for number in range(ENTRIES)]
    entries = [
        "BEGIN:VEVENT", "UID:{0}", "DTSTAMP:20260301T000000Z", "DTSTART;VALUE=DATE:{0:%Y%m%d}",
        "SUMMARY:Holiday", "END:VEVENT",
    ]  # fmt: skip
    told = [line.format(day) for day in days for line in entries]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//", *told, "END:VCALENDAR", ""]
    return "\r\n".join(lines).encode()


def main() -> None:
    """Run from the command line; exit 1 when anything is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--leads", type=int, default=60_000)
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    options = parser.parse_args()
    storm = Judgings(ROOT / "var" / "kill-judging", seed=options.seed, leads=options.leads)
    began = time.monotonic()
    wrong = storm.run(options.kills)
    sys.stdout.write(
        f"seed {options.seed}: {dict(storm.books.kills)} kills in"
        f" {time.monotonic() - began:.0f} s, compared {storm.rows}\n"
    )
    sys.stdout.write("".join(f"WRONG {line}\n" for line in wrong) or "Nothing is wrong.\n")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
