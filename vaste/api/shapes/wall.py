"""The wall as the API shows it: how things stand at the moment of asking."""

from __future__ import annotations

import datetime
import uuid

from pydantic import BaseModel, Field

from vaste.api.shapes.leads import CategoryRef
from vaste.api.shapes.people import PersonOut, TeamRef


class WallLeadOut(BaseModel):
    """
    One lead on the wall.

    `milestone` is what was promised, as `first_contact`, and `due_at` when; a null `milestone` with
    a `due_at` is a planned step. Both are null among the unanswered.
    """

    lead: uuid.UUID
    category: CategoryRef
    owner: PersonOut | None
    team: TeamRef | None
    received_at: datetime.datetime
    milestone: str | None = None
    due_at: datetime.datetime | None = None


class LoadOut(BaseModel):
    """
    One person's load, in open leads.

    `untouched` are taken over and the buyer has not been reached. `capacity` is null for somebody
    in no team, who gets no new leads; `away_until` is null where no end is told.
    """

    person: PersonOut
    open: int
    categories: dict[str, int] = Field(description="Open leads by the category's key")
    untouched: int
    overdue: int
    capacity: int | None
    is_away: bool
    away_until: datetime.datetime | None


class TodayOut(BaseModel):
    """Since midnight of the workspace's zone; rows of imported files are no arrivals here."""

    arrivals: int
    leads: int
    taken_over: int
    contacted: int
    won: int


class WallOut(BaseModel):
    """
    How things stand `at` the moment of asking, in open leads.

    `waiting` are taken over by nobody, the oldest since `waiting_since`; `breaching` are promises
    that fall due within 15 minutes; `review` are arrivals that need a person. The lists hold the 20
    most urgent of each.
    """

    at: datetime.datetime
    zone: str
    open: int
    waiting: int
    waiting_since: datetime.datetime | None
    unanswered: int
    overdue: int
    breaching: int
    review: int
    about_to_breach: list[WallLeadOut]
    overdue_longest: list[WallLeadOut]
    unanswered_longest: list[WallLeadOut]
    load: list[LoadOut]
    today: TodayOut
