"""The back-test as the API shows it."""

from __future__ import annotations

import datetime
import uuid
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from vaste.api.shapes.kinds import COUNT, Instant
from vaste.api.shapes.work import Sent


class BacktestIn(Sent):
    """Which definition to hold against the leads closed when; nothing changes."""

    version: Annotated[int, Field(ge=1, le=999_999_999), COUNT] | None = Field(
        None, description="The version's number; the one in force when left out"
    )
    draft: bool = Field(False, description="The workspace's draft, in place of a version")
    closed_after: Instant | None = Field(None, description="A year before when left out")
    closed_before: Instant | None = Field(None, description="Now when left out")


class LiftOut(BaseModel):
    """
    Leads of one band or category; `lift` is how many times as often they were won as all.

    Null for fewer than 20 leads.
    """

    key: str
    leads: int
    won: int
    lift: float | None


class AreaOut(BaseModel):
    """
    The area under a score's curve with its 95 % interval: how often a won lead scores above one
    that was not won, of `won` and `lost` leads.
    """

    value: float
    low: float
    high: float
    won: int
    lost: int


class MeasuredOut(BaseModel):
    """
    One score. Areas are null with fewer than 30 won, or 30 not won.

    `disagrees`: the leads closed since `newest_from` tell another story than those before, by more
    than chance would have it in 19 of 20 cases.
    """

    key: Literal["combined", "fit", "interest", "category"]
    area: AreaOut | None
    earlier: AreaOut | None
    newest: AreaOut | None
    disagrees: bool
    rows: list[LiftOut]


class BacktestOut(BaseModel):
    """
    A back-test: how far it has come, and what it has found so far. Won stands against lost and not
    a fit.
    """

    id: uuid.UUID
    state: Literal["running", "done", "failed", "stopped"]
    number: int | None = Field(description="The version's number; null for a draft")
    closed_after: datetime.datetime
    closed_before: datetime.datetime
    newest_from: datetime.date = Field(description="The first day of the newest months")
    total: int
    done: int
    made_at: datetime.datetime
    finished_at: datetime.datetime | None
    error: str
    leads: int = Field(description="Leads that are counted")
    won: int
    undecided: int = Field(
        description="Received in this time and still open when it began: not counted"
    )
    missed: int = Field(description="Reopened while it ran: not counted")
    scores: list[MeasuredOut]
