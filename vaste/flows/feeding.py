"""A person's calendar at an address: named, read again and again, and what it says taken over."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings

from vaste.flows import define, noticing, rosters
from vaste.infra import outgoing, reading, sealed
from vaste.infra.reading import Document
from vaste.infra.tenancy.context import inside
from vaste.ledger import services as ledger
from vaste.routing import absences, feeds, ical
from vaste.routing.away_signs import Counts
from vaste.routing.ical import Reading
from vaste.routing.models import Feed
from vaste.workspaces.models import User

ACCEPT = {"Accept": "text/calendar, text/plain;q=0.5, */*;q=0.1"}
GONE = {401: "forbidden", 403: "forbidden", 404: "not_found", 410: "not_found"}


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a calendar could not be read: a word for it, and what its server answered."""

    problem: str
    status: int | None = None
    retry_after_s: int | None = None


def add(
    workspace_id: uuid.UUID,
    user_id: uuid.UUID,
    *,
    url: str,
    counts: str = Counts.MARKED,
    by: uuid.UUID | None,
    at: datetime.datetime,
) -> Feed:
    """
    Name a calendar that a person's absences are read from; the worker reads it at once.

    Raises NoSuchMember and BadFeed.
    """
    with inside(workspace_id):
        rosters.require_membership(workspace_id, user_id)
        made = feeds.add(
            workspace_id, user_id, url=url, counts=counts, local=settings.LOCAL_WEBHOOKS,
            hosts=settings.FEED_HOSTS, by=by, at=at,
        )  # fmt: skip
        detail = {"user": str(user_id), "host": made.host}
        ledger.record_one(workspace_id, "feed.added", made.id, by=by, at=at, detail=detail)
        ledger.announce(workspace_id, "people", at=at, users=[user_id], wake_at=at)
        return made


def remove(
    workspace_id: uuid.UUID, feed_id: uuid.UUID, *, by: uuid.UUID | None, at: datetime.datetime
) -> int:
    """Forget a calendar and its absences that are not over; return how many. Raises NoSuchFeed."""
    with inside(workspace_id):
        feed = feeds.get(workspace_id, feed_id)
        gone = feeds.remove(workspace_id, feed, at=at)
        detail = {"user": str(feed.user_id), "host": feed.host, "gone": gone}
        ledger.record_one(workspace_id, "feed.removed", feed.id, by=by, at=at, detail=detail)
        ledger.announce(workspace_id, "people", at=at, users=[feed.user_id])
        return gone


def change(
    workspace_id: uuid.UUID, feed_id: uuid.UUID, *, counts: str, by: uuid.UUID | None,
    at: datetime.datetime,
) -> Feed:  # fmt: skip
    """
    Say anew what of a calendar counts as an absence; it is read at once.

    Raises NoSuchFeed and BadFeed.
    """
    with inside(workspace_id):
        feed = feeds.get(workspace_id, feed_id)
        feeds.change(workspace_id, feed, counts=counts, at=at)
        detail = {"user": str(feed.user_id), "counts": counts}
        ledger.record_one(workspace_id, "feed.changed", feed.id, by=by, at=at, detail=detail)
        ledger.announce(workspace_id, "people", at=at, users=[feed.user_id], wake_at=feed.next_at)
        return feed


def ask(workspace_id: uuid.UUID, feed_id: uuid.UUID, *, at: datetime.datetime) -> Feed:
    """Have the worker read a calendar now, ten seconds after the last time. Raises NoSuchFeed."""
    with inside(workspace_id):
        feed = feeds.get(workspace_id, feed_id)
        due = feeds.ask(workspace_id, feed, at=at)
        ledger.announce(workspace_id, "people", at=at, users=[feed.user_id], wake_at=due)
        return feed


def fetch_due(
    workspace_id: uuid.UUID, *, at: datetime.datetime, clock: Callable[[], datetime.datetime]
) -> int:
    """
    Read the calendar that is due first and take its absences over; return 1, or 0 for none due.

    For the worker; `clock` says when the reading ended. Absences that have begun take effect at
    the worker's next look. A calendar that can't be read leaves what is known as it is.
    """
    with inside(workspace_id):
        feed = feeds.claim(workspace_id, at=at)
    if feed is None:
        return 0
    found = _fetch(workspace_id, feed, at)
    with inside(workspace_id):
        held = feeds.held(workspace_id, feed)
        if held is not None:
            _settle(workspace_id, held, found, clock())
    return 1


