"""Sending what is planned: bundles to people and chats, each in its reader's words."""

from __future__ import annotations

import datetime
import logging
import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection
from django.utils import translation
from django.utils.translation import gettext as _

from vaste.flows import failing, phrasing, troubles
from vaste.flows.troubles import ForGood, ForNow
from vaste.infra import outgoing
from vaste.infra.outgoing import Answer
from vaste.infra.tenancy.context import inside
from vaste.notifications import chats, push, settling
from vaste.notifications import services as notifications
from vaste.notifications.chats import Line
from vaste.notifications.models import Channel, Subscription
from vaste.notifications.services import Bundle
from vaste.workspaces import queries as workspaces
from vaste.workspaces.models import Membership, User, Workspace

log = logging.getLogger(__name__)
Clock = Callable[[], datetime.datetime]
SENDERS = 4  # messages on their way at once: a slow mail server holds up no clock
BUSY = datetime.timedelta(milliseconds=200)  # when to look again while all senders are busy
GONE = (404, 410)  # a push service says so of a browser that is not there any more
_places = threading.BoundedSemaphore(SENDERS)
_TROUBLES = (ForGood, outgoing.Refused, outgoing.Failed, OSError, SMTPException, ValueError)
_pool = ThreadPoolExecutor(SENDERS, thread_name_prefix="sending")


def send_due(workspace_id: uuid.UUID, *, at: datetime.datetime, clock: Clock) -> int:
    """
    Begin to send what is due, at most SENDERS messages at once; return how many were begun.

    For the worker: it does not wait for them. `clock` says when each has ended.
    """
    begun = 0
    while _places.acquire(blocking=False):
        bundle = _claimed(workspace_id, at)
        if bundle is None:
            _places.release()
            break
        _pool.submit(_send_aside, workspace_id, bundle, clock)
        begun += 1
    return begun


def _claimed(workspace_id: uuid.UUID, at: datetime.datetime) -> Bundle | None:
    try:
        return notifications.claim(workspace_id, at=at)
    except BaseException:
        _places.release()
        raise


def _send_aside(workspace_id: uuid.UUID, bundle: Bundle, clock: Clock) -> None:
    try:
        send(workspace_id, bundle, clock=clock)
    except Exception:
        log.exception("bundle %s could not be settled; its lease runs out", bundle.id)
    finally:
        connection.close()
        _places.release()


def next_due(workspace_id: uuid.UUID, *, clock: Clock) -> datetime.datetime | None:
    """Return when to look for deliveries again, None when none waits."""
    due = notifications.next_due(workspace_id)
    if due is None:
        return None
    return max(due, clock() + BUSY) if _places._value == 0 else due


def send(workspace_id: uuid.UUID, bundle: Bundle, *, clock: Clock) -> bool:
    """Send a claimed bundle and say how it ended; return whether it was sent."""
    try:
        _SENDERS[bundle.channel](workspace_id, bundle, clock())
    except _TROUBLES as trouble:
        found = troubles.of(trouble)
        dead = settling.fail(
            workspace_id, bundle, found.told, at=clock(), for_good=found.is_for_good,
            wish=found.wish,
        )  # fmt: skip
        failing.tell(workspace_id, bundle, found.told, is_dead=dead > 0, at=clock())
        return False
    settling.confirm(workspace_id, bundle, at=clock())
    return True


