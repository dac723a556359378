"""Sharing leads out: who of a team gets each lead of a batch, exact under concurrency."""

from __future__ import annotations

import datetime
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from vaste.calendars import arithmetic
from vaste.infra import sql
from vaste.routing import hours, rules, turns
from vaste.routing.rules import Candidate, Decision, Holds, Needs

KEPT_RULE = "keep_owner"
Pools = dict[uuid.UUID, list[Candidate]]


@dataclass(frozen=True, slots=True)
class Keeper:
    """The present owner of a lead's contact or company, and a team of theirs."""

    user_id: uuid.UUID
    team_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class Asked:
    """
    One lead to be given to somebody: its team, and the rule that chose the team.

    `weighs` is what it adds to a load. `keeper` is who has the buyer already, where the workspace
    keeps owners; `kin` names the buyer then, so that two leads of one buyer in a batch have one
    owner.
    """

    team_id: uuid.UUID
    rule: str
    needs: Needs = field(default_factory=dict)
    weighs: int = 1
    keeper: Keeper | None = None
    kin: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class House:
    """
    What the workspace says of everybody: its calendar's text, and what each category weighs.

    `without` is somebody who gets nothing now, whatever their calendar says.
    """

    calendar: Mapping[str, Any] = field(default_factory=dict)
    weighs: Mapping[str, int] = field(default_factory=dict)
    without: uuid.UUID | None = None


def take_turns(
    workspace_id: uuid.UUID,
    asked: Sequence[Asked],
    *,
    at: datetime.datetime,
    house: House | None = None,
) -> list[Decision]:
    """
    Decide who gets each lead of a batch.

    The members' rows, and those of the same people in other teams, are locked until the caller's
    transaction ends, so that concurrent batches take their turns one after the other: every weight
    comes out exact, and nobody gets more than they have room for. Constant in statements.
    """
    teams = {one.team_id for one in asked} | {one.keeper.team_id for one in asked if one.keeper}
    pools = _locked_candidates(workspace_id, sorted(teams), at, house or House())
    before = _state(pools)
    for pool in pools.values():
        turns.settle(pool)
    kept: dict[uuid.UUID, Keeper] = {}
    decisions = []
    for one in asked:
        keeper = (kept.get(one.kin) if one.kin else None) or one.keeper
        decision = _decide(pools, one, keeper)
        decisions.append(decision)
        if one.kin is not None and decision.user_id is not None:
            kept[one.kin] = Keeper(decision.user_id, decision.team_id)
    _keep_state(workspace_id, pools, before)
    return decisions


def _decide(pools: Pools, asked: Asked, keeper: Keeper | None) -> Decision:
    team_id, rule, kept = asked.team_id, asked.rule, None
    if keeper is not None and _is_here(pools[keeper.team_id], keeper.user_id):
        team_id, rule, kept = keeper.team_id, KEPT_RULE, keeper.user_id
    chosen, passed = rules.choose(
        pools[team_id], needs=asked.needs, weighs=asked.weighs, keeper=kept
    )
    if chosen is not None:
        _burden(pools, chosen, asked.weighs)
    return Decision(team_id, rule, chosen.user_id if chosen else None, passed)


def _is_here(pool: Sequence[Candidate], user_id: uuid.UUID) -> bool:
    return any(one.user_id == user_id and not one.is_away for one in pool)


def _burden(pools: Pools, chosen: Candidate, weighs: int) -> None:
    """Count a lead that somebody got in one team for them in their other teams too."""
    for pool in pools.values() if len(pools) > 1 else ():
        for one in pool:
            if one.user_id == chosen.user_id and one is not chosen:
                one.load += weighs


