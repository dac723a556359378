"""The routing part of a definition: rules, what leads need, whose buyers stay theirs, credits."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from vaste.definitions.checking import Findings, inside
from vaste.kernel import text
from vaste.kernel.spans import read_span
from vaste.routing.rules import KINDS, Needs
from vaste.rules import language
from vaste.rules.language import Node
from vaste.rules.problems import shown, suggestion
from vaste.rules.vocabulary import Vocabulary

KEEPS = ("no", "contact", "company")
MOST_RULES = 500
MOST_NEEDED = 20  # words of one kind
_KNOWN = ("rules", "default", "needs", "keep_owner", "credits")
_OF_RULES = ("key", "team", "when", "needs")
_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
FACTS = ("lead.", "contact.", "company.")
_UNFIT = {"money", "list", "date", "instant", "duration", "yes_no"}  # no word one could hold


@dataclass(frozen=True, slots=True)
class Need:
    """What a lead needs of whoever takes it: these words, and what these fields of it say."""

    kind: str
    words: tuple[str, ...]
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoutingRule:
    """
    The first rule that matches names the team; `when` None is the default.

    `needs` are the rule's own and those of every lead.
    """

    key: str
    team: str
    when: Node | None
    needs: tuple[Need, ...] = ()


@dataclass(frozen=True, slots=True)
class Sharing:
    """
    How a workspace shares leads out, beside its rules.

    `keep_owner` is whose present owner gets a new lead first: no, contact or company. A lead
    closed for one of `credit_reasons` within `credit_within` of its receipt gives its owner a turn
    back.
    """

    keep_owner: str
    credit_reasons: frozenset[str]
    credit_within: datetime.timedelta
    fields: tuple[str, ...]  # every fact that a need asks for, once


def parse_routing(source: Mapping[str, Any]) -> tuple[RoutingRule, ...]:
    """Return the checked rules in their order, the default last."""
    common = _parse_needs(source.get("needs"))
    rules = [
        RoutingRule(
            entry.get("key", f"rule_{index + 1}"),
            entry["team"],
            language.parse(entry["when"]),
            (*common, *_parse_needs(entry.get("needs"))),
        )
        for index, entry in enumerate(source.get("rules") or [])
    ]
    return (*rules, RoutingRule("default", source["default"], None, common))


def parse_sharing(source: Mapping[str, Any], rules: Sequence[RoutingRule]) -> Sharing:
    """Return the rest of a checked routing section."""
    credits = source.get("credits") or {}
    fields = [name for rule in rules for need in rule.needs for name in need.fields]
    keep = source.get("keep_owner") or "no"
    return Sharing(
        keep_owner=str(keep),
        credit_reasons=frozenset(credits.get("reasons") or ()),
        credit_within=read_span(credits.get("within", "14 days")),
        fields=tuple(dict.fromkeys(fields)),
    )


def may_be_held(kind: str) -> bool:
    """Say whether what a field of this kind says can be a word that somebody holds."""
    return kind not in _UNFIT


def needed(rule: RoutingRule, facts: Mapping[str, str | None]) -> Needs:
    """Return what a lead with these facts needs; a fact that nobody told is not needed."""
    asked: dict[str, dict[str, str]] = {}
    for need in rule.needs:
        told = [*need.words, *(facts.get(name) or "" for name in need.fields)]
        words = {text.fold(word): word for word in told if text.fold(word)}
        if words:
            asked.setdefault(need.kind, {}).update(words)
    return asked


def check_routing(
    told: object, vocabulary: Vocabulary, found: Findings, *, reasons: object = None
) -> None:
    """Note what is wrong with `routing`; `reasons` are the definition's `close_reasons`."""
    section = found.group(told, "routing", _KNOWN)
    _check_team(section.get("default"), "routing.default", found)
    _check_needs(section.get("needs"), "routing.needs", vocabulary, found)
    if section.get("keep_owner", False) is not False:  # YAML reads a bare `no` as false
        found.one_of(section, "keep_owner", "routing", KEEPS)
    if "credits" in section:
        _check_credits(section["credits"], reasons, found)
    taken: set[str] = set()
    rules = found.entries(section.get("rules"), "routing.rules", most=MOST_RULES, known=_OF_RULES)
    for at, entry in rules:
        _check_team(entry.get("team"), inside(at, "team"), found)
        if "key" in entry:
            found.key(entry, at, taken)
        if "when" in entry:
            found.rule(entry["when"], inside(at, "when"), vocabulary)
        else:
            found.add(inside(at, "when"), _("The rule is missing."), _("Say when it counts."))
        _check_needs(entry.get("needs"), inside(at, "needs"), vocabulary, found)


def _check_team(told: object, place: str, found: Findings) -> None:
    if not isinstance(told, str) or _SLUG.fullmatch(told) is None:
        message = _("“%(found)s” is no team.") % {"found": shown(told)}
        found.add(place, message, _("Write the slug of a team, as in sales."))


def _check_credits(told: object, reasons: object, found: Findings) -> None:
    place = "routing.credits"
    section = found.group(told, place, ("within", "reasons"))
    listed = found.texts(section.get("reasons"), f"{place}.reasons")
    groups = reasons.values() if isinstance(reasons, Mapping) else ()
    known = {word for words in groups if isinstance(words, list) for word in words}
    for reason in listed:
        if reason not in known:
            message = _("“%(found)s” is no reason for closing.") % {"found": shown(reason)}
            found.add(f"{place}.reasons", message, _("Use the words of `close_reasons`."))
    if "within" in section:
        found.span(section, "within", place)


def _check_needs(told: object, place: str, vocabulary: Vocabulary, found: Findings) -> None:
    for kind, value in found.group(told, place, KINDS).items():
        at = inside(place, shown(kind))
        words = value if isinstance(value, list) else [value]
        for word in found.texts(words, at, most=MOST_NEEDED):
            _check_word(word, at, vocabulary, found)


def _check_word(word: str, place: str, vocabulary: Vocabulary, found: Findings) -> None:
    if not word.startswith(FACTS):
        return
    field = vocabulary.fields.get(word)
    if field is None:
        message = _("There is no field “%(field)s”.") % {"field": shown(word)}
        found.add(place, message, suggestion(word, tuple(vocabulary.fields)))
    elif not may_be_held(field.kind):
        message = _("What “%(field)s” says is no word that anybody holds.")
        remedy = _("Name a field of text or choices.")
        found.add(place, message % {"field": word}, remedy)


def _parse_needs(source: Mapping[str, Any] | None) -> tuple[Need, ...]:
    return tuple(_parse_need(kind, value) for kind, value in (source or {}).items())


def _parse_need(kind: str, value: object) -> Need:
    words = value if isinstance(value, list) else [value]
    fields = tuple(word for word in words if word.startswith(FACTS))
    return Need(kind, tuple(word for word in words if word not in fields), fields)
