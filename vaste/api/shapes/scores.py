"""A lead's scores at an instant, with their lines, and how they have changed."""

from __future__ import annotations

import datetime

from pydantic import BaseModel, Field

from vaste.api.shapes.kinds import Instant
from vaste.api.shapes.leads import CategoryRef, QuadrantKey


class LineOut(BaseModel):
    """One line of a score: what counted, in words, and the points that it gave."""

    key: str
    words: str
    points: float


class ScoreOut(BaseModel):
    """
    A score 0-100 and the lines that made it.

    Base, lines and `steps` add up to `value`. Steps are what changed the sum, in words: the floor
    and ceiling of fit and their scale brought to 0-100 (`floor`, `ceiling`, `scale`), what became
    known since the judgment (`since`); of interest, the most that there is and rounding (`limit`,
    `rounding`). Lines and steps of a fit that nobody recorded are left out.
    """

    value: int
    base: int
    lines: list[LineOut]
    steps: list[LineOut]


class ScoreQuery(BaseModel):
    """At which instant; now when left out."""

    at: Instant | None = None


class QuadrantRef(BaseModel):
    """A quadrant with its name, its track, and what happens there, in the user's language."""

    key: QuadrantKey
    name: str
    track: str
    sentence: str


class JudgedOut(BaseModel):
    """How a lead stood after it was judged."""

    fit: int
    interest: int
    quadrant: str
    category: CategoryRef


class ChangeOut(BaseModel):
    """
    One judgment, by the version `definition`.

    `because` is received, published, faded, hold_over, touched, learned, given_back or dates;
    `before` is null when the lead came.
    """

    at: datetime.datetime
    because: str
    definition: int
    before: JudgedOut | None
    after: JudgedOut


class ScoresOut(BaseModel):
    """
    A lead's scores `at` an instant.

    Interest is counted exactly from what the contact had done by then, by the version `definition`
    that was in force. `fit`, `quadrant` and `category` are null before the lead came. `changes` are
    all judgments up to the instant, the oldest first.
    """

    at: datetime.datetime
    definition: int
    good_fit: int
    interested: int
    fit: ScoreOut | None
    interest: ScoreOut
    quadrant: QuadrantRef | None
    category: CategoryRef | None
    changes: list[ChangeOut] = Field(description="Up to `at`, the oldest first")