def _fetch(
    workspace_id: uuid.UUID, feed: Feed, at: datetime.datetime
) -> tuple[Document, Reading | None] | Failure:
    """Return the answer of a feed's server and what it says, outside of any transaction."""
    try:
        document = reading.get(
            feeds.address(feed), ACCEPT | _conditions(feed, at),
            most=min(settings.FEED_MAX_BYTES, ical.LONGEST_FILE), within_s=settings.FEED_SECONDS,
            local=settings.LOCAL_WEBHOOKS, hosts=settings.FEED_HOSTS,
        )  # fmt: skip
    except (sealed.Unsealable, outgoing.Refused, outgoing.Failed, reading.TooLong, reading.TooSlow,
            OSError) as failure:  # fmt: skip
        return Failure(_PROBLEMS.get(type(failure), "unreachable"))
    if document.status == 304:
        return document, None
    if document.status != 200:
        problem = GONE.get(document.status, "answered")
        return Failure(problem, document.status, document.retry_after_s)
    try:
        return document, _read(workspace_id, feed, document.body, at)
    except ical.Unreadable:
        return Failure("no_calendar")


_PROBLEMS: dict[type[BaseException], str] = {
    sealed.Unsealable: "key",
    outgoing.Refused: "refused",
    reading.TooLong: "too_long",
    reading.TooSlow: "too_slow",
}


def _conditions(feed: Feed, at: datetime.datetime) -> dict[str, str]:
    """Return the headers that ask for a calendar only if it has changed; now and then none."""
    if feed.read_at is None or at - feed.read_at >= feeds.REREAD:
        return {}
    told = {"If-None-Match": feed.etag, "If-Modified-Since": feed.last_modified}
    return {name: value for name, value in told.items() if value}


def _read(workspace_id: uuid.UUID, feed: Feed, body: bytes, at: datetime.datetime) -> Reading:
    with inside(workspace_id):
        zone = define.in_force(workspace_id).zone
        emails = list(User.objects.filter(pk=feed.user_id).values_list("email", flat=True))
    return ical.read(
        body, zone=zone, at=at, counts=Counts(feed.counts), email="".join(emails),
        left_out=feed.left_out,
    )  # fmt: skip


def _settle(
    workspace_id: uuid.UUID,
    feed: Feed,
    found: tuple[Document, Reading | None] | Failure,
    at: datetime.datetime,
) -> None:
    try:
        rosters.require_membership(workspace_id, feed.user_id)
    except rosters.NoSuchMember:  # they left, and with them their calendar
        feeds.remove(workspace_id, feed, at=at)
        return
    every = datetime.timedelta(minutes=max(1, settings.FEED_MINUTES))
    if isinstance(found, Failure):
        feeds.fail(
            feed, found.problem, status=found.status, retry_after_s=found.retry_after_s,
            at=at,
        )  # fmt: skip
        _tell(workspace_id, feed, at)
    else:
        document, told = found
        if told is not None:
            _take_over(workspace_id, feed, told, at)
        feeds.confirm(
            feed, etag=document.etag, last_modified=document.last_modified,
            skipped=told.skipped if told else None, is_cut=bool(told and told.is_cut),
            every=every, at=at,
        )  # fmt: skip
    ledger.announce(workspace_id, "people", at=at, users=[feed.user_id])


def _take_over(workspace_id: uuid.UUID, feed: Feed, told: Reading, at: datetime.datetime) -> None:
    """Make the absences of a feed what its calendar says, but for what was said by hand since."""
    entries = [one for one in told.entries if one.uid not in feed.left_out]
    changed, gone = absences.replace_imported(
        workspace_id, feed.user_id, entries, by=feed.made_by_id, at=at, feed_id=feed.id
    )
    if changed or gone:
        detail = {"entries": len(entries), "changed": changed, "gone": gone, "host": feed.host}
        ledger.record_one(
            workspace_id, "absence.imported", feed.user_id, by=None, at=at, detail=detail
        )
        ledger.announce(workspace_id, "people", at=at, users=[feed.user_id], wake_at=at)


def _tell(workspace_id: uuid.UUID, feed: Feed, at: datetime.datetime) -> None:
    """Tell the person, and who named the calendar, once that it has failed for long."""
    if not feeds.fails_long(feed, at=at) or feed.failing_since is None:
        return
    key = f"feed:{feed.id}:{feed.failing_since.isoformat()}"
    detail = {"user": str(feed.user_id), "host": feed.host}
    told = sorted({feed.user_id, *filter(None, [feed.made_by_id])})
    noticing.store(
        [noticing.row(workspace_id, one, "feed_failing", key, at=at, detail=detail) for one in told]
    )
    ledger.announce(workspace_id, "notices", at=at, users=told)
