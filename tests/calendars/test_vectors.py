"""Every hand-computed vector of docs/sla-vectors.json."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.calendars.vectors import Vector, duration, load_vectors
from vaste.calendars import arithmetic
from vaste.calendars.calendar import Calendar, parse_calendar

VECTORS = load_vectors()


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _answer(calendar: Calendar, vector: Vector) -> object:
    ops: dict[str, Callable[[Calendar, dict[str, Any]], object]] = {
        "add": lambda desk, asked: arithmetic.add_working_time(
            desk, _at(asked["start"]), duration(asked["amount"])
        ),
        "subtract": lambda desk, asked: arithmetic.subtract_working_time(
            desk, _at(asked["start"]), duration(asked["amount"])
        ),
        "between": lambda desk, asked: arithmetic.working_time_between(
            desk, _at(asked["start"]), _at(asked["end"])
        ),
        "next_opening": lambda desk, asked: arithmetic.next_opening(desk, _at(asked["start"])),
        "is_open": lambda desk, asked: arithmetic.is_open(desk, _at(asked["start"])),
        "windows_on": lambda desk, asked: arithmetic.windows_on(
            desk, date.fromisoformat(asked["day"])
        ),
    }
    return ops[vector.op](calendar, vector.asked)


def _expected(vector: Vector) -> object:
    if vector.op in ("add", "subtract", "next_opening"):
        return _at(vector.expected)
    if vector.op == "between":
        return duration(vector.expected)
    if vector.op == "windows_on":
        return tuple((_at(opens), _at(closes)) for opens, closes in vector.expected)
    return vector.expected


class TestVectors:
    def test_there_are_many(self) -> None:
        assert len(VECTORS) >= 100
        assert len({vector.name for vector in VECTORS}) == len(VECTORS)

    @pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector.name)
    def test_holds(self, vector: Vector) -> None:
        calendar = parse_calendar(vector.source)

        if vector.expected == {"error": "no_working_time"}:
            with pytest.raises(arithmetic.NoWorkingTime):
                _answer(calendar, vector)
        else:
            assert _answer(calendar, vector) == _expected(vector)
