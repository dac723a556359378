"""Imports of files: upload, match the columns, start, follow, take the bad rows home."""

from __future__ import annotations

import uuid
from typing import Annotated

from ninja import File, Form, Query, Router, Status
from ninja.files import UploadedFile

from vaste.api import access, examples, paging
from vaste.api.access import in_workspace
from vaste.api.callers import ApiRequest
from vaste.api.paging import Page, PageQuery
from vaste.api.shapes.intake import (
    BadRowOut,
    ColumnsOut,
    FieldMapIn,
    ImportOut,
    PreviewOut,
    StartIn,
)
from vaste.api.shapes.kinds import Id, YesNo
from vaste.api.showing import imports as showing
from vaste.api.spec import spec
from vaste.flows import importing, matching
from vaste.leads.models import Import
from vaste.workspaces import queries as workspaces

READ, WRITE = "imports:read", "imports:write"
PIECE = 1024 * 1024  # bytes copied at a time
router = Router(tags=["imports"])
router.add_decorator(in_workspace)
may_review = workspaces.may_review


@router.get(
    "/imports",
    **spec(READ, Page[ImportOut], examples.IMPORTS, allowed=may_review),
)
def list_imports(request: ApiRequest, page: Query[PageQuery]) -> Page[ImportOut]:
    """List the imports, the latest first."""
    rows = Import.objects.within(request.auth.workspace_id)
    found, following = paging.cut(rows, paging.LAST_MADE, page)
    return Page(items=[showing.show_import(one) for one in found], next=following)


@router.post(
    "/imports",
    **spec(
        WRITE, ImportOut, examples.IMPORT_TAKEN, status=201, sends=examples.IMPORT_TO_TAKE,
        refuses=[404, 409], allowed=may_review,
    ),
)  # fmt: skip
def upload_import(
    request: ApiRequest,
    file: File[UploadedFile],
    door: Annotated[Id, Form(description="The id of an open door for files")],
    again: Annotated[
        YesNo, Form(False, description="Take the very same file once more, its rows as new ones")
    ],
) -> Status[ImportOut]:
    """
    Take a file for an import: CSV, XLSX, XLS or ODS; nothing is read in before it is started.

    The very same file at the same door is refused with 409 and `earlier`, the id of its import.
    """
    caller = request.auth
    made = importing.take_upload(
        caller.workspace_id,
        door,
        file.chunks(PIECE),
        filename=file.name or "file",
        by=caller.user.pk,
        at=access.now(),
        again=again,
    )
    return Status(201, showing.show_import(made))


@router.get(
    "/imports/{uuid:import_id}",
    **spec(READ, ImportOut, examples.IMPORT, refuses=[404], allowed=may_review),
)
def read_import(request: ApiRequest, import_id: uuid.UUID) -> ImportOut:
    """Read how far an import has come, and how its rows ended."""
    return showing.show_import(importing.find(request.auth.workspace_id, import_id))


@router.get(
    "/imports/{uuid:import_id}/columns",
    **spec(READ, ColumnsOut, examples.COLUMNS, refuses=[404, 409], allowed=may_review),
)
def read_columns(request: ApiRequest, import_id: uuid.UUID) -> ColumnsOut:
    """Read what the columns of an import's file seem to hold, and the map that they suggest."""
    made = importing.find(request.auth.workspace_id, import_id)
    return showing.show_columns(matching.look_at(request.auth.workspace_id, made))


@router.post(
    "/imports/{uuid:import_id}/preview",
    **spec(
        WRITE, PreviewOut, examples.PREVIEW, sends=examples.FIELD_MAP, refuses=[404, 409],
        allowed=may_review,
    ),
)  # fmt: skip
def preview_import(request: ApiRequest, import_id: uuid.UUID, body: FieldMapIn) -> PreviewOut:
    """Read the first rows of an import's file as a map would have them; nothing is kept."""
    made = importing.find(request.auth.workspace_id, import_id)
    rows = matching.read_first(made, body.field_map, most=matching.PREVIEWED, at=access.now())
    return showing.show_preview(rows)


@router.post(
    "/imports/{uuid:import_id}/start",
    **spec(
        WRITE, ImportOut, examples.IMPORT, sends=examples.START, refuses=[404, 409],
        allowed=may_review,
    ),
)  # fmt: skip
def start_import(request: ApiRequest, import_id: uuid.UUID, body: StartIn) -> ImportOut:
    """
    Have an import read in by a map, in the background.

    One that was stopped or failed goes on after its last row; one that runs or is done is refused.
    """
    made = importing.start(
        request.auth.workspace_id,
        import_id,
        field_map=body.field_map,
        run_clocks=body.run_clocks,
        at=access.now(),
    )
    return showing.show_import(made)


@router.post(
    "/imports/{uuid:import_id}/stop",
    **spec(WRITE, ImportOut, examples.IMPORT, refuses=[404, 409], allowed=may_review),
)
def stop_import(request: ApiRequest, import_id: uuid.UUID) -> ImportOut:
    """Stop an import after its present chunk of rows; what was read in stays."""
    workspace_id = request.auth.workspace_id
    importing.find(workspace_id, import_id)
    if not importing.stop(workspace_id, import_id, at=access.now()):
        raise importing.NotReady("The import does not run.")
    return showing.show_import(importing.find(workspace_id, import_id))


@router.get(
    "/imports/{uuid:import_id}/bad-rows",
    **spec(READ, Page[BadRowOut], examples.BAD_ROWS, refuses=[404], allowed=may_review),
)
def list_bad_rows(
    request: ApiRequest, import_id: uuid.UUID, page: Query[PageQuery]
) -> Page[BadRowOut]:
    """List the rows of an import that became no leads, in the file's order, with the reasons."""
    made = importing.find(request.auth.workspace_id, import_id)
    rows = importing.bad_rows(made).filter(row_number__isnull=False)
    found, following = paging.cut(rows, paging.BY_ROW, page)
    return Page(items=[showing.show_bad_row(one) for one in found], next=following)
