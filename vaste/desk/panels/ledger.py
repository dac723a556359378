"""The ledger page, one arrival, and the review lane."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from vaste.desk.panels.common import FilterOption, Tone

ArrivalState = Literal["created", "appended", "quarantined", "refused", "needs_look", "dismissed"]
DoorKind = Literal["form", "api", "file", "mailbox", "ad", "chat", "phone"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerDay:
    """
    One door on one day of the workspace's zone: what came, and where each went.

    `adds_up` is computed in SQL from the rows themselves, never from the shown numbers.
    `dismissed` counts reviewed arrivals that were put aside.
    """

    on: date
    door: str
    door_kind: DoorKind
    received: int
    created: int
    appended: int
    quarantined: int
    refused: int
    needs_look: int
    dismissed: int = 0
    adds_up: bool = True
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalRow:
    """One arrival in a list; `who` and `excerpt` are as given, "" where unread."""

    arrival_id: str
    received_at: datetime
    door: str
    door_kind: DoorKind
    state: ArrivalState
    state_label: str
    tone: Tone
    who: str
    excerpt: str
    reason: str = ""
    lead_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerPage:
    """
    The proof that nothing was lost, over a period.

    `total` sums `days`; `sum_text` is the sum as a sentence ("214 received = 180 new leads + 20
    added to a lead + 14 held for review"). `is_day_empty` means nothing came in the period.
    """

    period: str
    days: tuple[LedgerDay, ...]
    total: LedgerDay | None
    sum_text: str
    periods: tuple[FilterOption, ...]
    doors: tuple[FilterOption, ...]
    states: tuple[FilterOption, ...]
    arrivals: tuple[ArrivalRow, ...]
    next_url: str = ""
    first_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """One header of an arrival as it came."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalEvent:
    """One thing that happened to an arrival, oldest first; `text` is a sentence."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalPage:
    """
    One arrival, raw.

    `body` is text made readable without loss (undecodable bytes as \\xNN), cut at 64 kB when
    `is_cut`; `size` is the whole body in bytes. `headers` leave out secrets. `reasons` are
    sentences.
    """

    row: ArrivalRow
    size: int
    content_type: str
    body: str
    headers: tuple[Header, ...]
    reasons: tuple[str, ...]
    history: tuple[ArrivalEvent, ...]
    is_cut: bool = False
    can_release: bool = False
    can_replay: bool = False
    can_dismiss: bool = False
    raw_url: str = ""
    notice: str = ""
    notice_tone: Tone = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRow:
    """One doubtful arrival: who, what, and each reason in a sentence."""

    arrival_id: str
    received_at: datetime
    door: str
    door_kind: DoorKind
    who: str
    email: str
    excerpt: str
    reasons: tuple[str, ...]
    is_broken: bool = False
    note: str = ""
    note_tone: Tone = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPage:
    """The review lane, oldest first; `url` is asked again when the ledger changes."""

    url: str
    rows: tuple[ReviewRow, ...]
    count: int
    is_capped: bool = False
    may_act: bool = True
    next_url: str = ""
