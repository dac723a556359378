"""Where something happened: one test of a page's path or an event's name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, LiteralString

from django.utils.translation import gettext as _

from vaste.kernel.paths import LONGEST, spelled
from vaste.rules.problems import refusal, shown, suggestion

OPERATORS = ("is", "starts_with", "contains")
#: Each in SQL: the stored path, then the text. None of the text is a pattern.
IN_SQL: Final[Mapping[str, LiteralString]] = {
    "is": "{} = {}",
    "starts_with": "starts_with({}, {})",
    "contains": "strpos({}, {}) > 0",
}


@dataclass(frozen=True, slots=True)
class PathTest:
    """A path held against a text, both in small letters; the text is kept as it is compared."""

    operator: str  # one of OPERATORS
    text: str

    def is_met(self, path: str) -> bool:
        """Say whether a stored path, as `kernel.paths.path_of` makes it, meets the test."""
        match self.operator:
            case "is":
                return path == self.text
            case "starts_with":
                return path.startswith(self.text)
        return self.text in path


def read_path_test(source: object, place: str) -> PathTest:
    """Return the test as written: `{starts_with: /pricing}`; raises RuleRefused."""
    if not isinstance(source, Mapping) or len(source) != 1:
        message = _("A path is told with one comparison, not “%(found)s”.") % {
            "found": shown(source)
        }
        raise refusal(place, message, _("Write it as in {starts_with: /pricing}."))
    operator, text = next(iter(source.items()))
    if operator not in OPERATORS:
        message = _("There is no comparison “%(word)s”.") % {"word": shown(operator)}
        raise refusal(place, message, suggestion(str(operator)[:60], OPERATORS))
    where = f"{place}.{operator}"
    if not isinstance(text, str) or not spelled(text):
        message = _("“%(found)s” is no path.") % {"found": shown(text)}
        raise refusal(where, message, _("Write a part of the address, as in /pricing."))
    if len(text) > LONGEST:
        message = _("The path has more than %(most)d characters.") % {"most": LONGEST}
        raise refusal(where, message, _("Shorten it to the part that matters."))
    if "://" in text or "?" in text or "#" in text:
        message = _("“%(found)s” is more than a path.") % {"found": shown(text)}
        raise refusal(where, message, _("Write it without host, question mark and what follows."))
    return PathTest(operator, _kept(operator, text))


def _kept(operator: str, text: str) -> str:
    """Return the text in the spelling of what it is held against; only "is" means a whole path."""
    kept = spelled(text)
    return (kept.rstrip("/") or kept[:1]) if operator == "is" else kept
