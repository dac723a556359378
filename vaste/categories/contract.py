"""Contracts as data: parsed from a definition, checked with errors that name the place."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from vaste.kernel.spans import read_span
from vaste.rules import language
from vaste.rules.language import Node, Problem
from vaste.rules.vocabulary import Vocabulary

LONGEST = datetime.timedelta(hours=24)  # of working time, unless the contract says it was allowed
CHANNELS = ("phone", "email", "linkedin", "chat", "meeting")
_SPANS = ("take_over", "first_contact", "give_back_after")
_KNOWN = {
    "key",
    "names",
    "when",
    "channel",
    "task",
    "remind_at_purchase",
    "longer_allowed",
    "hold",
    *_SPANS,
}


@dataclass(frozen=True, slots=True)
class Category:
    """
    One contract: who belongs in it, and what they are promised.

    `rank` orders the queue, 0 first. `when` None is the default, which always matches. Times are
    working time. `hold` is how long (by the wall clock) a lower category must have applied without
    interruption before a lead leaves this one for it.
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
    remind_at_purchase: bool
    hold: datetime.timedelta = datetime.timedelta(0)


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
        remind_at_purchase=bool(entry.get("remind_at_purchase", False)),
        hold=read_span(entry["hold"]) if "hold" in entry else datetime.timedelta(0),
    )


def check_categories(source: object, vocabulary: Vocabulary) -> list[Problem]:
    """Return what is wrong with a definition's `categories`, each with its place and remedy."""
    if not isinstance(source, list) or not source:
        return [Problem("categories", "There are no categories.", "List at least one category.")]
    problems: list[Problem] = []
    seen: set[str] = set()
    for index, entry in enumerate(source):
        place = f"categories[{index}]"
        if not isinstance(entry, Mapping):
            problems.append(Problem(place, "This is no category.", "Write it as named values."))
            continue
        problems += _check_entry(place, entry, vocabulary, is_last=index == len(source) - 1)
        if entry.get("key") in seen:
            problems.append(
                Problem(f"{place}.key", "The key is used twice.", "Give each category its own key.")
            )
        seen.add(str(entry.get("key")))
    return problems


def _check_entry(
    place: str, entry: Mapping[str, Any], vocabulary: Vocabulary, *, is_last: bool
) -> Iterator[Problem]:
    for name in sorted(set(entry) - _KNOWN):
        yield Problem(f"{place}.{name}", "This is not known.", f"Use one of {sorted(_KNOWN)}.")
    if not isinstance(entry.get("key"), str) or not entry["key"].isidentifier():
        yield Problem(f"{place}.key", "A key is missing.", "Write one word, such as `hot`.")
    yield from _check_times(place, entry)
    if entry.get("channel", "phone") not in CHANNELS:
        yield Problem(f"{place}.channel", "This channel is not known.", f"Use one of {CHANNELS}.")
    if "when" in entry:
        for found in language.check(entry["when"], vocabulary):
            yield Problem(f"{place}.when.{found.path}", found.message, found.remedy)
    if is_last == ("when" in entry):
        yield Problem(
            f"{place}.when",
            "The last category, and only it, has no rule: it takes whoever is left.",
            "Move the category without `when` to the end, or add one.",
        )


def _check_times(place: str, entry: Mapping[str, Any]) -> Iterator[Problem]:
    if "hold" in entry:
        try:
            read_span(entry["hold"])
        except ValueError as wrong:
            yield Problem(f"{place}.hold", "This is no length of time.", str(wrong))
    for name in _SPANS:
        try:
            length = read_span(entry.get(name, ""))
        except ValueError as wrong:
            yield Problem(
                f"{place}.{name}", f"{entry.get(name)!r} is no length of time.", str(wrong)
            )
            continue
        if length <= datetime.timedelta(0):
            yield Problem(
                f"{place}.{name}", "It must be longer than nothing.", "Write `15 minutes`."
            )
        elif length > LONGEST and name != "give_back_after" and not entry.get("longer_allowed"):
            yield Problem(
                f"{place}.{name}",
                "No category may answer later than within 24 hours.",
                "Shorten it, or let an admin set `longer_allowed: true`.",
            )
