"""The notices of the token's user."""

from __future__ import annotations

import uuid

from ninja import Query, Router

from vaste.api import access, examples, paging
from vaste.api.access import in_workspace
from vaste.api.callers import ApiRequest
from vaste.api.paging import Page
from vaste.api.problems import Problem
from vaste.api.shapes.people import (
    NoticeOut,
    NoticeQuery,
    PreferencesIn,
    PreferencesOut,
    ReadOut,
)
from vaste.api.spec import spec
from vaste.infra.tenancy.models import TenantQuerySet
from vaste.leads import notices
from vaste.leads.models import Notice
from vaste.ledger import services as ledger
from vaste.notifications import choosing, matrix

READ, WRITE = "notices:read", "notices:write"
router = Router(tags=["notices"])
router.add_decorator(in_workspace)


def _own(request: ApiRequest) -> TenantQuerySet[Notice]:
    caller = request.auth
    return Notice.objects.within(caller.workspace_id).filter(user_id=caller.user.pk)


@router.get("/notices", **spec(READ, Page[NoticeOut], examples.NOTICES))
def list_notices(request: ApiRequest, query: Query[NoticeQuery]) -> Page[NoticeOut]:
    """List the notices of the token's user, the latest first; with `unread=true` those not read."""
    rows = _own(request).filter(read_at=None) if query.unread else _own(request)
    found, following = paging.cut(rows, paging.LATEST_MADE, query)
    return Page(items=[_shown(one) for one in found], next=following)


@router.put(
    "/notices/{uuid:notice_id}/read", **spec(WRITE, NoticeOut, examples.NOTICE, refuses=[404])
)
def read_notice(request: ApiRequest, notice_id: uuid.UUID) -> NoticeOut:
    """Mark one notice as read; again without harm."""
    caller, at = request.auth, access.now()
    rows = _own(request).filter(id=notice_id)
    if rows.filter(read_at=None).update(read_at=at):
        ledger.announce(caller.workspace_id, "notices", at=at, users=[caller.user.pk])
    found = rows.first()
    if found is None:
        raise Problem(404, "no_such_notice", "There is no such notice.", "Check the id.")
    return _shown(found)


@router.put("/notices/read", **spec(WRITE, ReadOut, examples.READ))
def read_all_notices(request: ApiRequest) -> ReadOut:
    """Mark all notices of the token's user as read."""
    caller = request.auth
    return ReadOut(read=notices.mark_read(caller.workspace_id, caller.user.pk, at=access.now()))


@router.get("/me/notifications", **spec(READ, PreferencesOut, examples.PREFERENCES))
def read_preferences(request: ApiRequest) -> PreferencesOut:
    """Read on which channels events reach the token's user outside the desk, and quiet hours."""
    caller = request.auth
    kept = choosing.preference(caller.workspace_id, caller.user.pk)
    return PreferencesOut(
        events={
            one: list(matrix.channels(kept.matrix if kept else None, one)) for one in matrix.EVENTS
        },
        quiet_from=kept.quiet_from if kept else "",
        quiet_until=kept.quiet_until if kept else "",
        zone=(kept.zone if kept else "") or caller.zone,
    )


@router.put(
    "/me/notifications", **spec(WRITE, PreferencesOut, examples.PREFERENCES,
                                sends=examples.PREFERENCES)
)  # fmt: skip
def choose_preferences(request: ApiRequest, body: PreferencesIn) -> PreferencesOut:
    """
    Choose where events reach the token's user outside the desk, and quiet hours.

    An event that is left out reaches them in the desk only.
    """
    caller = request.auth
    try:
        choosing.choose(
            caller.workspace_id, caller.user.pk, chosen=body.events,
            quiet_from=body.quiet_from, quiet_until=body.quiet_until, zone=body.zone,
        )  # fmt: skip
    except choosing.NotChosen as refused:
        raise Problem(
            422, "not_chosen", str(refused), "Mend it and send it again.",
            place=f"body.{refused.field}",
        ) from None  # fmt: skip
    return read_preferences(request)


def _shown(notice: Notice) -> NoticeOut:
    return NoticeOut(
        id=notice.id,
        kind=notice.kind,
        lead=notice.lead_id,
        detail=notice.detail,
        made_at=notice.made_at,
        read_at=notice.read_at,
    )
