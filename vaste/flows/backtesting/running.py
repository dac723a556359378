"""Running a back-test: begun by a person, walked through by the worker, step by step."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from vaste.definitions.models import Backtest
from vaste.flows import define, stepping
from vaste.flows.backtesting.tally import Judged, Tally
from vaste.flows.define import Definition
from vaste.flows.judging import ARRIVAL, judging, ranges
from vaste.infra import sql
from vaste.infra.tenancy.context import inside
from vaste.kernel.errors import VasteError
from vaste.kernel.words import gettext_noop as _
from vaste.scoring.outcomes import Ended

LEADS_A_STEP = settings.LEADS_A_STEP // 2
NEWEST_MONTHS = 3  # held against the months before them
_OF_PERIOD = (
    "stored.closed_at >= %(from)s AND stored.closed_at < %(until)s"
    " AND stored.state IN ('won', 'lost', 'not_a_fit')"
)
_IN_RANGE = f"{_OF_PERIOD} AND stored.id > %(after)s AND stored.id <= %(upto)s"
_UNDECIDED = (
    "stored.received_at >= %(from)s AND stored.received_at < %(until)s"
    " AND stored.state IN ('open', 'snoozed')"
)


class BadPeriod(VasteError):
    """A period that ends before it begins."""


def start(
    workspace_id: uuid.UUID,
    content: Mapping[str, Any],
    *,
    number: int | None,
    since: datetime.datetime,
    until: datetime.datetime,
    by: uuid.UUID | None,
    at: datetime.datetime,
) -> Backtest:
    """
    Begin to hold a definition against the leads closed from `since` to before `until`.

    `number` is the version that `content` is of, None for a draft; who changes the draft later
    changes no back-test. Raises NotPublishable when it has problems, BadPeriod, and TooManyRuns as
    `stepping.begin` does.
    """
    if until <= since:
        raise BadPeriod(_("The period ends before it begins."))
    problems = define.check(content)
    if problems:
        raise define.NotPublishable(problems)
    definition = define.compile_definition(content, number or 0)
    with inside(workspace_id):
        period = {"from": since, "until": until}
        made = Backtest(
            workspace_id=workspace_id,
            content=content,
            number=number,
            closed_from=since,
            closed_until=until,
            newest_from=_newest_from(until, definition.zone),
            total=ranges.count(workspace_id, _OF_PERIOD, **period),
            undecided=ranges.count(workspace_id, _UNDECIDED, **period),
            made_by_id=by,
        )
        return stepping.begin(made, at=at)


def find(workspace_id: uuid.UUID, backtest_id: uuid.UUID) -> Backtest:
    """Return a back-test, inside the workspace's transaction; raises NoSuchRun."""
    return stepping.find(Backtest, workspace_id, backtest_id)


def stop(workspace_id: uuid.UUID, backtest_id: uuid.UUID, *, at: datetime.datetime) -> Backtest:
    """Stop a back-test that runs, as `stepping.stop`."""
    return stepping.stop(Backtest, workspace_id, backtest_id, at=at)


def step(workspace_id: uuid.UUID, *, at: datetime.datetime) -> int:
    """Do one step of the back-test that is due, as `stepping.step`."""
    return stepping.step(Backtest, workspace_id, _walk, at=at)


def next_step(workspace_id: uuid.UUID) -> datetime.datetime | None:
    """Return when the workspace's next step of a back-test is due, None when none runs."""
    return stepping.next_step(Backtest, workspace_id)


def _newest_from(until: datetime.datetime, zone: str) -> datetime.date:
    """Return the first day of the newest months before `until`, in the desk's zone."""
    local = (until - datetime.timedelta(microseconds=1)).astimezone(ZoneInfo(zone))
    months = max(12, local.year * 12 + local.month - NEWEST_MONTHS)
    return datetime.date(months // 12, months % 12 + 1, 1)


def _walk(run: Backtest, at: datetime.datetime) -> int:
    period = {"from": run.closed_from, "until": run.closed_until}
    upto, count = ranges.after(
        run.workspace_id, _OF_PERIOD, run.cursor, limit=LEADS_A_STEP, params=period
    )
    if upto is None:
        return stepping.finish(run, at)
    definition = define.compile_definition(run.content, run.number or 0)
    tally = Tally.of_data(run.result)
    tally.count(_judged(run, definition, {**period, "upto": upto}))
    run.result, run.cursor = tally.as_data(), upto
    run.done += count
    return count


def _judged(run: Backtest, definition: Definition, params: Mapping[str, Any]) -> Iterator[Judged]:
    asked = judging(definition, where=_IN_RANGE, moment=ARRIVAL, prefix="b")
    rows = sql.run(
        "SELECT to_char(judged.closed_at AT TIME ZONE %(desk)s, 'YYYY-MM'), judged.fit,"
        " judged.interest, judged.place, count(*) FILTER (WHERE judged.state = 'won'),"
        " count(*) FILTER (WHERE judged.state <> 'won')"
        f" FROM ({asked.text}) AS judged GROUP BY 1, 2, 3, 4",
        {
            **asked.params,
            **params,
            "workspace": run.workspace_id,
            "now": run.closed_until,
            "after": run.cursor or ranges.START,
            "desk": definition.zone,
        },
        prepare=False,
    )
    for month, fit, interest, place, won, lost in rows:
        yield Judged(month, fit, interest, place, Ended(won, lost))
