"""The wall as a body."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from vaste.api.callers import Caller
from vaste.api.shapes.wall import LoadOut, TodayOut, WallLeadOut, WallOut
from vaste.api.showing.names import Names, names
from vaste.flows import define
from vaste.flows.figures.standing import Standing, standing

Row = Mapping[str, Any]


def wall(caller: Caller, *, at: datetime.datetime) -> WallOut:
    """Return how the caller's workspace stands at `at`."""
    zone = define.in_force(caller.workspace_id).zone
    found = standing(caller.workspace_id, zone=zone, at=at)
    listed = [*found.breaching, *found.overdue, *found.unanswered]
    called = names(
        caller,
        [
            *(row["owner_id"] for row in listed),
            *(row["user_id"] for row in (*found.people, *found.load)),
        ],
    )
    return WallOut(
        at=at,
        zone=zone,
        **found.counts,
        about_to_breach=[_lead(row, called) for row in found.breaching],
        overdue_longest=[_lead(row, called) for row in found.overdue],
        unanswered_longest=[_lead(row, called) for row in found.unanswered],
        load=_load(found, called),
        today=TodayOut(**found.today),
    )


def _lead(row: Row, called: Names) -> WallLeadOut:
    return WallLeadOut(
        lead=row["lead_id"],
        category=called.category(row["category"]),
        owner=called.person(row["owner_id"]),
        team=called.team(row["team_id"]),
        received_at=row["received_at"],
        milestone=row.get("milestone"),
        due_at=row.get("due_at"),
    )


def _load(found: Standing, called: Names) -> list[LoadOut]:
    """Return who takes leads, by name, then who holds some besides."""
    held: dict[uuid.UUID, list[Row]] = {}
    for row in found.load:
        held.setdefault(row["user_id"], []).append(row)
    members = {row["user_id"]: row for row in found.people}
    return [
        _person(user_id, held.get(user_id, []), members.get(user_id, {}), called)
        for user_id in dict.fromkeys((*members, *held))
    ]


def _person(user_id: uuid.UUID, held: Sequence[Row], member: Row, called: Names) -> LoadOut:
    return LoadOut(
        person=called.somebody(user_id),
        open=sum(row["open"] for row in held),
        categories={row["category"]: row["open"] for row in held},
        untouched=sum(row["untouched"] for row in held),
        overdue=sum(row["overdue"] for row in held),
        capacity=member.get("capacity"),
        is_away=member.get("is_away", False),
        away_until=member.get("away_until"),
    )
