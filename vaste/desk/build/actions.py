"""The forms of a lead: what can be chosen, what was typed, and what was wrong with it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaste.definitions.endings import ENDING_WORDS, reason_word
from vaste.desk import formats
from vaste.desk.build import chips, labels
from vaste.desk.build.asked import Planned
from vaste.desk.panels import Choice, ClosingForm, ContactForm, FormState, PauseForm, SnoozeForm
from vaste.flows.define import Definition

NOTHING = FormState()
DIRECTIONS: labels.Words = {
    "out": gettext_lazy("We reached out"),
    "in": gettext_lazy("They reached out"),
}
#: The few answers to "how did it go", and what each is called in the rooms, by channel.
ENDS: Mapping[str, Mapping[str, str]] = {
    "reached": {
        "phone": "reached", "email": "replied", "linkedin": "replied", "chat": "talked",
        "meeting": "held",
    },
    "meeting_booked": {
        "phone": "meeting_booked", "email": "meeting_booked", "linkedin": "meeting_booked",
        "chat": "meeting_booked",
    },
    "sent": {"email": "sent", "linkedin": "sent"},
    "no_answer": {"phone": "no_answer", "chat": "no_answer", "meeting": "no_show"},
    "voicemail": {"phone": "voicemail"},
    "unreachable": {"phone": "bad_number", "email": "bounced"},
    "auto_reply": {"email": "auto_reply"},
    "noted": {"note": "noted"},
}  # fmt: skip
END_WORDS: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "reached": (gettext_lazy("We talked"), ""),
    "meeting_booked": (gettext_lazy("Meeting booked"), ""),
    "sent": (gettext_lazy("Message sent"), ""),
    "no_answer": (gettext_lazy("No answer"), gettext_lazy("an attempt")),
    "voicemail": (gettext_lazy("Left a message"), gettext_lazy("an attempt")),
    "unreachable": (gettext_lazy("Number or address does not work"), gettext_lazy("an attempt")),
    "auto_reply": (gettext_lazy("Automatic reply"), gettext_lazy("no contact")),
    "noted": (gettext_lazy("Only a note"), gettext_lazy("no contact")),
}


def _choices(words: labels.Words, selected: str) -> tuple[Choice, ...]:
    return tuple(
        Choice(key=key, label=str(label), is_selected=key == selected)
        for key, label in words.items()
    )


def contact_form(
    definition: Definition,
    category: str,
    state: FormState = NOTHING,
    *,
    now: datetime.datetime,
    reminder: Planned | None = None,
) -> ContactForm:
    """
    Return the form that logs a contact; it begins with the category's own channel.

    `reminder` is offered as a next step of its own.
    """
    contract = labels.category_of(definition, category)
    channel = state.values.get("channel") or (contract.channel if contract else "phone")
    chosen = state.values.get("outcome", "")
    planned = state.values.get("next_step", "")
    next_steps = chips.choices(chips.NEXT_STEPS, definition.calendar, planned, now=now)
    return ContactForm(
        channels=_choices(labels.CHANNELS, channel),
        directions=_choices(DIRECTIONS, state.values.get("direction") or "out"),
        outcomes=tuple(
            Choice(key=key, label=str(label), hint=str(hint), is_selected=key == chosen)
            for key, (label, hint) in END_WORDS.items()
        ),
        next_steps=(*_reminder_choice(reminder, planned, now), *next_steps),
        state=state,
    )


def _reminder_choice(
    reminder: Planned | None, planned: str, now: datetime.datetime
) -> tuple[Choice, ...]:
    if reminder is None:
        return ()
    return (
        Choice(
            key=chips.REMINDER,
            label=reminder.step,
            hint=formats.moment(reminder.at, now=now),
            is_selected=planned == chips.REMINDER,
        ),
    )


def snooze_form(
    definition: Definition, state: FormState = NOTHING, *, now: datetime.datetime
) -> SnoozeForm:
    """Return the form that puts a lead away."""
    selected = state.values.get("until", "")
    return SnoozeForm(
        chips=chips.choices(chips.SNOOZES, definition.calendar, selected, now=now), state=state
    )


def pause_form(
    definition: Definition, state: FormState = NOTHING, *, now: datetime.datetime
) -> PauseForm:
    """Return the form that lets a lead's clocks stand still."""
    selected = state.values.get("until", "")
    return PauseForm(
        reasons=_choices(labels.PAUSES, state.values.get("reason", "")),
        chips=chips.choices(chips.SNOOZES, definition.calendar, selected, now=now),
        state=state,
    )


def closing_form(definition: Definition, state: FormState = NOTHING) -> ClosingForm:
    """Return the form that ends a lead, with the workspace's own reasons."""
    chosen = state.values.get("reason", "")
    reasons = {
        reason: reason_word(reason)
        for reason in dict.fromkeys(["won", *closing_reasons(definition)])
    }
    return ClosingForm(
        outcomes=_choices(ENDING_WORDS, state.values.get("outcome", "")),
        reasons=_choices(reasons, chosen),
        currency=definition.currency,
        state=state,
    )


def closing_reasons(definition: Definition) -> list[str]:
    """Return every reason of the definition, once, in its order."""
    return list(
        dict.fromkeys(key for outcome in ENDING_WORDS
                      for key in definition.close_reasons.get(outcome, []))
    )  # fmt: skip


def refused(field: str, message: str, values: Mapping[str, str]) -> FormState:
    """Return the state of a form that a story refused; a field that it has not stands above it."""
    if field in values:
        return FormState(values=values, errors={field: message})
    return FormState(values=values, problem=message)


def taken(who: str) -> str:
    """Return the sentence for a form whose lead somebody else holds; what was typed is kept."""
    return _("%(who)s has taken this lead over. Nothing was saved; your text is still here.") % {
        "who": who
    }
