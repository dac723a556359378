"""What the trial's pages are drawn from."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from vaste.studio.panels import Complaint, Option


@dataclass(frozen=True, slots=True)
class Tag:
    """A category in the reader's language, with the tone of its rank."""

    key: str
    label: str
    tone: str


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole; one that is small is shown as a count and not as a percentage."""

    part: int
    whole: int
    is_small: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """How many leads make one move; `heat` (0-5) is its shade, `is_same` the diagonal."""

    count: int
    heat: int
    is_same: bool
    label: str


@dataclass(frozen=True, slots=True)
class MoveRow:
    """The moves out of one category, by the category they lead to."""

    before: Tag
    cells: Sequence[Cell]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryRow:
    """One category under both definitions; leads a day are an average over the period."""

    tag: Tag
    before: int
    after: int
    a_day_before: float
    a_day_after: float
    won_before: Share
    won_after: Share


@dataclass(frozen=True, slots=True)
class DayBar:
    """
    One day, or one week of a long period: leads of the first category before and after.

    Bars are drawn in a box of 100; `y` is where one begins from the top.
    """

    label: str
    before: int
    after: int
    h_before: float = 0.0
    h_after: float = 0.0

    @property
    def y_before(self) -> float:
        """Where the bar of before begins."""
        return 100 - self.h_before

    @property
    def y_after(self) -> float:
        """Where the bar of after begins."""
        return 100 - self.h_after


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A team's leads under both definitions; `mark` says of one that it is not open, and why."""

    name: str
    before: int
    after: int
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Leads that would come into a category, or leave it, and how many of them were won."""

    category: str
    count: int
    is_leaving: bool
    won: Share


@dataclass(frozen=True, slots=True)
class QuadrantRow:
    """A quadrant's track and its leads under both definitions."""

    name: str
    track: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Example:
    """One lead that would move."""

    url: str
    name: str
    said: str
    ending: str


@dataclass(frozen=True, slots=True)
class ExampleMove:
    """The newest leads of one move."""

    before: Tag
    after: Tag
    count: int
    leads: Sequence[Example]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialRow:
    """A trial in the list of those that were made."""

    url: str
    state: str
    state_label: str
    made_at: datetime.datetime
    who: str
    period: str
    leads: int
    moved: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialPage:
    """Beginning a trial, and those that were made before."""

    has_draft: bool
    days: Sequence[Option]
    problems: Sequence[Complaint]
    trials: Sequence[TrialRow]
    refusal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialRunPage:
    """One trial: how far it has come, and what it has found so far."""

    row: TrialRow
    stop_url: str
    compared_with: int
    done: int
    total: int
    percent: int
    is_running: bool
    error: str
    left: datetime.timedelta | None
    categories: Sequence[CategoryRow]
    columns: Sequence[Tag]
    moves: Sequence[MoveRow]
    column_totals: Sequence[int]
    days: Sequence[DayBar]
    first: Tag | None
    by_week: bool
    teams: Sequence[TeamRow]
    most_of_team: int
    turns: Sequence[Turn]
    quadrants: Sequence[QuadrantRow]
    mql_before: int
    mql_after: int
    examples: Sequence[ExampleMove]


@dataclass(frozen=True, slots=True, kw_only=True)
class RolloutPanel:
    """How far the version in force has been brought to the open leads."""

    number: int
    done: int
    total: int
    percent: int
    is_running: bool
    changed: int
    recategorized: int
    finished_at: datetime.datetime | None
