"""Giving locked leads out anew: the turns, the rows, the events and who is told."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from vaste.flows import define, hours, noticing, placing, retiming
from vaste.flows.define import Definition
from vaste.infra import sql
from vaste.ledger import services as ledger
from vaste.routing import records, sharing
from vaste.routing.rules import Decision
from vaste.routing.sharing import Asked
from vaste.sla import services as sla

_COLUMNS = ("id", "contact_id", "company_id", "category", "team_id", "owner_id")
SELECT = (
    "SELECT l.id, l.contact_id, l.company_id, l.category, l.team_id, l.owner_id"
    " FROM leads_lead AS l WHERE l.workspace_id = %(workspace)s"
)
Rows = list[dict[str, Any]]
Changed = Sequence[tuple[Mapping[str, Any], Decision]]


@dataclass(frozen=True, slots=True)
class Moved:
    """
    How leads were given out again: to people, to pools, and how many are held all the same.

    `following` are those that the worker has yet to move.
    """

    given: int = 0
    pooled: int = 0
    held: int = 0
    following: int = 0

    def __add__(self, other: Moved) -> Moved:
        return Moved(
            self.given + other.given,
            self.pooled + other.pooled,
            self.held + other.held,
            self.following + other.following,
        )


def locked(ids: Sequence[uuid.UUID], workspace_id: uuid.UUID) -> Rows:
    """Return these leads, locked; those that somebody else has locked are left out."""
    return ask(
        f"{SELECT} AND l.id = ANY(%(ids)s) AND l.state IN ('open', 'snoozed')"
        " ORDER BY l.id FOR UPDATE OF l SKIP LOCKED",
        {"workspace": workspace_id, "ids": list(ids)},
    )


def ask(statement: str, params: Mapping[str, Any]) -> Rows:
    """Return the leads of a statement that begins with SELECT."""
    return [dict(zip(_COLUMNS, row, strict=True)) for row in sql.run(statement, params)]


def reroute(
    workspace_id: uuid.UUID,
    rows: Rows,
    *,
    reason: str,
    at: datetime.datetime,
    by: uuid.UUID | None,
    without: uuid.UUID | None = None,
) -> Moved:
    """
    Give out these locked leads by turns, each in its own team while that is open.

    A lead whose team is closed goes to the team that took over, else where the rules send it now.
    Nobody able is the pool. `without`
    is whom they are taken from: they get none back.
    """
    definition = define.in_force(workspace_id)
    asked = _asked(workspace_id, rows, definition, at)
    house = replace(placing.house_of(definition), without=without)
    decisions = sharing.take_turns(workspace_id, asked, at=at, house=house)
    changed = [
        (row, one)
        for row, one in zip(rows, decisions, strict=True)
        if (row["owner_id"], row["team_id"]) != (one.user_id, one.team_id)
    ]
    move(workspace_id, changed, at=at)
    tell(workspace_id, changed, reason=reason, at=at, by=by)
    given = sum(one.user_id is not None for _, one in changed)
    return Moved(given=given, pooled=len(changed) - given)


def _asked(
    workspace_id: uuid.UUID, rows: Rows, definition: Definition, at: datetime.datetime
) -> list[Asked]:
    """Keep each lead in its team; what is needed there is said by the rule that leads to it."""
    placed = placing.of_stored(workspace_id, rows, definition, at=at)
    homes = placing.homes(workspace_id, {row["team_id"] for row in rows})
    return [_kept(one, row["team_id"], homes) for row, one in zip(rows, placed, strict=True)]


def _kept(one: Asked, team_id: uuid.UUID | None, homes: Mapping[uuid.UUID, uuid.UUID]) -> Asked:
    home = homes.get(team_id) if team_id else None
    if home is None or home == one.team_id:
        return one
    rule = "same_team" if home == team_id else "team_closed"
    return replace(one, team_id=home, needs={}, rule=rule)


def move(workspace_id: uuid.UUID, changed: Changed, *, at: datetime.datetime) -> None:
    """Write the new owner and team of each lead; what was promised follows it."""
    sql.run(
        "UPDATE leads_lead AS kept SET owner_id = told.owner_id, team_id = told.team_id,"
        " version = kept.version + 1"
        " FROM unnest(%(ids)s::uuid[], %(owners)s::uuid[], %(teams)s::uuid[])"
        " AS told (id, owner_id, team_id)"
        " WHERE kept.workspace_id = %(workspace)s AND kept.id = told.id",
        {
            "workspace": workspace_id,
            "ids": [row["id"] for row, _ in changed],
            "owners": [one.user_id for _, one in changed],
            "teams": [one.team_id for _, one in changed],
        },
    )
    _let_clocks_follow(workspace_id, changed, at)


def _let_clocks_follow(workspace_id: uuid.UUID, changed: Changed, at: datetime.datetime) -> None:
    definition = define.in_force(workspace_id)
    moved = [row["id"] for row, one in changed if row["team_id"] != one.team_id]
    retiming.team_changed(workspace_id, moved, definition, at=at)
    if definition.policies.promises("assigned"):
        given = [row["id"] for row, one in changed if one.user_id is not None]
        calendar_of = hours.calendars(workspace_id, definition)
        sla.meet_all(workspace_id, given, ["assigned"], calendar_of=calendar_of, at=at)


def _teams_told(before: uuid.UUID | None, after: uuid.UUID, reason: str) -> dict[str, str]:
    """Return what an event says of the teams: where the old one is closed, both."""
    if reason != "team_closed":
        return {}
    return {"closed_team": str(before), "team": str(after)}


def tell(
    workspace_id: uuid.UUID,
    changed: Changed,
    *,
    reason: str,
    at: datetime.datetime,
    by: uuid.UUID | None,
) -> None:
    """Write the event of each lead, a notice to who got it, and news for the screens."""
    events = [
        ledger.event(
            "lead.rerouted", row["id"], workspace_id=workspace_id, by=by, at=at,
            detail={
                "from": str(row["owner_id"] or ""),
                "reason": reason,
                "routing": records.record_of(one),
                **_teams_told(row["team_id"], one.team_id, reason),
            },
        )
        for row, one in changed
    ]  # fmt: skip
    ledger.record(events)
    noticing.store(
        [
            noticing.row(
                workspace_id, one.user_id, "lead_given", f"given:{event['id']}",
                lead_id=row["id"], detail={"reason": reason}, at=at,
            )
            for (row, one), event in zip(changed, events, strict=True)
            if one.user_id is not None and one.user_id not in (by, row["owner_id"])
        ]
    )  # fmt: skip
    if changed:
        ledger.announce(
            workspace_id,
            "leads",
            at=at,
            leads=[row["id"] for row, _ in changed],
            teams=[team for row, one in changed for team in (row["team_id"], one.team_id)],
            users=[user for row, one in changed for user in (row["owner_id"], one.user_id)],
        )
