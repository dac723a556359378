"""The reports' requests: who may come in, and how a page is answered."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django_htmx.middleware import HtmxDetails

from vaste.workspaces import queries as workspaces
from vaste.workspaces.models import Membership, User, Workspace

View = TypeVar("View", bound=Callable[..., HttpResponse])


class ReportRequest(HttpRequest):
    """A request of a member inside one workspace; the desk's middleware has filled in the rest."""

    user: User
    htmx: HtmxDetails
    at: datetime.datetime
    membership: Membership
    workspace: Workspace


def for_managers(view: View) -> View:
    """Let in only those who may manage: figures by person are not everyone's (403)."""

    @wraps(view)
    def guarded(request: ReportRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not workspaces.may_manage(request.membership.role):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return cast(View, guarded)


def wants_piece(request: ReportRequest) -> bool:
    """Say whether htmx asks for a piece of the page, and not for the whole of it."""
    htmx = request.htmx
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request
