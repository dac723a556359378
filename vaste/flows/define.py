"""Defining a workspace: check the whole text, publish it as a version, have it at hand compiled."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

import yaml
from django.db import transaction

from vaste.calendars.calendar import Calendar, check_calendar, parse_calendar
from vaste.categories.contract import Category, check_categories, parse_categories
from vaste.definitions import queries as definitions
from vaste.definitions import rollouts
from vaste.definitions.models import Version
from vaste.flows.questions import Name, Questions, compile_questions
from vaste.kernel.errors import VasteError
from vaste.leads import vocabulary as lead_words
from vaste.ledger import services as ledger
from vaste.people import vocabulary as people_words
from vaste.rules import language
from vaste.rules.language import Compare, Happened, Node, Problem, walk
from vaste.rules.vocabulary import Vocabulary
from vaste.scoring import crossings
from vaste.scoring.definition import Scoring, check_scoring, parse_scoring

FORMAT = 1
_OF_TODAY = ("within_last", "within_next")
BANDS = ("medium", "large")
LONGEST_SOURCE = 500_000  # characters of a definition's text
BAND_EXAMPLE = "Write `{medium: 10000, large: 50000}`."
MISSHAPEN = "Compare it with the default definition, section by section."


class NotPublishable(VasteError):
    """A definition has problems; nothing was published. Each names its place and its remedy."""

    def __init__(self, problems: list[Problem]) -> None:
        first = problems[0]
        super().__init__(f"{first.path}: {first.message} {first.remedy}")
        self.problems = problems


@dataclass(frozen=True, slots=True)
class RoutingRule:
    """The first rule that matches names the team; `when` None is the default."""

    key: str
    team: str
    when: Node | None


@dataclass(frozen=True, slots=True)
class Definition:
    """
    One published version, parsed and compiled; the same object serves until a newer one is
    published. `levels` are the points of interest at which something turns; `drifts` says that a
    rule may turn because time passes.
    """

    number: int
    currency: str
    bands: Mapping[str, Decimal]
    request_words: Mapping[str, list[str]]
    calendar: Calendar
    zone: str
    scoring: Scoring
    levels: tuple[float, ...]
    drifts: bool
    categories: tuple[Category, ...]
    routing: tuple[RoutingRule, ...]
    close_reasons: Mapping[str, list[str]]
    rules: Mapping[Name, Node]
    questions: Questions
    vocabulary: Vocabulary
    content: Mapping[str, Any]


def vocabulary_of(content: Mapping[str, Any]) -> Vocabulary:
    """Return the fields that rules of this definition may speak of, contributed by their rooms."""
    keys = [
        (str(entry.get("key")), entry.get("names") or {})
        for entry in content.get("categories") or []
        if isinstance(entry, Mapping)
    ]
    return Vocabulary.of(people_words.fields(), lead_words.fields(keys))


def check(content: object) -> list[Problem]:
    """Return everything that is wrong with a definition, each with its place and its remedy."""
    if not isinstance(content, Mapping):
        return [Problem("", "This is no definition.", "Begin with `vaste: 1` and its sections.")]
    if content.get("vaste") != FORMAT:
        return [
            Problem("vaste", "This is a definition of another format.", f"Write `vaste: {FORMAT}`.")
        ]
    try:
        return _check_sections(content) or _check_whole(content)
    except (TypeError, ValueError, AttributeError, LookupError, ArithmeticError) as crash:
        return [Problem("", f"A section has not the form it needs ({crash}).", MISSHAPEN)]


def _check_whole(content: Mapping[str, Any]) -> list[Problem]:
    """Compile what no section objects to: what can't be put in force is never published."""
    compile_definition(content, 0)
    return []


def _check_sections(content: Mapping[str, Any]) -> list[Problem]:
    vocabulary = vocabulary_of(content)
    problems = [
        Problem(f"calendar.{found.path}", found.message, found.remedy)
        for found in check_calendar(content.get("calendar") or {})
    ]
    problems += check_scoring(content, vocabulary)
    problems += check_categories(content.get("categories"), vocabulary)
    problems += _check_routing(content.get("routing"), vocabulary)
    problems += _check_bands(content.get("value_bands"))
    problems += _check_reasons(content.get("close_reasons"))
    problems += _check_words(content.get("request_words") or {})
    if "mql" in content:
        problems += [
            Problem(f"mql.{found.path}", found.message, found.remedy)
            for found in language.check(content["mql"], vocabulary)
        ]
    return problems


