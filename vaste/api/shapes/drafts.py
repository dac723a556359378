"""The draft of a definition, and what differs between two, as the API shows them."""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from vaste.api.problems import FieldProblem
from vaste.api.shapes.kinds import Text
from vaste.api.shapes.people import PersonOut
from vaste.api.shapes.work import Sent

Number = Annotated[int, Field(ge=0, le=2**31 - 1)]


class SeenIn(Sent):
    """How the draft stood when you read it; revision 0: there was none."""

    based_on: Number
    revision: Number


class DraftOut(BaseModel):
    """
    The draft as it stands. Without one, revision is 0 and the source that of the version in force.

    `errors` is what has to be mended before it can be published.
    """

    based_on: int = Field(description="The version it was begun from")
    revision: int = Field(description="Grows with each change; 0: there is no draft")
    in_force: int
    edited_at: datetime.datetime | None
    edited_by: PersonOut | None
    source: str = Field(description="YAML")
    errors: list[FieldProblem]


class DraftIn(Sent):
    """The text that the draft is to have, and how it stood when you read it."""

    source: Annotated[Text, Field(min_length=1, max_length=400_000, description="YAML")]
    seen: SeenIn


class PublicationIn(Sent):
    """
    Which draft is to be published.

    `replacing` is the version in force whose differences you have looked at, where it is not the
    one that the draft is based on.
    """

    seen: SeenIn
    note: Annotated[Text, Field(max_length=200)] = ""
    replacing: Number | None = None


class RollBackIn(Sent):
    """The version in force that is to be replaced; null: whichever it is."""

    replacing: Number | None = None


class DifferenceOut(BaseModel):
    """
    One part that is not the same; entries of lists are named by their keys.

    For `order`, before and after are the keys of a list in their order.
    """

    place: list[str]
    change: Literal["added", "removed", "changed", "order"]
    before: Any
    after: Any


class DifferencesOut(BaseModel):
    """What differs between two definitions, in the order of the documentation."""

    items: list[DifferenceOut]
