"""The verbs and questions of calendar feeds: where a person's absences are read from."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import Count

from vaste.infra import outgoing, reading, sealed, sql
from vaste.kernel.errors import VasteError
from vaste.kernel.words import gettext_noop as _
from vaste.routing.away_signs import Counts
from vaste.routing.models import Absence, Feed

LEASE = datetime.timedelta(minutes=3)  # longer than reading a calendar ever takes
GAP = datetime.timedelta(seconds=10)  # between two looks that are asked for
LONGEST_WAIT = datetime.timedelta(days=1)  # between two looks at a calendar that fails
FIRST_RETRY = datetime.timedelta(minutes=5)
REREAD = datetime.timedelta(days=1)  # what repeats is laid out anew, though nothing has changed
PATIENCE = datetime.timedelta(days=1)  # of failing before people are told
MOST_FEEDS = 5  # of one person
MOST_LEFT_OUT = 200
LONGEST_URL = 2000  # characters
LONGEST_ETAG, LONGEST_DATE = 300, 60  # characters that are kept of what marks a calendar's state
PURPOSE = "calendar feed"


class BadFeed(VasteError):
    """A feed can't be as it was given; `field` says what to mend."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class NoSuchFeed(VasteError):
    """There is no such feed in this workspace."""


def add(
    workspace_id: uuid.UUID,
    user_id: uuid.UUID,
    *,
    url: str,
    counts: str,
    local: bool,
    hosts: Collection[str],
    by: uuid.UUID | None,
    at: datetime.datetime,
) -> Feed:
    """
    Name a calendar of a person; it is due to be read at once.

    webcal:// is taken as https://. `local` and `hosts` allow what `reading.get` says.

    Raises BadFeed for an address that is never read, for one that is there already, for a sixth.
    Who names calendars of one person at once does so one after the other.
    """
    address = _address(url, local=local, hosts=hosts)
    _in_turn(workspace_id, user_id)
    known = list(Feed.objects.within(workspace_id).filter(user_id=user_id))
    if any(_opened(one) == address for one in known):
        raise BadFeed("url", _("This calendar is there already."))
    if len(known) >= MOST_FEEDS:
        raise BadFeed("url", _("A person has at most five calendars: remove one first."))
    return Feed.objects.create(
        workspace_id=workspace_id,
        user_id=user_id,
        sealed=sealed.seal(address, PURPOSE),
        host=(reading.check(address, local=local, hosts=hosts).hostname or "")[:260],
        counts=_counts(counts),
        made_by_id=by,
        made_at=at,
        next_at=at,
    )


def _in_turn(workspace_id: uuid.UUID, user_id: uuid.UUID) -> None:
    """
    Wait for whoever names another calendar of this person, until their transaction ends.

    The address is sealed anew each time, so that no constraint could tell two alike, and a bound on
    a number of rows is none either.
    """
    sql.run(
        "SELECT pg_advisory_xact_lock(hashtextextended(%(key)s, 0))",
        {"key": f"feeds:{workspace_id}:{user_id}"},
    )


def _address(url: str, *, local: bool, hosts: Collection[str]) -> str:
    told = url.strip()
    if told.lower().startswith(("webcal://", "webcals://")):
        told = f"https://{told.partition('://')[2]}"
    if len(told) > LONGEST_URL:
        raise BadFeed("url", _("The address is too long: at most 2000 characters."))
    try:
        reading.check(told, local=local, hosts=hosts)
    except outgoing.Refused:
        message = _(
            "Paste the whole address of the calendar; it begins with https:// or webcal://."
        )
        raise BadFeed("url", message) from None
    return told


def _counts(told: str) -> str:
    if told not in list(Counts):
        raise BadFeed("counts", _("Choose what counts as an absence."))
    return told


def _opened(feed: Feed) -> str:
    try:
        return sealed.unseal(feed.sealed, PURPOSE)
    except sealed.Unsealable:
        return ""


def address(feed: Feed) -> str:
    """Return the secret address of a feed, for reading it; raises sealed.Unsealable."""
    return sealed.unseal(feed.sealed, PURPOSE)


def get(workspace_id: uuid.UUID, feed_id: uuid.UUID) -> Feed:
    """Return a feed; raises NoSuchFeed."""
    found = Feed.objects.within(workspace_id).filter(id=feed_id).first()
    if found is None:
        raise NoSuchFeed("There is no such calendar.")
    return found


def remove(workspace_id: uuid.UUID, feed: Feed, *, at: datetime.datetime) -> int:
    """Forget a feed, with its absences that are not over at `at`; return how many those were."""
    rows = Absence.objects.within(workspace_id).filter(feed_id=feed.id, away_until__gt=at)
    gone, _by_model = rows.delete()
    Feed.objects.within(workspace_id).filter(id=feed.id).delete()
    return gone


def change(workspace_id: uuid.UUID, feed: Feed, *, counts: str, at: datetime.datetime) -> None:
    """Say anew what counts as an absence; the calendar is read as a whole. Raises BadFeed."""
    feed.counts = _counts(counts)
    feed.save(update_fields=["counts"])
    ask(workspace_id, feed, at=at)


