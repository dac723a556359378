"""Runs in the background: begun by a person, done by the worker step by step, stopped at will."""

from __future__ import annotations

import datetime
import logging
import uuid
from collections.abc import Callable, Sequence
from typing import TypeVar, cast

from django.db import InterfaceError, OperationalError
from django.db.models import Min

from vaste.definitions.models import Run
from vaste.infra.tenancy.context import inside
from vaste.kernel.errors import VasteError
from vaste.ledger import services as ledger

MOST_RUNNING = 5  # runs of one kind in one workspace at once
State = Run.State
R = TypeVar("R", bound=Run)
Walk = Callable[
    [R, datetime.datetime], int
]  # does one step, returns how many leads it went through
log = logging.getLogger(__name__)


class TooManyRuns(VasteError):
    """As many runs of this kind go on as may at once."""


class NoSuchRun(VasteError):
    """There is no such run in this workspace."""


def begin(run: R, *, at: datetime.datetime) -> R:
    """
    Store a new run, due at once; inside the workspace's transaction.

    Raises TooManyRuns, with nothing written, while MOST_RUNNING of its kind run.
    """
    going = type(run).objects.within(run.workspace_id).filter(state=State.RUNNING)
    if going.count() >= MOST_RUNNING:
        raise TooManyRuns(f"{MOST_RUNNING} are running already.")
    run.made_at = run.due_at = at
    run.save(force_insert=True)
    ledger.announce(run.workspace_id, "definition", at=at, wake_at=at)
    return run


def find(kind: type[R], workspace_id: uuid.UUID, run_id: uuid.UUID) -> R:
    """Return a run, inside the workspace's transaction; raises NoSuchRun."""
    found = cast(R | None, kind.objects.within(workspace_id).filter(id=run_id).first())
    if found is None:
        raise NoSuchRun("There is no such run.")
    return found


def stop(kind: type[R], workspace_id: uuid.UUID, run_id: uuid.UUID, *, at: datetime.datetime) -> R:
    """
    Stop a run; what it has counted stays. One that has ended is left as it is.

    Raises NoSuchRun.
    """
    with inside(workspace_id):
        rows = kind.objects.within(workspace_id).filter(id=run_id, state=State.RUNNING)
        rows.update(state=State.STOPPED, due_at=None, finished_at=at)
        ledger.announce(workspace_id, "definition", at=at)
        return find(kind, workspace_id, run_id)


def step(
    kind: type[R],
    workspace_id: uuid.UUID,
    walk: Walk[R],
    *,
    writes: Sequence[str] = (),
    at: datetime.datetime,
) -> int:
    """
    Do one step of the run that is due; return how many leads it went through.

    The step and how far it came are one commit; `writes` are fields that `walk` changes beside the
    usual ones. One that can't be run is marked as failed with its error, for whoever began it.
    """
    with inside(workspace_id):
        due = kind.objects.within(workspace_id).filter(due_at__lte=at)
        first = due.select_for_update(skip_locked=True).order_by("due_at", "id").first()
        run = cast(R | None, first)
        if run is None:
            return 0
        try:
            with inside(workspace_id):
                count = walk(run, at)
        except (OperationalError, InterfaceError):
            raise  # the database is away: the step is done again
        except Exception as failure:
            log.exception("%s %s failed", kind.__name__, run.id)
            run.state, run.due_at, run.finished_at = State.FAILED, None, at
            run.error = f"{type(failure).__name__}: {failure}"[:2000].replace("\x00", "")
            count = 0
        usual = ("state", "cursor", "done", "result", "error", "due_at", "finished_at")
        run.save(update_fields=[*usual, *writes])
        ledger.announce(workspace_id, "definition", at=at)
        return count


def finish(run: Run, at: datetime.datetime) -> int:
    """Mark a run as done, in a step that found no more leads."""
    run.state, run.due_at, run.finished_at = State.DONE, None, at
    return 0


def next_step(kind: type[Run], workspace_id: uuid.UUID) -> datetime.datetime | None:
    """Return when the workspace's next step of a kind of run is due, None when none goes on."""
    found: datetime.datetime | None = (
        kind.objects.within(workspace_id)
        .filter(due_at__isnull=False)
        .aggregate(first=Min("due_at"))["first"]
    )
    return found


def left(run: Run, now: datetime.datetime) -> datetime.timedelta | None:
    """Return about how long the rest takes, None before there is anything to go by."""
    if not run.done:
        return None
    passed = max(now - run.made_at, datetime.timedelta(seconds=1))
    return passed * (max(0, run.total - run.done) / run.done)
