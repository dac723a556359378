"""What-ifs, as the API takes and shows them."""

from __future__ import annotations

import datetime
import uuid
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from vaste.api.shapes.kinds import COUNT, Instant, Text
from vaste.api.shapes.rosters import AttributesIn, Slug
from vaste.api.shapes.work import Sent


class RosterChange(Sent):
    """One person in one team of the draft roster; who is not in the team comes in."""

    team: Slug
    user: uuid.UUID
    weight: Annotated[int, Field(ge=0, le=1000), COUNT] | None = Field(
        None, description="As it is when left out; 1 for somebody who comes in"
    )
    capacity: Annotated[int, Field(ge=0, le=100_000), COUNT] | None = Field(
        None, description="As it is when left out; 50 for somebody who comes in"
    )
    attributes: AttributesIn | None = Field(None, description="As they are when left out")
    absence: Literal["as_it_was", "always", "never"] = Field(
        "as_it_was", description="Their absences of the period, away all of it, or there all of it"
    )
    is_out: bool = Field(False, description="They are not in the team")


class WhatIfIn(Sent):
    """Leads of a period to deal out anew; nothing changes, and nobody is told."""

    source: Annotated[Text, Field(min_length=1, max_length=400_000)] | None = Field(
        None, description="A definition, YAML; when left out the draft or the one in force"
    )
    draft: bool = Field(False, description="The workspace's draft, in place of the one in force")
    days: Annotated[int, Field(ge=1, le=3660), COUNT] = Field(
        30, description="How many days of leads, back from now; not with a period of one's own"
    )
    received_from: Instant | None = Field(None, description="Where a period of one's own begins")
    received_until: Instant | None = Field(None, description="Not part of it; now when left out")
    roster: Annotated[list[RosterChange], Field(max_length=2000)] = Field(
        [], description="What differs from the teams as they are"
    )


class CategoryLeads(BaseModel):
    """How many leads of one category."""

    category: str
    leads: int


class ReasonLeads(BaseModel):
    """How many leads for one reason."""

    reason: str
    leads: int


class MilestoneCount(BaseModel):
    """
    Promises of one milestone: `expected` to be missed, and `in_truth` missed.

    `expected` is arithmetic of hours, absences and room alone: a promise is missed when it was due
    before the person would next be at work; in a pool, before the first person who could take it is
    at work and has room. `in_truth` holds all lateness, of people who had other things to do too.
    """

    milestone: str
    expected: int
    in_truth: int


class WhatIfPlace(BaseModel):
    """
    One person in one team: what they would have got, and what they have in truth.

    `share` is their part of the team's leads that went to people, `fair_share` their part of its
    weights. Loads are of all their teams, `load_mean` over the time that was replayed.
    """

    team: str
    user: uuid.UUID
    weight: int
    capacity: int
    received: int
    by_category: list[CategoryLeads]
    in_truth: int
    share: float | None = Field(description="0 to 1; null where nobody got any")
    fair_share: float | None = Field(description="0 to 1; null where no weight is above 0")
    load_most: int
    load_mean: float
    passed_over: list[ReasonLeads]
    late: int = Field(description="Promises expected to be missed")


class WaitingOut(BaseModel):
    """
    Leads that would wait in a team's pool, by what stood in the way of who came nearest.

    `full`, `off_shift`, `away`, `no_weight`, `lacks` (what the lead needs), `nobody` (is in it).
    """

    team: str
    reason: str
    leads: int
    examples: list[uuid.UUID]


class WhatIfMove(BaseModel):
    """How many leads go from an owner to another; null is nobody. The newest examples last."""

    before: uuid.UUID | None
    after: uuid.UUID | None
    leads: int
    examples: list[uuid.UUID]


class WhatIfOut(BaseModel):
    """A what-if: how far it has come, and what it has counted so far."""

    id: uuid.UUID
    state: Literal["running", "done", "failed", "stopped"]
    number: int | None = Field(description="The version that is replayed; null for a draft or text")
    received_from: datetime.datetime
    received_until: datetime.datetime
    total: int
    done: int
    made_at: datetime.datetime
    finished_at: datetime.datetime | None
    error: str
    moved: int = Field(description="Leads that would have another owner")
    pooled: int = Field(description="Leads that nobody could have taken when they came")
    kept: int = Field(description="Leads of buyers that somebody had already")
    milestones: list[MilestoneCount]
    places: list[WhatIfPlace]
    waiting: list[WaitingOut]
    moves: list[WhatIfMove]
