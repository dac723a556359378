"""What is wrong with a rule: the place, what was found, and how to mend it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

_LONGEST_SHOWN = 60  # characters of somebody's input repeated in a message
_NEAR = 60  # rapidfuzz ratio, 0-100, from which a name is worth suggesting


@dataclass(frozen=True, slots=True)
class Problem:
    """
    One thing to mend, in the reader's language.

    `path` names the place from the top, counting from 0: `all[2].at_most`; empty for the whole
    rule.
    """

    path: str
    message: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.path}: " if self.path else ""
        return f"{place}{self.message} {self.remedy}"


class RuleRefused(Exception):
    """A rule that cannot be used; `problems` says why, in reading order, at least one."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


def refusal(path: str, message: str, remedy: str) -> RuleRefused:
    """Return the error for a single problem, to be raised."""
    return RuleRefused([Problem(path, message, remedy)])


class BadValue(Exception):
    """A value that does not suit its field, with what to write instead."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


def shown(value: object) -> str:
    """Return somebody's value short and printable, for a message."""
    text = value if isinstance(value, str) else _plain(value)
    cut = text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in cut)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) and value.bit_length() > 128:
        return _("a number of very many digits")
    if isinstance(value, int | float | Decimal):
        return str(value)
    if value is None:
        return _("nothing")
    return _("a list") if isinstance(value, list | tuple) else _("a group")


def nearest(name: str, names: Iterable[str]) -> list[str]:
    """Return up to three of `names` that `name` may have been meant for, the likeliest first."""
    found = process.extract(
        name[:100], sorted(names), scorer=fuzz.WRatio, limit=3, score_cutoff=_NEAR
    )
    return [match for match, _score, _index in found]


def suggestion(name: str, names: Sequence[str]) -> str:
    """Return a sentence that offers near names, or else lists the first dozen there are."""
    if not names:
        return _("There are none yet: define one first.")
    near = nearest(name, names)
    if near:
        return _("Did you mean %(names)s?") % {"names": _either(near)}
    if len(names) > 12:
        return _("Use one of: %(names)s and others.") % {"names": ", ".join(names[:12])}
    return _("Use one of: %(names)s.") % {"names": ", ".join(names)}


def _either(names: Sequence[str]) -> str:
    if len(names) == 1:
        return names[0]
    return _("%(names)s or %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}
