"""The reports as the API shows them; durations are in seconds, null where no lead got so far."""

from __future__ import annotations

import datetime
import uuid
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from vaste.api.shapes.kinds import Id, Instant, Text

ConversionBy = Literal[
    "source", "campaign", "category", "quadrant", "owner", "team", "door", "month", "week"
]
ResponseBy = Literal["category", "team", "owner", "source", "campaign", "door", "quadrant"]
ReasonsBy = Literal["category", "source", "owner", "team"]
CohortBy = Literal["month", "week"]


class Narrowed(BaseModel):
    """Of which leads; every filter that is given must be met."""

    team: Id | None = Field(None, description="The id of the lead's team")
    owner: Id | None = Field(None, description="The id of the user who answers for it")
    category: Annotated[Text, Field(max_length=40, description="The category's key")] | None = None
    source: Annotated[Text, Field(max_length=120, description="Equal to the letter")] | None = None


class ReceivedQuery(Narrowed):
    """Leads received when, and of them which."""

    received_after: Instant | None = Field(
        None, description="From this instant on; 30 days before the end when left out"
    )
    received_before: Instant | None = Field(
        None, description="To before this instant; now when left out"
    )


class ConversionQuery(ReceivedQuery):
    """The conversion report by one dimension."""

    by: ConversionBy = "source"


class ResponseQuery(ReceivedQuery):
    """The response report by one dimension."""

    by: ResponseBy = "category"


class CohortsQuery(ReceivedQuery):
    """The cohort report by months or weeks of the workspace's zone."""

    by: CohortBy = "month"


class ReasonsQuery(Narrowed):
    """The reasons report by one dimension, of leads closed when."""

    by: ReasonsBy = "category"
    closed_after: Instant | None = Field(
        None, description="From this instant on; 30 days before the end when left out"
    )
    closed_before: Instant | None = Field(
        None, description="To before this instant; now when left out"
    )


class Spanned(BaseModel):
    """From when to before when leads are counted, and the zone of days, weeks and hours."""

    since: datetime.datetime
    until: datetime.datetime
    zone: str


class ConversionRowOut(BaseModel):
    """
    How far leads came. `key` is the value, an id where it is a person, team or door; `name` says it
    in words. Both are null in the row of all leads together.
    """

    key: str | None
    name: str | None
    leads: int
    taken_over: int
    qualified: int
    advanced: int
    contacted: int
    won: int
    lost: int
    open: int
    to_contact_s: float | None
    to_won_s: float | None


class ConversionOut(Spanned):
    """The conversion report: the largest rows first, then all leads together."""

    by: ConversionBy
    rows: list[ConversionRowOut]
    total: ConversionRowOut


class ResponseRowOut(BaseModel):
    """
    How soon a person answered; leads imported without clocks are not counted.

    `in_time` of `judged` were answered within the promise. Working time is that of the policy, raw
    time that of the wall clock; `system_s` of it went by until the lead stood on a screen,
    `person_s` after that, less pauses.
    """

    key: str | None
    name: str | None
    leads: int
    answered: int
    in_time: int
    judged: int
    median_working_s: float | None
    p90_working_s: float | None
    median_raw_s: float | None
    p90_raw_s: float | None
    system_s: float | None
    p90_system_s: float | None
    person_s: float | None
    p90_person_s: float | None


class ResponseOut(Spanned):
    """The response report: the largest rows first, then all leads together."""

    by: ResponseBy
    rows: list[ResponseRowOut]
    total: ResponseRowOut


class HourOut(BaseModel):
    """Leads received in one hour of one weekday (1 is Monday) of the workspace's zone."""

    weekday: int
    hour: int
    leads: int
    answered: int
    in_time: int
    judged: int
    median_working_s: float | None
    median_raw_s: float | None


class HoursOut(Spanned):
    """The heat map: the hours of a week in which leads were received."""

    rows: list[HourOut]


class BandOut(BaseModel):
    """
    Leads whose first contact took from `from_s` to before `to_s` of working time, and how they
    ended. Null is no bound; `is_overdue` are those that nobody reached though their time has
    passed.
    """

    from_s: int | None
    to_s: int | None
    is_overdue: bool
    leads: int
    qualified: int
    won: int
    lost: int


class BandsOut(Spanned):
    """Conversion by response time, the shortest first."""

    rows: list[BandOut]


class PortionOut(BaseModel):
    """
    One person's part. `received` were given by the routing, `by_turn` of them by turn, against
    `fair`: their share by weight of what was given by turn while they were there.

    `looked_at` counts decisions in which they were a candidate, `there` those in which they were
    neither absent nor outside their hours. `got` and `passed_over` are counts by reason.
    """

    user: uuid.UUID
    name: str
    received: int
    by_turn: int
    fair: float
    looked_at: int
    there: int
    got: dict[str, int]
    passed_over: dict[str, int]
    categories: dict[str, int]
    value_bands: dict[str, int]
    taken_over: int
    given_back: int
    lapsed: int
    moved_on: int
    credited: int


class FairnessOut(Spanned):
    """The fairness report: who got most comes first."""

    rows: list[PortionOut]


class ClosingReasonOut(BaseModel):
    """Leads closed for one reason, of one value."""

    key: str
    name: str
    state: Literal["lost", "not_a_fit"]
    reason: str
    leads: int


class ReasonsOut(Spanned):
    """The reasons report: the most frequent first."""

    by: ReasonsBy
    rows: list[ClosingReasonOut]


class CohortOut(BaseModel):
    """
    The leads of one month (2026-03) or week (2026-W10) and how they stand now; `key` is null in the
    row of all. Each median is of the time from the step before it, by the wall clock.
    """

    key: str | None
    leads: int
    qualified: int
    taken_over: int
    contacted: int
    won: int
    lost: int
    not_a_fit: int
    open: int
    to_qualified_s: float | None
    to_taken_s: float | None
    to_contact_s: float | None
    to_won_s: float | None


class CohortsOut(Spanned):
    """The cohort report: the newest first, then all leads together."""

    by: CohortBy
    rows: list[CohortOut]
    total: CohortOut
