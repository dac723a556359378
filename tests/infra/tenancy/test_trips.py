"""Statements that wait for the next trip: their order, their errors, and what a rollback drops."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import (
    DataError,
    IntegrityError,
    NotSupportedError,
    OperationalError,
    connections,
    transaction,
)

from tests import build
from vaste.infra import sql
from vaste.infra.tenancy.backend import trips
from vaste.infra.tenancy.context import inside
from vaste.ledger.models import Outbox

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many statements each trip of the test carries."""
    seen: list[int] = []
    carry = trips._carry

    def count(raw: Any, waiting: list[trips.Answer]) -> None:
        seen.append(len(waiting))
        carry(raw, waiting)

    monkeypatch.setattr(trips, "_carry", count)
    return seen


def owe(workspace_id: uuid.UUID, key: uuid.UUID) -> None:
    """Put the insert of an outbox row in the queue; the same key twice breaks a constraint."""
    columns = ("workspace_id", "id", "made_at", "notice")
    row = {"workspace_id": workspace_id, "id": key, "made_at": build.NOON, "notice": {}}
    sql.asking_insert("ledger_outbox", columns, [row])


def kept(workspace_id: uuid.UUID) -> int:
    with inside(workspace_id):
        return Outbox.objects.within(workspace_id).count()


def owe_twice(workspace_id: uuid.UUID) -> None:
    """Break a constraint by the second of three statements."""
    key = uuid.uuid4()
    for one in (key, key, uuid.uuid4()):
        owe(workspace_id, one)


def owe_twice_behind_a_savepoint(workspace_id: uuid.UUID) -> None:
    with transaction.atomic():
        owe_twice(workspace_id)


def owe_twice_before_a_savepoint(workspace_id: uuid.UUID, reached: list[str]) -> None:
    with inside(workspace_id):
        owe_twice(workspace_id)
        with transaction.atomic():
            reached.append("inside the savepoint")


def owe_and_fail_behind_a_savepoint(workspace_id: uuid.UUID) -> None:
    with transaction.atomic():
        owe(workspace_id, uuid.uuid4())
        raise KeyError


def owe_look_and_fail(workspace_id: uuid.UUID) -> None:
    with inside(workspace_id):
        owe(workspace_id, uuid.uuid4())
        assert kept(workspace_id) > 0  # it was sent
        raise KeyError


def divide_by_zero(n: int) -> None:
    """Prepare two statements that nobody has prepared yet, of which the second fails."""
    with transaction.atomic():
        sql.ask(f"SELECT {n} + %(one)s::int", {"one": 1})
        sql.run(f"SELECT {n} / %(zero)s::int", {"zero": 0})


def prepared() -> int:
    """Count what the server keeps prepared, this question included."""
    [(count,)] = sql.run(
        "SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'vaste_%%'", {}
    )
    return int(count)


