"""Everything the worker looks after, on one screen."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from django.utils import timezone

from vaste.flows import (
    absenting,
    backtesting,
    changed_hours,
    clocks,
    closing,
    delivering,
    escalating,
    feeding,
    importing,
    pausing,
    replaying,
    rollout,
    trying,
    watching,
)
from vaste.flows.judging import waking
from vaste.infra.due import services as due
from vaste.infra.due.worker import Source, Worker
from vaste.infra.tenancy.context import inside
from vaste.ledger import services as ledger
from vaste.routing import absences, feeds
from vaste.sla import pauses
from vaste.workspaces.models import Workspace

RELAY_AFTER = datetime.timedelta(seconds=2)  # a notice older than this was left by a killed process


def _import(workspace_id: uuid.UUID, args: dict[str, Any], at: datetime.datetime) -> None:
    importing.run_owed(workspace_id, args, clock=timezone.now)


HANDLERS: dict[str, due.Handler] = {importing.KIND: _import}


def _relay(workspace_id: uuid.UUID, at: datetime.datetime) -> int:
    with inside(workspace_id):
        ledger.relay(workspace_id, older_than=at - RELAY_AFTER)
    return 0  # one look a tick: what can't be told now is tried at the next


def _once(step: Callable[..., int], workspace_id: uuid.UUID, at: datetime.datetime) -> int:
    step(workspace_id, at=at)
    return 0  # one step a tick: what else is due comes between two


def _never(workspace_id: uuid.UUID) -> None:
    return None


#: What was promised to people for a moment: on time, whatever else goes on.
PROMPT = [
    Source("clocks", clocks.next_firing, lambda ws, at: clocks.fire_due(ws, at=at)),
    Source("ladders", escalating.next_step, lambda ws, at: escalating.take_due(ws, at=at)),
    Source("pauses", pauses.next_end, lambda ws, at: pausing.end_over(ws, at=at)),
    Source("snoozed leads", clocks.next_waking, lambda ws, at: clocks.wake_snoozed(ws, at=at)),
]
#: What is told outside: begun here, sent by threads of its own.
TOLD = [
    Source(
        "deliveries",
        lambda ws: delivering.next_due(ws, clock=timezone.now),
        lambda ws, at: delivering.send_due(ws, at=at, clock=timezone.now),
    ),
    Source("relay", _never, _relay),
]
#: What goes through many leads, a batch at a time.
STEADY = [
    Source("absences", absences.next_beginning, lambda ws, at: absenting.begin_next(ws, at=at)),
    Source("closed teams", closing.next_due, lambda ws, at: closing.empty_due(ws, at=at)),
    Source(
        "changed hours", changed_hours.next_step, lambda ws, at: _once(changed_hours.step, ws, at)
    ),
    Source("homeless leads", _never, lambda ws, at: watching.house_homeless(ws, at=at)),
    Source("judgments", waking.next_judging, lambda ws, at: waking.judge_due(ws, at=at)),
    Source("rollouts", rollout.next_step, lambda ws, at: _once(rollout.step, ws, at)),
    Source("trials", trying.next_step, lambda ws, at: _once(trying.step, ws, at)),
    Source("back-tests", backtesting.next_step, lambda ws, at: _once(backtesting.step, ws, at)),
    Source("what-ifs", replaying.next_step, lambda ws, at: _once(replaying.step, ws, at)),
]
#: What may take minutes: an import is read in from its beginning to its end.
OWED = [Source("work owed", due.next_due, lambda ws, at: due.pay_one(ws, HANDLERS, at=at))]
#: What waits for servers of others: one calendar at a time, workspaces in turns.
FETCHED = [
    Source(
        "calendar feeds",
        feeds.next_due,
        lambda ws, at: _once(partial(feeding.fetch_due, clock=timezone.now), ws, at),
    )
]


def _workspaces() -> list[uuid.UUID]:
    return list(Workspace.objects.order_by("id").values_list("id", flat=True))


def worker() -> Worker:
    """Return the installation's worker."""
    return Worker(PROMPT, (TOLD, STEADY, OWED, FETCHED), clock=timezone.now, workspaces=_workspaces)
