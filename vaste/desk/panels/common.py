"""Shapes that several pages show: people, choices, categories, promises, forms."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Literal

Tone = Literal["hot", "warm", "cold", "good", "bad", "warn", "info", "plain"]
ClockState = Literal["ok", "warn", "over", "met", "missed", "paused"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """
    A user as lists show them.

    `name` is in the reader's name order; `hue` (0-7) picks the avatar's color and is stable
    for one user.
    """

    id: str
    name: str
    initials: str
    hue: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One option of a select, radio group or chip row; `key` is what the form sends."""

    key: str
    label: str
    hint: str = ""
    is_selected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterOption:
    """One link of a filter row; `count` is None where no number is shown."""

    key: str
    label: str
    url: str
    is_current: bool = False
    count: int | None = None
    is_capped: bool = False
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class FormState:
    """
    What a form holds when it is drawn: first values, or a refused post with its errors.

    `values` and `errors` are keyed by field name; `problem` stands above the form. An error is
    a full sentence that says what is wrong and how to mend it.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryTag:
    """A category as a pill: its own label, and the tone that colors it."""

    key: str
    label: str
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Quadrant:
    """
    Fit by interest; both 0-100.

    `label` says the quadrant in words ("Good fit, interested"), `track` what is done with such
    leads ("Sales at once").
    """

    key: Literal["good_interested", "good_quiet", "poor_interested", "poor_quiet"]
    label: str
    track: str
    fit: int
    interest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockCell:
    """
    One promise, small enough for a list row.

    `milestone` is what is owed, in words ("Take over", "First contact", "Call"). Instants are
    aware UTC. `state` is as of the moment the page was made; the browser counts on from
    `due_at` and `warn_at`. `met_at` is set for the states met and missed.
    """

    milestone: str
    state: ClockState
    due_at: datetime
    warn_at: datetime | None = None
    met_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """An amount in the units of `currency` (ISO 4217)."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonLine:
    """
    One sentence of an explanation.

    `is_met` is None for a plain statement, else whether the condition it tells of held.
    """

    text: str
    is_met: bool | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """An error told in place: what happened, then what was kept and what to do, in sentences."""

    title: str
    text: str
