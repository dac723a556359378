"""
Reading an import in, chunk by chunk, through the one pipeline.

A chunk's rows and the position after it are one commit, so a killed import goes on where it stood
and makes nothing twice.
"""

from __future__ import annotations

import datetime
import uuid
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import F

from vaste.flows import receive
from vaste.flows.import_rows import RowReader
from vaste.flows.importing.files import find, table_of
from vaste.flows.receive import Incoming, Receipt
from vaste.infra.due import services as due
from vaste.infra.tenancy.context import inside
from vaste.kernel.errors import Refused, VasteError
from vaste.leads.models import Import
from vaste.ledger import services as ledger

CHUNK = (
    1000  # rows in one commit: large enough to be fast, small enough to lose little time in a kill
)
MOST_WORDS = 50  # words that are no outcome, kept with their rows
LONGEST_WORD = 80  # characters
KIND = "import"
State = Import.State
Clock = Callable[[], datetime.datetime]
COUNTS = ("created", "refused", "quarantined", "needs_a_look", "repeated", "remarks")


class NotReady(VasteError):
    """The import is not in a state in which this can be done."""


class Overtaken(VasteError):
    """Another process is reading this import in."""


@dataclass(slots=True)
class Progress:
    """How far a run has come, in rows of the file; `total` is an estimate for text files."""

    rows: int
    total: int
    counts: dict[str, int] = field(default_factory=dict)


def start(
    workspace_id: uuid.UUID,
    import_id: uuid.UUID,
    *,
    field_map: Mapping[str, Any],
    run_clocks: bool,
    at: datetime.datetime,
) -> Import:
    """
    Fix how the file is read and owe the reading; a worker or `run` does it.

    Starting a failed or stopped import goes on where it stood, with the new map from there.

    Raises NoSuchImport, NotReady when it is running or done, and Refused for a bad map.
    """
    RowReader.check(field_map)
    with inside(workspace_id):
        made = find(workspace_id, import_id)
        if made.state in (State.RUNNING, State.DONE):
            raise NotReady("The import is running or done.")
        made.field_map, made.options = dict(field_map), {"run_clocks": run_clocks}
        made.state, made.started_at, made.problem = State.RUNNING, made.started_at or at, ""
        made.save(update_fields=["field_map", "options", "state", "started_at", "problem"])
        key = f"{import_id}:{at.isoformat()}"
        due.owe(workspace_id, KIND, key, {"import": str(import_id), "key": key}, due_at=at)
        ledger.announce(workspace_id, "imports", at=at, wake_at=at)
    return made


def stop(workspace_id: uuid.UUID, import_id: uuid.UUID, *, at: datetime.datetime) -> bool:
    """Ask a running import to stop after its present chunk; return whether it was running."""
    with inside(workspace_id):
        running = Import.objects.within(workspace_id).filter(id=import_id, state=State.RUNNING)
        stopped = running.update(state=State.CANCELED, ended_at=at)
        ledger.announce(workspace_id, "imports", at=at)
    return bool(stopped)


def run_owed(workspace_id: uuid.UUID, args: dict[str, Any], *, clock: Clock) -> None:
    """
    Do an import that is owed, for the worker; what can't be read ends it as failed, with words.
    """
    import_id = uuid.UUID(args["import"])
    try:
        run(workspace_id, import_id, clock=clock, lease=args["key"])
    except Overtaken:
        return


def run(
    workspace_id: uuid.UUID,
    import_id: uuid.UUID,
    *,
    clock: Clock,
    lease: str = "",
    watch: Callable[[Progress], None] | None = None,
) -> Import:
    """
    Read the rest of an import in, chunk by chunk, until its end or until it is stopped.

    `watch` is told after each commit. Raises Overtaken when another process is reading it in.
    """
    with inside(workspace_id):
        made = find(workspace_id, import_id)
    if made.state != State.RUNNING:
        return made
    try:
        table = table_of(made)
        reader = RowReader(workspace_id, made, table)
        rows = table.rows(after=made.position)
        for last, arrivals, at in reader.chunks(rows, size=CHUNK, clock=clock):
            made = _take_chunk(workspace_id, made, arrivals, last, at, lease)
            if watch is not None:
                watch(Progress(_rows(made), made.rows_total or 0, dict(made.counts)))
            if made.state != State.RUNNING:
                return made
    except Refused as problem:
        return _end(workspace_id, made, State.FAILED, clock(), problem=str(problem))
    return _end(workspace_id, made, State.DONE, clock())


