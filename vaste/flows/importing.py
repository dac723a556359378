"""
Importing a file: taken, mapped, read in chunks through the one pipeline, resumable at any kill.

Every row ends in the ledger: as a lead, as a row refused with its reason, or as a repeat of one
that was here before. A chunk's rows and the position after it are one commit, so a killed import
goes on where it stood and makes nothing twice.
"""

from __future__ import annotations

import datetime
import hashlib
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max, QuerySet

from vaste.flows import receive
from vaste.flows.import_rows import RowReader
from vaste.flows.receive import Incoming, Receipt
from vaste.infra.due import services as due
from vaste.infra.tenancy.context import inside
from vaste.kernel.errors import Refused, VasteError
from vaste.kernel.words import gettext_noop as _
from vaste.leads.models import Arrival, Door, Import
from vaste.leads.tables.parse import Table, open_table
from vaste.ledger import services as ledger

CHUNK = (
    1000  # rows in one commit: large enough to be fast, small enough to lose little time in a kill
)
KIND = "import"
State = Import.State
Clock = Callable[[], datetime.datetime]
COUNTS = ("created", "refused", "quarantined", "needs_a_look", "repeated", "remarks")


class NoSuchImport(VasteError):
    """There is no such import in this workspace."""


class NoSuchDoor(VasteError):
    """There is no such open door for files in this workspace."""


class AlreadyImported(VasteError):
    """The very same file was taken at this door before; `earlier` is that import."""

    def __init__(self, earlier: Import) -> None:
        super().__init__("This file was imported before.")
        self.earlier = earlier


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


def take_upload(
    workspace_id: uuid.UUID,
    door_id: uuid.UUID,
    pieces: Iterable[bytes],
    *,
    filename: str,
    by: uuid.UUID | None,
    at: datetime.datetime,
    again: bool = False,
) -> Import:
    """
    Keep a file that comes in pieces for an import, as `take_file` does.

    Raises NoSuchDoor beside what `take_file` raises.
    """
    if not any(door.id == door_id for door in doors(workspace_id)):
        raise NoSuchDoor("There is no such open door for files.")
    name = Path(filename or "file").name
    with tempfile.NamedTemporaryFile(suffix=Path(name).suffix[:10]) as kept:
        for piece in pieces:
            kept.write(piece)
        kept.flush()
        return take_file(
            workspace_id, door_id, Path(kept.name), filename=name, by=by, at=at, again=again
        )


def take_file(
    workspace_id: uuid.UUID,
    door_id: uuid.UUID,
    path: Path,
    *,
    filename: str,
    by: uuid.UUID | None,
    at: datetime.datetime,
    again: bool = False,
    companions: Sequence[Path] = (),
) -> Import:
    """
    Keep a copy of a file (and of the companion files that its map looks things up in) for an
    import.

    Raises Refused when it is no table that can be read, and AlreadyImported, with nothing kept, for
    the same content at the same door unless `again` is said.
    """
    table = open_table(path, filename)
    if next(iter(table.rows()), None) is None:
        raise Refused(
            "no_rows",
            _("The table has a header and no rows under it."),
            _("Put the rows under it, or choose another file."),
            filename,
        )
    digest = _sha256(path)
    with inside(workspace_id):
        repeats = _repeats(workspace_id, door_id, digest, again=again)
        made = Import(
            workspace_id=workspace_id,
            door_id=door_id,
            filename=filename[-255:],
            sha256=digest,
            size=path.stat().st_size,
            rows_total=table.total_rows_hint,
            repeats=repeats,
            started_by_id=by,
            created_at=at,
        )
        folder = Path(settings.IMPORT_FOLDER) / str(workspace_id) / str(made.id)
        folder.mkdir(parents=True, exist_ok=True)
        kept = folder / f"table{Path(filename).suffix.lower()[:10]}"
        shutil.copyfile(path, kept)
        for companion in companions:
            shutil.copyfile(companion, folder / companion.name)
        made.path = str(kept)
        made.save(force_insert=True)
    return made


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _repeats(workspace_id: uuid.UUID, door_id: uuid.UUID, digest: str, *, again: bool) -> int:
    same = Import.objects.within(workspace_id).filter(door_id=door_id, sha256=digest)
    last = same.aggregate(last=Max("repeats"))["last"]
    if last is None:
        return 0
    if not again:
        earlier = same.order_by("-repeats", "id").first()
        assert earlier is not None
        raise AlreadyImported(earlier)
    return int(last) + 1


def find(workspace_id: uuid.UUID, import_id: uuid.UUID) -> Import:
    """Return an import, inside the workspace's transaction; raises NoSuchImport."""
    found = Import.objects.within(workspace_id).filter(id=import_id).first()
    if found is None:
        raise NoSuchImport("There is no such import.")
    return found


def bad_rows(made: Import) -> QuerySet[Arrival]:
    """Return the rows of an import that did not become leads."""
    return Arrival.objects.within(made.workspace_id).filter(
        state__in=[Arrival.State.REFUSED, Arrival.State.NEEDS_A_LOOK], import_id=made.id
    )


def table_of(made: Import) -> Table:
    """Return the table of an import's kept file; raises Refused when it is gone or no table."""
    if not Path(made.path).is_file():
        raise Refused(
            "file_gone",
            _("The file of the import is not kept any more."),
            _("Upload it again."),
            status=409,
        )
    return open_table(Path(made.path), made.filename)


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
        held.position = last
        held.save(update_fields=["counts", "position"])
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


def doors(workspace_id: uuid.UUID) -> list[Door]:
    """Return the open doors for files, by name, inside the workspace's transaction."""
    found = Door.objects.within(workspace_id).filter(kind=Door.Kind.FILE, closed_at=None)
    return list(found.order_by("name", "id"))
