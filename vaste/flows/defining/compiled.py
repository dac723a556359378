"""A checked definition as the pipeline works by it: parsed, with its rules compiled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from vaste.calendars.calendar import Calendar, parse_calendar
from vaste.categories.contract import Category, parse_categories
from vaste.definitions import fields as custom_fields
from vaste.definitions.fields import CustomField
from vaste.definitions.sections import BANDS
from vaste.flows.defining.vocabulary import vocabulary_of
from vaste.flows.questions import Name, Questions, compile_questions
from vaste.leads.custom import Names, names_of
from vaste.routing.definition import RoutingRule, Sharing, parse_routing, parse_sharing
from vaste.rules import language
from vaste.rules.language import Compare, Happened, Node, walk
from vaste.rules.vocabulary import Vocabulary
from vaste.scoring import crossings
from vaste.scoring.definition import Scoring, parse_scoring
from vaste.sla.policies import Policies, parse_policies

_OF_TODAY = ("within_last", "within_next")


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
    fields: tuple[CustomField, ...]
    field_names: Names
    scoring: Scoring
    levels: tuple[float, ...]
    drifts: bool
    categories: tuple[Category, ...]
    policies: Policies
    routing: tuple[RoutingRule, ...]
    sharing: Sharing
    close_reasons: Mapping[str, list[str]]
    rules: Mapping[Name, Node]
    questions: Questions
    vocabulary: Vocabulary
    content: Mapping[str, Any]


def answering_team(definition: Definition, place: int, rule: int) -> str:
    """
    Return the slug of the team that answers: the category's own, else the routing rule's.

    `place` and `rule` are positions in the definition's categories and routing rules.
    """
    return definition.categories[place].team or definition.routing[rule].team


def compile_definition(content: Mapping[str, Any], number: int) -> Definition:
    """Return a checked definition parsed, with its rules compiled into three questions."""
    vocabulary = vocabulary_of(content)
    scoring = parse_scoring(content)
    categories = tuple(parse_categories(content["categories"]))
    routing = parse_routing(content["routing"])
    zone = content["calendar"]["zone"]
    own = custom_fields.parse_fields(content)
    rules = _rules(scoring, categories, routing, content)
    return Definition(
        number=number,
        currency=content.get("currency") or "EUR",
        bands={name: Decimal(str(content["value_bands"][name])) for name in BANDS},
        request_words=content.get("request_words") or {},
        calendar=parse_calendar(content["calendar"]),
        zone=zone,
        fields=own,
        field_names=names_of(own),
        scoring=scoring,
        levels=_levels(scoring, rules),
        drifts=any(_drifts(node) for node in rules.values()),
        categories=categories,
        policies=parse_policies(content),
        routing=routing,
        sharing=parse_sharing(content["routing"], routing),
        close_reasons=content.get("close_reasons") or {},
        rules=rules,
        questions=compile_questions(rules, vocabulary, zone=zone),
        vocabulary=vocabulary,
        content=content,
    )


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
