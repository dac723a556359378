"""Pure decisions of routing: who may take a lead, and whose turn it is."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass


@dataclass(slots=True)
class Candidate:
    """A member of a team as seen when a lead is routed; `credit` and `load` move with each turn."""

    member_id: uuid.UUID
    user_id: uuid.UUID
    weight: int
    capacity: int
    credit: int
    load: int  # open leads they own
    is_away: bool


@dataclass(frozen=True, slots=True)
class Passed:
    """Why a candidate was passed over (`turn`, `away`, `full`, `no_weight`), or `chosen`."""

    user_id: uuid.UUID
    reason: str
    load: int
    capacity: int


@dataclass(frozen=True, slots=True)
class Decision:
    """One lead's routing: the team, the person (None: the team's pool), and every candidate."""

    team_id: uuid.UUID
    rule: str
    user_id: uuid.UUID | None
    candidates: list[Passed]


def is_away(
    *,
    at: datetime.datetime,
    away_from: datetime.datetime | None,
    away_until: datetime.datetime | None,
) -> bool:
    """Say whether an absence covers `at`; an open beginning or end reaches without limit."""
    if away_from is None and away_until is None:
        return False
    return (away_from is None or away_from <= at) and (away_until is None or at < away_until)


def take_turn(candidates: list[Candidate]) -> tuple[Candidate | None, list[Passed]]:
    """
    Choose who is next among those who may take a lead, and move the turn on.

    Weighted and fair: after any number of turns with the same candidates each has had their share
    to within one lead. Nobody available is None: the lead waits in the pool.
    Source: smooth weighted round robin, as in nginx's upstream (each gains its weight, the richest
    pays the sum).
    """
    able = [one for one in candidates if _obstacle(one) is None]
    chosen = None
    if able:
        for one in able:
            one.credit += one.weight
        chosen = max(able, key=lambda one: (one.credit, -one.load, one.member_id.int))
        chosen.credit -= sum(one.weight for one in able)
    passed = [
        Passed(
            one.user_id,
            "chosen" if one is chosen else _obstacle(one) or "turn",
            one.load,
            one.capacity,
        )
        for one in candidates
    ]
    if chosen is not None:
        chosen.load += 1
    return chosen, passed


def _obstacle(one: Candidate) -> str | None:
    if one.is_away:
        return "away"
    if one.load >= one.capacity:
        return "full"
    return "no_weight" if one.weight <= 0 else None
