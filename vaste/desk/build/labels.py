"""The codes that rooms store, in words of the reader's language."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaste.categories.contract import Category
from vaste.definitions.endings import ENDING_WORDS, reason_word
from vaste.definitions.fields import CustomField
from vaste.desk import formats
from vaste.desk.panels import CategoryTag, Tone
from vaste.flows.define import Definition
from vaste.pages.reader import language
from vaste.rules.vocabulary import label

Words = Mapping[str, str | Promise]

CHANNELS: Words = {
    "phone": gettext_lazy("Phone"),
    "email": gettext_lazy("E-mail"),
    "meeting": gettext_lazy("Meeting"),
    "linkedin": gettext_lazy("LinkedIn"),
    "chat": gettext_lazy("Chat"),
    "note": gettext_lazy("Note"),
}
OUTCOMES: Words = {
    "reached": gettext_lazy("talked"),
    "talked": gettext_lazy("talked"),
    "held": gettext_lazy("held"),
    "replied": gettext_lazy("they answered"),
    "sent": gettext_lazy("sent"),
    "meeting_booked": gettext_lazy("meeting booked"),
    "no_answer": gettext_lazy("no answer"),
    "no_show": gettext_lazy("they did not come"),
    "voicemail": gettext_lazy("left a message"),
    "bad_number": gettext_lazy("the number does not work"),
    "bounced": gettext_lazy("the address does not work"),
    "auto_reply": gettext_lazy("an automatic reply"),
    "noted": gettext_lazy("noted"),
}
PAUSES: Words = {
    "waiting_for_buyer": gettext_lazy("Waiting for the buyer"),
    "wrong_number": gettext_lazy("Wrong number or address"),
    "buyer_away": gettext_lazy("The buyer is away"),
    "waiting_for_us": gettext_lazy("Waiting for a colleague"),
    "other": gettext_lazy("Another reason"),
}
MILESTONES: Words = {
    "take_over": gettext_lazy("Take over"),
    "first_contact": gettext_lazy("First contact"),
    "assigned": gettext_lazy("Assigned"),
    "next_contact": gettext_lazy("Next contact"),
    "decided": gettext_lazy("Decided"),
}
STEPS: Words = {
    "call": gettext_lazy("Call"),
    "email": gettext_lazy("Send an e-mail"),
    "follow_up": gettext_lazy("Follow up"),
}
REQUESTS: Words = {
    "offer": gettext_lazy("Asks for an offer"),
    "information": gettext_lazy("Asks for information"),
    "visit": gettext_lazy("Wants a meeting or a visit"),
    "event": gettext_lazy("Came from an event"),
    "download": gettext_lazy("Downloaded material"),
    "newsletter": gettext_lazy("Joined the mailing list"),
    "list": gettext_lazy("From a list"),
    "other": gettext_lazy("Asks for something else"),
}
BANDS: Words = {
    "small": gettext_lazy("Small project"),
    "medium": gettext_lazy("Medium-sized project"),
    "large": gettext_lazy("Large project"),
}
ROLES: Words = {
    "admin": gettext_lazy("Admin"),
    "manager": gettext_lazy("Manager"),
    "rep": gettext_lazy("Rep"),
    "marketer": gettext_lazy("Marketer"),
    "viewer": gettext_lazy("Viewer"),
}
PURPOSES: Words = {
    "newsletter": gettext_lazy("Newsletter"),
    "marketing": gettext_lazy("Marketing"),
    "privacy": gettext_lazy("Privacy notice"),
    "contact": gettext_lazy("To be contacted"),
}
_TONES: dict[str, Tone] = {"hot": "hot", "warm": "warm", "cold": "cold"}
_BY_RANK: tuple[Tone, ...] = ("hot", "warm", "cold")


def say(words: Words, code: str) -> str:
    """Return a code in words; one that is the workspace's own is shown as it is written."""
    return str(words[code]) if code in words else code.replace("_", " ").capitalize()


def category_of(definition: Definition, key: str) -> Category | None:
    """Return the definition's category of this key, None when it has none."""
    return next((one for one in definition.categories if one.key == key), None)


def category_name(category: Category) -> str:
    """Return a category's own name in the reader's language."""
    return category.names.get(language()) or category.names.get("en") or category.key


def tag(definition: Definition, key: str, rank: int) -> CategoryTag:
    """Return a category as a pill; one of an older definition is shown by its key."""
    category = category_of(definition, key)
    name = category_name(category) if category else say({}, key)
    tone = _TONES.get(key) or _BY_RANK[min(max(rank, 0), len(_BY_RANK) - 1)]
    return CategoryTag(key=key, label=name, tone=tone)


def next_step(definition: Definition, step: str) -> str:
    """Return what comes next: a known step or a category's task in words, anything else as told."""
    if step in STEPS:
        return str(STEPS[step])
    for category in definition.categories:
        reminder = category.reminder.words if category.reminder else {}
        for words in (category.task, reminder):
            if step and step in words.values():
                return words.get(language()) or step
    return step


def ending(state: str, reason: str) -> str:
    """Return how a lead ended, with its reason where it says more."""
    if state == "won" or not reason:
        return say(ENDING_WORDS, state)
    return _("%(ending)s: %(reason)s") % {
        "ending": say(ENDING_WORDS, state),
        "reason": reason_word(reason),
    }


def custom_value(field: CustomField, value: object) -> str:
    """Return the value of one of the workspace's own fields as a person reads it."""
    match field.kind, value:
        case "choice", str():
            return label(field.choices.get(value, {}), language(), otherwise=value)
        case "list", list():
            named = field.choices
            return ", ".join(
                label(named.get(str(one), {}), language(), otherwise=str(one)) for one in value
            )
        case "yes_no", bool():
            return _("Yes") if value else _("No")
        case "money", int() | float():
            return formats.money(Decimal(str(value)), field.currency)
        case "number", int() | float():
            return formats.number(value)
        case "date", str():
            return _date(value)
    return str(value).strip()


def _date(text: str) -> str:
    try:
        return formats.full_date(datetime.date.fromisoformat(text))
    except ValueError:
        return text
