"""The forms of the lead page, with what each of them sends."""

from dataclasses import dataclass, field

from vaste.desk.panels.common import (
    Choice,
    FormState,
)


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
