"""Contracts as data: what puts a lead into a category, and what it is promised there."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from vaste.definitions.checking import stretch
from vaste.kernel.spans import read_span
from vaste.leads import outcomes
from vaste.rules import language
from vaste.rules.language import Node

LONGEST = datetime.timedelta(hours=24)  # of working time, unless the contract says it was allowed
CHANNELS: Final = ("phone", "email", "linkedin", "chat", "meeting")
#: The ladder of escalation that is there without being defined.
STANDARD_LADDER: Final = "standard"
NOTHING: Final = datetime.timedelta(0)
#: What a reminder of the purchase says unless its category says otherwise.
REMINDER: Final[Mapping[str, str]] = {
    "en": "Ask whether the purchase is due",
    "fi": "Kysy, onko hankinta nyt ajankohtainen",
    "sv": "Fråga om köpet är aktuellt",
    "hu": "Kérdezze meg, hogy esedékes-e a vásárlás",
}


@dataclass(frozen=True, slots=True)
class Reminder:
    """A task dated `before` the day of the purchase; `words` are what it says, by language."""

    before: datetime.timedelta
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AfterAttempts:
    """
    After `count` attempts in a row without a contact the lead sleeps for `length`.

    An attempt counts that comes `gap` of wall time after the last one that did; with no gap, each.
    """

    count: int
    length: datetime.timedelta
    gap: datetime.timedelta = NOTHING

    def counted(self, attempts: Iterable[datetime.datetime]) -> list[datetime.datetime]:
        """Return those of these attempts, told in their order, that count."""
        found: list[datetime.datetime] = []
        for at in attempts:
            if not found or at - found[-1] >= self.gap:
                found.append(at)
        return found


@dataclass(frozen=True, slots=True)
class Category:
    """
    One contract: who belongs in it, and what they are promised.

    `rank` orders the queue, 0 first. `when` None is the default, which always matches. The three
    times are working time. `team` is the slug of the team that answers, "" for whichever routing
    names. `counts_as_contact` holds, for the channels it names, the outcomes that stop the
    first-contact clock. `hold` is how long, by the wall clock, a lower category must apply without
    a break before a lead falls to it. `load` is what one such lead adds to what its owner holds.
    """

    key: str
    rank: int
    names: Mapping[str, str]
    when: Node | None
    take_over: datetime.timedelta
    first_contact: datetime.timedelta
    give_back_after: datetime.timedelta
    channel: str
    task: Mapping[str, str]
    team: str = ""
    reminder: Reminder | None = None
    offer_newsletter: bool = False
    counts_as_contact: Mapping[str, frozenset[str]] | None = None
    ladder: str = STANDARD_LADDER
    after_attempts: AfterAttempts | None = None
    hold: datetime.timedelta = NOTHING
    load: int = 1

    def remind_on(self, needed_by: datetime.date | None) -> datetime.date | None:
        """Return the day of the reminder for a purchase on a day; None where none is asked for."""
        if self.reminder is None or needed_by is None:
            return None
        try:
            return needed_by - self.reminder.before
        except OverflowError:  # before the first day that there is
            return None

    def is_contact(self, channel: str, outcome: str) -> bool:
        """
        Say whether this end of an attempt counts as having reached the buyer.

        Raises KeyError for a channel or outcome that is not in `outcomes.OUTCOMES`.
        """
        told = (self.counts_as_contact or {}).get(channel)
        usual = outcomes.is_contact(channel, outcome)
        return usual if told is None else outcome in told - outcomes.AUTOMATIC


def parse_categories(source: list[Mapping[str, Any]]) -> list[Category]:
    """Return checked contracts in their order; `check_categories` must have found nothing."""
    return [_parse(rank, entry) for rank, entry in enumerate(source)]


def _parse(rank: int, entry: Mapping[str, Any]) -> Category:
    return Category(
        key=entry["key"],
        rank=rank,
        names=entry.get("names") or {"en": entry["key"]},
        when=language.parse(entry["when"]) if "when" in entry else None,
        take_over=read_span(entry["take_over"]),
        first_contact=read_span(entry["first_contact"]),
        give_back_after=read_span(entry["give_back_after"]),
        channel=entry.get("channel", "phone"),
        task=entry.get("task") or {"en": ""},
        team=entry.get("team") or "",
        reminder=_reminder(entry),
        offer_newsletter=bool(entry.get("offer_newsletter", False)),
        counts_as_contact=_contacts(entry.get("counts_as_contact")),
        ladder=entry.get("ladder") or STANDARD_LADDER,
        after_attempts=_after_attempts(entry.get("after_attempts")),
        hold=read_span(entry["hold"]) if "hold" in entry else NOTHING,
        load=int(entry.get("load", 1)),
    )


def _reminder(entry: Mapping[str, Any]) -> Reminder | None:
    told = entry.get("reminder")
    if told is None:
        return Reminder(NOTHING, REMINDER) if entry.get("remind_at_purchase") else None
    before = stretch(told["before"]) if told.get("before") else NOTHING
    return Reminder(before or NOTHING, told.get("words") or REMINDER)


def _contacts(told: Mapping[str, Any] | None) -> Mapping[str, frozenset[str]] | None:
    return None if told is None else {name: frozenset(ends) for name, ends in told.items()}


def _after_attempts(told: Mapping[str, Any] | None) -> AfterAttempts | None:
    if told is None:
        return None
    gap = stretch(told["gap"]) if "gap" in told else None
    return AfterAttempts(int(told["count"]), stretch(told["for"]) or NOTHING, gap or NOTHING)
