"""What was to be sent outside the desk, as the API shows it."""

from __future__ import annotations

import datetime
import uuid
from typing import Literal

from pydantic import BaseModel, Field

from vaste.api.paging import PageQuery
from vaste.api.shapes.people import PersonOut

DeliveryState = Literal["waiting", "sending", "sent", "withdrawn", "dead"]


class DeliveryQuery(PageQuery):
    """Which deliveries."""

    state: DeliveryState | None = Field(None, description="Only those in this state")


class ChatRef(BaseModel):
    """A chat of the workspace by name."""

    id: uuid.UUID
    name: str


class DeliveryOut(BaseModel):
    """One thing that was to be sent to one place."""

    id: uuid.UUID
    kind: str = Field(description="What it tells of: clock_warned, clock_breached and others")
    channel: str = Field(description="email, push, slack or teams")
    user: PersonOut | None = Field(description="Whom it was for; null for a chat")
    chat: ChatRef | None = Field(description="The chat it was for; null for a person")
    lead: uuid.UUID | None
    state: DeliveryState = Field(description="dead: given up; waiting with an error: tried again")
    attempts: int
    error: str = Field(description='Why the last attempt failed, "" if none has')
    next_at: datetime.datetime | None = Field(description="When it is tried, null when it is not")
    made_at: datetime.datetime
    sent_at: datetime.datetime | None
