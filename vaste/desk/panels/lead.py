"""The lead page: all that one call needs, on one screen."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from vaste.desk.panels.common import (
    CategoryTag,
    ClockState,
    Person,
    Quadrant,
    ReasonLine,
    Tone,
)
from vaste.desk.panels.lead_buyer import (
    CompanyCard,
    ContactCard,
    EarlierLead,
    FactLine,
    Wants,
)
from vaste.desk.panels.lead_forms import (
    ClosingForm,
    ContactForm,
    OwnForm,
    PauseForm,
    SnoozeForm,
)
from vaste.desk.panels.lead_scores import (
    ScoreCard,
    ScoreHistory,
)

LeadState = Literal["open", "snoozed", "won", "lost", "not_a_fit"]
TimelineKind = Literal[
    "arrival", "phone", "email", "linkedin", "chat", "meeting", "note", "page", "claim", "release",
    "route", "category", "clock", "breach", "snooze", "close", "reopen", "import", "system",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockCard:
    """
    One promise with its working.

    `explanation` is the sentence that says how the due time came about. `met_by` is who met it,
    `warn_at` when it turns to "due soon". All instants aware UTC.
    """

    milestone: str
    state: ClockState
    started_at: datetime
    due_at: datetime
    explanation: str
    warn_at: datetime | None = None
    met_at: datetime | None = None
    met_by: Person | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineItem:
    """
    One thing that happened, newest first.

    `title` is a full sentence; `body` is a note or message, shown folded when long. `lead_url`
    and `lead_label` are set when it belongs to another lead of the same contact.
    """

    at: datetime
    kind: TimelineKind
    title: str
    body: str = ""
    actor: Person | None = None
    tone: Tone = "plain"
    lead_url: str = ""
    lead_label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One person the routing looked at, and why they were chosen or passed over."""

    person: Person
    is_chosen: bool
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingCard:
    """The routing decision: rule, team, every candidate, and the definition's number."""

    decided_at: datetime
    rule: str
    team: str
    outcome: str
    candidates: tuple[Candidate, ...]
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedCard:
    """
    What the category asks: a `task` ("" when it is what is planned anyway) by `channel`, a
    `reminder` for a day (`remind_on` None: none), and whether to offer the newsletter.
    """

    task: str = ""
    channel: str = "phone"
    remind_on: date | None = None
    reminder: str = ""
    offer_newsletter: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadPage:
    """
    One lead as its page and the queue's preview show it.

    `track` says in sentences what is done with leads of this quadrant, and where it begins.
    `state_text` says the state in a sentence when it is not simply open ("Snoozed until Monday
    9:00: waiting for their budget."). `next_step` is what is planned, "" when nothing is;
    `asked` is what the category asks beside it, None when nothing.
    `version` goes into every form, so that a change made meanwhile is noticed. The `can_…` flags
    decide which buttons exist; the forms are None where the reader may not use them. `notice` is
    one sentence about the last action (lost race, saved), with its tone.
    """

    lead_id: str
    version: str
    state: LeadState
    category: CategoryTag
    contact: ContactCard
    company: CompanyCard | None
    wants: Wants
    why: tuple[ReasonLine, ...]
    why_version: int
    quadrant: Quadrant
    track: str
    fit: ScoreCard
    interest: ScoreCard
    scores: ScoreHistory
    clocks: tuple[ClockCard, ...]
    facts: tuple[FactLine, ...]
    origin: tuple[FactLine, ...]
    timeline: tuple[TimelineItem, ...]
    earlier: tuple[EarlierLead, ...]
    received_at: datetime
    routing: RoutingCard | None = None
    owner: Person | None = None
    viewers: tuple[Person, ...] = ()
    is_mine: bool = False
    is_returning: bool = False
    is_sample: bool = False
    can_claim: bool = False
    can_release: bool = False
    can_reopen: bool = False
    can_resume: bool = False
    state_text: str = ""
    next_step: str = ""
    next_step_at: datetime | None = None
    asked: AskedCard | None = None
    contact_form: ContactForm | None = None
    snooze_form: SnoozeForm | None = None
    pause_form: PauseForm | None = None
    own_form: OwnForm | None = None
    closing_form: ClosingForm | None = None
    notice: str = ""
    notice_tone: Tone = "plain"
