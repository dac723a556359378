"""What the pages of imports show: the list, the upload, the run with its sums, the bad rows."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping, Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from vaste.desk.build import people
from vaste.desk.panels import (
    BadRow,
    Choice,
    FormState,
    ImportRow,
    ImportRunPage,
    ImportsPage,
    ImportState,
    Person,
    UploadPage,
)
from vaste.flows import importing
from vaste.kernel.errors import Refused
from vaste.leads.models import Arrival, Door, Import
from vaste.leads.tables.parse import Table

PAGE = 30  # imports in the list
BAD_SHOWN = 20  # bad rows on the result page; the download has all of them

_STATES: dict[str, ImportState] = {
    Import.State.UPLOADED: "mapping",
    Import.State.RUNNING: "running",
    Import.State.DONE: "done",
    Import.State.FAILED: "failed",
    Import.State.CANCELED: "stopped",
}


def _state_label(state: str) -> str:
    return {
        Import.State.UPLOADED: _("Waiting for its columns"),
        Import.State.RUNNING: _("Reading in"),
        Import.State.DONE: _("All read in"),
        Import.State.FAILED: _("It could not be read"),
        Import.State.CANCELED: _("Stopped"),
    }[Import.State(state)]


def imports_page(workspace_id: uuid.UUID) -> ImportsPage:
    """Return the newest imports."""
    found = list(
        Import.objects.within(workspace_id)
        .select_related("door")
        .order_by("-created_at", "-id")[:PAGE]
    )
    known = people.named(made.started_by_id for made in found)
    return ImportsPage(rows=tuple(_row(made, known) for made in found))


def _row(made: Import, known: Mapping[str, Person]) -> ImportRow:
    counts = made.counts
    return ImportRow(
        import_id=str(made.id),
        file_name=made.filename,
        door=made.door.name,
        state=_STATES[made.state],
        state_label=_state_label(made.state),
        started_at=made.started_at or made.created_at,
        by=known.get(str(made.started_by_id)),
        done=_done(made),
        total=made.rows_total,
        created=counts.get("created", 0),
        appended=counts.get("repeated", 0),
        bad=_bad(made),
    )


def _done(made: Import) -> int:
    return sum(count for name, count in made.counts.items() if name != "remarks")


def _bad(made: Import) -> int:
    return int(made.counts.get("refused", 0)) + int(made.counts.get("needs_a_look", 0))


def upload_page(doors: Sequence[Door], *, chosen: str = "", problem: str = "") -> UploadPage:
    """Return the upload form, with what was wrong with the last try."""
    choices = tuple(
        Choice(key=str(door.id), label=door.name, is_selected=str(door.id) == chosen)
        for door in doors
    )
    state = FormState(errors={"file": problem}) if problem else FormState()
    return UploadPage(doors=choices, max_bytes=settings.IMPORT_MAX_BYTES, state=state)


def run_page(made: Import, *, at: datetime.datetime) -> ImportRunPage:
    """Return how far an import has come, or how it ended, with its first bad rows."""
    known = people.named([made.started_by_id])
    done, total = _done(made), made.rows_total or 0
    is_running = made.state == Import.State.RUNNING
    began = made.started_at or made.created_at
    took = (made.ended_at or at) - began
    speed = round(done / took.total_seconds()) if done and took else None
    left = total - done
    return ImportRunPage(
        row=_row(made, known),
        is_running=is_running,
        percent=_percent(done, total, is_running),
        quarantined=int(made.counts.get("quarantined", 0)),
        left=datetime.timedelta(seconds=left / speed)
        if is_running and speed and left > 0
        else None,
        took=None if is_running else took,
        rows_per_second=speed,
        accounted=made.state != Import.State.DONE or done == total,
        unread_outcomes=tuple(made.unread_outcomes.items()),
        bad_rows=tuple(bad_row(one) for one in bad_arrivals(made)[:BAD_SHOWN]),
        bad_url=reverse("desk:import_bad_rows", args=[made.id]),
        leads_url=reverse("desk:queue") + "?scope=all",
        problem=made.problem,
        can_stop=is_running,
    )


def _percent(done: int, total: int, is_running: bool) -> int:
    if not is_running:
        return 100
    return min(99, 100 * done // total) if total else 0


def bad_arrivals(made: Import) -> list[Arrival]:
    """Return the rows of an import that did not become leads, in the file's order."""
    return list(importing.bad_rows(made).order_by("row_number", "id"))


def bad_row(arrival: Arrival) -> BadRow:
    """Return one bad row with its reason in words."""
    return BadRow(
        number=arrival.row_number or 0, reason=reason_of(arrival), excerpt=arrival.body[:200]
    )


def reason_of(arrival: Arrival) -> str:
    """Return why a row is bad and how to mend it, in the reader's language."""
    reason: dict[str, str] = next(iter(arrival.reasons), {})
    said = [_(reason[part]) for part in ("detail", "remedy") if reason.get(part)]
    return " ".join(said) or str(reason.get("code", ""))


def table_or_problem(made: Import) -> tuple[Table | None, str]:
    """Return the table of an import, or in words why it can't be read any more."""
    try:
        return importing.table_of(made), ""
    except Refused as problem:
        return None, " ".join(filter(None, (_(problem.message), _(problem.remedy))))
