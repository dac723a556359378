"""What changing teams, places in them and absences takes and gives."""

from __future__ import annotations

import datetime
import uuid
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from vaste.api.paging import PageQuery
from vaste.api.shapes.kinds import Id, Instant, Text, YesNo
from vaste.api.shapes.people import PersonOut
from vaste.api.shapes.work import Sent
from vaste.routing.away_signs import Counts

Slug = Annotated[Text, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,59}$")]
Name = Annotated[Text, Field(min_length=1, max_length=120, pattern=r"\S")]
Words = Annotated[
    list[Annotated[Text, Field(max_length=80)]],
    Field(max_length=200, description="`*` is everything of the kind"),
]
Hours = Annotated[
    dict[str, Any] | None,
    Field(
        description="What differs from the workspace's calendar, in its form; null for nothing",
        examples=[{"hours": {"mon-fri": "10:00-18:00"}}],
    ),
]


CountsWord = Annotated[
    Counts,
    Field(
        description="`marked`: whole days that are busy, and what is marked or titled as out of"
        " office. `all`: everything but the free, for a calendar of absences only"
    ),
]
SKIPPED = Field(
    description="Entries that are no absence, by why: meeting, free, tentative, elsewhere,"
    " cancelled, declined, unreadable, too_often, too_many, taken_back"
)
CUT = Field(description="Whether there are more absences than the 2000 that are taken")
FeedProblem = Literal[
    "", "refused", "unreachable", "too_slow", "too_long", "not_found", "forbidden", "answered",
    "no_calendar", "key",
]  # fmt: skip


class TeamClosingQuery(BaseModel):
    """Which team takes over from one that closes, and whether its members come along."""

    into: Id = Field(description="An open team: what was the closed one's is its own then")
    with_members: YesNo = Field(
        False, description="Its members come along, and keep all the leads they own"
    )


class AttributesIn(Sent):
    """What a member holds of what leads may need."""

    skill: Words = []
    language: Words = []
    territory: Words = []
    product: Words = []
    client: Words = []


class PlaceIn(Sent):
    """A member's place in a team, as a whole: what is left out goes back to its usual value."""

    weight: int = Field(1, ge=0, le=1000, description="Their share of new leads; 0 for none")
    capacity: int = Field(
        50,
        ge=0,
        le=100_000,
        description="How much they can hold in open leads; 0 gives theirs away",
    )
    untouched_cap: int | None = Field(
        None, ge=1, le=100_000, description="How many they may take over before contacting any"
    )
    attributes: AttributesIn = AttributesIn()
    calendar: Hours = None


class MovedOut(BaseModel):
    """What became of leads that were given out again."""

    given: int = Field(description="Went to other people")
    pooled: int = Field(description="Wait in the pool: nobody could take them")
    held: int = Field(description="Were taken over before, and stay")


class TeamClosed(MovedOut):
    """What became of a closed team's leads."""

    following: int = Field(description="Follow in the background: of a large team, the most")


class PlaceOut(BaseModel):
    """A member's place as it is now, and the leads that moved because of it."""

    user: uuid.UUID
    team: uuid.UUID
    weight: int
    capacity: int
    untouched_cap: int | None
    attributes: dict[str, list[str]]
    calendar: dict[str, Any] | None
    moved: MovedOut


class TeamIn(Sent):
    """A new team."""

    slug: Slug
    name: Name
    manager: uuid.UUID | None = None


class TeamChange(Sent):
    """A team as a whole: what is left out goes back to its usual value."""

    name: Name
    manager: uuid.UUID | None = None
    calendar: Hours = None
    require_shift: bool = Field(
        False, description="Whether members get leads only while their hours are open"
    )


class RetimingOut(BaseModel):
    """
    How far the running clocks have followed a team's last change of hours.

    The change counts from `changed_at`: each clock keeps the working time it had left then.
    """

    state: Literal["running", "done"]
    changed_at: datetime.datetime
    total: int = Field(description="Leads with clocks in the team's hours")
    done: int
    moved: int = Field(description="Clocks whose times have changed")
    finished_at: datetime.datetime | None


class TeamMade(BaseModel):
    """A team as it is now; `retiming` is of its last change of hours, null before any."""

    id: uuid.UUID
    slug: str
    name: str
    manager: uuid.UUID | None
    calendar: dict[str, Any] | None
    require_shift: bool
    retiming: RetimingOut | None = None


class AbsenceQuery(PageQuery):
    """Whose absences."""

    user: uuid.UUID | None = Field(None, description="Only this person's")


class AbsenceIn(Sent):
    """A time in which somebody gets no leads."""

    user: uuid.UUID
    away_from: Instant = Field(description="Within five years; in the past for somebody away now")
    away_until: Instant | None = Field(None, description="Not part of it; null for no end")
    reason: Annotated[Text, Field(max_length=200)] = ""


class AbsenceOut(BaseModel):
    """One absence that runs or is to come; overlapping ones count as one."""

    id: uuid.UUID
    user: PersonOut
    away_from: datetime.datetime
    away_until: datetime.datetime | None
    reason: str
    is_imported: bool


class AbsenceMade(AbsenceOut):
    """An absence as it was entered, and the leads that moved because it has begun."""

    moved: MovedOut


class CalendarIn(Sent):
    """A calendar file, as text."""

    ical: Text = Field(max_length=2_000_000, description="iCalendar (RFC 5545)")
    counts: CountsWord = Counts.MARKED


class CalendarTaken(BaseModel):
    """What a calendar file came to."""

    entries: int = Field(description="Absences in it that are not over")
    changed: int = Field(description="Of them new or moved")
    gone: int = Field(description="Absences of the file before that are not in this one")
    skipped: dict[str, int] = SKIPPED
    is_cut: bool = CUT


class FeedIn(Sent):
    """A calendar at an address."""

    user: uuid.UUID
    url: Text = Field(
        min_length=1,
        max_length=2000,
        description="Its secret address, https:// or webcal://; it is never given back",
    )
    counts: CountsWord = Counts.MARKED


class FeedChange(Sent):
    """What of a calendar counts as an absence."""

    counts: CountsWord


class FeedQuery(BaseModel):
    """Whose calendars."""

    user: uuid.UUID | None = Field(None, description="Only this person's")


class FeedOut(BaseModel):
    """A calendar that absences are read from, and how that goes."""

    id: uuid.UUID
    user: PersonOut
    address: str = Field(description="Its host; the rest of the address is a secret")
    counts: Counts
    absences: int = Field(description="Absences from it that run or are to come")
    skipped: dict[str, int] = SKIPPED
    is_cut: bool = CUT
    fine_at: datetime.datetime | None = Field(description="When it was last read; null for never")
    tried_at: datetime.datetime | None
    next_at: datetime.datetime = Field(description="When it is read next")
    failing_since: datetime.datetime | None = Field(description="Null while it can be read")
    failures: int = Field(description="In a row")
    problem: FeedProblem = Field(description="Why it could not be read; empty while it can")
    status: int | None = Field(description="What its server answered, where that is the problem")


class FeedList(BaseModel):
    """Calendars, the first named first."""

    items: list[FeedOut]


class FeedGone(BaseModel):
    """How many absences went with a calendar."""

    gone: int


class BackOut(BaseModel):
    """How many absences ended."""

    ended: int
