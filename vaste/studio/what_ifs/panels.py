"""What the what-if's pages are drawn from."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from vaste.studio.panels import Complaint, Option
from vaste.studio.trials.panels import Example, Share, Tag


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatRow:
    """One person in one team of the form; `key` stands in the names of their fields."""

    key: str
    user_id: str
    name: str
    weight: str
    capacity: str
    holds: str
    absences: Sequence[Option]
    is_out: bool = False
    is_new: bool = False
    errors: Sequence[tuple[str, str]] = ()  # (field, what to mend)

    @property
    def wrong(self) -> Sequence[str]:
        """The names of the fields that are wrong."""
        return [field for field, _ in self.errors]


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamForm:
    """One team of the form, and who could come into it."""

    slug: str
    name: str
    seats: Sequence[SeatRow]
    newcomers: Sequence[Option]


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIfRow:
    """A what-if in the list of those that were made."""

    url: str
    state: str
    state_label: str
    made_at: datetime.datetime
    who: str
    what: str
    period: str
    leads: int
    moved: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIfPage:
    """Beginning a what-if, and those that were made before."""

    definitions: Sequence[Option]
    days: Sequence[Option]
    first_day: str
    last_day: str
    today: str
    teams: Sequence[TeamForm]
    problems: Sequence[Complaint]
    rows: Sequence[WhatIfRow]
    refusal: str = ""
    period_error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """
    One person in one team: what they would have got.

    `counts` are by category, in the order of the columns. `share` is their part of the team's
    leads, `fair` of its weights; `gap` is how many leads they are above it (below 0: under).
    """

    name: str
    weight: int | None
    capacity: int | None
    counts: Sequence[int]
    received: int
    actual: int
    share: Share
    fair: Share
    gap: float | None
    most: int
    mean: float
    late: int
    passed: str


@dataclass(frozen=True, slots=True)
class TeamTable:
    """A team with its people, and what waits in its pool."""

    key: str
    name: str
    people: Sequence[PersonRow]
    totals: Sequence[int]
    received: int
    actual: int
    pooled: int
    most: int


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """Leads that would wait in a team's pool for one reason, the newest examples first."""

    team: str
    why: str
    count: int
    leads: Sequence[Example]


@dataclass(frozen=True, slots=True)
class Cell:
    """How many leads go from one owner to another; `heat` (0-5) is its shade."""

    count: int
    heat: int
    is_same: bool


@dataclass(frozen=True, slots=True)
class MoveRow:
    """The leads of one owner in truth, by who would have got them."""

    name: str
    cells: Sequence[Cell]
    total: int


@dataclass(frozen=True, slots=True)
class MoveExamples:
    """The newest leads of one move."""

    before: str
    after: str
    count: int
    leads: Sequence[Example]


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """One milestone: how many promises would be missed, and how many were."""

    name: str
    expected: int
    broken: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIfRunPage:
    """One what-if: how far it has come, and what it has found so far."""

    row: WhatIfRow
    stop_url: str
    done: int
    total: int
    percent: int
    is_running: bool
    error: str
    left: datetime.timedelta | None
    given: int
    pooled: int
    kept: int
    columns: Sequence[Tag]
    teams: Sequence[TeamTable]
    waiting: Sequence[WaitingRow]
    promises: Sequence[PromiseRow]
    names: Sequence[str]
    moves: Sequence[MoveRow]
    move_totals: Sequence[int]
    examples: Sequence[MoveExamples]