class TestTrips:
    def test_what_waits_goes_with_the_first_answer_that_is_read(self, sent: list[int]) -> None:
        with transaction.atomic():
            one = sql.ask("SELECT %(n)s::int", {"n": 1})
            two = sql.ask("SELECT 100 %% 7, %(n)s::text || %(m)s || %(n)s", {"n": "a", "m": "b"})
            assert sent == []
            assert (two.rows, one.rows) == ([(2, "aba")], [(1,)])
        assert sent == [2]

    def test_outside_a_transaction_nothing_waits(self, sent: list[int]) -> None:
        sql.ask("SELECT 1", {})

        assert sent == [1]

    def test_the_commit_takes_along_what_waits(self, sent: list[int]) -> None:
        place = build.office().workspace.id
        before, sent[:] = kept(place), []

        with inside(place):
            owe(place, uuid.uuid4())

        assert sent == [3]  # the workspace's setting, the row, the commit
        assert kept(place) == before + 1

    def test_the_orm_comes_after_what_waits(self) -> None:
        place = build.office().workspace.id
        key = uuid.uuid4()

        with inside(place):
            owe(place, key)
            assert Outbox.objects.within(place).filter(id=key).exists()

    def test_an_error_is_raised_where_its_savepoint_ends(self) -> None:
        place = build.office().workspace.id
        before = kept(place)

        with inside(place):
            owe(place, uuid.uuid4())
            with pytest.raises(IntegrityError):
                owe_twice_behind_a_savepoint(place)
            owe(place, uuid.uuid4())

        assert kept(place) == before + 2

    def test_an_error_from_before_a_savepoint_is_not_the_savepoints(self) -> None:
        place = build.office().workspace.id
        reached: list[str] = []

        with pytest.raises(IntegrityError):
            owe_twice_before_a_savepoint(place, reached)

        assert reached == []

    def test_a_rollback_drops_only_what_was_asked_in_its_savepoint(self) -> None:
        place = build.office().workspace.id
        before = kept(place)

        with inside(place):
            owe(place, uuid.uuid4())
            with pytest.raises(KeyError):
                owe_and_fail_behind_a_savepoint(place)

        assert kept(place) == before + 1

    def test_what_follows_a_failed_statement_is_not_done(self) -> None:
        place = build.office().workspace.id
        before = kept(place)

        with pytest.raises(IntegrityError), inside(place):
            owe_twice(place)

        assert kept(place) == before

    def test_a_text_with_a_nul_is_refused_before_it_is_sent(self, sent: list[int]) -> None:
        with transaction.atomic():
            with pytest.raises(DataError):
                sql.ask("SELECT %(text)s::text", {"text": "a\x00b"})
            assert sent == []
            assert sql.run("SELECT 1", {}) == [(1,)]

    def test_old_statements_give_way_to_new_ones(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(trips, "MOST_PREPARED", 3)
        connections["default"].close()

        for turn in range(2):
            for n in range(6):
                assert sql.run(f"SELECT {n} + %(turn)s::int", {"turn": turn}) == [(n + turn,)]

        assert prepared() <= 4

    def test_statements_of_trips_that_failed_give_way_too(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(trips, "MOST_PREPARED", 3)
        connections["default"].close()

        for n in range(6):
            with pytest.raises(DataError):
                divide_by_zero(n)

        assert prepared() <= 4

    def test_what_comes_after_a_trip_that_failed_is_one_transaction(self) -> None:
        place = build.office().workspace.id
        before = kept(place)
        connections["default"].close()
        with pytest.raises(DataError):
            divide_by_zero(7)

        with pytest.raises(KeyError):
            owe_look_and_fail(place)

        assert kept(place) == before

    def test_statements_whose_tables_have_changed_give_way_too(self) -> None:
        connections["default"].close()
        before = prepared()
        for turn, kind in enumerate(("int", "text", "date")):
            with transaction.atomic(), connections["default"].cursor() as cursor:
                cursor.execute(f"CREATE TEMP TABLE given AS SELECT NULL::{kind} AS one")
                if turn == 0:
                    sql.run("SELECT * FROM given", {})
                else:
                    with pytest.raises(NotSupportedError), transaction.atomic():
                        sql.run("SELECT * FROM given", {})
                    sql.run("SELECT * FROM given", {})
                cursor.execute("DROP TABLE given")

        assert prepared() <= before + 1

    def test_a_large_question_and_a_large_answer_pass_each_other(self) -> None:
        text = "x" * 3_000_000

        with transaction.atomic():
            answers = [sql.ask("SELECT %(text)s::text", {"text": text}) for _ in range(4)]
            assert [len(answer.rows[0][0]) for answer in answers] == [len(text)] * 4

    def test_a_lost_connection_is_closed_and_made_anew(self) -> None:
        with pytest.raises(OperationalError), transaction.atomic():
            sql.run("SELECT pg_terminate_backend(pg_backend_pid())", {})

        assert sql.run("SELECT 1", {}) == [(1,)]
