"""
Changed hours of a team, brought to the clocks that count in them: in steps, behind the desk's back.

A change is a row that says what the hours were and are, and the instant it is of. A small book is
moved at once; a larger one by the worker, each step one commit, in which a clock follows every
change it has not been through (see `catching_up`). So a killed worker's run goes on with what is
left, a clock is moved once for each change, and a newer change ends an older one's run.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from typing import Any

from django.db.models import F, Max, Min

from vaste.flows import catching_up
from vaste.flows.define import Definition
from vaste.flows.hours import OF_TEAM
from vaste.infra import sql
from vaste.infra.tenancy.context import inside
from vaste.ledger import services as ledger
from vaste.routing.hours import merged
from vaste.routing.models import Team
from vaste.sla.models import Retiming

LEADS_A_STEP = 500  # about a tenth of a second, and as many rows as one statement moves well
_LEADS = f"""
SELECT DISTINCT c.lead_id FROM sla_clock AS c WHERE c.workspace_id = %(workspace)s
    AND c.basis = %(basis)s AND c.basis LIKE 'team:%%' AND c.met_at IS NULL
    AND c.stopped_at IS NULL AND {catching_up.IS_BEHIND}
"""
_LOCKED = """
SELECT l.id FROM leads_lead AS l WHERE l.workspace_id = %(workspace)s AND l.id = ANY(%(leads)s)
ORDER BY l.id FOR UPDATE
"""


def begin(
    team: Team,
    before: Mapping[str, Any] | None,
    definition: Definition,
    *,
    at: datetime.datetime,
    into: Team | None = None,
) -> Retiming | None:
    """
    Owe that the clocks in a locked team's hours follow its change; return what is owed.

    `before` is what differed from the workspace's calendar until `at`; `into` is the team that
    takes over where it closes. A book of one step is moved at once, except where the team closes:
    there whoever holds a lead may wait for the team. None where no clock counts in a team's hours.

    Each clock keeps the working time it had left at `at`; the first contact gets no later, for the
    buyer was told it, unless another team takes over.
    """
    if definition.policies.calendar != "team":
        return None
    rows = Retiming.objects.within(team.workspace_id).filter(team_id=team.id)
    last = rows.aggregate(at=Max("changed_at"))["at"]
    rows.filter(due_at__isnull=False).update(due_at=None, finished_at=at)
    Team.objects.within(team.workspace_id).filter(id=team.id).update(
        hours_number=F("hours_number") + 1
    )
    team.refresh_from_db(fields=["hours_number"])
    base = definition.content["calendar"]
    row = Retiming.objects.create(
        workspace_id=team.workspace_id,
        team_id=team.id,
        number=team.hours_number,
        changed_at=max(at, last or at),
        before=merged(base, before),
        after=merged(base, into.calendar if into else team.calendar),
        into_id=into.id if into else None,
        into_number=into.hours_number if into else 0,
        total=_count(team),
        due_at=at,
    )
    if into is None and row.total <= LEADS_A_STEP:
        _walk(row, at)
        _end(row, at)
    ledger.announce(team.workspace_id, "people", at=at, teams=[team.id], wake_at=row.due_at)
    return row


def _count(team: Team) -> int:
    rows = sql.run(f"SELECT count(*) FROM ({_LEADS}) AS asked", _asked(team.workspace_id, team.id))
    count: int = rows[0][0]
    return count


def _asked(workspace_id: uuid.UUID, team_id: uuid.UUID) -> dict[str, Any]:
    return {"workspace": workspace_id, "basis": f"{OF_TEAM}{team_id}"}


def step(workspace_id: uuid.UUID, *, at: datetime.datetime) -> int:
    """
    Do one step of the change that is due; return how many leads it went through. For the worker.

    Two workers never do one step both; the second passes by. A lead that somebody works on is
    waited for.
    """
    with inside(workspace_id):
        due = Retiming.objects.within(workspace_id).filter(due_at__lte=at)
        row = due.select_for_update(skip_locked=True).order_by("due_at", "id").first()
        if row is None:
            return 0
        count = _walk(row, at)
        if not count:
            _end(row, at)
        ledger.announce(workspace_id, "people", at=at, teams=[row.team_id])
        return count


def _walk(row: Retiming, at: datetime.datetime) -> int:
    asked = _asked(row.workspace_id, row.team_id) | {"limit": LEADS_A_STEP}
    found = sql.run(f"{_LEADS} ORDER BY c.lead_id LIMIT %(limit)s", asked)
    leads = [lead_id for (lead_id,) in found]
    if leads:
        # The leads before their clocks, as whoever works on one locks them.
        sql.run(_LOCKED, {"workspace": row.workspace_id, "leads": leads})
        row.moved += catching_up.catch_up(row.workspace_id, leads, at=at)
        row.done += len(leads)
        row.save(update_fields=["done", "moved"])
    return len(leads)


def _end(row: Retiming, at: datetime.datetime) -> None:
    row.due_at, row.finished_at = None, at
    row.save(update_fields=["due_at", "finished_at"])


def next_step(workspace_id: uuid.UUID) -> datetime.datetime | None:
    """Return when the workspace's next step is due, None when every clock has followed."""
    found: datetime.datetime | None = (
        Retiming.objects.within(workspace_id)
        .filter(due_at__isnull=False)
        .aggregate(first=Min("due_at"))["first"]
    )
    return found


def latest(workspace_id: uuid.UUID, team_id: uuid.UUID) -> Retiming | None:
    """Return the newest change of a team's hours that clocks had to follow, None for none."""
    rows = Retiming.objects.within(workspace_id).filter(team_id=team_id)
    return rows.defer("before", "after").order_by("-number", "id").first()