def ask(workspace_id: uuid.UUID, feed: Feed, *, at: datetime.datetime) -> datetime.datetime:
    """
    Have a feed read as a whole as soon as may be, and return when: not more often than GAP.

    A reading that is under way is done once more.
    """
    feed.next_at = max(at, feed.tried_at + GAP) if feed.tried_at else at
    feed.etag = feed.last_modified = ""
    feed.save(update_fields=["next_at", "etag", "last_modified"])
    return feed.next_at


def claim(workspace_id: uuid.UUID, *, at: datetime.datetime) -> Feed | None:
    """
    Lease the workspace's feed that is due first and return it, None when none is due.

    Two workers never get the same one; a killed worker's lease runs out by itself.
    """
    due = Feed.objects.within(workspace_id).filter(next_at__lte=at)
    found = due.select_for_update(skip_locked=True).order_by("next_at", "id").first()
    if found is not None:
        found.next_at, found.tried_at = at + LEASE, at
        found.save(update_fields=["next_at", "tried_at"])
    return found


def held(workspace_id: uuid.UUID, claimed: Feed) -> Feed | None:
    """
    Return a claimed feed with its row locked, None when it is not the claimer's any more.

    So it is when it was removed or asked for anew meanwhile, or when the lease ran out.
    """
    rows = Feed.objects.within(workspace_id).filter(id=claimed.id, next_at=claimed.next_at)
    return rows.select_for_update().first()


def confirm(
    feed: Feed,
    *,
    etag: str,
    last_modified: str,
    skipped: Mapping[str, int] | None,
    is_cut: bool,
    every: datetime.timedelta,
    at: datetime.datetime,
) -> None:
    """Note that a held feed was read at `at`; `skipped` None says that it had not changed."""
    if skipped is not None:
        # A mark that is cut off would never be met: the calendar is read as a whole instead.
        is_whole = len(etag) <= LONGEST_ETAG and len(last_modified) <= LONGEST_DATE
        feed.etag, feed.last_modified = (etag, last_modified) if is_whole else ("", "")
        feed.skipped, feed.is_cut, feed.read_at = dict(skipped), is_cut, at
    feed.fine_at, feed.failing_since, feed.failures = at, None, 0
    feed.problem, feed.status, feed.next_at = "", None, at + every
    feed.save()


def fail(
    feed: Feed,
    problem: str,
    *,
    status: int | None,
    retry_after_s: int | None,
    at: datetime.datetime,
) -> None:
    """Note that a held feed could not be read at `at`, and when to try again: later each time."""
    wait = min(FIRST_RETRY * 2 ** min(feed.failures, 12), LONGEST_WAIT)
    asked = datetime.timedelta(seconds=min(retry_after_s or 0, LONGEST_WAIT.total_seconds()))
    feed.failures += 1
    feed.failing_since = feed.failing_since or at
    feed.problem, feed.status = problem, status
    feed.next_at = at + max(wait, asked)
    feed.save()


def fails_long(feed: Feed, *, at: datetime.datetime) -> bool:
    """Say whether a feed has failed for so long that people should know."""
    return feed.failing_since is not None and at - feed.failing_since >= PATIENCE


def leave_out(workspace_id: uuid.UUID, said: Iterable[Absence]) -> None:
    """Keep absences that somebody ended or took back by hand from coming again by their feed."""
    taken: dict[uuid.UUID, list[str]] = {}
    for one in said:
        if one.feed_id is not None:
            taken.setdefault(one.feed_id, []).append(one.uid.partition("/")[2])
    rows = Feed.objects.within(workspace_id).select_for_update().filter(id__in=taken)
    found = list(rows.order_by("id"))
    for feed in found:
        mine = taken[feed.id]
        feed.left_out = [*(old for old in feed.left_out if old not in mine), *mine][-MOST_LEFT_OUT:]
    Feed.objects.within(workspace_id).bulk_update(found, ["left_out"])


def next_due(workspace_id: uuid.UUID) -> datetime.datetime | None:
    """Return when the workspace's next feed is to be read, None when it has none."""
    rows = sql.run(
        "SELECT min(next_at) FROM routing_feed WHERE workspace_id = %(workspace)s",
        {"workspace": workspace_id},
    )
    found: datetime.datetime | None = rows[0][0]
    return found


def of_people(workspace_id: uuid.UUID, users: Collection[uuid.UUID]) -> list[Feed]:
    """Return the feeds of these users, the first named first."""
    rows = Feed.objects.within(workspace_id).filter(user_id__in=list(users))
    return list(rows.order_by("made_at", "id"))


def known(
    workspace_id: uuid.UUID, found: Iterable[Feed], *, at: datetime.datetime
) -> dict[uuid.UUID, int]:
    """Return how many absences of each feed run at `at` or are to come; none is left out."""
    rows: Any = Absence.objects.within(workspace_id).filter(
        feed_id__in=[one.id for one in found], away_until__gt=at
    )
    return dict(rows.values_list("feed_id").annotate(n=Count("id")))
