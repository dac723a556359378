"""Telling people that something does not reach them, or a chat, any more: once a day and place."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from vaste.flows import noticing
from vaste.infra.tenancy.context import inside
from vaste.ledger import services as ledger
from vaste.notifications.models import Channel
from vaste.notifications.services import Bundle

WORRYING = 6  # attempts; five minutes have passed with the first five
MAIL, CHAT, PUSH = "mail_failing", "chat_failing", "push_ended"
#: What is not worth a notice of its own when it fails: who looks at the page sees it.
_QUIET = {MAIL, CHAT, PUSH, "test", "close"}


def tell(
    workspace_id: uuid.UUID, bundle: Bundle, error: str, *, is_dead: bool, at: datetime.datetime
) -> None:
    """
    Tell of a place that fails for good, or for some minutes already.

    A person hears in the desk that mail or push does not reach them; the admins hear of mail and of
    chats, outside the desk too.
    """
    attempts = max(part["attempts"] for part in bundle.parts)
    if all(part["kind"] in _QUIET for part in bundle.parts):
        return
    if not is_dead and (attempts < WORRYING or bundle.channel == "push"):
        return
    with inside(workspace_id):
        rows = _rows(workspace_id, bundle, error, at)
        noticing.store([one for one in rows if one["user_id"] == bundle.user_id], outside=False)
        noticing.store([one for one in rows if one["user_id"] != bundle.user_id])
        ledger.announce(workspace_id, "notices", at=at, users=[one["user_id"] for one in rows])


def _rows(
    workspace_id: uuid.UUID, bundle: Bundle, error: str, at: datetime.datetime
) -> list[dict[str, Any]]:
    """Return the notices, to whom it was for, and to the admins unless a browser has gone."""
    detail = {"error": error[:200], "at": at.isoformat()}
    if bundle.user_id is None:
        kind, told = CHAT, set(noticing.admins(workspace_id))
        detail["chat"] = _name(workspace_id, bundle.target_id)
    elif bundle.channel == "push":
        kind, told = PUSH, {bundle.user_id}
    else:
        kind, told = MAIL, {bundle.user_id, *noticing.admins(workspace_id)}
        detail["user"] = str(bundle.user_id)
    key = f"{kind}:{bundle.target_id or bundle.user_id}:{at.date()}"
    return [
        noticing.row(workspace_id, user_id, kind, key, at=at, detail=detail)
        for user_id in sorted(told)
    ]


def _name(workspace_id: uuid.UUID, chat_id: uuid.UUID | None) -> str:
    names = (
        Channel.objects.within(workspace_id).filter(id__in=[chat_id]).values_list("name", flat=True)
    )
    return names.first() or ""
