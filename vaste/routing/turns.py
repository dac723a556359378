"""
Whose turn it is: weighted fair turns, whoever can take which lead.

`credit` says how far somebody is behind their share of a team's leads (above 0) or ahead of it
(below), in parts of a lead, LEAD being a whole one. The credits of a team sum to nothing, so a
newcomer, who begins at 0, stands exactly at the average: owed nothing of what came before, and
waiting no longer than anybody else.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Final, Protocol, TypeVar

#: A whole lead. Shares are rounded down to its parts: a person can be one part off a turn.
LEAD: Final = 10**15
_DUST: Final = 10**8  # what rounding may have gathered: less than it is no difference


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

    Everybody's share of a lead is their part of the weights of those who can take it, all of them
    above 0. While the same people share, everybody has had what their shares come to, to less than
    one lead, at any moment. Where leads need different people, and where people come and go, shares
    are kept all the same, to little more than a lead; who cannot take a lead owes and is owed
    nothing for it.

    Source: each lead is paid for by whoever takes it and owed to all who could, as in the carpool
    problem (Fagin and Williams 1983). Who goes first is proportionate progress (Baruah, Cohen,
    Plaxton, Varvel 1996) on one resource: of those who are behind, whoever would fall a whole lead
    behind first. Taking the furthest behind, as web servers do, can be a whole lead and a quarter
    off.
    """
    whole = 0
    for one in able:  # by hand: this is done for every lead and every candidate
        whole += one.weight
    gains = [LEAD * one.weight // whole for one in able]
    rest = LEAD - sum(gains)  # fewer than the people: one part each
    chosen, fewest, most = able[0], None, able[0]
    for number, one in enumerate(able):
        one.credit += gains[number] + (number < rest)
        if one.credit > most.credit:
            most = one
        if one.credit > _DUST:
            # Turns until they are a lead behind.
            turns_left = -((one.credit - LEAD + _DUST) * whole // (LEAD * one.weight))
            is_sooner = fewest is None or turns_left < fewest
            if is_sooner or (turns_left == fewest and _is_before(one, chosen)):
                chosen, fewest = one, turns_left
    if fewest is None:
        chosen = most
    chosen.credit -= LEAD
    return chosen


def settle(team: Sequence[Sharer]) -> None:
    """
    Bring the credits of a team back to a sum of nothing, after somebody came in or left.

    What a leaver was owed or owed is shared out equally; differences between the others stay.
    """
    sharing = [one for one in team if one.weight]
    shift = sum(one.credit for one in sharing) // len(sharing) if sharing else 0
    for one in sharing:
        one.credit -= shift


def _is_before(one: Sharer, other: Sharer) -> bool:
    """Say who goes first of two whose time is equally near: the furthest behind, least burdened."""
    if abs(one.credit - other.credit) > _DUST:
        return one.credit > other.credit
    return (one.load, one.member_id.int) < (other.load, other.member_id.int)