def _check_bands(source: object) -> list[Problem]:
    """The bands are two amounts, the larger one above the smaller."""
    told = source if isinstance(source, Mapping) else {}
    amounts = [told[name] for name in BANDS if type(told.get(name)) in (int, float)]
    if len(amounts) == len(BANDS) and 0 <= amounts[0] < amounts[1]:
        return []
    return [Problem("value_bands", "The bands are missing or out of order.", BAND_EXAMPLE)]


def _check_reasons(source: object) -> list[Problem]:
    """Each way of closing without winning has its list of reasons."""
    told = source if isinstance(source, Mapping) else {}
    return [
        Problem(f"close_reasons.{name}", "The reasons are missing.", "List words, one a reason.")
        for name in ("lost", "not_a_fit")
        if not _is_words(told.get(name))
    ]


def _check_words(source: object) -> list[Problem]:
    """The words that tell what is wanted are lists, one for each request type."""
    if isinstance(source, Mapping) and all(map(_is_words, source.values())):
        return []
    return [Problem("request_words", "The words are no lists.", "Write `offer: [quote, tarjous]`.")]


def _is_words(told: object) -> bool:
    return isinstance(told, list) and bool(told) and all(isinstance(one, str) for one in told)


def _check_routing(source: object, vocabulary: Vocabulary) -> list[Problem]:
    default = source.get("default") if isinstance(source, Mapping) else None
    if not isinstance(source, Mapping) or not isinstance(default, str) or not default:
        return [Problem("routing.default", "A team that takes the rest is missing.", "Name one.")]
    problems = []
    for index, entry in enumerate(source.get("rules") or []):
        place = f"routing.rules[{index}]"
        if not isinstance(entry, Mapping) or not entry.get("team") or "when" not in entry:
            problems.append(Problem(place, "A rule names a team and when.", "Write both."))
            continue
        problems += [
            Problem(f"{place}.when.{found.path}", found.message, found.remedy)
            for found in language.check(entry["when"], vocabulary)
        ]
    return problems


def read_source(source: str) -> Any:
    """
    Return a definition's text as data.

    Raises NotPublishable for what is too long, no YAML, or uses aliases: a few lines of those can
    stand for more than any machine holds.
    """
    if len(source) > LONGEST_SOURCE:
        raise NotPublishable(
            [Problem("", "The text is too long.", "Leave out what is not needed.")]
        )
    try:
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(source)):
            raise NotPublishable([Problem("", "Aliases are not taken.", "Write each part out.")])
        return yaml.safe_load(source)
    except (yaml.YAMLError, RecursionError, ValueError) as wrong:
        raise NotPublishable([Problem("", f"This is no YAML: {wrong}", "Mend the line.")]) from None


@transaction.atomic
def publish(
    workspace_id: uuid.UUID,
    source: str,
    *,
    by: uuid.UUID | None,
    at: datetime.datetime,
    note: str = "",
) -> Version:
    """
    Check a definition's text and put it in force as the workspace's next version.

    Raises NotPublishable, with nothing written, when anything in it is wrong.
    """
    content = read_source(source)
    problems = check(content)
    if problems:
        raise NotPublishable(problems)
    newest = Version.objects.within(workspace_id).order_by("-number", "id").first()
    version = Version.objects.create(
        workspace_id=workspace_id,
        number=newest.number + 1 if newest else 1,
        source=source,
        content=content,
        note=note,
        published_at=at,
        published_by_id=by,
    )
    told = ledger.event(
        "definition.published",
        version.id,
        workspace_id=workspace_id,
        by=by,
        at=at,
        detail={"number": version.number, "note": note},
    )
    ledger.record([told])
    _roll_out(workspace_id, version, newest, at)
    return version


