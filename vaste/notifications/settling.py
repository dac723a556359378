"""How sending ended: sent, to be tried again later, or dead; and trying again by hand."""

from __future__ import annotations

import datetime
import uuid

from django.db.models import Q, QuerySet

from vaste.infra.tenancy.context import inside
from vaste.ledger import services as ledger
from vaste.notifications import matrix
from vaste.notifications.models import Delivery, Preference
from vaste.notifications.services import TOGETHER, Bundle

MOST_ATTEMPTS = 14  # the last one is 5 hours and a half after the first
FIRST_RETRY_S = 5
LONGEST_PAUSE = datetime.timedelta(hours=1)  # between two attempts
LONGEST_WISH = datetime.timedelta(days=1)  # that the other side may be waited for
AT_ONCE = datetime.timedelta()
State = Delivery.State


def confirm(workspace_id: uuid.UUID, bundle: Bundle, *, at: datetime.datetime) -> None:
    """
    Say that a bundle was sent at `at`; what waits for the same place waits a minute more.

    The place is there again: what failed before goes then too, whenever it would have been tried.
    """
    with inside(workspace_id):
        _sending(workspace_id, bundle).update(state=State.SENT, sent_at=at, due_at=None, error="")
        held_up = Q(due_at__lt=at + TOGETHER) | ~Q(error="")
        _waiting(workspace_id, bundle).filter(held_up).update(due_at=at + TOGETHER)


def fail(
    workspace_id: uuid.UUID,
    bundle: Bundle,
    error: str,
    *,
    at: datetime.datetime,
    for_good: bool,
    wish: datetime.timedelta = AT_ONCE,
) -> int:
    """
    Say that a bundle could not be sent: what was not tried too often is tried again later.

    That is never sooner than the other side wishes (Retry-After), up to a day, nor in the quiet
    hours of the person. Return how many deliveries are dead by it.
    """
    attempts = max(part["attempts"] for part in bundle.parts)
    pause = min(LONGEST_PAUSE, datetime.timedelta(seconds=FIRST_RETRY_S * 2**attempts))
    wish = min(LONGEST_WISH, wish)
    with inside(workspace_id):
        again_at = _quiet_end(workspace_id, bundle.user_id, at + max(pause, wish))
        error = error.replace("\x00", "")[:500]
        failed = _sending(workspace_id, bundle)
        over = failed if for_good else failed.filter(attempts__gte=MOST_ATTEMPTS)
        dead = over.update(state=State.DEAD, due_at=None, error=error)
        failed.update(state=State.WAITING, due_at=again_at, error=error)
        if wish:  # what is new for the place waits as well
            _waiting(workspace_id, bundle).filter(due_at__lt=at + wish).update(due_at=at + wish)
    return dead


def _sending(workspace_id: uuid.UUID, bundle: Bundle) -> QuerySet[Delivery]:
    found = Delivery.objects.within(workspace_id).filter(id__in=bundle.ids)
    return found.filter(state=State.SENDING)


def _waiting(workspace_id: uuid.UUID, bundle: Bundle) -> QuerySet[Delivery]:
    """Return what waits for the place that a bundle went to."""
    return Delivery.objects.within(workspace_id).filter(
        channel=bundle.channel, user_id=bundle.user_id, target_id=bundle.target_id,
        state=State.WAITING,
    )  # fmt: skip


def _quiet_end(
    workspace_id: uuid.UUID, user_id: uuid.UUID | None, at: datetime.datetime
) -> datetime.datetime:
    """Return `at`, or when the quiet hours of a person that hold then end."""
    if user_id is None:
        return at
    chosen = Preference.objects.within(workspace_id).filter(user_id=user_id).first()
    if chosen is None or not chosen.zone:
        return at
    return matrix.quiet_end(chosen.quiet_from, chosen.quiet_until, chosen.zone, at=at)


def retry(
    workspace_id: uuid.UUID,
    delivery_id: uuid.UUID,
    *,
    at: datetime.datetime,
    only_of: uuid.UUID | None = None,
) -> bool:
    """
    Try a delivery again if it is dead, and leave it as it is if not; say if there is one.

    With `only_of` it must be to that person.
    """
    found = Delivery.objects.within(workspace_id).filter(id=delivery_id)
    if only_of is not None:
        found = found.filter(user_id=only_of)
    _again(workspace_id, found, at)
    return found.exists()


def retry_all(workspace_id: uuid.UUID, *, at: datetime.datetime) -> int:
    """Try everything again that is dead; return how much that is."""
    return _again(workspace_id, Delivery.objects.within(workspace_id), at)


def _again(workspace_id: uuid.UUID, found: QuerySet[Delivery], at: datetime.datetime) -> int:
    again = {"state": State.WAITING, "due_at": at, "attempts": 0, "bundle": None}
    begun = found.filter(state=State.DEAD).update(**again)
    if begun:
        ledger.announce(workspace_id, "deliveries", at=at, wake_at=at)
    return begun
