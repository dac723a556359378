"""An arrival as its door hands it over, and what its sender may know of what became of it."""

from __future__ import annotations

import datetime
import hashlib
import uuid
from dataclasses import dataclass, field
from typing import Any

from vaste.kernel.ids import uuid7
from vaste.leads.enquiry import Enquiry
from vaste.leads.models import Arrival

State = Arrival.State


@dataclass(slots=True)
class Incoming:
    """
    One arrival as its door hands it over: raw, and what the door read out of it.

    `enquiry` None means that it is not worked on: `state` says why (quarantined, refused or needs a
    look), `reasons` in which words. `has_own_key` says that the sender gave the idempotency key.
    """

    door_id: uuid.UUID
    received_at: datetime.datetime
    idempotency_key: str
    has_own_key: bool
    content_type: str
    headers: dict[str, str]
    body: bytes
    enquiry: Enquiry | None
    channel: str
    state: str = State.LEAD_CREATED
    reasons: list[dict[str, Any]] = field(default_factory=list)
    defaults: dict[str, Any] = field(default_factory=dict)
    import_id: uuid.UUID | None = None
    row_number: int | None = None
    run_clocks: bool = True
    id: uuid.UUID = field(default_factory=uuid7)


def body_hash(body: bytes) -> str:
    """Return the SHA-256 of a raw body, in hex."""
    return hashlib.sha256(body).hexdigest()


@dataclass(slots=True)
class Receipt:
    """
    What became of one arrival, as its sender may know it.

    `answer_by` is the promised time of an answer by a person, None when nothing is promised.
    `is_repeat` says the same key and body were here before; `is_conflict` the same key, another
    body.
    """

    arrival_id: uuid.UUID
    state: str
    lead_id: uuid.UUID | None = None
    answer_by: datetime.datetime | None = None
    is_repeat: bool = False
    is_conflict: bool = False
