"""
Whose turn it is: weighted fair turns that are never a whole lead off.

`credit` says how far somebody is behind their share (above 0) or ahead of it (below), counted in
parts of a lead: a whole lead is the sum of the weights of all who can take one. The credits of
those who share a team's leads sum to nothing, so a newcomer, who begins at 0, stands exactly at
the average: owed nothing of what came before, and first to wait for nobody.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Protocol, TypeVar


class Sharer(Protocol):
    """Somebody who shares a team's leads; `load` and the id only break ties."""

    member_id: uuid.UUID
    weight: int
    credit: int
    load: int


S = TypeVar("S", bound=Sharer)


def next_in_turn(able: Sequence[S]) -> S:
    """
    Choose who is next among those who can take a lead, and move the turn on.

    While the same people share, everybody has had their weighted share to less than one lead, at
    any moment. Who was away, full or not there for a while comes back with what was left of their
    turn, at most a lead, and nobody is owed what came meanwhile.

    Source: proportionate progress (Baruah, Cohen, Plaxton, Varvel 1996) on one resource: of those
    who are behind, whoever would fall a whole lead behind first. Taking the furthest behind, as
    web servers do, can be a whole lead and a quarter off.
    """
    whole = total = farthest = 0
    for one in able:  # one pass, by hand: this is done for every lead and every candidate
        whole += one.weight
        total += one.credit
        farthest = max(farthest, one.credit, -one.credit)
    if total or farthest >= whole:
        _even_out(able, whole)
    chosen, fewest = able[0], -1
    for one in able:
        one.credit += one.weight
        if one.credit > 0:
            turns_left = -((one.credit - whole) // one.weight)  # until they are a lead behind
            is_sooner = fewest < 0 or turns_left < fewest
            if is_sooner or (turns_left == fewest and _is_before(one, chosen)):
                chosen, fewest = one, turns_left
    chosen.credit -= whole
    return chosen


def _is_before(one: Sharer, other: Sharer) -> bool:
    """Say who goes first of two whose time is equally near: the furthest behind, least burdened."""
    if one.credit != other.credit:
        return one.credit > other.credit
    return (one.load, one.member_id.int) < (other.load, other.member_id.int)


def _even_out(able: Sequence[Sharer], whole: int) -> None:
    """
    Bring the credits of a changed company back to a sum of nothing, none beyond a lead.

    The same amount is taken from everybody, and what would go beyond a lead is cut off: the
    differences between people stay as far as they can.
    """
    most = whole - 1
    low, high = -2 * whole - _farthest(able), 2 * whole + _farthest(able)
    while low < high:  # the least shift that brings the sum down to nothing or below
        middle = (low + high) // 2
        if sum(_within(one.credit - middle, most) for one in able) <= 0:
            high = middle
        else:
            low = middle + 1
    for one in able:
        one.credit = _within(one.credit - low, most)
    missing = -sum(one.credit for one in able)
    for one in sorted(able, key=lambda one: one.member_id.int):
        if missing > 0 and one.credit < most:
            one.credit += 1
            missing -= 1


def _farthest(able: Sequence[Sharer]) -> int:
    return max(abs(one.credit) for one in able)


def _within(credit: int, most: int) -> int:
    return max(-most, min(most, credit))
