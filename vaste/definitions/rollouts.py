"""Owing that open leads are judged by a version; the steps themselves stand in flows/rollout.py."""

from __future__ import annotations

import datetime
import uuid
import zoneinfo

from vaste.definitions.models import Rollout
from vaste.ledger import services as ledger

HOUR = datetime.timedelta(hours=1)
Phase, Reason = Rollout.Phase, Rollout.Reason


def begin(
    workspace_id: uuid.UUID,
    number: int,
    *,
    is_first: bool,
    recounts: bool,
    drifts_in: str | None,
    at: datetime.datetime,
) -> None:
    """
    Owe the judging of open leads by version `number`, in the transaction that publishes it.

    The first version has no leads to judge. `recounts` says that the fading sums have to be counted
    anew; `drifts_in` is the zone whose hours turn its rules, None where time alone turns none.
    """
    rows = []
    if not is_first:
        phase = Phase.SUMS if recounts else Phase.LEADS
        rows.append(_row(workspace_id, number, Reason.PUBLISHED, phase, due_at=at))
    if drifts_in is not None:
        due_at = next_look(drifts_in, at)
        rows.append(_row(workspace_id, number, Reason.DATES, Phase.LEADS, due_at=due_at))
    if rows:
        Rollout.objects.bulk_create(rows)
        wake_at = min(row.due_at for row in rows if row.due_at)
        ledger.announce(workspace_id, "definition", at=at, wake_at=wake_at)


def _row(
    workspace_id: uuid.UUID, number: int, reason: str, phase: str, *, due_at: datetime.datetime
) -> Rollout:
    return Rollout(
        workspace_id=workspace_id, number=number, reason=reason, phase=phase, due_at=due_at
    )


def next_look(zone: str, after: datetime.datetime) -> datetime.datetime:
    """
    Return when rules of the last and next days are asked again: at each full hour of `zone`, and so
    at its midnight.
    """
    local = (after + HOUR).astimezone(zoneinfo.ZoneInfo(zone))
    full = local.replace(minute=0, second=0, microsecond=0).astimezone(datetime.UTC)
    return max(full, after + datetime.timedelta(minutes=1))
