"""
Places at which the worker's statements wait until they are let through: a kill comes just there.

A trigger, put into the database of a storm by its superuser, waits at each place for an advisory
lock that the storm holds. Nothing depends on how fast the machine is.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import psycopg

SPACE = 7_110  # of the advisory locks
LOOK_S = 0.02  # seconds between looks for somebody who waits


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the worker's way: where a row is to be written about which `when` is so."""

    name: str
    event: str  # INSERT or UPDATE
    table: str
    when: str  # about OLD and NEW


_WAIT = f"""
CREATE OR REPLACE FUNCTION wait_at_station() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    PERFORM pg_advisory_xact_lock_shared({SPACE}, TG_ARGV[0]::int);
    RETURN NEW;
END $$
"""
_WAITING = """
SELECT objid::int, pid FROM pg_locks
WHERE locktype = 'advisory' AND classid = %s::oid AND NOT granted ORDER BY objid, pid
"""


class Stations:
    """All places closed, to be opened one by one; `workspace` is who is stopped there."""

    def __init__(self, folder: str, places: Sequence[Place], workspace: str) -> None:
        self.places = places
        self.passed: list[str] = []
        self._server: psycopg.Connection[Any] = psycopg.connect(
            host=folder, user="postgres", dbname="vaste", autocommit=True
        )
        self._server.execute(_WAIT)
        for number, place in enumerate(places):
            self._server.execute("SELECT pg_advisory_lock(%s, %s)", [SPACE, number])
            self._server.execute(_trigger(place, number, workspace))

    def wait_for_one(self, seconds: float) -> str | None:
        """Return the name of a place at which somebody waits, None when nobody comes in time."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            waiting = self._waiting()
            if waiting:
                return self.places[waiting[0][0]].name
            time.sleep(LOOK_S)
        return None

    def open(self, name: str) -> None:
        """Let everybody pass at a place; who waits anywhere lost their process, and is ended."""
        number = [place.name for place in self.places].index(name)
        for _, pid in self._waiting():
            self._server.execute("SELECT pg_terminate_backend(%s, 10000)", [pid])
        self._server.execute("SELECT pg_advisory_unlock(%s, %s)", [SPACE, number])
        self.passed.append(name)

    def close(self) -> None:
        """Let go of what is left; everybody passes everywhere."""
        self._server.close()

    def _waiting(self) -> list[tuple[int, int]]:
        return self._server.execute(_WAITING, [SPACE]).fetchall()


def _trigger(place: Place, number: int, workspace: str) -> str:
    return (
        f"CREATE TRIGGER station_{number} BEFORE {place.event} ON {place.table} FOR EACH ROW"
        f" WHEN (NEW.workspace_id = '{workspace}' AND {place.when})"
        f" EXECUTE FUNCTION wait_at_station({number})"
    )
