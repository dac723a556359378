"""What a what-if counts: who would have got what, who waits and why, what would be late."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from vaste.flows.replaying.turning import Given, Replay, passed_over

MOST_EXAMPLES = 5  # leads shown for each move, and for each reason of waiting
NOBODY = ""  # in place of a person: the pool
Place = tuple[str, str]  # a team's slug, and a user's id or NOBODY
Examples = dict[tuple[str, str], list[str]]


@dataclass(slots=True)
class Tally:
    """
    The result of a what-if so far; people are the text of their ids, NOBODY is the pool.

    `received` counts by place what they would have got, by category; `actual` what they have in
    truth. `passed` counts how often a place was passed over, by reason. `waiting` counts leads in a
    team's pool, by reason. `moves` counts leads by (owner in truth, would-be owner). `late` counts
    by place the promises expected to be missed, by milestone; `broken` those that were, in truth.
    `loads` is (most, on average) by person.
    """

    leads: int = 0
    moved: int = 0
    kept: int = 0
    received: dict[Place, Counter[str]] = field(default_factory=dict)
    actual: Counter[Place] = field(default_factory=Counter)
    passed: dict[Place, Counter[str]] = field(default_factory=dict)
    waiting: dict[str, Counter[str]] = field(default_factory=dict)
    moves: Counter[tuple[str, str]] = field(default_factory=Counter)
    late: dict[Place, Counter[str]] = field(default_factory=dict)
    broken: Counter[str] = field(default_factory=Counter)
    loads: dict[str, tuple[int, float]] = field(default_factory=dict)
    move_examples: Examples = field(default_factory=dict)
    waiting_examples: Examples = field(default_factory=dict)

    def count(self, given: Iterable[Given]) -> None:
        """Count leads in, in the order they came."""
        for one in given:
            self._count(one)

    def _count(self, one: Given) -> None:
        case, user = one.case, _text(one.user_id)
        lead, place, owner = str(case.lead_id), (one.team, user), _text(case.owner)
        self.leads += 1
        self.kept += one.kept
        self.actual[case.of_team, owner] += 1
        self.moves[owner, user] += 1
        self.broken.update(case.broken)
        if one.user_id is None:
            self.waiting.setdefault(one.team, Counter())[one.why] += 1
            _keep(self.waiting_examples, (one.team, one.why), lead)
        else:
            self.received.setdefault(place, Counter())[case.category] += 1
        if owner != user:
            self.moved += 1
            _keep(self.move_examples, (owner, user), lead)
        if one.late:
            self.late.setdefault(place, Counter()).update(one.late)
        for told in passed_over(one):
            passed = (one.team, _text(told.user_id))
            if passed not in self.passed:  # asked for every lead and every candidate
                self.passed[passed] = Counter()
            self.passed[passed][told.reason] += 1

    def weigh(self, replay: Replay) -> None:
        """Note everybody's load as the replay has it by now."""
        self.loads = {
            str(user_id): (one.most, round(one.mean(), 2))
            for user_id, one in replay.burdens.items()
        }

    @property
    def pooled(self) -> int:
        """How many leads would wait in a pool."""
        return sum(counts.total() for counts in self.waiting.values())

    def all_late(self) -> Counter[str]:
        """Return the promises expected to be missed, by milestone."""
        return sum(self.late.values(), Counter[str]())

    def as_data(self) -> dict[str, Any]:
        """Return the tally as plain data, for the what-if's row."""
        return {
            "leads": self.leads,
            "moved": self.moved,
            "kept": self.kept,
            "received": [[*place, dict(counts)] for place, counts in self.received.items()],
            "actual": [[*place, count] for place, count in self.actual.items()],
            "passed": [[*place, dict(counts)] for place, counts in self.passed.items()],
            "waiting": {team: dict(counts) for team, counts in self.waiting.items()},
            "moves": [[*move, count] for move, count in self.moves.items()],
            "late": [[*place, dict(counts)] for place, counts in self.late.items()],
            "broken": dict(self.broken),
            "loads": self.loads,
            "move_examples": [[*move, ids] for move, ids in self.move_examples.items()],
            "waiting_examples": [[*key, ids] for key, ids in self.waiting_examples.items()],
        }

    @classmethod
    def of_data(cls, data: dict[str, Any]) -> Tally:
        """Return a tally that was put down as plain data; nothing is an empty one."""
        return cls(
            leads=data.get("leads") or 0,
            moved=data.get("moved") or 0,
            kept=data.get("kept") or 0,
            received=_counters(data, "received"),
            actual=Counter({(team, user): n for team, user, n in data.get("actual") or []}),
            passed=_counters(data, "passed"),
            waiting={key: Counter(told) for key, told in (data.get("waiting") or {}).items()},
            moves=Counter({(owner, user): n for owner, user, n in data.get("moves") or []}),
            late=_counters(data, "late"),
            broken=Counter(data.get("broken") or {}),
            loads={user: (most, mean) for user, (most, mean) in (data.get("loads") or {}).items()},
            move_examples=_examples(data, "move_examples"),
            waiting_examples=_examples(data, "waiting_examples"),
        )


@lru_cache(maxsize=4096)
def _text(user_id: uuid.UUID | None) -> str:
    return str(user_id) if user_id else NOBODY


def _keep(examples: Examples, key: tuple[str, str], lead: str) -> None:
    """Note a lead as an example; the newest few stay."""
    shown = examples.setdefault(key, [])
    shown.append(lead)
    del shown[:-MOST_EXAMPLES]


def _counters(data: dict[str, Any], name: str) -> dict[Place, Counter[str]]:
    return {(team, user): Counter(counts) for team, user, counts in data.get(name) or []}


def _examples(data: dict[str, Any], name: str) -> Examples:
    return {(first, second): list(ids) for first, second, ids in data.get(name) or []}
