"""Dealing the leads of a period out anew, by a draft's routing and a draft roster."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from typing import Any

from ninja import Query, Router

from vaste.api import access, examples, paging
from vaste.api.access import in_workspace
from vaste.api.callers import ApiRequest
from vaste.api.paging import Page, PageQuery
from vaste.api.problems import Problem
from vaste.api.shapes.what_ifs import RosterChange, WhatIfIn, WhatIfOut
from vaste.api.showing.what_ifs import show_what_if
from vaste.api.spec import spec
from vaste.definitions.models import WhatIf
from vaste.flows import define, drafting, replaying, stepping
from vaste.flows.replaying import Change
from vaste.workspaces.queries import may_manage

READ, WRITE = "definition:read", "definition:write"
router = Router(tags=["definition"])
router.add_decorator(in_workspace)


@router.post(
    "/definition/what-ifs",
    **spec(
        WRITE, WhatIfOut, examples.WHAT_IF, status=202, sends=examples.WHAT_IF_TO_START,
        refuses=[404, 409], allowed=may_manage,
    ),
)  # fmt: skip
def start_what_if(request: ApiRequest, body: WhatIfIn) -> WhatIfOut:
    """
    Begin to deal the leads of a period out anew: who would have got what.

    By the routing of a definition and by the teams as they are, with the changes of `roster`. It
    runs in the background and changes nothing; read it until it is done.
    """
    caller, at = request.auth, access.now()
    number, content = _definition(caller.workspace_id, body)
    until = body.received_until or at
    since = body.received_from or until - datetime.timedelta(days=body.days)
    try:
        run = replaying.start(
            caller.workspace_id, content, number=number, since=since, until=until,
            changes=[_change(one) for one in body.roster], by=caller.user.pk, at=at,
        )  # fmt: skip
    except stepping.TooManyRuns as many:
        raise Problem(409, "too_many_what_ifs", str(many), "Wait for one, or stop it.") from None
    except replaying.BadPeriod as wrong:
        raise Problem(
            422, "bad_period", str(wrong), "Send another.", place="body.received_from"
        ) from None
    return show_what_if(run)


def _definition(workspace_id: uuid.UUID, body: WhatIfIn) -> tuple[int | None, Mapping[str, Any]]:
    """Return the number of the version that is asked for, None for one that is none, and it."""
    if body.source is not None:
        return None, define.read_source(body.source)
    stands = drafting.standing(workspace_id)
    if not body.draft:
        return stands.version.number, stands.version.content
    if stands.draft is None:
        raise Problem(404, "no_draft", "There is no draft.", "Begin one, or leave `draft` out.")
    return None, stands.draft.content


def _change(told: RosterChange) -> Change:
    attributes = told.attributes.model_dump() if told.attributes is not None else None
    return Change(
        told.team, told.user, told.weight, told.capacity, attributes, told.absence, told.is_out
    )


@router.get(
    "/definition/what-ifs", **spec(READ, Page[WhatIfOut], examples.WHAT_IFS, allowed=may_manage)
)
def list_what_ifs(request: ApiRequest, page: Query[PageQuery]) -> Page[WhatIfOut]:
    """List the what-ifs, the latest first."""
    rows = WhatIf.objects.within(request.auth.workspace_id).defer("content", "standing")
    found, following = paging.cut(rows, paging.LAST_MADE, page)
    return Page(items=[show_what_if(one) for one in found], next=following)


@router.get(
    "/definition/what-ifs/{uuid:what_if_id}",
    **spec(READ, WhatIfOut, examples.WHAT_IF, refuses=[404], allowed=may_manage),
)
def read_what_if(request: ApiRequest, what_if_id: uuid.UUID) -> WhatIfOut:
    """Read how far a what-if has come, and what it has counted."""
    try:
        return show_what_if(replaying.find(request.auth.workspace_id, what_if_id))
    except stepping.NoSuchRun:
        raise _no_what_if() from None


@router.delete(
    "/definition/what-ifs/{uuid:what_if_id}",
    **spec(WRITE, WhatIfOut, examples.WHAT_IF, refuses=[404], allowed=may_manage),
)
def stop_what_if(request: ApiRequest, what_if_id: uuid.UUID) -> WhatIfOut:
    """Stop a what-if; what it has counted stays. One that has ended is left as it is."""
    try:
        return show_what_if(replaying.stop(request.auth.workspace_id, what_if_id, at=access.now()))
    except stepping.NoSuchRun:
        raise _no_what_if() from None


def _no_what_if() -> Problem:
    return Problem(404, "no_such_what_if", "There is no such what-if.", "Check the id.")
