"""Trials of a definition and its rollout, as the API shows them."""

from __future__ import annotations

import datetime
import uuid
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from vaste.api.shapes.kinds import COUNT, Text
from vaste.api.shapes.work import Sent


class TrialIn(Sent):
    """A definition to replay on leads that came; nothing is published, nothing changes."""

    source: Annotated[Text, Field(min_length=1, max_length=400_000, description="YAML")]
    days: Annotated[int, Field(ge=1, le=3660), COUNT] = Field(
        90, description="How many days of leads, back from now"
    )


class MoveOut(BaseModel):
    """
    How many leads go from one category to another, and a few of them, the newest last; `won` of
    `decided` are those of them that have ended.
    """

    before: str
    after: str
    leads: int
    decided: int
    won: int
    examples: list[uuid.UUID]


class DayCount(BaseModel):
    """How many leads of one category came on a day of the workspace's zone."""

    day: datetime.date
    leads: int


class CategoryCount(BaseModel):
    """A category as one definition fills it; `won` of `decided` are those that have ended."""

    key: str
    leads: int
    decided: int
    won: int
    per_day: list[DayCount]


class TeamCount(BaseModel):
    """A team, by its slug, and how many leads it would answer for."""

    slug: str
    leads: int


class SideOut(BaseModel):
    """What one definition makes of the leads."""

    categories: list[CategoryCount]
    teams: list[TeamCount]
    mql: int


class TrialOut(BaseModel):
    """A trial: how far it has come, and what it has counted so far."""

    id: uuid.UUID
    state: Literal["running", "done", "failed", "stopped"]
    compared_with: int = Field(description="The version in force when it began")
    received_from: datetime.datetime
    received_until: datetime.datetime
    total: int
    done: int
    made_at: datetime.datetime
    finished_at: datetime.datetime | None
    error: str
    moved: int
    moves: list[MoveOut]
    before: SideOut
    after: SideOut


class RolloutOut(BaseModel):
    """How far the version in force has been brought to the leads that are open."""

    number: int
    state: Literal["waiting", "running", "done"]
    total: int
    done: int
    changed: int
    recategorized: int
    started_at: datetime.datetime | None
    finished_at: datetime.datetime | None
