"""The verbs of what people choose: the matrix, quiet hours, browsers, and the workspace's chats."""

from __future__ import annotations

import base64
import binascii
import datetime
import uuid
from collections.abc import Mapping, Sequence
from zoneinfo import available_timezones

from vaste.infra import outgoing
from vaste.kernel.errors import VasteError
from vaste.kernel.words import gettext_noop as _
from vaste.ledger import services as ledger
from vaste.notifications import matrix
from vaste.notifications import services as notifications
from vaste.notifications.models import Channel, Preference, Subscription

MOST_BROWSERS = 20
MOST_CHATS = 20


class NotChosen(VasteError):
    """A choice can't be kept; `field` says which, the message why."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def preference(workspace_id: uuid.UUID, user_id: uuid.UUID) -> Preference | None:
    """Return what a person chose, None for who never did."""
    return Preference.objects.within(workspace_id).filter(user_id=user_id).first()


def choose(
    workspace_id: uuid.UUID,
    user_id: uuid.UUID,
    *,
    chosen: Mapping[str, Sequence[str]],
    quiet_from: str,
    quiet_until: str,
    zone: str,
) -> Preference:
    """
    Keep what a person wants where, and their quiet hours; an event left out reaches them nowhere.

    Raises NotChosen for an unknown event, channel or zone, and for half or wrong quiet hours.
    """
    for event, channels in chosen.items():
        if event not in matrix.EVENTS or not set(channels) <= set(matrix.CHANNELS):
            raise NotChosen("matrix", _("This event or channel is not known."))
    if bool(quiet_from) != bool(quiet_until):
        raise NotChosen("quiet_from", _("Say both when quiet hours begin and when they end."))
    if not all(not one or matrix.is_time(one) for one in (quiet_from, quiet_until)):
        raise NotChosen("quiet_from", _("Write the time of day as in 22:00."))
    if zone not in available_timezones():
        raise NotChosen("zone", _("Choose a zone, as in Europe/Helsinki."))
    kept, _made = Preference.objects.update_or_create(
        workspace_id=workspace_id,
        user_id=user_id,
        defaults={
            "matrix": {event: sorted(set(chosen.get(event, ()))) for event in matrix.EVENTS},
            "quiet_from": quiet_from,
            "quiet_until": quiet_until,
            "zone": zone,
        },
    )
    return kept


def subscribe(
    workspace_id: uuid.UUID,
    user_id: uuid.UUID,
    *,
    endpoint: str,
    p256dh: str,
    auth: str,
    agent: str,
    local: bool,
    at: datetime.datetime,
) -> Subscription:
    """
    Let a browser of a person be pushed to; again, or by another person there, moves it to them.

    Raises NotChosen for an address that may not be posted to and for keys that are none.
    """
    try:
        outgoing.check_url(endpoint, local=local)
    except outgoing.Refused:
        raise NotChosen("endpoint", _("This is no address of a push service.")) from None
    if len(endpoint) > 1000 or _size(p256dh) != 65 or _size(auth) != 16:
        raise NotChosen("keys", _("These are no keys of a browser."))
    own = Subscription.objects.within(workspace_id).filter(user_id=user_id, gone_at=None)
    if own.exclude(endpoint=endpoint).count() >= MOST_BROWSERS:
        raise NotChosen("endpoint", _("You have 20 browsers already: remove one first."))
    kept, _made = Subscription.objects.update_or_create(
        workspace_id=workspace_id,
        endpoint=endpoint,
        defaults={
            "user_id": user_id, "p256dh": p256dh, "auth": auth, "agent": agent[:200],
            "created_at": at, "gone_at": None,
        },
    )  # fmt: skip
    return kept


def _size(text: str) -> int:
    """Return how many bytes base64url text holds, 0 for other text."""
    try:
        return len(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, binascii.Error):
        return 0


def unsubscribe(
    workspace_id: uuid.UUID, user_id: uuid.UUID, subscription_id: uuid.UUID,
    *, at: datetime.datetime,
) -> bool:  # fmt: skip
    """Push no more to one of a person's own browsers, again without harm; say if it is theirs."""
    own = Subscription.objects.within(workspace_id).filter(user_id=user_id, id=subscription_id)
    own.filter(gone_at=None).update(gone_at=at)
    return own.exists()


def add_chat(
    workspace_id: uuid.UUID,
    *,
    kind: str,
    name: str,
    url: str,
    events: Sequence[str],
    local: bool,
    by: uuid.UUID | None,
    at: datetime.datetime,
) -> Channel:
    """
    Let a chat of the workspace hear of events; who did so is recorded.

    Raises NotChosen for an unknown kind or event, and for an address that may not be posted to.
    """
    if kind not in Channel.Kind.values:
        raise NotChosen("kind", _("Choose Slack or Teams."))
    if not name.strip() or len(name) > 80:
        raise NotChosen("name", _("Write a name of 1 to 80 characters."))
    if not events or not set(events) <= set(matrix.EVENTS):
        raise NotChosen("events", _("Choose at least one event."))
    try:
        outgoing.check_url(url, local=local)
    except outgoing.Refused:
        message = _("Paste the whole address of the webhook; it begins with https://.")
        raise NotChosen("url", message) from None
    open_ones = Channel.objects.within(workspace_id).filter(closed_at=None)
    if len(url) > 1000 or open_ones.count() >= MOST_CHATS:
        raise NotChosen("url", _("There are 20 chats already, or the address is too long."))
    made = Channel.objects.create(
        workspace_id=workspace_id, kind=kind, name=name.strip(), url=url,
        events=sorted(set(events)), created_at=at,
    )  # fmt: skip
    ledger.record_one(workspace_id, "chat.added", made.id, by=by, at=at)
    return made


def close_chat(
    workspace_id: uuid.UUID, chat_id: uuid.UUID, *, by: uuid.UUID | None, at: datetime.datetime
) -> bool:
    """Tell a chat no more, again without harm; return whether there is one."""
    found = Channel.objects.within(workspace_id).filter(id=chat_id)
    if found.filter(closed_at=None).update(closed_at=at):
        ledger.record_one(workspace_id, "chat.closed", chat_id, by=by, at=at)
    return found.exists()


def test_chat(workspace_id: uuid.UUID, chat_id: uuid.UUID, *, at: datetime.datetime) -> bool:
    """Plan a test message to a chat; return whether there is one."""
    chat = Channel.objects.within(workspace_id).filter(id=chat_id, closed_at=None).first()
    if chat is None:
        return False
    notifications.plan_test(workspace_id, chat, at=at)
    ledger.announce(workspace_id, "deliveries", at=at, wake_at=at)
    return True
