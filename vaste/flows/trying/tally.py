"""What a trial counts: who moves where, how many a day, whose load, what was won."""

from __future__ import annotations

import datetime
import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

MOST_EXAMPLES = 8  # leads shown for each move
ENDED = ("won", "lost", "not_a_fit")
Move = tuple[str, str]  # the category before and after


class Seen(NamedTuple):
    """One lead as both definitions judge it: categories, teams, MQL, and how it ended."""

    lead_id: uuid.UUID
    day: datetime.date
    before: str
    after: str
    team_before: str
    team_after: str
    mql_before: bool
    mql_after: bool
    quadrant_before: str
    quadrant_after: str
    state: str


@dataclass(slots=True)
class Side:
    """What one of the two definitions makes of the leads: counts by category, team, day."""

    categories: Counter[str] = field(default_factory=Counter)
    won: Counter[str] = field(default_factory=Counter)
    decided: Counter[str] = field(default_factory=Counter)
    teams: Counter[str] = field(default_factory=Counter)
    quadrants: Counter[str] = field(default_factory=Counter)
    days: dict[str, Counter[str]] = field(default_factory=dict)
    mql: int = 0

    def add(self, seen: Seen, category: str, team: str, quadrant: str, *, is_mql: bool) -> None:
        """Count one lead in."""
        self.categories[category] += 1
        self.teams[team] += 1
        self.quadrants[quadrant] += 1
        self.mql += is_mql
        self.days.setdefault(category, Counter())[seen.day.isoformat()] += 1
        self.decided[category] += seen.state in ENDED
        self.won[category] += seen.state == "won"

    def as_data(self) -> dict[str, Any]:
        """Return the counts as plain data."""
        return {
            "categories": dict(self.categories),
            "won": dict(self.won),
            "decided": dict(self.decided),
            "teams": dict(self.teams),
            "quadrants": dict(self.quadrants),
            "days": {key: dict(days) for key, days in self.days.items()},
            "mql": self.mql,
        }

    @classmethod
    def of_data(cls, data: dict[str, Any]) -> Side:
        """Return counts that were put down as plain data."""
        return cls(
            categories=Counter(data.get("categories") or {}),
            won=Counter(data.get("won") or {}),
            decided=Counter(data.get("decided") or {}),
            teams=Counter(data.get("teams") or {}),
            quadrants=Counter(data.get("quadrants") or {}),
            days={key: Counter(days) for key, days in (data.get("days") or {}).items()},
            mql=int(data.get("mql") or 0),
        )


@dataclass(slots=True)
class Tally:
    """
    The result of a trial so far.

    `moves` counts leads by (category before, after), `decided` those of them that have ended, and
    `won` those that were won; `examples` names the newest few of each move that is one. `before`
    is the version it was compared with, `after` the definition on trial.
    """

    leads: int = 0
    moved: int = 0
    moves: Counter[Move] = field(default_factory=Counter)
    decided: Counter[Move] = field(default_factory=Counter)
    won: Counter[Move] = field(default_factory=Counter)
    before: Side = field(default_factory=Side)
    after: Side = field(default_factory=Side)
    examples: dict[Move, list[str]] = field(default_factory=dict)

    def count(self, leads: Iterable[Seen]) -> None:
        """Count leads in, in the order they came."""
        for seen in leads:
            move = (seen.before, seen.after)
            self.leads += 1
            self.moves[move] += 1
            self.decided[move] += seen.state in ENDED
            self.won[move] += seen.state == "won"
            if seen.before != seen.after:
                self.moved += 1
                shown = self.examples.setdefault(move, [])
                shown.append(str(seen.lead_id))
                del shown[:-MOST_EXAMPLES]
            self.before.add(
                seen, seen.before, seen.team_before, seen.quadrant_before, is_mql=seen.mql_before
            )
            self.after.add(
                seen, seen.after, seen.team_after, seen.quadrant_after, is_mql=seen.mql_after
            )

    def as_data(self) -> dict[str, Any]:
        """Return the tally as plain data, for the trial's row."""
        return {
            "leads": self.leads,
            "moved": self.moved,
            "moves": [
                [*move, count, self.decided[move], self.won[move]]
                for move, count in self.moves.items()
            ],
            "before": self.before.as_data(),
            "after": self.after.as_data(),
            "examples": [[*move, ids] for move, ids in self.examples.items()],
        }

    @classmethod
    def of_data(cls, data: dict[str, Any]) -> Tally:
        """Return a tally that was put down as plain data; nothing is an empty one."""
        moves = {(move[0], move[1]): [*move[2:], 0, 0] for move in data.get("moves") or []}
        return cls(
            leads=int(data.get("leads") or 0),
            moved=int(data.get("moved") or 0),
            moves=Counter({move: counts[0] for move, counts in moves.items()}),
            decided=Counter({move: counts[1] for move, counts in moves.items()}),
            won=Counter({move: counts[2] for move, counts in moves.items()}),
            before=Side.of_data(data.get("before") or {}),
            after=Side.of_data(data.get("after") or {}),
            examples={
                (before, after): list(ids) for before, after, ids in data.get("examples") or []
            },
        )
