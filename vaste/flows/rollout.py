"""
Bringing a published version to the leads that are open: in steps, behind the desk's back.

First the fading sums are counted anew, if the version counts signals otherwise; then the open leads
are judged, in the order of their ids. A step is one commit with the place it came to: a killed
worker's rollout goes on where it stood, and capture goes on meanwhile. A newer version ends an
older one's rollout.
"""

from __future__ import annotations

import datetime
import uuid

from django.conf import settings
from django.db.models import Min

from vaste.definitions import queries as definitions
from vaste.definitions import rollouts
from vaste.definitions.models import Rollout
from vaste.flows import define, retiming
from vaste.flows.define import Definition
from vaste.flows.judging import applying, ranges
from vaste.infra.tenancy.context import inside
from vaste.ledger import services as ledger
from vaste.scoring import services as scoring

LEADS_A_STEP = settings.LEADS_A_STEP
CONTACTS_A_STEP = LEADS_A_STEP // 2
Phase, Reason = Rollout.Phase, Rollout.Reason


def step(workspace_id: uuid.UUID, *, at: datetime.datetime) -> int:
    """
    Do one step of the rollout that is due; return how many leads or contacts it went through.

    Two workers never do one step both; the second passes by.
    """
    with inside(workspace_id):
        due = Rollout.objects.within(workspace_id).filter(due_at__lte=at)
        row = due.select_for_update(skip_locked=True).order_by("due_at", "id").first()
        if row is None:
            return 0
        if row.number != definitions.number_in_force(workspace_id):
            return _end(row, at)
        definition = define.of_number(workspace_id, row.number)
        if row.started_at is None:
            row.started_at = at
            row.total = ranges.count(workspace_id, applying.OPEN)
        walk = _recount if row.phase == Phase.SUMS else _judge
        done = walk(row, definition, at)
        row.save(
            update_fields=[
                "phase", "cursor", "total", "done", "changed", "recategorized", "due_at",
                "started_at", "finished_at",
            ]
        )  # fmt: skip
        ledger.announce(workspace_id, "definition", at=at)
        return done


def _recount(row: Rollout, definition: Definition, at: datetime.datetime) -> int:
    last = scoring.recount_sums(
        row.workspace_id, definition.scoring, after=row.cursor, limit=CONTACTS_A_STEP
    )
    row.cursor = last
    if last is None:
        row.phase = Phase.LEADS
    return CONTACTS_A_STEP


def _judge(row: Rollout, definition: Definition, at: datetime.datetime) -> int:
    after = row.cursor or ranges.START
    upto, count = ranges.after(row.workspace_id, applying.OPEN, after, limit=LEADS_A_STEP)
    if upto is None:
        return _end(row, at, definition)
    outcome = applying.judge_again(
        row.workspace_id, definition, because=row.reason, at=at, where=applying.IN_RANGE,
        after=after, upto=upto,
    )  # fmt: skip
    retiming.retime_range(row.workspace_id, definition, after=after, upto=upto, at=at)
    row.cursor = upto
    row.done += count
    row.changed += outcome.changed
    row.recategorized += outcome.recategorized
    return count


def _end(row: Rollout, at: datetime.datetime, definition: Definition | None = None) -> int:
    """End a rollout, or put the one of the dates off until the next look."""
    row.finished_at, row.due_at, row.cursor = at, None, None
    if definition is not None and row.reason == Reason.DATES:
        row.due_at = rollouts.next_look(definition.zone, at)
        row.started_at, row.done, row.changed, row.recategorized = None, 0, 0, 0
    if definition is None:
        row.save(update_fields=["finished_at", "due_at", "cursor"])
    elif row.reason == Reason.PUBLISHED:
        _tell(row, at)
    return 0


def _tell(row: Rollout, at: datetime.datetime) -> None:
    detail = {
        "number": row.number,
        "leads": row.done,
        "changed": row.changed,
        "recategorized": row.recategorized,
    }
    ledger.record_one(
        row.workspace_id, "definition.rolled_out", row.id, by=None, at=at, detail=detail
    )


def next_step(workspace_id: uuid.UUID) -> datetime.datetime | None:
    """Return when the workspace's next step is due, None when nothing is to be rolled out."""
    found: datetime.datetime | None = (
        Rollout.objects.within(workspace_id)
        .filter(due_at__isnull=False)
        .aggregate(first=Min("due_at"))["first"]
    )
    return found
