"""The back-test as the API shows it."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from vaste.api.shapes.kinds import WHOLE, Instant, YesNo


class BacktestQuery(BaseModel):
    """Which version, over the leads closed when."""

    version: Annotated[int, Field(ge=1, le=999_999_999), WHOLE] | None = Field(
        None, description="The version's number; the one in force when left out"
    )
    draft: YesNo = Field(False, description="The draft instead; `definition` is then 0")
    closed_after: Instant | None = Field(None, description="A year ago when left out")
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
    A version held against closed leads: won against lost and not a fit.

    `is_cut`: there were more than fit into one back-test; those closed last are counted.
    """

    definition: int
    closed_after: datetime.datetime
    closed_before: datetime.datetime
    newest_from: datetime.datetime
    leads: int
    won: int
    is_cut: bool
    scores: list[MeasuredOut]
