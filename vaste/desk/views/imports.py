"""Importing files on screen: upload, match the columns, watch, and take the bad rows home."""

from __future__ import annotations

import csv
import io
import json
import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vaste.desk.build import import_map
from vaste.desk.build import imports as build
from vaste.desk.http import DeskRequest, answer, see_other
from vaste.flows import define, importing, matching
from vaste.kernel.errors import Refused
from vaste.leads.enquiry import OUTCOMES
from vaste.leads.models import Import
from vaste.leads.tables.parse import Table
from vaste.workspaces import queries as workspaces

PIECE = 1024 * 1024  # bytes copied at a time


def _require_importer(request: DeskRequest) -> None:
    if not workspaces.may_review(request.viewer.role):
        raise PermissionDenied


@require_GET
def index(request: DeskRequest) -> HttpResponse:
    """Show the workspace's imports."""
    _require_importer(request)
    page = build.imports_page(request.workspace.id)
    return answer(request, "desk/imports.html", {"page": page}, piece="list")


@require_http_methods(["GET", "POST"])
def new(request: DeskRequest) -> HttpResponse:
    """Show the upload form, or take a file: 303 to its columns, 422 with what is wrong with it."""
    _require_importer(request)
    doors = importing.doors(request.workspace.id)
    if request.method == "GET":
        return answer(request, "desk/import_new.html", {"page": build.upload_page(doors)})
    chosen = next((one for one in doors if str(one.id) == request.POST.get("door")), None)
    file = request.FILES.get("file")
    if chosen is None or not isinstance(file, UploadedFile):
        return _refused(request, doors, _("Choose a file, and the door to count it under."))
    try:
        made = _take(request, chosen.id, file)
    except Refused as problem:
        words = " ".join(filter(None, (_(problem.message), _(problem.remedy))))
        return _refused(request, doors, words, str(chosen.id))
    except importing.AlreadyImported as same:
        return see_other(reverse("desk:import", args=[same.earlier.id]) + "?again=1")
    return see_other(reverse("desk:import", args=[made.id]))


def _refused(request: DeskRequest, doors: Any, problem: str, chosen: str = "") -> HttpResponse:
    page = build.upload_page(doors, chosen=chosen, problem=problem)
    return answer(request, "desk/import_new.html", {"page": page}, piece="form", status=422)


def _take(request: DeskRequest, door_id: uuid.UUID, file: UploadedFile) -> Import:
    return importing.take_upload(
        request.workspace.id,
        door_id,
        file.chunks(PIECE),
        filename=file.name or "file",
        by=request.user.pk,
        at=request.at,
    )


def _found(request: DeskRequest, import_id: uuid.UUID) -> Import:
    try:
        return importing.find(request.workspace.id, import_id)
    except importing.NoSuchImport:
        raise Http404 from None


@require_http_methods(["GET", "POST"])
def show(request: DeskRequest, import_id: uuid.UUID) -> HttpResponse:
    """Show an import: its columns while they are to be matched, then its progress and its sums."""
    _require_importer(request)
    made = _found(request, import_id)
    waits = made.state in (Import.State.UPLOADED, Import.State.CANCELED, Import.State.FAILED)
    table, problem = build.table_or_problem(made) if waits else (None, "")
    if request.method == "POST" and table is not None:
        return _match(request, made, table)
    if made.state == Import.State.UPLOADED and table is not None:
        return _mapping(request, made, None, run_clocks=False)
    page = build.run_page(made, at=request.at)
    if problem:
        page = replace(page, problem=problem)
    return answer(request, "desk/import_run.html", {"page": page}, piece="run")


def _match(request: DeskRequest, made: Import, table: Table) -> HttpResponse:
    field_map = _chosen(request, table, matching.look_at(request.workspace.id, made))
    run_clocks = bool(request.POST.get("run_clocks"))
    if request.POST.get("action") != "start":
        return _mapping(request, made, field_map, run_clocks=run_clocks)
    try:
        importing.start(
            request.workspace.id, made.id, field_map=field_map, run_clocks=run_clocks, at=request.at
        )
    except Refused as problem:
        words = f"{_(problem.message)} {_(problem.remedy)}"
        return _mapping(request, made, field_map, run_clocks=run_clocks, problem=words)
    except importing.NotReady:
        pass  # somebody else started it: show how far it is
    return see_other(reverse("desk:import", args=[made.id]))


