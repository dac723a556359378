"""Touches: what known contacts do between their enquiries."""

from __future__ import annotations

import uuid
from collections import Counter

from ninja import Query, Router

from vaste.api import access, examples, paging
from vaste.api.access import in_workspace
from vaste.api.callers import ApiRequest
from vaste.api.paging import Page, PageQuery
from vaste.api.shapes.touches import TouchesIn, TouchesMade, TouchIn, TouchMade, TouchOut
from vaste.api.spec import spec
from vaste.flows import define, touch
from vaste.flows.define import Definition
from vaste.flows.touch import RECORDED, REPEATED, UNKNOWN, Recorded, Told
from vaste.leads.models import Touch
from vaste.rules.vocabulary import HUMAN_FROM
from vaste.workspaces import queries as workspaces

router = Router(tags=["touches"])
router.add_decorator(in_workspace)


@router.post(
    "/touches",
    **spec(
        "touches:write", TouchesMade, examples.TOUCHES_MADE, sends=examples.TOUCHES,
        allowed=workspaces.may_review,
    ),
)  # fmt: skip
def record_touches(request: ApiRequest, body: TouchesIn) -> TouchesMade:
    """
    Record what known contacts did, up to 1,000 touches at once.

    They count for interest at once, late ones exactly as if they had come in time. A touch with
    your own `id` is recorded once. Nothing is stored of a list that holds one in the future. Who is
    not known stores nothing: people become known by their enquiries.
    """
    told = [_told(one) for one in body.touches]
    made = touch.record_touches(request.auth.workspace_id, told, at=access.now())
    counts = Counter(one.status for one in made)
    return TouchesMade(
        items=[_made(one) for one in made],
        recorded=counts[RECORDED],
        repeated=counts[REPEATED],
        unknown=counts[UNKNOWN],
    )


def _told(one: TouchIn) -> Told:
    return Told(
        kind=one.kind,
        occurred_at=one.occurred_at,
        contact_id=one.contact,
        email=one.email,
        external_id=one.external_id,
        path=one.path,
        channel=one.channel,
        campaign=one.campaign,
        human=one.human,
        own_id=one.id,
    )


def _made(one: Recorded) -> TouchMade:
    return TouchMade.model_validate(
        {
            "status": one.status,
            "touch": one.touch_id,
            "contact": one.contact_id,
            "signal": one.signal or None,
        }
    )


@router.get(
    "/leads/{uuid:lead_id}/touches",
    **spec("touches:read", Page[TouchOut], examples.TOUCHES_OF_LEAD, refuses=[404]),
)
def list_touches(request: ApiRequest, lead_id: uuid.UUID, page: Query[PageQuery]) -> Page[TouchOut]:
    """
    List what a lead's contact has done, the latest first.

    Their enquiries too, this one and others.
    """
    lead = access.get_lead(request.auth, lead_id)
    definition = define.in_force(lead.workspace_id)
    rows = Touch.objects.within(lead.workspace_id).filter(contact_id=lead.contact_id)
    found, following = paging.cut(rows, paging.LATEST_HAPPENED, page)
    return Page(items=[_shown(one, definition) for one in found], next=following)


def _shown(one: Touch, definition: Definition) -> TouchOut:
    counts = one.human >= HUMAN_FROM
    signal = definition.scoring.signal_for(one.kind, one.path) if counts else None
    return TouchOut.model_validate(
        {
            "id": one.id,
            "kind": one.kind,
            "occurred_at": one.occurred_at,
            "path": one.path,
            "channel": one.channel,
            "campaign": one.campaign,
            "human": one.human,
            "lead": one.lead_id,
            "signal": signal.key if signal else None,
        }
    )
