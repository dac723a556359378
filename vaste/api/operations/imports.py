"""Imports of files, as they stand."""

from __future__ import annotations

import uuid

from ninja import Query, Router

from vaste.api import examples, paging
from vaste.api.access import in_workspace
from vaste.api.callers import ApiRequest
from vaste.api.paging import Page, PageQuery
from vaste.api.problems import Problem
from vaste.api.shapes.intake import ImportOut
from vaste.api.showing.intake import show_import
from vaste.api.spec import spec
from vaste.leads.models import Import
from vaste.workspaces import queries as workspaces

READ = "imports:read"
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
    return Page(items=[show_import(one) for one in found], next=following)


@router.get(
    "/imports/{uuid:import_id}",
    **spec(READ, ImportOut, examples.IMPORT, refuses=[404], allowed=may_review),
)
def read_import(request: ApiRequest, import_id: uuid.UUID) -> ImportOut:
    """Read how far an import has come, and how its rows ended."""
    found = Import.objects.within(request.auth.workspace_id).filter(id=import_id).first()
    if found is None:
        raise Problem(404, "no_such_import", "There is no such import.", "Check the id.")
    return show_import(found)
