"""Categories and definitions as the API shows them."""

from __future__ import annotations

import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from vaste.api.shapes.kinds import Text
from vaste.api.shapes.people import PersonOut
from vaste.api.shapes.work import Sent


class ReminderRuleOut(BaseModel):
    """A reminder `before_s` seconds before the day of the purchase, and what it says."""

    before_s: int
    words: str


class AfterAttemptsOut(BaseModel):
    """
    After `count` attempts in a row without a contact a lead rests for `rest_s` seconds.

    Attempts less than `gap_s` seconds after the last one that counted do not count.
    """

    count: int
    rest_s: int
    gap_s: int


class PromiseOut(BaseModel):
    """
    One milestone of the policy: reached within `within_s` seconds, with a warning after
    `warn_after_s`; a lead goes back `give_back_after_s` after it was due (null: it does not).

    Seconds are of working time in the hours of `calendar` (workspace, team or buyer), or of wall
    time with `is_wall`.
    """

    milestone: str
    within_s: int
    warn_after_s: int
    give_back_after_s: int | None
    is_wall: bool
    calendar: str


class CategoryOut(BaseModel):
    """
    One contract: who belongs in it, in words, and what they are promised.

    Times are seconds of working time, `hold_s` and `rest_s` of wall time. `rank` orders the queue,
    0 first. `rule` is empty for the category that takes the rest, `team` (a slug) where routing
    names the team. `counts_as_contact` holds, by channel, the outcomes that stop the first-contact
    clock. A lower category must apply for `hold_s` before a lead falls to it. `load` is what one
    lead adds to what its owner holds. `promises` are the policy as it holds in this category.
    """

    key: str
    rank: int
    name: str
    rule: str
    take_over_s: int
    first_contact_s: int
    give_back_after_s: int
    channel: str
    task: str
    team: str
    reminder: ReminderRuleOut | None
    offer_newsletter: bool
    counts_as_contact: dict[str, list[str]]
    ladder: str
    after_attempts: AfterAttemptsOut | None
    hold_s: int
    load: int
    promises: list[PromiseOut]


class CategoriesOut(BaseModel):
    """The categories in force, in their order."""

    definition: int
    items: list[CategoryOut]


class VersionOut(BaseModel):
    """A published version of the definition; the newest number is in force."""

    number: int
    note: str
    published_at: datetime.datetime
    published_by: PersonOut | None


class VersionWithSource(VersionOut):
    """A published version with its text, as it was published."""

    source: str = Field(description="YAML")


class DefinitionIn(Sent):
    """A definition to publish."""

    source: Annotated[Text, Field(min_length=1, max_length=400_000, description="YAML")]
    note: Annotated[Text, Field(max_length=200)] = ""
