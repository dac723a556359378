"""The matrix as the API shows it, and its filters."""

from __future__ import annotations

import datetime
import uuid
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from vaste.api.paging import PageQuery
from vaste.api.shapes.kinds import Id, Text, YesNo
from vaste.api.shapes.leads import CategoryRef, QuadrantKey
from vaste.api.shapes.people import PersonOut


class MatrixFilters(PageQuery):
    """Which unfinished leads; every filter that is given must be met."""

    state: Literal["open", "snoozed"] | None = None
    quadrant: QuadrantKey | None = Field(None, description="Narrows the leads, not the counts")
    category: Annotated[Text, Field(max_length=40, description="The category's key")] | None = None
    owner: Id | None = Field(None, description="The id of the user who answers for it")
    mine: YesNo = Field(False, description="Only those of the token's user")
    unowned: YesNo = Field(False, description="Only those that nobody has taken over")
    source: Annotated[Text, Field(max_length=120, description="Equal to the letter")] | None = None


class QuadrantOut(BaseModel):
    """
    A quadrant: its name, its track and what happens there, in the language of the token's user;
    and how many leads stand in it.
    """

    key: QuadrantKey
    name: str
    track: str
    sentence: str
    leads: int


class StandingOut(BaseModel):
    """A lead where it stands; fit and interest 0-100."""

    id: uuid.UUID
    contact: str
    company: str
    category: CategoryRef
    fit: int
    interest: int
    quadrant: QuadrantKey
    value_band: str
    state: str
    source: str
    owner: PersonOut | None
    received_at: datetime.datetime


class MatrixOut(BaseModel):
    """
    The matrix as of `at`; a lead is a good fit from `good_fit`, and interested from `interested`.
    """

    at: datetime.datetime
    definition: int
    good_fit: int
    interested: int
    quadrants: list[QuadrantOut]
    items: list[StandingOut]
    next: str | None = Field(description="The cursor of the next page; null on the last one")
