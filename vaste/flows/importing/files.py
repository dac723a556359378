"""Files that are to be imported: taken and kept once, found again, and read as tables."""

from __future__ import annotations

import datetime
import hashlib
import shutil
import tempfile
import uuid
from collections.abc import Iterable, Sequence
from pathlib import Path

from django.conf import settings
from django.db.models import Max, QuerySet

from vaste.infra.tenancy.context import inside
from vaste.kernel.errors import Refused, VasteError
from vaste.kernel.words import gettext_noop as _
from vaste.leads.models import Arrival, Door, Import
from vaste.leads.tables.parse import Table, open_table


class NoSuchImport(VasteError):
    """There is no such import in this workspace."""


class NoSuchDoor(VasteError):
    """There is no such open door for files in this workspace."""


class AlreadyImported(VasteError):
    """The very same file was taken at this door before; `earlier` is that import."""

    def __init__(self, earlier: Import) -> None:
        super().__init__("This file was imported before.")
        self.earlier = earlier


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


def doors(workspace_id: uuid.UUID) -> list[Door]:
    """Return the open doors for files, by name, inside the workspace's transaction."""
    found = Door.objects.within(workspace_id).filter(kind=Door.Kind.FILE, closed_at=None)
    return list(found.order_by("name", "id"))
