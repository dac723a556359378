"""Doors, arrivals and the ledger's sums; letting held arrivals through."""

from __future__ import annotations

import datetime
import uuid

from ninja import Query, Router

from vaste.api import access, examples, paging
from vaste.api.access import in_workspace
from vaste.api.callers import ApiRequest
from vaste.api.paging import Page, PageQuery
from vaste.api.shapes.intake import (
    ArrivalFilters,
    ArrivalOut,
    ArrivalWithBody,
    DoorOut,
    ReceiptOut,
    SumsOut,
    SumsQuery,
)
from vaste.api.showing import intake
from vaste.api.spec import spec
from vaste.flows import define, review
from vaste.leads.models import Arrival, Door
from vaste.workspaces import queries as workspaces

READ, WRITE = "arrivals:read", "arrivals:write"
router = Router(tags=["arrivals"])
router.add_decorator(in_workspace)
may_review = workspaces.may_review


@router.get("/doors", **spec(READ, Page[DoorOut], examples.DOORS, allowed=may_review))
def list_doors(request: ApiRequest, page: Query[PageQuery]) -> Page[DoorOut]:
    """List the doors, the oldest first."""
    rows = Door.objects.within(request.auth.workspace_id)
    found, following = paging.cut(rows, paging.FIRST_MADE, page)
    return Page(items=[intake.show_door(door) for door in found], next=following)


@router.get(
    "/arrivals",
    **spec(READ, Page[ArrivalOut], examples.ARRIVALS, allowed=may_review),
)
def list_arrivals(request: ApiRequest, filters: Query[ArrivalFilters]) -> Page[ArrivalOut]:
    """
    List what came through the doors, the latest first.

    With `state=quarantined` or `state=needs_a_look` this is what waits for a person.
    """
    wanted = {
        "state": filters.state,
        "door_id": filters.door,
        "received_at__gt": filters.received_after,
    }
    rows = Arrival.objects.within(request.auth.workspace_id).defer("body", "headers")
    rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    found, following = paging.cut(rows, paging.NEWEST, filters)
    return Page(items=[intake.show_arrival(one) for one in found], next=following)


@router.get(
    "/arrivals/{uuid:arrival_id}",
    **spec(READ, ArrivalWithBody, examples.ARRIVAL_WITH_BODY, refuses=[404], allowed=may_review),
)
def read_arrival(request: ApiRequest, arrival_id: uuid.UUID) -> ArrivalWithBody:
    """Read an arrival raw, as it came."""
    rows = Arrival.objects.within(request.auth.workspace_id)
    found = rows.filter(id=arrival_id).first()
    if found is None:
        raise review.NoSuchArrival
    return intake.show_whole_arrival(found)


@router.post(
    "/arrivals/{uuid:arrival_id}/release",
    **spec(WRITE, ReceiptOut, examples.RECEIPT, refuses=[404, 409], allowed=may_review),
)
def release(request: ApiRequest, arrival_id: uuid.UUID) -> ReceiptOut:
    """
    Let a held arrival through, as the enquiry of a person.

    It goes the whole way: it is recognized, scored, routed, and its clocks start now.
    """
    caller = request.auth
    receipt = review.release(caller.workspace_id, arrival_id, by=caller.user, at=access.now())
    return intake.show_receipt(receipt)


@router.post(
    "/arrivals/{uuid:arrival_id}/replay",
    **spec(WRITE, ReceiptOut, examples.RECEIPT, refuses=[404, 409], allowed=may_review),
)
def replay(request: ApiRequest, arrival_id: uuid.UUID) -> ReceiptOut:
    """Try again an arrival that was refused or needs a look, after its cause was mended."""
    caller = request.auth
    receipt = review.replay(caller.workspace_id, arrival_id, by=caller.user, at=access.now())
    return intake.show_receipt(receipt)


@router.post(
    "/arrivals/{uuid:arrival_id}/dismiss",
    **spec(WRITE, ArrivalOut, examples.ARRIVAL, refuses=[404, 409], allowed=may_review),
)
def dismiss(request: ApiRequest, arrival_id: uuid.UUID) -> ArrivalOut:
    """Put a held arrival aside as no enquiry; it stays in the ledger and can be released later."""
    caller = request.auth
    arrival = review.dismiss(caller.workspace_id, arrival_id, by=caller.user, at=access.now())
    return intake.show_arrival(arrival)


@router.get("/ledger/sums", **spec(READ, SumsOut, examples.SUMS, allowed=may_review))
def read_sums(request: ApiRequest, query: Query[SumsQuery]) -> SumsOut:
    """
    Read the ledger's sums by door and day.

    What came equals what became of it: the proof that nothing was lost.
    """
    workspace_id = request.auth.workspace_id
    zone = define.in_force(workspace_id).zone
    since = access.now() - datetime.timedelta(days=query.days)
    return SumsOut(zone=zone, items=intake.show_sums(workspace_id, zone=zone, since=since))
