"""What a trial changes in a few sentences, and how it fills the quadrants."""

from __future__ import annotations

from collections.abc import Mapping

from vaste.flows.trying import Tally
from vaste.pages.reader import language
from vaste.scoring import tracks
from vaste.studio.trials.panels import QuadrantRow, Share, Tag, Turn

SMALL = 20  # leads: of fewer a percentage would mislead
MOST_TURNS = 6  # sentences


def turns_of(tally: Tally, before: Mapping[str, Tag], after: Mapping[str, Tag]) -> list[Turn]:
    """Return what comes into each category, and what leaves the first."""
    first = next(iter(before.values()), None)
    found = [_turn(tally, tag, is_leaving=False) for tag in after.values()]
    if first is not None:
        found.insert(1, _turn(tally, first, is_leaving=True))
    return [one for one in found if one.count][:MOST_TURNS]


def _turn(tally: Tally, tag: Tag, *, is_leaving: bool) -> Turn:
    side, other = (0, 1) if is_leaving else (1, 0)
    mine = [move for move in tally.moves if move[side] == tag.key != move[other]]
    return Turn(
        category=tag.label,
        count=sum(tally.moves[move] for move in mine),
        is_leaving=is_leaving,
        won=share(sum(tally.won[move] for move in mine), sum(tally.decided[move] for move in mine)),
    )


def quadrants_of(tally: Tally) -> list[QuadrantRow]:
    """Return how many leads are in each quadrant under both definitions."""
    code = language()
    return [
        QuadrantRow(
            tracks.name(key, code),
            tracks.track(key, code),
            tally.before.quadrants[key],
            tally.after.quadrants[key],
        )
        for key in tracks.RANKED
    ]


def share(part: int, whole: int) -> Share:
    """Return a part of a whole, which says whether it is too small for a percentage."""
    return Share(part, whole, is_small=whole < SMALL)
