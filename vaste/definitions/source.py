"""A definition's text read as data that can be stored and checked, or refused with the place."""

from __future__ import annotations

import datetime
from collections.abc import Hashable, Mapping
from typing import Any

import yaml
from django.utils.translation import gettext as _

from vaste.definitions.checking import Findings, inside
from vaste.rules.problems import Problem, shown

LONGEST_SOURCE = 500_000  # characters of a definition's text
MOST_PARTS = 60_000  # values, lists and groups of a definition
DEEPEST = 60  # groups and lists inside each other
LARGEST = 10**15  # beyond it a float no longer holds every whole number


class Unreadable(Exception):
    """A text that is no definition's; `problems` says why, at least one."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class _Loader(yaml.SafeLoader):
    """Reads plain data only, and refuses a name that stands twice in one group."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        taken: set[str] = set()
        for name in (name for name, _value in node.value if isinstance(name, yaml.ScalarNode)):
            if name.value in taken:
                raise yaml.MarkedYAMLError(
                    problem=_("“%(name)s” stands twice in one group") % {"name": shown(name.value)},
                    problem_mark=name.start_mark,
                )
            taken.add(name.value)
        return super().construct_mapping(node, deep)

    def construct_yaml_timestamp(self, node: yaml.ScalarNode) -> Any:
        """Return a date; one that no year has stays text, for its reader to name the place."""
        try:
            return super().construct_yaml_timestamp(node)
        except ValueError:
            return node.value

    def construct_yaml_int(self, node: yaml.ScalarNode) -> Any:
        """Return a number; 12:30 is a time of day that lacks its quotes, and no number."""
        return node.value if ":" in node.value else super().construct_yaml_int(node)


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _Loader.construct_yaml_timestamp)
_Loader.add_constructor("tag:yaml.org,2002:int", _Loader.construct_yaml_int)


def load(source: str) -> Any:
    """
    Return a definition's text as data, dates as text.

    Raises Unreadable for what is too long, no YAML, holds a name twice, or uses aliases: a few
    lines of those can stand for more than any machine holds.
    """
    if len(source) > LONGEST_SOURCE:
        message = _("The text has more than %(most)d characters.") % {"most": LONGEST_SOURCE}
        raise _unreadable(message, _("Leave out what is not needed."))
    try:
        for token in yaml.scan(source):
            if isinstance(token, yaml.AliasToken):
                where = {"line": token.start_mark.line + 1}
                message = _("Line %(line)d: aliases are not taken.") % where
                raise _unreadable(message, _("Write each part out."))
        content = yaml.load(source, _Loader)
    except yaml.MarkedYAMLError as wrong:
        raise _unreadable(_no_yaml(wrong), _("Mend the line.")) from None
    except RecursionError:
        message = _("The definition is too large or too deep.")
        raise _unreadable(message, _("Leave out what is not needed.")) from None
    except (yaml.YAMLError, ValueError, TypeError, OverflowError):
        raise _unreadable(_("This is no YAML."), _("Mend the line.")) from None
    return plain(content)


def _unreadable(message: str, remedy: str) -> Unreadable:
    return Unreadable([Problem("", message, remedy)])


def _no_yaml(wrong: yaml.MarkedYAMLError) -> str:
    mark = wrong.problem_mark or wrong.context_mark
    where = {"line": mark.line + 1 if mark else 1, "problem": shown(wrong.problem or "")}
    return _("This is no YAML: line %(line)d: %(problem)s.") % where


def plain(content: object) -> Any:
    """
    Return data as JSON can hold it: dates and times become text.

    Raises Unreadable, with the places, for what can't be stored or is too large.
    """
    found, counted = Findings(), [0]
    kept = _kept(content, "", 1, found, counted)
    if found.problems:
        raise Unreadable(found.problems)
    return kept


def _kept(value: object, place: str, depth: int, found: Findings, counted: list[int]) -> Any:
    counted[0] += 1
    if depth > DEEPEST or counted[0] > MOST_PARTS:
        message = _("The definition is too large or too deep.")
        raise Unreadable([Problem(place[:200], message, _("Leave out what is not needed."))])
    if isinstance(value, Mapping):
        return {
            name: _kept(part, inside(place, name), depth + 1, found, counted)
            for name, part in _named(value, place, found)
        }
    if isinstance(value, list | tuple):
        return [
            _kept(part, f"{place}[{index}]", depth + 1, found, counted)
            for index, part in enumerate(value)
        ]
    return _single(value, place, found)


def _named(value: Mapping[Any, Any], place: str, found: Findings) -> list[tuple[str, Any]]:
    named = []
    for name, part in value.items():
        text = name.isoformat() if isinstance(name, datetime.date) else name
        if isinstance(text, str) and _fits(text):
            named.append((text, part))
            continue
        message = _("“%(name)s” is no name.") % {"name": shown(name)}
        remedy = _("Put the word in quotes if it was read as yes, no, or a number.")
        found.add(place, message, remedy)
    return named


def _single(value: object, place: str, found: Findings) -> Any:
    if isinstance(value, datetime.date):  # a datetime is one too
        return value.isoformat()
    if value is None or isinstance(value, bool) or (isinstance(value, str) and _fits(value)):
        return value
    if isinstance(value, int | float) and abs(value) <= LARGEST:  # not a number is never less
        return value
    message = _("“%(found)s” cannot be stored.") % {"found": shown(value)}
    found.add(place, message, _("Write plain text, a number of at most 15 digits, true or false."))
    return None


def _fits(text: str) -> bool:
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)
