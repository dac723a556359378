"""Loading with permission: what is invisible is 404, what may only be looked at is 403."""

from __future__ import annotations

import uuid

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404

from vaste.desk.http import DeskRequest
from vaste.desk.viewers import Viewer
from vaste.leads.models import Lead
from vaste.workspaces import queries as workspaces


def get_lead(request: DeskRequest, lead_id: uuid.UUID, *, write: bool = False) -> Lead:
    """
    Return a lead that the viewer may see, with its contact, company and door.

    Raises Http404 when it is invisible to them or not there, and PermissionDenied when `write` is
    asked for and their role may not work leads.
    """
    rows = Lead.objects.within(request.workspace.id).filter(sees(request.viewer), id=lead_id)
    found = rows.select_related("contact", "company", "door").first()
    if found is None:
        raise Http404("There is no such lead here.")
    if write and not workspaces.may_work(request.viewer.role):
        raise PermissionDenied
    return found


def sees(viewer: Viewer) -> Q:
    """Return the condition of the leads that the viewer may see."""
    if viewer.sees_all:
        return Q()
    return Q(owner_id=viewer.user_id) | Q(team_id__in=sorted(viewer.teams))


def may_overrule(request: DeskRequest) -> bool:
    """Say whether the viewer may snooze, close or give back a lead that somebody else holds."""
    return workspaces.may_manage(request.viewer.role)


def need_intake(request: DeskRequest) -> None:
    """Raise PermissionDenied unless the viewer's role may open raw arrivals and judge them."""
    if not workspaces.may_review(request.viewer.role):
        raise PermissionDenied


def need_manager(request: DeskRequest) -> None:
    """Raise PermissionDenied unless the viewer's role leads the team."""
    if not workspaces.may_manage(request.viewer.role):
        raise PermissionDenied
