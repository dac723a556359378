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
    """
    Run an operation in one transaction of its caller's workspace; what it returns is whole.

    A parameter that it does not have is refused first: a filter with a slip in its name would else
    show everything.
    """

    @wraps(operation)
    def run(request: ApiRequest, *args: Any, **kwargs: Any) -> Any:
        _require_known(request, _query_names(operation))
        with inside(request.auth.workspace_id):
            return operation(request, *args, **kwargs)

    return run


def _query_names(operation: Any) -> set[str]:
    models = operation._ninja_operation.models
    queries = [model for model in models if model.__ninja_param_source__ == "query"]
    return {name for model in queries for name in model.__ninja_flatten_map__}


def _require_known(request: ApiRequest, known: set[str]) -> None:
    for name, values in request.GET.lists():
        if name not in known or len(values) > 1:
            raise Problem(
                422,
                "unknown_parameter",
                "A parameter is unknown here, or stands twice.",
                "Leave it out, or check how it is written.",
                place=f"query.{name}"[:200],
                told={"known": sorted(known)},
            )


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