# Absences that are over count no more; one that begins later may prolong one that runs.
_MEMBERS = """
SELECT m.team_id, m.id, m.user_id, m.weight, m.capacity, m.credit, m.owed, m.untouched_cap,
    m.attributes::text, CASE WHEN t.require_shift THEN m.calendar::text END,
    CASE WHEN t.require_shift THEN coalesce(t.calendar, '{}')::text END,
    (SELECT array_agg(a.away_from ORDER BY a.away_from, a.id) FROM routing_absence AS a
        WHERE a.workspace_id = %(workspace)s AND a.user_id = m.user_id
        AND coalesce(a.away_until, 'infinity') > %(at)s),
    (SELECT array_agg(a.away_until ORDER BY a.away_from, a.id) FROM routing_absence AS a
        WHERE a.workspace_id = %(workspace)s AND a.user_id = m.user_id
        AND coalesce(a.away_until, 'infinity') > %(at)s)
FROM routing_member AS m
JOIN routing_team AS t ON t.workspace_id = %(workspace)s AND t.id = m.team_id
JOIN workspaces_membership AS p ON p.workspace_id = %(workspace)s AND p.user_id = m.user_id
JOIN workspaces_user AS u ON u.id = m.user_id
WHERE m.workspace_id = %(workspace)s AND m.left_at IS NULL
AND p.left_at IS NULL AND u.is_active
AND m.user_id IN (SELECT k.user_id FROM routing_member AS k
    WHERE k.workspace_id = %(workspace)s AND k.team_id = ANY(%(teams)s) AND k.left_at IS NULL)
ORDER BY m.id FOR UPDATE OF m
"""
_LOADS = """
SELECT l.owner_id, sum(coalesce((%(weighs)s::jsonb ->> l.category)::int, 1)),
    count(*) FILTER (WHERE l.taken_over_at IS NOT NULL AND l.first_contact_at IS NULL)
FROM leads_lead AS l
WHERE l.workspace_id = %(workspace)s AND l.owner_id = ANY(%(users)s) AND l.state = 'open'
GROUP BY l.owner_id
"""


def _locked_candidates(
    workspace_id: uuid.UUID, teams: list[uuid.UUID], at: datetime.datetime, house: House
) -> Pools:
    known = {"workspace": workspace_id, "teams": teams, "at": at}
    rows = sql.run(_MEMBERS, known)
    loads = loads_of(workspace_id, [row[2] for row in rows], house.weighs)
    pools: Pools = {team_id: [] for team_id in teams}
    for row in rows:
        if row[0] in pools:
            pools[row[0]].append(_candidate(row, loads.get(row[2], (0, 0)), at, house))
    return pools


def _candidate(
    row: tuple[Any, ...], load: tuple[int, int], at: datetime.datetime, house: House
) -> Candidate:
    _, member_id, user_id, weight, capacity, credit, owed, cap, attributes, own, team, *away = row
    spans = list(zip(away[0] or [], away[1] or [], strict=True))
    is_away, until = rules.away_until(spans, at=at)
    is_away = is_away or user_id == house.without
    return Candidate(
        member_id, user_id, weight, capacity, credit, load[0], is_away, until,
        is_on_shift=team is None or _is_open(house, team, own, at),
        owed=owed, untouched=load[1], untouched_cap=cap, holds=_holds(attributes),
    )  # fmt: skip


def _is_open(house: House, team: str, own: str | None, at: datetime.datetime) -> bool:
    differences = (json.loads(team), json.loads(own) if own else None)
    return arithmetic.is_open(hours.calendar_of(house.calendar, *differences), at)


@lru_cache(maxsize=4096)
def _holds(attributes: str) -> Holds:
    return rules.folded(json.loads(attributes))


def loads_of(
    workspace_id: uuid.UUID, users: Sequence[uuid.UUID], weighs: Mapping[str, int]
) -> dict[uuid.UUID, tuple[int, int]]:
    """
    Return of each user who owns open leads: what they weigh together (`weighs` by category, 1 for
    the rest), and how many they took over and have not contacted.
    """
    rows = sql.run(
        _LOADS,
        {"workspace": workspace_id, "users": list(users), "weighs": json.dumps(dict(weighs))},
    )
    return {user_id: (load, untouched) for user_id, load, untouched in rows}


State = dict[uuid.UUID, tuple[int, int]]


def _state(pools: Pools) -> State:
    return {one.member_id: (one.credit, one.owed) for pool in pools.values() for one in pool}


def _keep_state(workspace_id: uuid.UUID, pools: Pools, before: State) -> None:
    """Write the turns and the owed leads that moved, in one statement or none."""
    moved = {key: now for key, now in _state(pools).items() if now != before[key]}
    if not moved:
        return
    sql.run(
        "UPDATE routing_member AS kept SET credit = told.credit, owed = told.owed"
        " FROM unnest(%(ids)s::uuid[], %(credits)s::bigint[], %(owed)s::int[])"
        " AS told (id, credit, owed)"
        " WHERE kept.workspace_id = %(workspace)s AND kept.id = told.id",
        {
            "workspace": workspace_id,
            "ids": list(moved),
            "credits": [credit for credit, _ in moved.values()],
            "owed": [owed for _, owed in moved.values()],
        },
    )
