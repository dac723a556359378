"""Putting a lead aside: snooze it, pause its clocks, close it; and taking it up again."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from ninja import Router

from vaste.api import access, changing, examples
from vaste.api.access import in_workspace
from vaste.api.callers import ApiRequest
from vaste.api.shapes.leads import LeadOut
from vaste.api.shapes.work import ClosingIn, PauseIn, SnoozeIn
from vaste.api.spec import IfMatch, spec
from vaste.flows import pausing, work
from vaste.workspaces import queries as workspaces

WRITE = "leads:write"
router = Router(tags=["work"])
router.add_decorator(in_workspace)


@router.put(
    "/leads/{uuid:lead_id}/snooze",
    **spec(
        WRITE, LeadOut, examples.LEAD, sends=examples.SNOOZE, refuses=[404, 409, 412],
        has_tag=True, allowed=workspaces.may_work,
    ),
)  # fmt: skip
def snooze(
    request: ApiRequest,
    lead_id: uuid.UUID,
    body: SnoozeIn,
    response: HttpResponse,
    if_match: IfMatch = None,
) -> LeadOut:
    """
    Put a lead away until a time, when it comes back to the queue by itself.

    Nothing that was promised to the buyer is hidden: not past the promised answer.
    """
    caller, at = request.auth, access.now()
    lead = changing.held(caller, lead_id, if_match)
    until = access.soon(body.until, "body.until", at=at)
    work.snooze(
        caller.workspace_id,
        lead.id,
        until=until,
        note=body.note,
        by=caller.user,
        at=at,
        may_overrule=workspaces.may_manage(caller.role),
    )
    return changing.shown(caller, lead.id, response)


@router.put(
    "/leads/{uuid:lead_id}/pause",
    **spec(
        WRITE, LeadOut, examples.LEAD, sends=examples.PAUSE, refuses=[404, 409, 412],
        has_tag=True, allowed=workspaces.may_work,
    ),
)  # fmt: skip
def pause(
    request: ApiRequest,
    lead_id: uuid.UUID,
    body: PauseIn,
    response: HttpResponse,
    if_match: IfMatch = None,
) -> LeadOut:
    """
    Pause a lead's clocks, with a reason.

    Paused time is not counted. They run on by themselves at `until`, or when the buyer writes.
    """
    caller, at = request.auth, access.now()
    lead = changing.held(caller, lead_id, if_match)
    pausing.pause(
        caller.workspace_id,
        lead.id,
        **body.model_dump(),
        by=caller.user,
        at=at,
        may_overrule=workspaces.may_manage(caller.role),
    )
    return changing.shown(caller, lead.id, response)


@router.delete(
    "/leads/{uuid:lead_id}/pause",
    **spec(
        WRITE, LeadOut, examples.LEAD, refuses=[400, 404, 409, 412], has_tag=True,
        allowed=workspaces.may_work,
    ),
)  # fmt: skip
def resume(
    request: ApiRequest, lead_id: uuid.UUID, response: HttpResponse, if_match: IfMatch = None
) -> LeadOut:
    """
    Let a lead's clocks run on.

    Each has as much time left as it had when they were paused.
    """
    caller = request.auth
    lead = changing.held(caller, lead_id, if_match)
    pausing.resume(
        caller.workspace_id,
        lead.id,
        by=caller.user,
        at=access.now(),
        may_overrule=workspaces.may_manage(caller.role),
    )
    return changing.shown(caller, lead.id, response)


@router.put(
    "/leads/{uuid:lead_id}/closing",
    **spec(
        WRITE, LeadOut, examples.LEAD, sends=examples.CLOSING, refuses=[404, 409, 412],
        has_tag=True, allowed=workspaces.may_work,
    ),
)  # fmt: skip
def close(
    request: ApiRequest,
    lead_id: uuid.UUID,
    body: ClosingIn,
    response: HttpResponse,
    if_match: IfMatch = None,
) -> LeadOut:
    """
    Close a lead as won, lost or not a fit, with a reason.

    Its running clocks stop.
    """
    caller = request.auth
    lead = changing.held(caller, lead_id, if_match)
    work.close(
        caller.workspace_id,
        lead.id,
        **body.model_dump(),
        by=caller.user,
        at=access.now(),
        may_overrule=workspaces.may_manage(caller.role),
    )
    return changing.shown(caller, lead.id, response)


@router.delete(
    "/leads/{uuid:lead_id}/closing",
    **spec(
        WRITE, LeadOut, examples.LEAD, refuses=[400, 404, 409, 412], has_tag=True,
        allowed=workspaces.may_work,
    ),
)  # fmt: skip
def reopen(
    request: ApiRequest, lead_id: uuid.UUID, response: HttpResponse, if_match: IfMatch = None
) -> LeadOut:
    """
    Open a closed lead again.

    It is yours and due at once; nothing of its history is lost.
    """
    caller = request.auth
    lead = changing.held(caller, lead_id, if_match)
    work.reopen(caller.workspace_id, lead.id, by=caller.user, at=access.now())
    return changing.shown(caller, lead.id, response)
