"""The lead page: all that one call needs, on one screen."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from django.utils.safestring import SafeString

from vaste.desk.panels.common import (
    CategoryTag,
    Choice,
    ClockState,
    FormState,
    Money,
    Person,
    Quadrant,
    ReasonLine,
    Tone,
)

LeadState = Literal["open", "snoozed", "won", "lost", "not_a_fit"]
TimelineKind = Literal[
    "arrival", "phone", "email", "linkedin", "chat", "meeting", "note", "page", "claim", "release",
    "route", "category", "clock", "breach", "snooze", "close", "reopen", "import", "system",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentLine:
    """One purpose the contact said yes or no to, with the text that was shown."""

    purpose: str
    is_given: bool
    text: str
    given_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactCard:
    """
    The person.

    `phones` are E.164. `mail_kind` is "business", "free", "disposable" or "" (no address);
    `may_email` and `may_call` are False where the contact has said no.
    """

    name: str
    job_title: str = ""
    email: str = ""
    mail_kind: str = ""
    phones: tuple[str, ...] = ()
    language: str = ""
    local_time: str = ""
    may_email: bool = True
    may_call: bool = True
    consents: tuple[ConsentLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyCard:
    """The organization; `employees` in persons, `url` with its scheme."""

    name: str
    domain: str = ""
    url: str = ""
    industry: str = ""
    city: str = ""
    country: str = ""
    business_id: str = ""
    employees: int | None = None


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
class ScoreLine:
    """One line of a score: what counted, and the points it gave (may be negative)."""

    text: str
    points: int
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreCard:
    """
    A score 0-100 with the lines that made it; `version` is the definition's number.

    `steps` bring the sum of the lines to the score (floor, ceiling, scale, rounding): lines and
    steps always add up to `value`. `note` says that the lines would give another score by now, ""
    for nothing. `before` are the lines of another time, under `before_title`.
    """

    value: int
    lines: tuple[ScoreLine, ...]
    version: int
    steps: tuple[ScoreLine, ...] = ()
    note: str = ""
    before_title: str = ""
    before: tuple[ScoreLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreChange:
    """One judgment of the lead: what changed, in sentences, and why; `version` decided."""

    at: datetime
    text: str
    version: int
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreHistory:
    """
    How the scores have changed: a plot ("" for a lead that has just come), its judgments, the
    latest first, and a few `values` of interest in words, the first first.
    """

    svg: SafeString
    changes: tuple[ScoreChange, ...]
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wants:
    """
    What they asked for.

    `message` is their own text, as it came. `request`, `timeframe` and `value` are sentences or
    labels in the reader's language, "" when not told; `amount` is set when they named a sum.
    """

    message: str
    subject: str = ""
    request: str = ""
    timeframe: str = ""
    value: str = ""
    amount: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FactLine:
    """One fact with where it came from, how it was found, and when."""

    label: str
    value: str
    source: str
    method: str = ""
    at: datetime | None = None


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
class EarlierLead:
    """Another lead of the same contact; `ended` says how it stands, in words."""

    lead_id: str
    wants: str
    received_at: datetime
    category: CategoryTag
    ended: str
    tone: Tone = "plain"


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
class ContactForm:
    """
    The form that logs one contact. Sends: channel, direction, outcome, note, next_step,
    next_step_at (local date and time, when next_step is "custom"), version.
    """

    channels: tuple[Choice, ...]
    directions: tuple[Choice, ...]
    outcomes: tuple[Choice, ...]
    next_steps: tuple[Choice, ...]
    state: FormState = field(default_factory=FormState)


@dataclass(frozen=True, slots=True, kw_only=True)
class SnoozeForm:
    """Sends: until (a key of `chips` or "custom"), until_at (local date and time), note."""

    chips: tuple[Choice, ...]
    state: FormState = field(default_factory=FormState)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnField:
    """One field of the workspace's own: `kind` is text, date or select; `name` is what is sent."""

    name: str
    label: str
    kind: str = "text"
    value: str = ""
    hint: str = ""
    options: tuple[Choice, ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnForm:
    """The form of the workspace's own fields. Sends: each field by its name, version."""

    fields: tuple[OwnField, ...]
    state: FormState = field(default_factory=FormState)


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseForm:
    """Sends: reason, until (a key of `chips` or "custom"), until_at (local), note."""

    reasons: tuple[Choice, ...]
    chips: tuple[Choice, ...]
    state: FormState = field(default_factory=FormState)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingForm:
    """Sends: outcome (won, lost, not_a_fit), reason, note, won_value, won_currency."""

    outcomes: tuple[Choice, ...]
    reasons: tuple[Choice, ...]
    currency: str = "EUR"
    state: FormState = field(default_factory=FormState)


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