def _roll_out(
    workspace_id: uuid.UUID, version: Version, before: Version | None, at: datetime.datetime
) -> None:
    definition = compile_definition(version.content, version.number)
    was = compile_definition(before.content, before.number) if before else definition
    rollouts.begin(
        workspace_id,
        version.number,
        is_first=before is None,
        recounts=was.scoring.signals != definition.scoring.signals,
        drifts_in=definition.zone if definition.drifts else None,
        at=at,
    )


def in_force(workspace_id: uuid.UUID) -> Definition:
    """
    Return the workspace's definition in force; one short question to the database a call.

    Raises NotDefined when nothing is published.
    """
    return _compiled(workspace_id, definitions.number_in_force(workspace_id))


def of_number(workspace_id: uuid.UUID, number: int) -> Definition:
    """
    Return the workspace's version of this number, to explain what it decided; it never changes.
    """
    return _compiled(workspace_id, number)


@lru_cache(maxsize=512)
def _compiled(workspace_id: uuid.UUID, number: int) -> Definition:
    version = Version.objects.within(workspace_id).get(number=number)
    return compile_definition(version.content, number)


def compile_definition(content: Mapping[str, Any], number: int) -> Definition:
    """Return a checked definition parsed, with its rules compiled into three questions."""
    vocabulary = vocabulary_of(content)
    scoring = parse_scoring(content)
    categories = tuple(parse_categories(content["categories"]))
    routing = _parse_routing(content["routing"])
    zone = content["calendar"]["zone"]
    rules = _rules(scoring, categories, routing, content)
    return Definition(
        number=number,
        currency=content.get("currency", "EUR"),
        bands={name: Decimal(str(content["value_bands"][name])) for name in BANDS},
        request_words=content.get("request_words") or {},
        calendar=parse_calendar(content["calendar"]),
        zone=zone,
        scoring=scoring,
        levels=_levels(scoring, rules),
        drifts=any(_drifts(node) for node in rules.values()),
        categories=categories,
        routing=routing,
        close_reasons=content.get("close_reasons") or {},
        rules=rules,
        questions=compile_questions(rules, vocabulary, zone=zone),
        vocabulary=vocabulary,
        content=content,
    )


def _levels(scoring: Scoring, rules: Mapping[Name, Node]) -> tuple[float, ...]:
    """Return the points of interest at which a quadrant or a rule may turn."""
    told = [("at_least", float(scoring.interested))]
    for place in (place for node in rules.values() for place in walk(node)):
        if isinstance(place.node, Compare) and place.node.field == "lead.interest":
            value = place.node.value
            told += [
                (place.node.operator, float(one))
                for one in (value if isinstance(value, tuple) else (value,))
                if isinstance(one, (int, float)) and not isinstance(one, bool)
            ]
    return crossings.levels(told)


def _drifts(node: Node) -> bool:
    """Say whether a rule may turn because a day goes by, with nothing written."""
    return any(
        (isinstance(place.node, Compare) and place.node.operator in _OF_TODAY)
        or (isinstance(place.node, Happened) and place.node.within is not None)
        for place in walk(node)
    )


def _parse_routing(source: Mapping[str, Any]) -> tuple[RoutingRule, ...]:
    rules = [
        RoutingRule(
            entry.get("key", f"rule_{index + 1}"), entry["team"], language.parse(entry["when"])
        )
        for index, entry in enumerate(source.get("rules") or [])
    ]
    return (*rules, RoutingRule("default", source["default"], None))


def _rules(
    scoring: Scoring,
    categories: Sequence[Category],
    routing: Sequence[RoutingRule],
    content: Mapping[str, Any],
) -> dict[Name, Node]:
    """Return every rule of a definition under its name, in the order in which they are asked."""
    rules: dict[Name, Node] = {("fit", one.key): one.when for one in scoring.criteria}
    rules |= {("category", one.key): one.when for one in categories if one.when is not None}
    rules |= {("team", one.key): one.when for one in routing if one.when is not None}
    if "mql" in content:
        rules["mql", ""] = language.parse(content["mql"])
    return rules
