"""The pace of a door by itself, under a clock that the test holds in its hand."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from vaste.doors import pace as paces
from vaste.doors.pace import Pace, TooMany, per_minute

FRONT, BACK = uuid.UUID(int=1), uuid.UUID(int=2)


class Hands:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def pace(hands: Hands) -> Pace:
    return Pace(hands)


def taken(pace: Pace, door: uuid.UUID, limit: int, count: int) -> int:
    """Send so many at once; return how many were taken."""
    passed = 0
    for _ in range(count):
        try:
            pace.take(door, limit)
        except TooMany:
            continue
        passed += 1
    return passed


def test_a_quarter_of_a_minute_may_come_at_once(pace: Pace) -> None:
    assert taken(pace, FRONT, 240, 1000) == 60


def test_a_slow_pace_takes_ten_at_once(pace: Pace) -> None:
    assert taken(pace, FRONT, 4, 50) == 10


def test_over_a_minute_no_more_than_the_pace_and_its_burst_pass(pace: Pace, hands: Hands) -> None:
    passed = 0
    for _ in range(600):
        passed += taken(pace, FRONT, 240, 5)
        hands.now += 0.1
    assert 60 + 239 <= passed <= 60 + 240


def test_one_that_waits_as_told_is_taken(pace: Pace, hands: Hands) -> None:
    taken(pace, FRONT, 4, 10)
    with pytest.raises(TooMany) as refused:
        pace.take(FRONT, 4)
    assert refused.value.retry_after_s == 15
    hands.now += refused.value.retry_after_s - 1
    assert taken(pace, FRONT, 4, 1) == 0
    hands.now += 1
    assert taken(pace, FRONT, 4, 2) == 1


def test_an_even_sender_at_the_pace_is_never_refused(pace: Pace, hands: Hands) -> None:
    for _ in range(1000):
        pace.take(FRONT, 240)
        hands.now += 0.25


def test_another_door_has_a_pace_of_its_own(pace: Pace) -> None:
    taken(pace, FRONT, 240, 1000)
    assert taken(pace, BACK, 240, 1) == 1


def test_none_has_no_bounds(pace: Pace) -> None:
    assert taken(pace, FRONT, 0, 5000) == 5000


def test_doors_that_rest_are_forgotten(
    pace: Pace, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paces, "MOST_KEPT", 3)
    for number in range(3):
        pace.take(uuid.UUID(int=number), 60)
    hands.now += 60
    taken(pace, FRONT, 60, 99)
    assert taken(pace, FRONT, 60, 1) == 0
    assert list(pace._even) == [FRONT]


@pytest.mark.parametrize("told", [None, "60", True, -1, 1.5])
def test_what_is_no_pace_leaves_the_installations(told: object, settings: Any) -> None:
    settings.DOOR_POSTS_PER_MINUTE = 77
    assert per_minute({"posts_per_minute": told}) == 77
    assert per_minute({"posts_per_minute": 60}) == 60
