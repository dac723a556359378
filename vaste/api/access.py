"""Loading with permission: invisible is 404, visible but not allowed is 403."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.models import Q
from django.utils import timezone

from vaste.api.callers import ApiRequest, Caller
from vaste.api.problems import Problem
from vaste.flows.work import NoSuchLead
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Lead, LeadQuerySet
from vaste.routing import queries as routing
from vaste.workspaces import queries as workspaces

FARTHEST = datetime.timedelta(days=3660)


def in_workspace(operation: Callable[..., Any]) -> Callable[..., Any]:
    """Run an operation in one transaction of its caller's workspace; what it returns is whole."""

    @wraps(operation)
    def run(request: ApiRequest, *args: Any, **kwargs: Any) -> Any:
        with inside(request.auth.workspace_id):
            return operation(request, *args, **kwargs)

    return run


def visible_leads(caller: Caller) -> LeadQuerySet:
    """Return the leads that the caller's role may see: all, or their own and their teams'."""
    leads = Lead.objects.within(caller.workspace_id)
    if workspaces.sees_all(caller.role):
        return leads
    teams = routing.teams_of(caller.workspace_id, caller.user.pk)
    return leads.filter(Q(owner_id=caller.user.pk) | Q(team_id__in=teams))


def get_lead(caller: Caller, lead_id: uuid.UUID, *, for_change: bool = False) -> Lead:
    """
    Return one lead with its contact and company, if the caller may see it.

    `for_change` holds the row until the transaction ends, so that its version stays what it is.

    Raises NoSuchLead for one that is not there or not theirs to see.
    """
    rows = visible_leads(caller).select_related("contact", "company")
    if for_change:
        rows = rows.select_for_update(of=("self",))
    found = rows.filter(id=lead_id).first()
    if found is None:
        raise NoSuchLead
    return found


def soon(value: datetime.datetime, place: str, *, at: datetime.datetime) -> datetime.datetime:
    """
    Return a time of a plan as it is.

    Raises Problem for one that is more than ten years ahead.
    """
    if value > at + FARTHEST:
        raise Problem(
            422,
            "too_far",
            "The time is too far ahead.",
            "Choose one within ten years.",
            place=place,
        )
    return value


def now() -> datetime.datetime:
    """Return the instant at which a request is worked on: read once, in the operation."""
    return timezone.now()