def _chosen(request: DeskRequest, table: Table, looked: matching.Columns) -> dict[str, Any]:
    guessed = looked.field_map
    own = define.in_force(request.workspace.id).fields
    known = {choice.key for group in import_map.field_groups(own) for choice in group.fields}
    columns = {}
    for index, name in enumerate(table.columns):
        field = request.POST.get(f"column-{index}", "")
        if field == import_map.LEFT_OUT:
            columns[name] = "ignore"
        elif field == import_map.OUTCOME:
            columns[name] = _ends(request, index, looked.columns[index])
        elif field in known:
            columns[name] = _as_guessed(field, guessed["columns"].get(name))
    row_id = next((name for name, told in columns.items() if told == "external_id"), "")
    return {
        **{name: guessed[name] for name in ("dates", "numbers") if name in guessed},
        "others": "keep",
        "columns": columns,
        **({"row_id": row_id} if row_id else {}),
    }


def _ends(request: DeskRequest, index: int, column: matching.Column) -> Any:
    """Return the column of outcomes, each of its values as it was chosen."""
    chosen = {
        one.value: request.POST.get(f"end-{index}-{place}", "")
        for place, one in enumerate(column.words)
    }
    values = {value: outcome for value, outcome in chosen.items() if outcome in OUTCOMES}
    return {"field": import_map.OUTCOME, "values": values} if values else import_map.OUTCOME


def _as_guessed(field: str, guess: Any) -> Any:
    """Keep the values that a guess unifies, if the same field was chosen."""
    is_same = isinstance(guess, Mapping) and guess["field"] == field and guess["values"]
    return guess if is_same else field


def _mapping(
    request: DeskRequest,
    made: Import,
    field_map: dict[str, Any] | None,
    *,
    run_clocks: bool,
    problem: str = "",
) -> HttpResponse:
    looked = matching.look_at(request.workspace.id, made)
    page = import_map.mapping_page(
        made,
        looked.columns,
        field_map=looked.field_map if field_map is None else field_map,
        run_clocks=run_clocks,
        at=request.at,
        own=define.in_force(request.workspace.id).fields,
        problem=problem,
    )
    status = 422 if problem else 200
    return answer(request, "desk/import_map.html", {"page": page}, piece="form", status=status)


@require_POST
def stop(request: DeskRequest, import_id: uuid.UUID) -> HttpResponse:
    """Stop an import after its present chunk; what was read in stays."""
    _require_importer(request)
    made = _found(request, import_id)
    importing.stop(request.workspace.id, made.id, at=request.at)
    page = build.run_page(_found(request, import_id), at=request.at)
    return answer(request, "desk/import_run.html", {"page": page}, piece="run")


@require_GET
def bad_rows(request: DeskRequest, import_id: uuid.UUID) -> HttpResponse:
    """Give the bad rows as CSV: as they stood in the file, with the row's number and the reason."""
    _require_importer(request)
    made = _found(request, import_id)
    arrivals = build.bad_arrivals(made)
    cells = [json.loads(one.body) for one in arrivals]
    columns = list(dict.fromkeys(name for row in cells for name in row))
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([_("Row"), _("Reason"), *columns])
    for arrival, row in zip(arrivals, cells, strict=True):
        values = [_safe(row.get(name, "")) for name in columns]
        writer.writerow([arrival.row_number, build.reason_of(arrival), *values])
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="bad-rows-{made.id.hex[-8:]}.csv"'
    return response


def _safe(cell: str) -> str:
    """Keep a spreadsheet from taking a cell for a formula; a phone number's plus stays."""
    is_phone = cell[:1] == "+" and cell[1:].replace(" ", "").isdigit()
    return f"'{cell}" if cell[:1] in tuple("=+-@\t\r") and not is_phone else cell
