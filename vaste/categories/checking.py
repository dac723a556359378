"""What is wrong with the categories of a definition, each with its place and remedy."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection

from django.utils.translation import gettext as _

from vaste.categories.contract import CHANNELS, LONGEST, STANDARD_LADDER
from vaste.definitions.checking import Findings, Group, inside, stretch
from vaste.leads.outcomes import AUTOMATIC, OUTCOMES
from vaste.rules.problems import shown, suggestion
from vaste.rules.vocabulary import Vocabulary

MOST_CATEGORIES = 20
MOST_ATTEMPTS = 50
HEAVIEST = 100  # what a lead may add to a load
LONGEST_HOLD = datetime.timedelta(days=30)
LONGEST_GAP = datetime.timedelta(days=30)
_SPANS = ("take_over", "first_contact", "give_back_after")
_KNOWN = (
    "key", "names", "when", *_SPANS, "channel", "task", "team", "reminder", "remind_at_purchase",
    "offer_newsletter", "counts_as_contact", "ladder", "after_attempts", "hold", "longer_allowed",
    "load",
)  # fmt: skip
_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")


def check_categories(
    source: object, vocabulary: Vocabulary, found: Findings, *, ladders: Collection[str] = ()
) -> None:
    """Note what is wrong with `categories`; `ladders` are those the definition has of its own."""
    if not isinstance(source, list) or not source:
        message = _("There are no categories.")
        found.add("categories", message, _("List at least one category."))
        return
    taken: set[str] = set()
    last = f"categories[{len(source) - 1}]"
    for at, entry in found.entries(source, "categories", most=MOST_CATEGORIES, known=_KNOWN):
        found.key(entry, at, taken)
        _check_rule(entry, at, vocabulary, found, is_last=at == last)
        _check_times(entry, at, found)
        _check_answer(entry, at, found, ladders)
        _check_reminder(entry, at, found)
        _check_contacts(entry, at, found)
        _check_attempts(entry, at, found)


def _check_rule(
    entry: Group, at: str, vocabulary: Vocabulary, found: Findings, *, is_last: bool
) -> None:
    place = inside(at, "when")
    if "when" in entry:
        found.rule(entry["when"], place, vocabulary, later=("lead.category",))
    if is_last == ("when" in entry):
        message = _("The last category, and only it, has no rule: it takes whoever is left.")
        found.add(place, message, _("Move the category without `when` to the end, or add one."))


def _check_times(entry: Group, at: str, found: Findings) -> None:
    found.yes_no(entry, "longer_allowed", at)
    for name in _SPANS:
        length = found.span(entry, name, at)
        may_be_longer = name == "give_back_after" or entry.get("longer_allowed") is True
        if length is not None and length > LONGEST and not may_be_longer:
            message = _("No category may answer later than within 24 hours.")
            remedy = _("Shorten it, or let an admin set `longer_allowed: true`.")
            found.add(inside(at, name), message, remedy)
    if "hold" in entry:
        hold = found.span(entry, "hold", at)
        if hold is not None and hold > LONGEST_HOLD:
            message = _("A lead is held in its category for at most 30 days.")
            found.add(inside(at, "hold"), message, _("Shorten it."))


def _check_answer(entry: Group, at: str, found: Findings, ladders: Collection[str]) -> None:
    found.words(entry, "names", at)
    found.words(entry, "task", at)
    if "channel" in entry:
        found.one_of(entry, "channel", at, CHANNELS)
    if "load" in entry:
        found.whole(entry, "load", at, 0, HEAVIEST)
    if "ladder" in entry:
        found.one_of(entry, "ladder", at, (STANDARD_LADDER, *ladders))
    if "team" in entry and not is_slug(entry["team"]):
        message = _("“%(found)s” is no team.") % {"found": shown(entry["team"])}
        found.add(inside(at, "team"), message, _("Write the slug of a team, as in sales."))


def is_slug(value: object) -> bool:
    """Say whether a value can be the slug of a team."""
    return isinstance(value, str) and _SLUG.fullmatch(value) is not None


def _check_reminder(entry: Group, at: str, found: Findings) -> None:
    found.yes_no(entry, "remind_at_purchase", at)
    found.yes_no(entry, "offer_newsletter", at)
    if "reminder" not in entry:
        return
    place = inside(at, "reminder")
    told = found.group(entry["reminder"], place, ("before", "words"))
    found.words(told, "words", place)
    before = told.get("before", 0)
    if before == 0 or (isinstance(before, str) and stretch(before) is not None):
        return
    message = _("“%(found)s” is not a length of time.") % {"found": shown(before)}
    remedy = _("Write how long before the purchase, as in 14 days, or 0 for the day itself.")
    found.add(inside(place, "before"), message, remedy)


def _check_contacts(entry: Group, at: str, found: Findings) -> None:
    place = inside(at, "counts_as_contact")
    told = found.group(entry.get("counts_as_contact"), place, CHANNELS)
    for channel, ends in told.items():
        if channel not in CHANNELS:
            continue
        if not isinstance(ends, list):
            message = _("“%(found)s” stands where a list should.") % {"found": shown(ends)}
            remedy = _("Write the outcomes in brackets, as in [reached]; [] for none.")
            found.add(inside(place, channel), message, remedy)
            continue
        for index, end in enumerate(ends[:MOST_ATTEMPTS]):
            if not isinstance(end, str) or end not in OUTCOMES[channel]:
                message = _("“%(found)s” is not one of the choices.") % {"found": shown(end)}
                remedy = suggestion(shown(end), tuple(OUTCOMES[channel]))
                found.add(f"{inside(place, channel)}[{index}]", message, remedy)
            elif end in AUTOMATIC:
                message = _("What a machine wrote is never a contact.")
                found.add(f"{inside(place, channel)}[{index}]", message, _("Leave it out."))


def _check_attempts(entry: Group, at: str, found: Findings) -> None:
    if "after_attempts" not in entry:
        return
    place = inside(at, "after_attempts")
    told = found.group(entry["after_attempts"], place, ("count", "then", "for", "gap"))
    found.whole(told, "count", place, 1, MOST_ATTEMPTS)
    found.one_of(told, "then", place, ("snooze",))
    found.stretch(told, "for", place)
    gap = found.stretch(told, "gap", place) if "gap" in told else None
    if gap is not None and gap > LONGEST_GAP:
        message = _("Attempts that count are at most 30 days apart.")
        found.add(inside(place, "gap"), message, _("Shorten it."))
