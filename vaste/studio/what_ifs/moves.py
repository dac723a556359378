"""Who would have whose leads: a table from owner to owner, and examples."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from vaste.flows.replaying import NOBODY, Tally
from vaste.studio.trials.build import leads_shown
from vaste.studio.what_ifs.panels import Cell, MoveExamples, MoveRow

MOST_NAMES = 8  # in the table; the others stand together, so that its sums are those of all leads
MOST_MOVES = 6  # moves with examples
OTHERS = "*"


def moves_of(tally: Tally, names: Mapping[str, str]) -> tuple[list[str], list[MoveRow], list[int]]:
    """Return the names of the columns, a row for each owner in truth, and the columns' sums."""
    shown = _shown(tally, names)
    counts = Counter[tuple[str, str]]()
    for (before, after), count in tally.moves.items():
        old, new = (one if one in shown else OTHERS for one in (before, after))
        counts[old, new] += count
    known = {**names, OTHERS: _("Others")}
    most = max((n for (old, new), n in counts.items() if old != new), default=0)
    rows = [
        MoveRow(
            known[old],
            [_cell(counts[old, new], most, is_same=old == new) for new in shown],
            sum(counts[old, new] for new in shown),
        )
        for old in shown
    ]
    totals = [sum(counts[old, new] for old in shown) for new in shown]
    return [known[one] for one in shown], rows, totals


def _shown(tally: Tally, names: Mapping[str, str]) -> list[str]:
    """Return whom the table names: those with most leads, by name; then others, and nobody."""
    leads = Counter[str]()
    for (before, after), count in tally.moves.items():
        leads[before] += count
        leads[after] += count
    people = [one for one, _count in leads.most_common() if one != NOBODY]
    picked = sorted(people[:MOST_NAMES], key=lambda one: names.get(one, one).casefold())
    others = [OTHERS] if len(people) > MOST_NAMES else []
    return [*picked, *others, *([NOBODY] if NOBODY in leads else [])]


def _cell(count: int, most: int, *, is_same: bool) -> Cell:
    heat = 0 if is_same or not count else 1 + 4 * count // max(most, 1)
    return Cell(count, heat, is_same)


def move_examples(
    workspace_id: uuid.UUID, tally: Tally, names: Mapping[str, str]
) -> Sequence[MoveExamples]:
    """Return the newest leads of the biggest moves."""
    moves = [(move, count) for move, count in tally.moves.most_common() if move[0] != move[1]]
    moves = moves[:MOST_MOVES]
    ids = [uuid.UUID(one) for move, _count in moves for one in tally.move_examples.get(move, [])]
    leads = leads_shown(workspace_id, ids)
    return [
        MoveExamples(
            names[move[0]],
            names[move[1]],
            count,
            [leads[one] for one in reversed(tally.move_examples.get(move, [])) if one in leads],
        )
        for move, count in moves
    ]
