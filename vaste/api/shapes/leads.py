"""Leads as the API shows them, and the filters of their list."""

from __future__ import annotations

import datetime
import uuid
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from vaste.api.paging import PageQuery
from vaste.api.shapes.kinds import Id, Instant, Text, YesNo
from vaste.api.shapes.people import PersonOut, TeamRef

LeadState = Literal["open", "snoozed", "won", "lost", "not_a_fit"]
QuadrantKey = Literal["sales_now", "nurture", "light_touch", "no_time"]


class LeadFilters(PageQuery):
    """Which leads; every filter that is given must be met."""

    state: LeadState | None = None
    category: Annotated[Text, Field(max_length=40, description="The category's key")] | None = None
    owner: Id | None = Field(None, description="The id of the user who answers for it")
    mine: YesNo = Field(False, description="Only those of the token's user")
    unowned: YesNo = Field(False, description="Only those that nobody has taken over")
    team: Id | None = Field(None, description="The id of the team")
    source: Annotated[Text, Field(max_length=120, description="Equal to the letter")] | None = None
    received_after: Instant | None = None


class QueueFilters(PageQuery):
    """Which open leads."""

    mine: YesNo = Field(False, description="Only those of the token's user")
    unowned: YesNo = Field(False, description="Only those that nobody has taken over")


class CategoryRef(BaseModel):
    """A category by key and name; `name` is in the language of the token's user."""

    key: str
    name: str


class ContactOut(BaseModel):
    """The person; `mail_kind` is business, free, disposable, or empty without an address."""

    id: uuid.UUID
    name: str
    job_title: str
    seniority: str = Field(
        description="owner, c_level, director, manager, specialist, staff, student, or empty"
    )
    email: str
    mail_kind: str
    phone: str = Field(description="E.164")
    language: str
    city: str
    country: str = Field(description="ISO 3166-1 alpha-2")
    may_email: bool
    may_call: bool
    custom: dict[str, object] = Field(description="Values of the workspace's own fields, by key")


class CompanyOut(BaseModel):
    """The organization; `employees` in persons."""

    id: uuid.UUID
    name: str
    domain: str
    business_id: str
    industry: str
    nace: str = Field(description="Code of the industry, as 62 or 62.01")
    nace_section: str = Field(description="A to U")
    employees: int | None
    city: str
    country: str
    custom: dict[str, object] = Field(description="Values of the workspace's own fields, by key")


class WantsOut(BaseModel):
    """What was asked for; empty text and null: not told."""

    subject: str
    message: str
    request_type: str
    needed_by: datetime.date | None
    needed_within_days: int | None
    value: Decimal | None
    value_currency: str
    value_band: str
    language: str


class OriginOut(BaseModel):
    """Whence the lead came."""

    source: str
    medium: str
    campaign: str
    term: str
    content: str
    referrer: str
    landing_page: str
    door: uuid.UUID
    arrival: uuid.UUID


class NowOut(BaseModel):
    """
    Where a lead stands `at` the moment of asking: its contact's interest has faded or grown.

    `track` is what is done with such leads, in the language of the token's user.
    """

    at: datetime.datetime
    interest: int
    quadrant: QuadrantKey
    track: str


class ReminderOut(BaseModel):
    """A reminder of the purchase: the day it is for, and what it says."""

    day: datetime.date
    words: str


class AskedOut(BaseModel):
    """
    What the category asks of whoever works the lead, in the language of the token's user.

    `task` by `channel`; a `reminder` where the category wants one and the day of the purchase is
    known; `offer_newsletter` where it is offered and the contact neither gets it nor refused mail.
    """

    task: str
    channel: str
    reminder: ReminderOut | None
    offer_newsletter: bool


class LeadOut(BaseModel):
    """
    A lead as it stands. `version` is its ETag: send it as If-Match with a change.

    `due_at` is the next instant at which something is owed, `promised_at` the answer promised to
    the buyer. `fit`, `interest` (0-100) and `quadrant` are as the lead was last judged by; `now`
    says where it stands now.
    """

    id: uuid.UUID
    version: int
    state: LeadState
    received_at: datetime.datetime
    contact: ContactOut
    company: CompanyOut | None
    wants: WantsOut
    origin: OriginOut
    category: CategoryRef
    fit: int
    interest: int
    quadrant: str
    now: NowOut
    is_mql: bool
    is_returning: bool
    is_imported: bool
    team: TeamRef | None
    owner: PersonOut | None
    due_at: datetime.datetime | None
    promised_at: datetime.datetime | None
    taken_over_at: datetime.datetime | None
    first_contact_at: datetime.datetime | None
    next_step: str
    next_step_at: datetime.datetime | None
    asked: AskedOut | None = Field(description="Null for a closed lead")
    closed_at: datetime.datetime | None
    close_reason: str
    won_value: Decimal | None
    custom: dict[str, object] = Field(
        description="Values of the workspace's own fields, by key, and what was told beside them"
    )