def _rows(made: Import) -> int:
    return sum(int(made.counts.get(name, 0)) for name in COUNTS if name != "remarks")


def _take_chunk(
    workspace_id: uuid.UUID,
    made: Import,
    arrivals: list[Incoming],
    last: int,
    at: datetime.datetime,
    lease: str,
) -> Import:
    """Commit one chunk of arrivals and the position after it, its `last` row's number."""
    with inside(workspace_id):
        held = Import.objects.within(workspace_id).select_for_update().get(id=made.id)
        if held.position != made.position:
            raise Overtaken("Another process is reading this import in.")
        if held.state != State.RUNNING:
            return held
        receipts = receive.receive_batch(workspace_id, arrivals, at=at)
        refused = _refuse_conflicts(workspace_id, arrivals, receipts, at)
        held.counts = _counted(held.counts, arrivals, receipts, refused)
        held.unread_outcomes = _unread(held.unread_outcomes, arrivals)
        held.position = last
        held.save(update_fields=["counts", "unread_outcomes", "position"])
        if lease:
            due.renew(workspace_id, KIND, lease, at=at)
        ledger.announce(workspace_id, "imports", at=at)
    return held


def _refuse_conflicts(
    workspace_id: uuid.UUID,
    arrivals: list[Incoming],
    receipts: list[Receipt],
    at: datetime.datetime,
) -> int:
    """Keep rows whose id belongs to another row already as refused: nothing is dropped silently."""
    pairs = zip(arrivals, receipts, strict=True)
    again = [RowReader.conflicting(one) for one, receipt in pairs if receipt.is_conflict]
    if again:
        receive.receive_batch(workspace_id, again, at=at)
    return len(again)


def _counted(
    before: Mapping[str, int],
    arrivals: list[Incoming],
    receipts: list[Receipt],
    refused: int,
) -> dict[str, int]:
    counts = {name: int(before.get(name, 0)) for name in COUNTS}
    names = {"lead_created": "created", "appended": "repeated"}
    for arrival, receipt in zip(arrivals, receipts, strict=True):
        if receipt.is_conflict:
            continue
        counts["repeated" if receipt.is_repeat else names.get(receipt.state, receipt.state)] += 1
        if arrival.enquiry is not None and arrival.enquiry.problems:
            counts["remarks"] += 1
    counts["refused"] += refused
    return counts


def _unread(before: Mapping[str, int], arrivals: list[Incoming]) -> dict[str, int]:
    """Return words of the outcome that were not understood, with the rows that have them."""
    told = Counter(before)
    told.update(
        problem.value[:LONGEST_WORD]
        for arrival in arrivals
        if arrival.enquiry is not None and not arrival.enquiry.outcome
        for problem in arrival.enquiry.problems
        if problem.field == "outcome"
    )
    return dict(told.most_common(MOST_WORDS))


def _end(
    workspace_id: uuid.UUID,
    made: Import,
    state: str,
    at: datetime.datetime,
    *,
    problem: str = "",
) -> Import:
    with inside(workspace_id), transaction.atomic():
        running = Import.objects.within(workspace_id).filter(id=made.id, state=State.RUNNING)
        running.update(state=state, ended_at=at, problem=problem, rows_total=_total(made, state))
        event = ledger.event(
            f"import.{state}",
            made.id,
            workspace_id=workspace_id,
            by=made.started_by_id,
            at=at,
            detail={"file": made.filename, "counts": made.counts, "problem": problem},
        )
        ledger.record([event])
        ledger.announce(workspace_id, "imports", at=at)
        return find(workspace_id, made.id)


def _total(made: Import, state: str) -> Any:
    return _rows(made) if state == State.DONE else F("rows_total")