def _mail(workspace_id: uuid.UUID, bundle: Bundle, at: datetime.datetime) -> None:
    user = _reader(workspace_id, bundle.user_id)
    title, lines = _told(workspace_id, bundle, user.language)
    with translation.override(user.language):
        ending = _("You get this because your notification settings say so: %(url)s") % {
            "url": phrasing.address(workspace_id, "/settings/notifications/")
        }
    text = "\n\n".join(f"{one.text}\n{one.url}".strip() for one in lines)
    EmailMessage(
        title,
        f"{text}\n\n-- \n{ending}\n",
        settings.DEFAULT_FROM_EMAIL,
        [user.email],
        headers={
            "Message-ID": f"<{bundle.id}@vaste>",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    ).send()


def _reader(workspace_id: uuid.UUID, user_id: uuid.UUID | None) -> User:
    """Return whom it is for, while they work here and can sign in: leads are nobody else's."""
    here = Membership.objects.filter(
        workspace_id=workspace_id, user_id__in=[user_id], left_at=None, user__is_active=True
    )
    found = here.select_related("user").first()
    if found is None:
        raise ForGood("The person is not here any more.")
    return found.user


def _push(workspace_id: uuid.UUID, bundle: Bundle, at: datetime.datetime) -> None:
    with inside(workspace_id):
        target = Subscription.objects.within(workspace_id).filter(id__in=[bundle.target_id]).first()
    if target is None or target.gone_at is not None:
        raise ForGood("The browser is not there any more.")
    leads = {str(part["lead_id"]) for part in bundle.parts if part["lead_id"]}
    if all(part["kind"] == "close" for part in bundle.parts):
        message: dict[str, object] = {"close": sorted(leads)}
    else:
        user = _reader(workspace_id, target.user_id)
        title, lines = _told(workspace_id, bundle, user.language)
        message = {
            "title": title,
            "body": "\n".join(one.text for one in lines[:5]),
            "url": lines[0].url if len(leads) == 1 else phrasing.address(workspace_id, "/notices/"),
            "tag": leads.pop() if len(leads) == 1 else str(bundle.id),
        }
    answer = push.send(
        target.endpoint, {"p256dh": target.p256dh, "auth": target.auth}, message,
        key=settings.PUSH_KEY, contact=settings.PUSH_CONTACT, topic=bundle.id.hex,
        local=settings.LOCAL_WEBHOOKS, at=at,
    )  # fmt: skip
    if answer.status in GONE:
        with inside(workspace_id):
            Subscription.objects.within(workspace_id).filter(id=target.id).update(gone_at=at)
    _require_taken(answer)


def _chat(workspace_id: uuid.UUID, bundle: Bundle, at: datetime.datetime) -> None:
    with inside(workspace_id):
        chat = Channel.objects.within(workspace_id).filter(id__in=[bundle.target_id]).first()
    if chat is None or chat.closed_at is not None:
        raise ForGood("The chat is not there any more.")
    language = Workspace.objects.values_list("language", flat=True).get(pk=workspace_id)
    title, lines = _told(workspace_id, bundle, language)
    answer = chats.post(
        chat.kind, chat.url, title, lines, key=str(bundle.id), local=settings.LOCAL_WEBHOOKS
    )
    _require_taken(answer)


def _require_taken(answer: Answer) -> None:
    """Raise for an answer that is no success; one that will not change by itself for good."""
    if 200 <= answer.status < 300:
        return
    told = f"It answered {answer.status}: {answer.text[:200]}"
    if answer.status in (408, 425, 429) or answer.status >= 500:
        raise ForNow(told, wish=datetime.timedelta(seconds=answer.wait_s or 0))
    raise ForGood(told)


_SENDERS = {"email": _mail, "push": _push, "slack": _chat, "teams": _chat}


def _told(workspace_id: uuid.UUID, bundle: Bundle, language: str) -> tuple[str, list[Line]]:
    """
    Return the title and the sentences of a bundle, in its reader's language.

    The title names the workspace to a chat, which may hear of several, and to who works in several.
    """
    with translation.override(language):
        lines = phrasing.lines(workspace_id, bundle.parts, reader=bundle.user_id)
        count = _("Things to know: %(count)d") % {"count": len(lines)}
    title = lines[0].text if len(lines) == 1 else count
    return f"{_named(workspace_id, bundle.user_id)}{title}"[:200], lines


def _named(workspace_id: uuid.UUID, user_id: uuid.UUID | None) -> str:
    """Return the workspace's name to begin a title with, "" for who works in it alone."""
    if user_id is not None and len(workspaces.memberships_of(user_id)) < 2:
        return ""
    return f"{Workspace.objects.get(pk=workspace_id).name}: "
