"""What the verbs on a lead take and give."""

from __future__ import annotations

import datetime
import uuid
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from vaste.api.shapes.kinds import Instant, Money, Text

Channel = Literal["phone", "email", "linkedin", "chat", "meeting", "note"]
Outcome = Literal[
    "reached", "meeting_booked", "no_answer", "voicemail", "bad_number", "sent", "replied",
    "bounced", "auto_reply", "talked", "held", "no_show", "noted",
]  # fmt: skip


PauseReason = Literal["waiting_for_buyer", "wrong_number", "buyer_away", "waiting_for_us", "other"]
Note = Annotated[Text, Field(max_length=20_000)]


class Sent(BaseModel):
    """What a client sends: nothing that is not known."""

    model_config = ConfigDict(extra="forbid")


class ContactIn(Sent):
    """
    One attempt or contact, and what comes next.

    Outcomes by channel: phone reached, meeting_booked, no_answer, voicemail, bad_number; email
    sent, replied, meeting_booked, bounced, auto_reply; linkedin sent, replied,
    meeting_booked; chat talked, meeting_booked, no_answer; meeting held, no_show; note noted.
    """

    channel: Channel
    direction: Literal["out", "in"] = Field("out", description="Who reached out; in: the buyer")
    outcome: Outcome
    note: Note = ""
    next_step: Annotated[Text, Field(min_length=1, max_length=300)]
    next_step_at: Instant = Field(description="In the future, within ten years")


FieldValue = (
    Annotated[bool, Field(strict=True)]
    | Annotated[int, Field(strict=True)]
    | Annotated[float, Field(strict=True)]
    | Annotated[Text, Field(max_length=500)]
    | Annotated[list[Annotated[Text, Field(max_length=500)]], Field(max_length=50)]
    | None
)


class FieldsIn(Sent):
    """
    Values of the workspace's own fields by their names in rules, as "contact.custom.plan".

    Null forgets a value. Dates as 2026-05-31, choices by key, lists as lists of texts.
    """

    values: dict[Annotated[Text, Field(max_length=100)], FieldValue] = Field(max_length=200)


class ContactMade(BaseModel):
    """An attempt or contact as it was logged; `is_contact` says whether the buyer was reached."""

    id: uuid.UUID
    lead: uuid.UUID
    channel: Channel
    outcome: Outcome
    is_contact: bool
    note: str
    occurred_at: datetime.datetime
    actor: uuid.UUID


class SnoozeIn(Sent):
    """When the lead comes back."""

    until: Instant = Field(description="In the future, and not after the answer that is promised")
    note: Note = Field("", description="Why")


class PauseIn(Sent):
    """Why a lead's clocks stand still, and until when at the latest."""

    reason: PauseReason
    until: Instant = Field(description="In the future, within 60 days")
    note: Annotated[Text, Field(max_length=300)] = ""


class ClosingIn(Sent):
    """How the lead ended. A reason is needed unless it is won; the definition lists the reasons."""

    outcome: Literal["won", "lost", "not_a_fit"]
    reason: Annotated[Text, Field(max_length=60)] = ""
    won_value: Money | None = Field(None, description="In the workspace's currency")
    note: Note = ""


class ClaimOut(BaseModel):
    """Who answers for the lead, and since when."""

    lead: uuid.UUID
    owner: uuid.UUID
    claimed_at: datetime.datetime
