"""Users, teams and members as the API shows them."""

from __future__ import annotations

import datetime
import uuid
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from vaste.api.paging import PageQuery
from vaste.api.shapes.kinds import Text, YesNo


class PersonOut(BaseModel):
    """A user of the workspace."""

    id: uuid.UUID
    name: str


class TeamRef(BaseModel):
    """A team by name."""

    id: uuid.UUID
    name: str


class WorkspaceOut(BaseModel):
    """The workspace that the token is for."""

    id: uuid.UUID
    slug: str
    name: str
    language: str
    is_sample: bool


class MeOut(BaseModel):
    """Who the token acts as, and what it may do."""

    user: PersonOut
    email: str
    role: str = Field(description="admin, manager, rep, marketer or viewer")
    scopes: list[str]
    token: str = Field(description="The token's label")
    workspace: WorkspaceOut


class MemberOut(BaseModel):
    """A user's place in the workspace."""

    user: PersonOut
    email: str
    role: str
    joined_at: datetime.datetime


class TeamMemberOut(BaseModel):
    """A user's place in a team."""

    user: PersonOut
    weight: int = Field(description="Their share of new leads, against the other members' weights")
    capacity: int = Field(description="How many open leads they can hold")
    open_leads: int
    is_away: bool = Field(description="Absent now: gets no leads in any team")
    away_until: datetime.datetime | None = Field(description="Null where no end is told")


class TeamOut(BaseModel):
    """A team with its members."""

    id: uuid.UUID
    slug: str
    name: str
    manager: PersonOut | None
    members: list[TeamMemberOut]


class NoticeQuery(PageQuery):
    """Which notices."""

    unread: YesNo = Field(False, description="Only those that are not read")


class NoticeOut(BaseModel):
    """One thing that the token's user should know."""

    id: uuid.UUID
    kind: str = Field(description="clock_warned, clock_breached, clock_given_back and others")
    lead: uuid.UUID | None
    detail: dict[str, object]
    made_at: datetime.datetime
    read_at: datetime.datetime | None


class ReadOut(BaseModel):
    """How many notices were marked."""

    read: int


class PreferencesOut(BaseModel):
    """
    On which channels (email, push) each event reaches a person outside the desk.

    In the quiet hours, "HH:MM" by `zone` and empty for none, both wait.
    """

    events: dict[str, list[str]]
    quiet_from: str
    quiet_until: str
    zone: str


class PreferencesIn(BaseModel):
    """What a person chooses; an event that is left out reaches them in the desk only."""

    model_config = ConfigDict(extra="forbid")

    events: dict[str, list[Literal["email", "push"]]]
    quiet_from: Annotated[Text, Field(max_length=5)] = ""
    quiet_until: Annotated[Text, Field(max_length=5)] = ""
    zone: Annotated[Text, Field(min_length=1, max_length=60)]
