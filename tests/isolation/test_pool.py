"""Pooled connections carry no workspace from one request to the next, however a request ends."""

from __future__ import annotations

import random
import threading
import uuid
from collections.abc import Callable

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from tests import build
from tests.api.machine import Machine, machine
from vaste.infra.tenancy.context import OtherWorkspace, inside
from vaste.kernel.ids import uuid7
from vaste.leads.models import Lead

THREADS, TURNS = 8, 80
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.unpinned_on_purpose,
]


class Upset(Exception):
    """What a view may raise."""


def execute(statement: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall()) if cursor.description else []


def raise_upset() -> None:
    raise Upset


def break_a_constraint() -> None:
    twice = uuid7()
    for _ in range(2):
        execute(f"INSERT INTO infra_wake (workspace_id, at) VALUES ('{twice}', now())")


def write_nonsense() -> None:
    execute("SELECT 1 / 0")


def be_cancelled() -> None:
    execute("SET LOCAL statement_timeout = 5")
    execute("SELECT pg_sleep(2)")


def lose_the_connection() -> None:
    execute("SELECT pg_terminate_backend(pg_backend_pid())")


def fail_behind_a_savepoint() -> None:
    with transaction.atomic():
        raise Upset


def ask_for_another() -> None:
    with inside(uuid7()):
        raise AssertionError("opened inside another workspace")


ENDS: list[Callable[[], object]] = [
    lambda: None,
    lambda: None,
    raise_upset,
    break_a_constraint,
    write_nonsense,
    be_cancelled,
    fail_behind_a_savepoint,
    ask_for_another,
]


def left_behind() -> str:
    """Return the workspace that a connection still has, and whether it shows a row, when idle."""
    setting = str(execute("SELECT current_setting('vaste.workspace', true)")[0][0] or "")
    rows = execute("SELECT count(*) FROM leads_lead")[0][0]
    return f"{setting} {rows}" if setting or rows else ""


def work_a_turn(chance: random.Random, places: list[uuid.UUID], found: list[str]) -> None:
    """Do one request in one of the workspaces, and end it in one of the ways."""
    place = chance.choice(places)
    end = chance.choice(ENDS) if chance.random() < 0.97 else lose_the_connection
    try:
        with inside(place):
            seen = {row[0] for row in execute("SELECT DISTINCT workspace_id FROM leads_lead")}
            if seen != {place}:
                found.append(f"in {place} one saw {seen}")
            end()
    except (Upset, DatabaseError, IntegrityError, OtherWorkspace):
        pass
    if end is lose_the_connection:
        connection.close()
    if left := left_behind():
        found.append(f"after {end}: {left}")
    if chance.random() < 0.5:
        connection.close()  # back into the pool, for another thread to take


class TestPool:
    def test_no_workspace_is_left_behind(self) -> None:
        offices = [build.office() for _ in range(3)]
        for office in offices:
            build.lead(office)
        places = [office.id for office in offices]
        found: list[str] = []

        def take_turns(seed: int) -> None:
            chance = random.Random(seed)
            try:
                for _ in range(TURNS):
                    work_a_turn(chance, places, found)
            except BaseException as failure:
                found.append(repr(failure))
            finally:
                connection.close()

        threads = [threading.Thread(target=take_turns, args=[seed]) for seed in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert found == []

    def test_the_check_would_see_one(self) -> None:
        office = build.office()
        build.lead(office)

        execute(f"SET vaste.workspace = '{office.id}'")
        try:
            assert left_behind() == f"{office.id} 1"
        finally:
            execute("RESET vaste.workspace")

    def test_machines_of_two_workspaces_see_their_own_leads(self) -> None:
        offices = [build.office() for _ in range(2)]
        own = {office.id: {str(build.lead(office).id) for _ in range(3)} for office in offices}
        tokens = {office.id: machine(office, office.mo).secret for office in offices}
        wrong: list[object] = []

        def ask(seed: int) -> None:
            chance = random.Random(seed)
            for _ in range(15):
                place = chance.choice([office.id for office in offices])
                path = chance.choice(["/leads", "/queue", f"/leads/{uuid7()}"])
                answer = Machine(tokens[place]).get(path)
                if answer.status == 200:
                    seen = {item["id"] for item in answer.body["items"]}
                    if seen != own[place]:
                        wrong.append((place, seen))
                elif answer.status != 404:
                    wrong.append(answer.text)
                if chance.random() < 0.5:
                    connection.close()
            connection.close()

        threads = [threading.Thread(target=ask, args=[seed]) for seed in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert wrong == []
        for office in offices:
            with inside(office.id):
                assert Lead.objects.within(office.id).count() == 3
