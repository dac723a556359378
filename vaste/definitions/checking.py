"""What is wrong with a definition as written, gathered while its sections are read."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from vaste.kernel.spans import read_span
from vaste.rules import language
from vaste.rules.durations import read_duration
from vaste.rules.nodes import Compare, Node, walk
from vaste.rules.problems import Problem, shown, suggestion
from vaste.rules.vocabulary import Vocabulary

LANGUAGES = ("en", "fi", "sv", "hu")
LONGEST_KEY = 40
LONGEST_WORDS = 300  # characters of words in one language
MOST_PROBLEMS = 100  # more than anybody reads at once
Group = Mapping[str, Any]


@dataclass(slots=True)
class Findings:
    """
    The problems met so far, each with its place, what is wrong and how to mend it.

    Every reader takes any value, notes what is wrong, and returns something that can be read on.
    """

    problems: list[Problem] = field(default_factory=list)

    def add(self, place: str, message: str, remedy: str) -> None:
        """Note one more problem."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(place, message, remedy))

    def group(self, source: object, place: str, known: Collection[str] = ()) -> Group:
        """Return named values, empty for nothing; `known` are the names that mean something."""
        if source is None:
            return {}
        if not isinstance(source, Mapping):
            message = _("“%(found)s” stands where named values should.") % {"found": shown(source)}
            self.add(place, message, _("Write one “name: value” on each line."))
            return {}
        for name in source:
            if known and name not in known:
                self._unknown(name, place, known)
        return source

    def _unknown(self, name: object, place: str, known: Collection[str]) -> None:
        message = _("“%(key)s” is not known here.") % {"key": shown(name)}
        self.add(inside(place, shown(name)), message, suggestion(shown(name), tuple(known)))

    def entries(
        self, source: object, place: str, *, most: int, known: Collection[str] = ()
    ) -> Iterator[tuple[str, Group]]:
        """Give the place and the named values of each entry of a list; nothing is an empty list."""
        if source is None:
            return
        if not isinstance(source, list):
            message = _("“%(found)s” stands where a list should.") % {"found": shown(source)}
            self.add(place, message, _("Begin each entry with a dash."))
            return
        if len(source) > most:
            message = _("There are more than %(most)d entries.") % {"most": most}
            self.add(place, message, _("Leave out what is not needed."))
            return
        for index, entry in enumerate(source):
            at = f"{place}[{index}]"
            if isinstance(entry, Mapping):
                yield at, self.group(entry, at, known)
            else:
                message = _("“%(found)s” stands where named values should.")
                remedy = _("Write one “name: value” on each line.")
                self.add(at, message % {"found": shown(entry)}, remedy)

    def key(self, entry: Group, place: str, taken: set[str]) -> str:
        """Return the key of an entry, "" when it has none that can be used; `taken` grows by it."""
        key = entry.get("key")
        place = inside(place, "key")
        if not isinstance(key, str) or not key.isidentifier() or len(key) > LONGEST_KEY:
            message = _("“%(found)s” is no key.") % {"found": shown(key)}
            remedy = _("Write one word of letters, digits and “_”, at most %(most)d characters.")
            self.add(place, message, remedy % {"most": LONGEST_KEY})
            return ""
        if key in taken:
            message = _("The key “%(key)s” is used twice.") % {"key": key}
            self.add(place, message, _("Give each entry a key of its own."))
        taken.add(key)
        return key

    def number(self, entry: Group, name: str, place: str, low: int, high: int) -> None:
        """Note a value that is no number from `low` to `high`."""
        value = entry.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high:
            return
        message = _("“%(found)s” is no number from %(low)d to %(high)d.")
        found = {"found": shown(value), "low": low, "high": high}
        remedy = (
            _("Take the quotation marks off.") if _is_quoted(value) else _("Write it in digits.")
        )
        self.add(inside(place, name), message % found, remedy)

    def whole(self, entry: Group, name: str, place: str, low: int, high: int) -> None:
        """Note a value that is no whole number from `low` to `high`."""
        value = entry.get(name)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return
        message = _("“%(found)s” is no whole number from %(low)d to %(high)d.")
        found = {"found": shown(value), "low": low, "high": high}
        remedy = _("Write it in digits, without a point.")
        if _is_quoted(value):
            remedy = _("Take the quotation marks off.")
        self.add(inside(place, name), message % found, remedy)

    def yes_no(self, entry: Group, name: str, place: str) -> None:
        """Note a value that is neither true nor false; not told is false."""
        if name in entry and not isinstance(entry[name], bool):
            message = _("“%(found)s” is neither true nor false.") % {"found": shown(entry[name])}
            self.add(inside(place, name), message, _("Write true or false, without quotes."))

    def one_of(self, entry: Group, name: str, place: str, choices: Collection[str]) -> None:
        """Note a value that is none of `choices`."""
        value = entry.get(name)
        if not isinstance(value, str) or value not in choices:
            message = _("“%(found)s” is not one of the choices.") % {"found": shown(value)}
            self.add(inside(place, name), message, suggestion(shown(value), tuple(choices)))

    def words(self, entry: Group, name: str, place: str, *, needed: bool = False) -> None:
        """Note words that are not told by language; `needed` ones in at least one."""
        place = inside(place, name)
        if needed and not entry.get(name):
            message = _("The words are missing.")
            self.add(place, message, _("Write them by language, as in {en: Seats}."))
            return
        for code, text in self.group(entry.get(name), place, LANGUAGES).items():
            if not isinstance(text, str) or not text.strip() or len(text) > LONGEST_WORDS:
                message = _("“%(found)s” is no text of 1 to %(most)d characters.")
                found = {"found": shown(text), "most": LONGEST_WORDS}
                self.add(inside(place, shown(code)), message % found, _("Put it in quotes."))

    def texts(self, source: object, place: str, *, most: int = 1_000) -> list[str]:
        """Return a list of texts that are not empty; anything else is noted."""
        if not isinstance(source, list) or not source:
            message = _("A list of words is missing.")
            self.add(place, message, _("Write them in brackets: [first, second]."))
            return []
        if len(source) > most:
            message = _("There are more than %(most)d entries.") % {"most": most}
            self.add(place, message, _("Leave out what is not needed."))
            return []
        for index, text in enumerate(source):
            if not isinstance(text, str) or not text.strip() or len(text) > LONGEST_WORDS:
                message = _("“%(found)s” is no text of 1 to %(most)d characters.")
                found = {"found": shown(text), "most": LONGEST_WORDS}
                self.add(f"{place}[{index}]", message % found, _("Put it in quotes."))
        return [text for text in source if isinstance(text, str)]

    def span(self, entry: Group, name: str, place: str) -> datetime.timedelta | None:
        """Return a length longer than nothing, told in seconds to weeks; None is noted."""
        return self._length(entry.get(name), inside(place, name), _span)

    def stretch(self, entry: Group, name: str, place: str) -> datetime.timedelta | None:
        """Return a length longer than nothing, told in minutes to years; None is noted."""
        return self._length(entry.get(name), inside(place, name), stretch)

    def _length(
        self, value: object, place: str, read: Callable[[str], datetime.timedelta | None]
    ) -> datetime.timedelta | None:
        length = read(value) if isinstance(value, str) else None
        if length is None:
            message = _("“%(found)s” is not a length of time.") % {"found": shown(value)}
            remedy = _("Write a number and a unit, as in 15 minutes, 4 hours or 30 days.")
            self.add(place, message, remedy)
        elif not length:
            self.add(place, _("It must be longer than nothing."), _("Write 1 or more."))
            return None
        return length

    def rule(
        self, source: object, place: str, vocabulary: Vocabulary, *, later: Collection[str] = ()
    ) -> None:
        """Note what is wrong with a rule; `later` are fields that are made after it is asked."""
        problems = language.check(source, vocabulary)
        for found in problems:
            self.add(inside(place, found.path), found.message, found.remedy)
        if later and not problems:
            self._ahead(language.parse(source), place, later)

    def _ahead(self, rule: Node, place: str, later: Collection[str]) -> None:
        for one in walk(rule):
            if isinstance(one.node, Compare) and one.node.field in later:
                message = _("“%(field)s” is made only after this rule is asked.")
                self.add(
                    inside(inside(place, one.path), "field"),
                    message % {"field": one.node.field},
                    _("Scores are made first, then the category; ask for what comes before."),
                )


def _is_quoted(value: object) -> bool:
    """Say whether a value is a number but for the quotation marks around it."""
    return isinstance(value, str) and value.strip().lstrip("+-").isdecimal()


def inside(place: str, step: str) -> str:
    """Return the place of `step` under `place`; either may be empty."""
    return f"{place}.{step}" if place and step else place or step


def stretch(text: str) -> datetime.timedelta | None:
    """Return a length of calendar time (a month is 31 days, a year 366), None for another text."""
    found = read_duration(text)
    if found is None or found.seconds > LONGEST_STRETCH.total_seconds():
        return None
    return datetime.timedelta(seconds=found.seconds)


LONGEST_STRETCH = datetime.timedelta(days=3 * 366)


def _span(text: str) -> datetime.timedelta | None:
    try:
        return read_span(text)
    except ValueError:
        return None
