"""What was to be sent outside the desk: listed with its failures, and tried again."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

from ninja import Query, Router

from vaste.api import access, examples, paging
from vaste.api.access import in_workspace
from vaste.api.callers import ApiRequest, Caller
from vaste.api.operations.notices import READ, WRITE
from vaste.api.paging import Page
from vaste.api.problems import Problem
from vaste.api.shapes.deliveries import ChatRef, DeliveryOut, DeliveryQuery
from vaste.api.shapes.people import PersonOut
from vaste.api.showing.names import people
from vaste.api.spec import spec
from vaste.notifications import settling
from vaste.notifications.models import Channel, Delivery
from vaste.workspaces.models import Role

router = Router(tags=["notices"])
router.add_decorator(in_workspace)


@router.get("/deliveries", **spec(READ, Page[DeliveryOut], examples.DELIVERIES))
def list_deliveries(request: ApiRequest, query: Query[DeliveryQuery]) -> Page[DeliveryOut]:
    """
    List what was to reach the token's user by mail and push, for an admin everybody and the chats.

    The newest first; with `state=dead` what was given up.
    """
    caller = request.auth
    rows = Delivery.objects.within(caller.workspace_id).exclude(kind="close")
    if caller.role != Role.ADMIN:
        rows = rows.filter(user_id=caller.user.pk)
    if query.state is not None:
        rows = rows.filter(state=query.state)
    found, following = paging.cut(rows, paging.LATEST_MADE, query)
    return Page(items=_shown(caller, found), next=following)


@router.put(
    "/deliveries/{uuid:delivery_id}/retry",
    **spec(WRITE, DeliveryOut, examples.DELIVERY, refuses=[404]),
)
def retry_delivery(request: ApiRequest, delivery_id: uuid.UUID) -> DeliveryOut:
    """Try again to send what was given up; what was not is left as it is."""
    caller = request.auth
    only_of = None if caller.role == Role.ADMIN else caller.user.pk
    if not settling.retry(caller.workspace_id, delivery_id, at=access.now(), only_of=only_of):
        raise Problem(404, "no_such_delivery", "There is no such delivery.", "Check the id.")
    rows = Delivery.objects.within(caller.workspace_id).filter(id=delivery_id)
    return _shown(caller, list(rows))[0]


def _shown(caller: Caller, found: Sequence[Delivery]) -> list[DeliveryOut]:
    names = people([one.user_id for one in found if one.user_id])
    targets = [one.target_id for one in found if one.target_id and not one.user_id]
    rows = Channel.objects.within(caller.workspace_id).filter(id__in=targets)
    chats: Mapping[uuid.UUID | None, ChatRef] = {
        one.id: ChatRef(id=one.id, name=one.name) for one in rows
    }
    return [
        DeliveryOut.model_validate(
            {
                "id": one.id,
                "kind": one.kind,
                "channel": one.channel,
                "user": _person(one.user_id, names),
                "chat": chats.get(one.target_id),
                "lead": one.lead_id,
                "state": one.state,
                "attempts": one.attempts,
                "error": one.error,
                "next_at": one.due_at,
                "made_at": one.made_at,
                "sent_at": one.sent_at,
            }
        )
        for one in found
    ]


def _person(user_id: uuid.UUID | None, names: Mapping[uuid.UUID, str]) -> PersonOut | None:
    return PersonOut(id=user_id, name=names.get(user_id, "")) if user_id else None
