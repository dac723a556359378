"""Judging leads whose judgment may change by itself: interest that fades, a hold that is over."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence

from vaste.flows import define
from vaste.flows.define import Definition
from vaste.flows.judging import applying
from vaste.infra import sql
from vaste.infra.tenancy.context import inside
from vaste.scoring import crossings
from vaste.scoring import queries as scoring

BATCH = 500  # leads judged in one transaction


def judge_due(workspace_id: uuid.UUID, *, at: datetime.datetime) -> int:
    """
    Judge the leads whose instant has come at `at`, at most BATCH; return how many.

    Two workers share them, and a lead that somebody is just working on is left for the next look.
    """
    with inside(workspace_id):
        ids = _due(workspace_id, at)
        if ids:
            definition = define.in_force(workspace_id)
            applying.judge_again(workspace_id, definition, because=applying.FADED, at=at, ids=ids)
            _sharpen(workspace_id, definition, ids, at)
        return len(ids)


def judge_leads(
    workspace_id: uuid.UUID,
    ids: Sequence[uuid.UUID],
    *,
    because: str,
    at: datetime.datetime,
) -> applying.Outcome:
    """Judge these leads now, in the caller's transaction; none is no statement."""
    if not ids:
        return applying.Outcome()
    return applying.judge_again(
        workspace_id, define.in_force(workspace_id), because=because, at=at, ids=list(ids)
    )


def judge_contacts(
    workspace_id: uuid.UUID,
    contacts: Sequence[uuid.UUID],
    *,
    because: str,
    at: datetime.datetime,
) -> applying.Outcome:
    """Judge the open leads of these contacts now, in the caller's transaction."""
    if not contacts:
        return applying.Outcome()
    return applying.judge_again(
        workspace_id, define.in_force(workspace_id), because=because, at=at,
        where=applying.OF_CONTACTS,
        contacts=sorted(set(contacts)),
    )  # fmt: skip


def _due(workspace_id: uuid.UUID, at: datetime.datetime) -> list[uuid.UUID]:
    rows = sql.run(
        "SELECT l.id FROM leads_lead AS l WHERE l.workspace_id = %(workspace)s"
        " AND l.state IN ('open', 'snoozed') AND l.judge_at <= %(at)s"
        " ORDER BY l.judge_at, l.id LIMIT %(limit)s FOR UPDATE SKIP LOCKED",
        {"workspace": workspace_id, "at": at, "limit": BATCH},
    )
    return [row[0] for row in rows]


def _sharpen(
    workspace_id: uuid.UUID, definition: Definition, ids: list[uuid.UUID], at: datetime.datetime
) -> None:
    """
    Put the exact instant where the statement has put one that is surely not too late.

    Several half-lives have no closed form: what was judged too early would be judged again and
    again.
    """
    rows = sql.run(
        "SELECT id, contact_id, falls_at FROM leads_lead WHERE workspace_id = %(workspace)s"
        " AND id = ANY(%(ids)s) AND judge_at IS NOT NULL",
        {"workspace": workspace_id, "ids": ids},
    )
    if not rows:
        return
    sums = scoring.interest_sums(workspace_id, [row[1] for row in rows])
    instants = []
    for _, contact_id, falls_at in rows:
        crossing = crossings.next_crossing(
            sums.get(contact_id, {}), after=at, signals=definition.scoring.signals,
            at_levels=definition.levels,
        )  # fmt: skip
        instants.append(min(filter(None, [crossing, falls_at]), default=None))
    sql.run(
        "UPDATE leads_lead AS kept SET judge_at = told.judge_at"
        " FROM unnest(%(ids)s::uuid[], %(instants)s::timestamptz[]) AS told (id, judge_at)"
        " WHERE kept.workspace_id = %(workspace)s AND kept.id = told.id",
        {"workspace": workspace_id, "ids": [row[0] for row in rows], "instants": instants},
    )


def next_judging(workspace_id: uuid.UUID) -> datetime.datetime | None:
    """Return when the next lead is to be judged again, None when none changes by itself."""
    rows = sql.run(
        "SELECT min(judge_at) FROM leads_lead WHERE workspace_id = %(workspace)s"
        " AND state IN ('open', 'snoozed') AND judge_at IS NOT NULL",
        {"workspace": workspace_id},
    )
    found: datetime.datetime | None = rows[0][0]
    return found
