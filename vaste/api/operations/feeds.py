"""Calendars at an address that absences are read from: named, read now, removed."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from ninja import Query, Router
from ninja.responses import Status

from vaste.api import access, examples
from vaste.api.access import in_workspace
from vaste.api.callers import ApiRequest, Caller
from vaste.api.operations.absences import READ, WRITE, require_own
from vaste.api.shapes.people import PersonOut
from vaste.api.shapes.rosters import FeedChange, FeedGone, FeedIn, FeedList, FeedOut, FeedQuery
from vaste.api.showing.names import people
from vaste.api.spec import spec
from vaste.flows import feeding
from vaste.routing import feeds
from vaste.routing.models import Feed
from vaste.workspaces import queries as workspaces

router = Router(tags=["absences"])
router.add_decorator(in_workspace)


def _show(caller: Caller, found: Sequence[Feed]) -> list[FeedOut]:
    names = people([one.user_id for one in found])
    known = feeds.known(caller.workspace_id, found, at=access.now())
    return [
        FeedOut.model_validate(
            {
                "id": one.id,
                "user": PersonOut(id=one.user_id, name=names.get(one.user_id, "")),
                "address": one.host,
                "counts": one.counts,
                "absences": known.get(one.id, 0),
                "skipped": one.skipped,
                "is_cut": one.is_cut,
                "fine_at": one.fine_at,
                "tried_at": one.tried_at,
                "next_at": one.next_at,
                "failing_since": one.failing_since,
                "failures": one.failures,
                "problem": one.problem,
                "status": one.status,
            }
        )
        for one in found
    ]


def _own(caller: Caller, feed_id: uuid.UUID) -> Feed:
    """Return a calendar that the caller may change: their own, or as a manager anybody's."""
    feed = feeds.get(caller.workspace_id, feed_id)
    require_own(caller, feed.user_id)
    return feed


@router.get("/feeds", **spec(READ, FeedList, examples.FEEDS))
def list_feeds(request: ApiRequest, query: Query[FeedQuery]) -> FeedList:
    """
    List the calendars that absences are read from: one's own, as a manager everybody's.

    Why the last reading failed, and what in a calendar is no absence, is told with each.
    """
    caller = request.auth
    rows = Feed.objects.within(caller.workspace_id)
    if not workspaces.may_manage(caller.role):
        rows = rows.filter(user_id=caller.user.pk)
    if query.user is not None:
        rows = rows.filter(user_id=query.user)
    return FeedList(items=_show(caller, list(rows.order_by("made_at", "id"))))


@router.post(
    "/feeds",
    **spec(
        WRITE, FeedOut, examples.FEED, status=201, sends=examples.FEED_TO_ADD, refuses=[404],
        allowed=workspaces.may_work,
    ),
)  # fmt: skip
def add_feed(request: ApiRequest, body: FeedIn) -> Status[FeedOut]:
    """
    Name a calendar of one's own, or as a manager anybody's; it is read at once and then regularly.

    What it says takes the place of what it said before; other absences are not touched.
    """
    caller = request.auth
    require_own(caller, body.user)
    made = feeding.add(
        caller.workspace_id, body.user, url=body.url, counts=body.counts, by=caller.user.pk,
        at=access.now(),
    )  # fmt: skip
    return Status(201, _show(caller, [made])[0])


@router.put(
    "/feeds/{uuid:feed_id}",
    **spec(
        WRITE, FeedOut, examples.FEED, sends=examples.FEED_TO_CHANGE, refuses=[404],
        allowed=workspaces.may_work,
    ),
)  # fmt: skip
def change_feed(request: ApiRequest, feed_id: uuid.UUID, body: FeedChange) -> FeedOut:
    """Say anew which entries of a calendar are absences; it is read at once."""
    caller = request.auth
    _own(caller, feed_id)
    changed = feeding.change(
        caller.workspace_id, feed_id, counts=body.counts, by=caller.user.pk, at=access.now()
    )
    return _show(caller, [changed])[0]


@router.post(
    "/feeds/{uuid:feed_id}/fetch",
    **spec(WRITE, FeedOut, examples.FEED, status=202, refuses=[404], allowed=workspaces.may_work),
)
def fetch_feed(request: ApiRequest, feed_id: uuid.UUID) -> Status[FeedOut]:
    """
    Have a calendar read now: soon after the answer, and ten seconds after the last time.

    `tried_at` says when it was.
    """
    caller = request.auth
    _own(caller, feed_id)
    asked = feeding.ask(caller.workspace_id, feed_id, at=access.now())
    return Status(202, _show(caller, [asked])[0])


@router.delete(
    "/feeds/{uuid:feed_id}",
    **spec(WRITE, FeedGone, examples.FEED_GONE, refuses=[404], allowed=workspaces.may_work),
)
def remove_feed(request: ApiRequest, feed_id: uuid.UUID) -> FeedGone:
    """Read a calendar no more; its absences that are not over go with it."""
    caller = request.auth
    _own(caller, feed_id)
    gone = feeding.remove(caller.workspace_id, feed_id, by=caller.user.pk, at=access.now())
    return FeedGone(gone=gone)
