"""
The same request sent twice, done once.

A client that did not hear the answer sends the request again with the same `Idempotency-Key`. What
was done under a key is kept as an event of the ledger whose id is made from the workspace, the user
and the key: the primary key makes a second one impossible, whatever runs at the same time. The
event keeps the hash of the request and the id of what it made, no text; the answer is built again
from that row, which never changes. Source: draft-ietf-httpapi-idempotency-key-header-07.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import uuid
from typing import Any

from django.db import IntegrityError, transaction

from vaste.api.callers import Caller
from vaste.api.problems import Problem
from vaste.ledger import services as ledger
from vaste.ledger.models import Event

KEY_PATTERN = r"^[\x21-\x7e]{1,255}$"
VERB = "request.answered"
_SPACE = uuid.UUID("5d7a1b52-7a3c-5c5e-9c5b-2f4f4d0f7e10")


def made_before(caller: Caller, key: str | None, request: dict[str, Any]) -> uuid.UUID | None:
    """
    Return the id of what the same request made before; None when it is new, or has no key.

    Raises Problem when the key was used for another request.
    """
    if key is None:
        return None
    kept = Event.objects.within(caller.workspace_id).filter(id=_event_id(caller, key)).first()
    if kept is None:
        return None
    if kept.detail["request"] != _hash(request):
        raise Problem(
            422,
            "key_used",
            "This Idempotency-Key was used for another request.",
            "Use a new key for a new request.",
            place="header.Idempotency-Key",
        )
    return kept.subject_id


def keep(
    caller: Caller,
    key: str | None,
    request: dict[str, Any],
    made_id: uuid.UUID,
    *,
    at: datetime.datetime,
) -> None:
    """
    Keep what a request made under its key, in the transaction that made it; without a key nothing.

    Raises Problem when the same key is being used at this moment.
    """
    if key is None:
        return
    row = ledger.event(
        VERB,
        made_id,
        workspace_id=caller.workspace_id,
        by=caller.user.pk,
        at=at,
        detail={"request": _hash(request)},
    )
    try:
        with transaction.atomic():
            ledger.record([{**row, "id": _event_id(caller, key)}])
    except IntegrityError:
        raise Problem(
            409,
            "key_in_use",
            "A request with this Idempotency-Key is being worked on.",
            "Send the same again in a moment.",
            place="header.Idempotency-Key",
        ) from None


def _event_id(caller: Caller, key: str) -> uuid.UUID:
    return uuid.uuid5(_SPACE, f"{caller.workspace_id}:{caller.user.pk}:{key}")


def _hash(request: dict[str, Any]) -> str:
    text = json.dumps(request, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
