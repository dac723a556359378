"""
The answer promise on its way from the post to the thank-you page: signed, so that nobody makes one
up.
"""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from django.core import signing

SALT = "vaste.form.promise"


@dataclass(frozen=True, slots=True)
class Promised:
    """
    What a buyer was told: the arrival, and until when a person answers (None: no promise).

    `zone` is the buyer's, "" where nobody can tell.
    """

    arrival_id: uuid.UUID
    answer_by: datetime.datetime | None
    language: str
    zone: str


def sign(
    arrival_id: uuid.UUID, answer_by: datetime.datetime | None, language: str, zone: str
) -> str:
    """Return the promise as text for an address."""
    due = answer_by.isoformat() if answer_by else ""
    return signing.dumps([str(arrival_id), due, language, zone], salt=SALT)


def read(note: str) -> Promised | None:
    """Return the promise that an address carries, or None for none or a forged one."""
    try:
        arrival_id, due, language, zone = signing.loads(note, salt=SALT)
        answer_by = datetime.datetime.fromisoformat(due) if due else None
        return Promised(uuid.UUID(arrival_id), answer_by, language, zone)
    except (signing.BadSignature, ValueError, TypeError):
        return None
