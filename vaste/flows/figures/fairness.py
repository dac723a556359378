"""How a team's leads were shared out: per person, what they got, their fair share, and why not."""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass, field

from vaste.flows.figures import queries
from vaste.flows.figures.scope import Scope

GOT = ("chosen", "owed", "kept", "named")
PASSED = ("turn", "full", "untouched", "away", "off_shift", "lacks", "no_weight")
NOT_THERE = ("away", "off_shift")
MOVES = ("taken_over", "given_back", "lapsed", "moved_on", "credited")


@dataclass(slots=True)
class Portion:
    """
    One person's part of the leads of a time.

    `reasons` counts decisions by what became of the person in them (GOT and PASSED), `categories`
    and `bands` what they got, `moves` what came and went otherwise (MOVES). `fair` is their share
    of what was given by turn, in leads.
    """

    user_id: uuid.UUID
    reasons: Counter[str] = field(default_factory=Counter)
    categories: Counter[str] = field(default_factory=Counter)
    bands: Counter[str] = field(default_factory=Counter)
    moves: Counter[str] = field(default_factory=Counter)
    fair: float = 0.0

    @property
    def received(self) -> int:
        """Leads that the routing gave them, for whatever reason."""
        return sum(self.reasons[reason] for reason in GOT)

    @property
    def by_turn(self) -> int:
        """Leads that they got because it was their turn; what `fair` is held against."""
        return self.reasons["chosen"]

    @property
    def passed_over(self) -> int:
        """Decisions in which they were looked at and somebody else, or nobody, got the lead."""
        return sum(self.reasons[reason] for reason in PASSED)

    @property
    def looked_at(self) -> int:
        """Decisions in which they were looked at."""
        return self.passed_over + self.received - self.reasons["named"]

    @property
    def there(self) -> int:
        """Decisions in which they were looked at and neither absent nor outside their hours."""
        return self.looked_at - sum(self.reasons[reason] for reason in NOT_THERE)


def portions(scope: Scope) -> list[Portion]:
    """
    Return everybody's part of the leads received in the time; who got most comes first.

    With `scope.owner` only that person's; shares are the same, for the others still count. Two
    statements.
    """
    found: dict[uuid.UUID, Portion] = {}
    for row in queries.fairness_decisions(scope):
        one = found.setdefault(row["user_id"], Portion(row["user_id"]))
        {"reason": one.reasons, "category": one.categories, "band": one.bands}[row["kind"]][
            row["key"]
        ] += row["leads"]
        one.fair += row["fair"]
    for row in queries.fairness_moves(scope):
        one = found.setdefault(row["user_id"], Portion(row["user_id"]))
        one.moves[row["kind"]] += row["leads"]
    rows = [one for one in found.values() if scope.owner in (None, one.user_id)]
    return sorted(rows, key=lambda one: (-one.received, -one.fair, str(one.user_id)))
