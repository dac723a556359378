"""Running a trial: begun by a person, walked through by the worker, step by step."""

from __future__ import annotations

import datetime
import uuid
import zoneinfo
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.conf import settings

from vaste.definitions.models import Trial
from vaste.flows import define, stepping
from vaste.flows.define import Definition
from vaste.flows.judging import ARRIVAL, judging, ranges
from vaste.flows.trying.tally import Seen, Tally
from vaste.infra import sql
from vaste.infra.tenancy.context import inside

LEADS_A_STEP = settings.LEADS_A_STEP // 2
MOST_DAYS = 3_660


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
    TooManyRuns as `stepping.begin` does.
    """
    if not 1 <= days <= MOST_DAYS:
        raise ValueError(f"days must be 1 to {MOST_DAYS}")
    problems = define.check(content)
    if problems:
        raise define.NotPublishable(problems)
    with inside(workspace_id):
        trial = Trial(
            workspace_id=workspace_id,
            content=content,
            compared_with=define.in_force(workspace_id).number,
            received_from=at - datetime.timedelta(days=days),
            received_until=at,
            made_by_id=by,
        )
        trial.total = ranges.count(workspace_id, _OF_PERIOD, **_period(trial))
        return stepping.begin(trial, at=at)


def find(workspace_id: uuid.UUID, trial_id: uuid.UUID) -> Trial:
    """Return a trial, inside the workspace's transaction; raises NoSuchRun."""
    return stepping.find(Trial, workspace_id, trial_id)


def stop(workspace_id: uuid.UUID, trial_id: uuid.UUID, *, at: datetime.datetime) -> Trial:
    """Stop a trial that runs, as `stepping.stop`."""
    return stepping.stop(Trial, workspace_id, trial_id, at=at)


def step(workspace_id: uuid.UUID, *, at: datetime.datetime) -> int:
    """Do one step of the trial that is due, as `stepping.step`."""
    return stepping.step(Trial, workspace_id, _walk, at=at)


def next_step(workspace_id: uuid.UUID) -> datetime.datetime | None:
    """Return when the workspace's next step of a trial is due, None when none runs."""
    return stepping.next_step(Trial, workspace_id)


def _walk(trial: Trial, at: datetime.datetime) -> int:
    draft = define.compile_definition(trial.content, 0)
    upto, count = ranges.after(
        trial.workspace_id, _OF_PERIOD, trial.cursor, limit=LEADS_A_STEP, params=_period(trial)
    )
    if upto is None:
        return stepping.finish(trial, at)
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
    """
    Return the leads up to `upto` as both definitions judge them, in the order they came.

    Put together here by their ids: joined in SQL, the planner would take what a fresh import has
    filled for a few rows, and compare each lead of a step with each other.
    """
    old = define.of_number(trial.workspace_id, trial.compared_with)
    before, after = (_judged(trial, one, upto) for one in (old, draft))
    zone = zoneinfo.ZoneInfo(draft.zone)
    found = []
    for lead_id, was in before.items():
        to = after[lead_id]
        found.append(
            Seen(
                lead_id,
                was.received_at.astimezone(zone).date(),
                old.categories[was.place].key,
                draft.categories[to.place].key,
                define.answering_team(old, was.place, was.team),
                define.answering_team(draft, to.place, to.team),
                was.mql,
                to.mql,
                was.quadrant,
                to.quadrant,
                was.state,
            )
        )
    return found


class _Verdict(NamedTuple):
    received_at: datetime.datetime
    place: int
    team: int
    mql: bool
    quadrant: str
    state: str


def _judged(trial: Trial, definition: Definition, upto: uuid.UUID) -> dict[uuid.UUID, _Verdict]:
    asked = judging(definition, where=_IN_RANGE, moment=ARRIVAL)
    rows = sql.run(
        "SELECT judged.id, judged.received_at, judged.place, judged.team, judged.mql,"
        f" judged.quadrant, judged.state FROM ({asked.text}) AS judged"
        " ORDER BY judged.received_at, judged.id",
        {
            **asked.params,
            **_period(trial),
            "workspace": trial.workspace_id,
            "after": trial.cursor or ranges.START,
            "upto": upto,
        },
        prepare=False,
    )
    return {row[0]: _Verdict(*row[1:]) for row in rows}
