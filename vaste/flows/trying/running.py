"""Running a trial: begun by a person, walked through by the worker, step by step."""

from __future__ import annotations

import datetime
import logging
import uuid
import zoneinfo
from collections.abc import Mapping
from typing import Any

from django.db import InterfaceError, OperationalError
from django.db.models import Min

from vaste.definitions.models import Trial
from vaste.flows import define
from vaste.flows.define import Definition
from vaste.flows.judging import ARRIVAL, judging, ranges
from vaste.flows.trying.tally import Seen, Tally
from vaste.infra import sql
from vaste.infra.tenancy.context import inside
from vaste.kernel.errors import VasteError
from vaste.ledger import services as ledger

LEADS_A_STEP = 5_000
MOST_DAYS = 3_660
MOST_RUNNING = 5  # trials of one workspace at once
State = Trial.State
log = logging.getLogger(__name__)


class TooManyTrials(VasteError):
    """As many trials run as may at once."""


class NoSuchTrial(VasteError):
    """There is no such trial in this workspace."""


def start(
    workspace_id: uuid.UUID,
    content: Mapping[str, Any],
    *,
    days: int,
    by: uuid.UUID | None,
    at: datetime.datetime,
) -> Trial:
    """
    Begin to replay a definition on the leads received in the last `days` (1 to MOST_DAYS).

    Raises NotPublishable when it has problems, ValueError for a number of days that is none, and
    TooManyTrials while MOST_RUNNING run.
    """
    if not 1 <= days <= MOST_DAYS:
        raise ValueError(f"days must be 1 to {MOST_DAYS}")
    problems = define.check(content)
    if problems:
        raise define.NotPublishable(problems)
    with inside(workspace_id):
        running = Trial.objects.within(workspace_id).filter(state=State.RUNNING)
        if running.count() >= MOST_RUNNING:
            raise TooManyTrials(f"{MOST_RUNNING} trials are running.")
        trial = Trial(
            workspace_id=workspace_id,
            content=content,
            compared_with=define.in_force(workspace_id).number,
            received_from=at - datetime.timedelta(days=days),
            received_until=at,
            made_by_id=by,
            made_at=at,
            due_at=at,
        )
        trial.total = ranges.count(workspace_id, _OF_PERIOD, **_period(trial))
        trial.save(force_insert=True)
        ledger.announce(workspace_id, "definition", at=at, wake_at=at)
    return trial


def find(workspace_id: uuid.UUID, trial_id: uuid.UUID) -> Trial:
    """Return a trial, inside the workspace's transaction; raises NoSuchTrial."""
    found = Trial.objects.within(workspace_id).filter(id=trial_id).first()
    if found is None:
        raise NoSuchTrial("There is no such trial.")
    return found


def stop(workspace_id: uuid.UUID, trial_id: uuid.UUID, *, at: datetime.datetime) -> Trial:
    """
    Stop a trial that runs; what it has counted stays. One that has ended is left as it is.

    Raises NoSuchTrial.
    """
    with inside(workspace_id):
        rows = Trial.objects.within(workspace_id).filter(id=trial_id, state=State.RUNNING)
        rows.update(state=State.STOPPED, due_at=None, finished_at=at)
        ledger.announce(workspace_id, "definition", at=at)
        return find(workspace_id, trial_id)


def step(workspace_id: uuid.UUID, *, at: datetime.datetime) -> int:
    """
    Do one step of the trial that is due; return how many leads it went through.

    One that can't be run is marked as failed with its error, visible to whoever began it.
    """
    with inside(workspace_id):
        due = Trial.objects.within(workspace_id).filter(due_at__lte=at)
        trial = due.select_for_update(skip_locked=True).order_by("due_at", "id").first()
        if trial is None:
            return 0
        try:
            with inside(workspace_id):
                count = _walk(trial, at)
        except (OperationalError, InterfaceError):
            raise  # the database is away: the step is done again
        except Exception as failure:
            log.exception("trial %s failed", trial.id)
            trial.state, trial.due_at, trial.finished_at = State.FAILED, None, at
            trial.error = f"{type(failure).__name__}: {failure}"[:2000].replace("\x00", "")
            count = 0
        trial.save(
            update_fields=["state", "cursor", "done", "result", "error", "due_at", "finished_at"]
        )
        ledger.announce(workspace_id, "definition", at=at)
        return count


def _walk(trial: Trial, at: datetime.datetime) -> int:
    draft = define.compile_definition(trial.content, 0)
    upto, count = ranges.after(
        trial.workspace_id, _OF_PERIOD, trial.cursor, limit=LEADS_A_STEP, params=_period(trial)
    )
    if upto is None:
        trial.state, trial.due_at, trial.finished_at = State.DONE, None, at
        return 0
    tally = Tally.of_data(trial.result)
    tally.count(_seen(trial, draft, upto))
    trial.result, trial.cursor = tally.as_data(), upto
    trial.done += count
    return count


_OF_PERIOD = "stored.received_at > %(from)s AND stored.received_at <= %(until)s"
_IN_RANGE = f"{_OF_PERIOD} AND stored.id > %(after)s AND stored.id <= %(upto)s"


def _period(trial: Trial) -> dict[str, Any]:
    return {"from": trial.received_from, "until": trial.received_until}


def _seen(trial: Trial, draft: Definition, upto: uuid.UUID) -> list[Seen]:
    old = define.of_number(trial.workspace_id, trial.compared_with)
    before = judging(old, where=_IN_RANGE, moment=ARRIVAL, prefix="o")
    after = judging(draft, where=_IN_RANGE, moment=ARRIVAL, prefix="n")
    rows = sql.run(
        f"WITH before AS MATERIALIZED ({before.text}), after AS MATERIALIZED ({after.text})"
        " SELECT before.id, before.received_at, before.place, after.place, before.team, after.team,"
        " before.mql, after.mql, before.quadrant, after.quadrant, before.state"
        " FROM before JOIN after ON after.id = before.id ORDER BY before.received_at, before.id",
        {
            **before.params,
            **after.params,
            **_period(trial),
            "workspace": trial.workspace_id,
            "after": trial.cursor or ranges.START,
            "upto": upto,
        },
        prepare=False,
    )
    zone = zoneinfo.ZoneInfo(draft.zone)
    return [
        Seen(
            row[0],
            row[1].astimezone(zone).date(),
            old.categories[row[2]].key,
            draft.categories[row[3]].key,
            define.answering_team(old, row[2], row[4]),
            define.answering_team(draft, row[3], row[5]),
            *row[6:],
        )
        for row in rows
    ]


def next_step(workspace_id: uuid.UUID) -> datetime.datetime | None:
    """Return when the workspace's next step of a trial is due, None when none runs."""
    found: datetime.datetime | None = (
        Trial.objects.within(workspace_id)
        .filter(due_at__isnull=False)
        .aggregate(first=Min("due_at"))["first"]
    )
    return found
