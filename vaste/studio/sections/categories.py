"""The form of a category: the whole contract."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from vaste.categories.contract import CHANNELS
from vaste.leads.outcomes import OUTCOMES
from vaste.studio.parts import Context, Part, PartGroup, Word
from vaste.studio.sections.base import CHANNEL_WORDS, KEY, Section

OUTCOME_WORDS: Mapping[str, Word] = {
    "reached": _("talked"),
    "talked": _("talked"),
    "held": _("held"),
    "replied": _("they answered"),
    "sent": _("sent"),
    "meeting_booked": _("meeting booked"),
    "no_answer": _("no answer"),
    "no_show": _("they did not come"),
    "voicemail": _("left a message"),
    "bad_number": _("the number does not work"),
    "bounced": _("the address does not work"),
}


def _channels(context: Context) -> list[tuple[str, Word]]:
    return [(key, CHANNEL_WORDS.get(key, key)) for key in CHANNELS]


def _own_team(context: Context) -> list[tuple[str, Word]]:
    return [("", _("As routing says")), *context.teams]


def _ladders(context: Context) -> list[tuple[str, Word]]:
    return [("", _("the standard one")), *((one, one) for one in context.ladders)]


def _outcomes(channel: str) -> Callable[[Context], list[tuple[str, Word]]]:
    return lambda context: [(key, OUTCOME_WORDS.get(key, key)) for key in OUTCOMES[channel]]


def _contact_parts() -> tuple[Part, ...]:
    """Return a part for each channel: which ends of an attempt count as a contact."""
    return tuple(
        Part(
            name=f"counts_as_contact.{channel}",
            kind="choices",
            label=CHANNEL_WORDS[channel],
            choices=_outcomes(channel),
            otherwise=[end for end, is_contact in OUTCOMES[channel].items() if is_contact],
            is_required=True,
        )
        for channel in CHANNELS
    )


def _finish_category(entry: dict[str, Any]) -> None:
    """Say what the only thing is that can follow fruitless attempts; none without a number."""
    told = entry.get("after_attempts")
    if isinstance(told, dict):
        if "count" in told:
            told.setdefault("then", "snooze")
        else:
            del entry["after_attempts"]


CATEGORIES = Section(
    key="categories",
    path=("categories",),
    title=_("Categories"),
    lead=_(
        "Each is a promise: who belongs in it, and how soon they are answered. A lead belongs to"
        " the first whose rule it meets; the last takes everybody else."
    ),
    names="names",
    stem="category",
    is_ordered=True,
    last_rests=True,
    finish=_finish_category,
    new=_("Add a category"),
    new_title=_("New category"),
    empty=_("There are no categories yet. Add one: leads are sorted by them."),
    begin={
        "take_over": "1 hour",
        "first_contact": "4 hours",
        "give_back_after": "1 hour",
        "channel": "phone",
        "when": {"all": [{"field": "", "is": ""}]},
    },
    groups=(
        PartGroup(_("Name"), (Part(name="names", kind="words", label=_("Name")),)),
        PartGroup(
            _("Who belongs in it"),
            (Part(name="when", kind="rule", label=_("Rule")),),
        ),
        PartGroup(
            _("What is promised"),
            (
                Part(
                    name="take_over", kind="span", label=_("Take over within"), is_required=True,
                    hint=_("Somebody of the team makes the lead theirs."),
                ),
                Part(
                    name="first_contact", kind="span", label=_("First contact within"),
                    is_required=True, hint=_("The buyer is reached. They are told this time."),
                ),
                Part(
                    name="give_back_after", kind="span", label=_("Back to the pool after"),
                    is_required=True, hint=_("Counted from a time that was missed."),
                ),
                Part(
                    name="longer_allowed", kind="flag",
                    label=_("Allow promises of more than 24 hours"),
                ),
            ),
            hint=_("In working time. A warning comes when three quarters of it are gone."),
        ),
        PartGroup(
            _("How it is answered"),
            (
                Part(
                    name="channel", kind="choice", label=_("Channel"), choices=_channels,
                    otherwise="phone",
                ),
                Part(
                    name="team", kind="choice", label=_("Team"), choices=_own_team,
                ),
                Part(
                    name="ladder", kind="choice", label=_("Ladder"), choices=_ladders,
                    hint=_("What follows when a promise is about to be missed."),
                ),
                Part(name="task", kind="words", label=_("What to do first")),
                Part(name="offer_newsletter", kind="flag", label=_("Offer the newsletter")),
                Part(
                    name="load", kind="number", label=_("Weight of one lead"), otherwise=1,
                    hint=_("What it adds to what its owner holds, against their capacity."),
                ),
            ),
        ),
        PartGroup(
            _("What comes after"),
            (
                Part(
                    name="hold", kind="span", label=_("Falls to a lower category after"),
                    hint=_("So long the lower one must apply. Empty: at once."),
                ),
                Part(
                    name="after_attempts.count", kind="number",
                    label=_("Snooze after attempts in a row"),
                    hint=_("Attempts that did not reach the buyer. Empty: never."),
                ),
                Part(
                    name="after_attempts.gap", kind="span",
                    label=_("Least time between attempts that count"),
                    hint=_("By the wall clock, as in 2 hours. Empty: each counts."),
                ),
                Part(name="after_attempts.for", kind="span", label=_("Snooze for")),
                Part(
                    name="remind_at_purchase", kind="flag",
                    label=_("Remind on the day on which the purchase is due"),
                ),
                Part(
                    name="reminder.before", kind="span", label=_("Or this long before it"),
                ),
                Part(name="reminder.words", kind="words", label=_("What the reminder says")),
            ),
            is_folded=True,
        ),
        PartGroup(
            _("What counts as a contact"),
            _contact_parts(),
            hint=_("Only a contact stops the clock of the first contact."),
            is_folded=True,
        ),
        PartGroup(_("Details"), (KEY,), is_folded=True),
    ),
)  # fmt: skip
