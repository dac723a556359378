"""Work that is owed is done, comes back when it fails, and is seen when it keeps failing."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

import pytest

from tests import build
from tests.build import NOON
from vaste.infra.due import services as due
from vaste.infra.models import Due
from vaste.infra.tenancy.context import inside

MINUTE = datetime.timedelta(minutes=1)


def _owe(office: build.Office, key: str = "one", **args: Any) -> None:
    with inside(office.id):
        due.owe(office.id, "greet", key, args, due_at=NOON)


@pytest.mark.django_db
class TestPayOne:
    def test_does_the_work_with_its_arguments_and_removes_the_row(self) -> None:
        office, done = build.office(), []
        _owe(office, name="Maija")

        paid = due.pay_one(
            office.id, {"greet": lambda ws, args, at: done.append((ws, args))}, at=NOON
        )

        assert (paid, done) == (1, [(office.id, {"name": "Maija"})])
        with inside(office.id):
            assert Due.objects.within(office.id).count() == 0

    def test_what_is_not_due_waits(self) -> None:
        office = build.office()
        _owe(office)

        assert due.pay_one(office.id, {}, at=NOON - MINUTE) == 0

    def test_owing_the_same_twice_is_once(self) -> None:
        office = build.office()
        _owe(office)
        _owe(office)

        with inside(office.id):
            assert Due.objects.within(office.id).count() == 1

    def test_what_fails_comes_back_later_with_its_error(self) -> None:
        office = build.office()
        _owe(office)

        due.pay_one(office.id, {"greet": _fail}, at=NOON)

        with inside(office.id):
            row = Due.objects.within(office.id).get()
        assert (row.error, row.attempts) == ("ValueError: no such name", 1)
        assert row.due_at == NOON + datetime.timedelta(seconds=2)

    def test_what_keeps_failing_stays_as_a_dead_letter(self) -> None:
        office, at = build.office(), NOON
        _owe(office)

        for _ in range(due.MOST_ATTEMPTS):
            due.pay_one(office.id, {"greet": _fail}, at=at)
            at += datetime.timedelta(hours=1)

        with inside(office.id):
            row = Due.objects.within(office.id).get()
        assert (row.dead_at is not None, row.due_at) == (True, None)
        assert due.pay_one(office.id, {"greet": _fail}, at=at) == 0

    def test_a_killed_handlers_lease_runs_out(self) -> None:
        office, done = build.office(), []
        _owe(office)

        def killed(ws: uuid.UUID, args: dict[str, Any], at: datetime.datetime) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            due.pay_one(office.id, {"greet": killed}, at=NOON)

        handlers = {"greet": lambda ws, args, at: done.append(at)}
        assert due.pay_one(office.id, handlers, at=NOON + MINUTE / 2) == 0
        assert due.pay_one(office.id, handlers, at=NOON + due.LEASE) == 1
        assert done == [NOON + due.LEASE]


def _fail(ws: uuid.UUID, args: dict[str, Any], at: datetime.datetime) -> None:
    raise ValueError("no such name")
