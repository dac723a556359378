"""The manager's page and the notices."""

from dataclasses import dataclass
from datetime import datetime

from vaste.desk.panels.common import CategoryTag, ClockCell, Person, Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One big number with its name; `hint` is a short line under it, `url` opens the list."""

    label: str
    value: str
    hint: str = ""
    tone: Tone = "plain"
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WallLead:
    """One lead on the wall: about to breach, overdue, or waiting, which has no `clock`."""

    lead_id: str
    name: str
    company: str
    category: CategoryTag
    clock: ClockCell | None
    received_at: datetime
    owner: Person | None = None
    team: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadRow:
    """
    One person's load in open leads.

    `by_category` are counts in the order of the page's `categories`; `untouched` are taken over
    without a contact yet; `capacity` is None where there is no limit. `note` says why they get
    none ("Absent until Monday"). `scale` is the length of a full bar in leads, the same in
    every row: the largest of all counts and capacities.
    """

    person: Person
    by_category: tuple[int, ...]
    open: int
    untouched: int
    overdue: int
    scale: int
    capacity: int | None = None
    is_full: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayStep:
    """One step of today's way from arrival to won; `count` in leads."""

    label: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WallPage:
    """The manager's page as of `at` (aware UTC); refetched when leads change."""

    at: datetime
    tiles: tuple[Tile, ...]
    breaching: tuple[WallLead, ...]
    overdue: tuple[WallLead, ...]
    unanswered: tuple[WallLead, ...]
    categories: tuple[CategoryTag, ...]
    load: tuple[LoadRow, ...]
    today: tuple[TodayStep, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRow:
    """One notice to the reader; `text` is a sentence, `url` opens what it is about."""

    notice_id: str
    at: datetime
    text: str
    url: str
    tone: Tone = "plain"
    is_read: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticesPage:
    """The reader's notices, newest first."""

    rows: tuple[NoticeRow, ...]
    unread: int
    next_url: str = ""
