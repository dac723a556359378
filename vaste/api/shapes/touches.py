"""What contacts do, as clients tell it and read it."""

from __future__ import annotations

import datetime
import uuid
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from vaste.api.shapes.kinds import Instant, Percent, Text
from vaste.api.shapes.work import Sent

MOST = 1_000  # touches of one request
Kind = Literal[
    "offer", "information", "visit", "event", "download", "newsletter", "list", "other", "page",
    "form_start", "email_click", "email_reply", "webinar", "chat", "purchase", "session", "custom",
]  # fmt: skip


class TouchIn(Sent):
    """
    One thing that a known contact did.

    Whose it is: `contact`, or else `email`, or else `external_id`, the id by which a door knows
    them.
    """

    kind: Kind
    occurred_at: Instant = Field(description="When it happened; never in the future")
    contact: uuid.UUID | None = Field(None, description="The contact's id here")
    email: Annotated[Text, Field(max_length=320)] = ""
    external_id: Annotated[Text, Field(max_length=200)] = ""
    path: Annotated[Text, Field(max_length=2_000)] = Field(
        "", description="A page's address, or the name of a webinar, event, purchase or own event"
    )
    channel: Annotated[Text, Field(max_length=20)] = "api"
    campaign: Annotated[Text, Field(max_length=200)] = ""
    human: Percent = Field(
        100, description="Per cent of certainty that a person did it; under 50 it counts nowhere"
    )
    id: Annotated[Text, Field(max_length=200)] = Field(
        "", description="Your own id of it: sent again, it is not recorded again"
    )


class TouchesIn(Sent):
    """What contacts did, in any order."""

    touches: list[TouchIn] = Field(min_length=1, max_length=MOST)


class TouchMade(BaseModel):
    """What became of one touch; `signal` is the one it counts for."""

    status: Literal["recorded", "repeated", "unknown_contact"]
    touch: uuid.UUID | None = Field(description="Its id here, when it was recorded now")
    contact: uuid.UUID | None
    signal: str | None


class TouchesMade(BaseModel):
    """What became of each touch, in the order sent, and how many ended how."""

    items: list[TouchMade]
    recorded: int
    repeated: int
    unknown: int


class TouchOut(BaseModel):
    """One inbound touch of a contact."""

    id: uuid.UUID
    kind: Kind
    occurred_at: datetime.datetime
    path: str
    channel: str
    campaign: str
    human: int
    lead: uuid.UUID | None = Field(description="The lead that the touch is, when it is one")
    signal: str | None = Field(description="What it counts for by the definition in force")
