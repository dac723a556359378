"""Doors, arrivals, the ledger's sums and imports as the API shows them."""

from __future__ import annotations

import datetime
import uuid
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from vaste.api.paging import PageQuery
from vaste.api.shapes.kinds import WHOLE, Id, Instant

MOST_DAYS = 92
ArrivalState = Literal[
    "lead_created", "appended", "quarantined", "refused", "needs_a_look", "dismissed"
]


class ArrivalFilters(PageQuery):
    """Which arrivals; every filter that is given must be met."""

    state: ArrivalState | None = None
    door: Id | None = Field(None, description="The id of the door")
    received_after: Instant | None = None


class DoorOut(BaseModel):
    """A way in; `key` is the public part of its address."""

    id: uuid.UUID
    kind: str
    slug: str
    name: str
    key: str
    opened_at: datetime.datetime
    closed_at: datetime.datetime | None


class ReasonOut(BaseModel):
    """Why an arrival ended as it did: a stable code, and a detail."""

    code: str
    detail: str


class ArrivalOut(BaseModel):
    """One raw thing that came through a door, and how it ended."""

    id: uuid.UUID
    door: uuid.UUID
    received_at: datetime.datetime
    state: ArrivalState
    reasons: list[ReasonOut]
    lead: uuid.UUID | None
    imported_by: uuid.UUID | None = Field(description="The import that it is a row of")
    row_number: int | None
    repeats: int


class ArrivalWithBody(ArrivalOut):
    """An arrival with all that came; `body_encoding` is utf-8 or base64."""

    content_type: str
    headers: dict[str, str]
    body: str
    body_encoding: str
    body_sha256: str


class ReceiptOut(BaseModel):
    """What became of an arrival; `answer_by` is the promise to the sender."""

    arrival: uuid.UUID
    state: ArrivalState
    lead: uuid.UUID | None
    answer_by: datetime.datetime | None


class SumsQuery(BaseModel):
    """How far back."""

    days: Annotated[int, Field(ge=1, le=MOST_DAYS), WHOLE] = Field(
        7, description="How many days back from now"
    )


class SumOut(BaseModel):
    """
    One door on one day of the workspace's zone.

    `received` counts the rows themselves; it equals the sum of the others, or something is lost.
    """

    on: datetime.date
    door: uuid.UUID
    received: int
    lead_created: int
    appended: int
    quarantined: int
    refused: int
    needs_a_look: int
    dismissed: int


class SumsOut(BaseModel):
    """The ledger's sums, the latest day first."""

    zone: str
    items: list[SumOut]


class ImportOut(BaseModel):
    """
    One file taken through a door, and how far it has come.

    `position` is the last row that is stored for good, `counts` how many rows ended how.
    """

    id: uuid.UUID
    door: uuid.UUID
    filename: str
    size: int = Field(description="Bytes")
    state: Literal["uploaded", "running", "done", "failed", "canceled"]
    position: int
    rows_total: int | None
    counts: dict[str, object]
    unread_outcomes: dict[str, int] = Field(
        description="Words of the outcome that mean none, with their rows: those leads are open"
    )
    problem: str
    created_at: datetime.datetime
    started_at: datetime.datetime | None
    ended_at: datetime.datetime | None


class WordOut(BaseModel):
    """
    One value of a column, in how many of the sampled rows, and what it means as an `outcome`.

    `outcome` is won, lost, not_a_fit or open, and empty where the value means none of them;
    another meaning is said in the map: `{"field": "outcome", "values": {"No": "lost"}}`.
    """

    value: str
    count: int
    outcome: str


class ColumnOut(BaseModel):
    """
    One column of a file: what it seems to hold, why, and how surely (0 to 1).

    `why` is autocomplete, synonym, unsure_synonym, content, taken or unknown; `field` is empty for
    a column that is kept under its own name. `filled` counts rows among the sampled ones. `words`
    are the different values of a column that has at most 20 of them, the most frequent first.
    """

    name: str
    field: str
    why: str
    confidence: float
    samples: list[str]
    filled: int
    words: list[WordOut]


class ColumnsOut(BaseModel):
    """A file's columns in their order, and the map that they suggest."""

    columns: list[ColumnOut]
    field_map: dict[str, object] = Field(description="A map to start with, as it is or changed")
    sampled: int


class FieldMapIn(BaseModel):
    """How a file is read; docs/doors.md says what a map may hold."""

    model_config = ConfigDict(extra="forbid")

    field_map: dict[str, object]


class StartIn(FieldMapIn):
    """How a file is read in, and whether open leads are routed and their clocks started."""

    run_clocks: bool = Field(False, description="Leave it off for old leads")


class CellProblemOut(BaseModel):
    """What could not be used in a row, and how to mend it."""

    field: str
    value: str
    message: str
    remedy: str


class RowOut(BaseModel):
    """One row of a file as a map reads it; one that says nothing would be refused."""

    number: int
    fields: dict[str, object]
    says_nothing: bool
    problems: list[CellProblemOut]


class PreviewOut(BaseModel):
    """The first rows of a file as a map reads them."""

    rows: list[RowOut]


class BadRowOut(BaseModel):
    """A row that did not become a lead, as it stood in the file, with the reason."""

    arrival: uuid.UUID
    number: int
    state: ArrivalState
    code: str
    detail: str
    remedy: str
    cells: dict[str, str]
