"""
Decisions of routing as events keep them: every candidate with their reason, in few bytes.

Those of whom the same is said stand together, their ids as one text: two hundred candidates take
less than half of what they took one by one, and no reason is lost. Events written before hold each
candidate by itself; `candidates_of` reads both.
"""

from __future__ import annotations

import base64
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from vaste.routing.rules import Decision, Passed

ID = 16  # bytes of an id


def record_of(decision: Decision) -> dict[str, object]:
    """
    Return a decision as it stands in an event: the rule, the team, who was chosen, and in `passed`
    the candidates by what is said of them.

    Each group is [reason, capacity, ids, loads], with the details where there are any: `ids` is
    the base64 of the ids' bytes, one after another, `loads` one number for each, or one for all.
    """
    return {
        "rule": decision.rule,
        "team": decision.team_id,
        "chosen": decision.user_id,
        "passed": _groups(decision.candidates),
    }


def _groups(candidates: Sequence[Passed]) -> list[list[object]]:
    found: dict[tuple[str, int, str], list[Passed]] = {}
    for one in candidates:
        said = repr(one.detail) if one.detail else ""
        found.setdefault((one.reason, one.capacity, said), []).append(one)
    return [_group(alike) for alike in found.values()]


def _group(alike: Sequence[Passed]) -> list[object]:
    first = alike[0]
    ids = base64.b64encode(b"".join([one.user_id.bytes for one in alike])).decode()
    loads = [one.load for one in alike]
    are_same = loads.count(first.load) == len(loads)
    told: list[object] = [first.reason, first.capacity, ids, first.load if are_same else loads]
    return [*told, dict(first.detail)] if first.detail else told


def candidates_of(record: Mapping[str, Any]) -> list[list[Any]]:
    """
    Return the candidates of a decision as an event holds it, new or old: each as [user, reason,
    load, capacity], with the details where there are any.
    """
    if "passed" not in record:
        return list(record.get("candidates", []))
    return [one for group in record["passed"] for one in _of_group(*group)]


def _of_group(
    reason: str, capacity: int, ids: str, loads: int | list[int], *detail: Mapping[str, Any]
) -> list[list[Any]]:
    told = base64.b64decode(ids)
    users = [uuid.UUID(bytes=told[at : at + ID]) for at in range(0, len(told), ID)]
    each = [loads] * len(users) if isinstance(loads, int) else loads
    return [
        [str(user), reason, load, capacity, *detail] for user, load in zip(users, each, strict=True)
    ]
