"""Pure decisions of routing: who may take a lead, and who gets it."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

from vaste.kernel import text
from vaste.routing.turns import next_in_turn

#: What a lead may need of whoever takes it, and a member may hold.
KINDS = ("skill", "language", "territory", "product", "client")
EVERYTHING = "*"  # held for a kind: whatever is needed
Needs = Mapping[str, Mapping[str, str]]  # by kind, each word folded and as it was told; all needed
Holds = Mapping[str, frozenset[str]]  # by kind, folded


@dataclass(slots=True)
class Candidate:
    """
    A member of a team as seen when a lead is routed; `credit`, `owed` and `load` move with turns.

    `load` weighs the open leads they own by category; `untouched` counts those they took over and
    have not contacted. `away_until` None with `is_away` is an absence without an end.
    """

    member_id: uuid.UUID
    user_id: uuid.UUID
    weight: int
    capacity: int
    credit: int = 0
    load: int = 0
    is_away: bool = False
    away_until: datetime.datetime | None = None
    is_on_shift: bool = True
    owed: int = 0
    untouched: int = 0
    untouched_cap: int | None = None
    holds: Holds = field(default_factory=dict)
    told: Passed | None = None  # what was said of them last, said again while it is so


class Passed(NamedTuple):
    """
    Why a candidate was chosen or passed over.

    `chosen` by turn, `owed` for a lead that was bad, `kept` because the buyer is theirs; passed
    over: `turn`, `away` (detail `until`), `off_shift`, `full`, `untouched`, `no_weight`, `lacks`
    (detail `kind` and `needed`). Who was chosen carries what they hold of what was needed as
    `has`.
    """

    user_id: uuid.UUID
    reason: str
    load: int
    capacity: int
    detail: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Decision:
    """One lead's routing: the team, the person (None: the team's pool), and every candidate."""

    team_id: uuid.UUID
    rule: str
    user_id: uuid.UUID | None
    candidates: list[Passed]


CHOSEN = frozenset({"chosen", "owed", "kept"})


def choose(
    candidates: Sequence[Candidate],
    *,
    needs: Needs | None = None,
    weighs: int = 1,
    keeper: uuid.UUID | None = None,
) -> tuple[Candidate | None, list[Passed]]:
    """
    Choose who gets a lead, move the turn on, and say of every candidate why or why not.

    `weighs` is what the lead adds to a load. `keeper` is the buyer's present owner, where the
    workspace keeps them: they get it unless they are away, and no turn is counted. Who has owed
    leads (for bad ones they got) gets one before the turns go on. Nobody able is None: the lead
    waits in the team's pool.
    """
    asked = needs or {}
    obstacles = [obstacle(one, asked) for one in candidates]
    able = [one for one, why in zip(candidates, obstacles, strict=True) if why is None]
    chosen, reason = _chosen(candidates, able, keeper)
    passed = [
        _passed(one, reason if one is chosen else why or "turn", asked)
        for one, why in zip(candidates, obstacles, strict=True)
    ]
    if chosen is not None:
        chosen.load += weighs
    return chosen, passed


def _chosen(
    candidates: Sequence[Candidate], able: Sequence[Candidate], keeper: uuid.UUID | None
) -> tuple[Candidate | None, str]:
    if keeper is not None:
        kept = [one for one in candidates if one.user_id == keeper and not one.is_away]
        if kept:
            return kept[0], "kept"
    owed = [one for one in able if one.owed > 0]
    if owed:
        first = max(owed, key=lambda one: (one.owed, -one.load, -one.member_id.int))
        first.owed -= 1
        return first, "owed"
    return (next_in_turn(able), "chosen") if able else (None, "")


def obstacle(one: Candidate, needs: Needs) -> str | None:
    """Return why a candidate can't take a lead now, None when they can."""
    for kind, words in needs.items():
        if lacking(one.holds, kind, words):
            return "lacks"
    if one.weight <= 0:
        return "no_weight"
    if one.is_away:
        return "away"
    if not one.is_on_shift:
        return "off_shift"
    if one.load >= one.capacity:
        return "full"
    if one.untouched_cap is not None and one.untouched >= one.untouched_cap:
        return "untouched"
    return None


def lacking(holds: Holds, kind: str, needed: Mapping[str, str]) -> list[str]:
    """Return what is needed of a kind and not held, as it was told."""
    held = holds.get(kind, frozenset())
    if EVERYTHING in held:
        return []
    return [told for word, told in needed.items() if word not in held]


def _passed(one: Candidate, reason: str, needs: Needs) -> Passed:
    told = one.told
    if told is not None and not needs and told.reason == reason and told.load == one.load:
        return told
    detail: dict[str, Any] = {}
    if reason == "away" and one.away_until is not None:
        detail = {"until": one.away_until.isoformat()}
    elif reason == "lacks":
        kind = next(kind for kind in needs if lacking(one.holds, kind, needs[kind]))
        detail = {"kind": kind, "needed": lacking(one.holds, kind, needs[kind])}
    elif reason == "untouched":
        detail = {"untouched": one.untouched, "cap": one.untouched_cap}
    elif reason in CHOSEN and needs:
        detail = {"has": {kind: list(words.values()) for kind, words in needs.items()}}
    passed = Passed(one.user_id, reason, one.load, one.capacity, detail)
    one.told = None if needs else passed
    return passed


def folded(attributes: Mapping[str, Sequence[str]]) -> Holds:
    """Return what a member holds, ready to be compared."""
    return {
        kind: frozenset(word if word == EVERYTHING else text.fold(word) for word in words)
        for kind, words in attributes.items()
    }


Span = tuple[datetime.datetime, datetime.datetime | None]


def away_until(
    absences: Sequence[Span], *, at: datetime.datetime
) -> tuple[bool, datetime.datetime | None]:
    """
    Say whether absences cover `at`, and until when they do so without a gap (None: no end).

    They may overlap, and follow one another: what touches is one absence. An end is not part of it.
    """
    covered, until = False, at
    for begins, ends in sorted(absences, key=lambda span: span[0]):
        if begins > until:
            break
        if ends is None:
            return True, None
        if ends > until:
            covered, until = True, ends
    return covered, until if covered else None
