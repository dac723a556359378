"""Categories and definitions as the API shows them."""

from __future__ import annotations

import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from vaste.api.shapes.kinds import Text
from vaste.api.shapes.people import PersonOut
from vaste.api.shapes.work import Sent


class CategoryOut(BaseModel):
    """
    One contract: who belongs in it, in words, and what they are promised.

    Times are seconds of working time. `rank` orders the queue, 0 first. `rule` is empty for the
    category that takes the rest.
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
