"""Defining a workspace: check the whole text, publish it as a version, have it at hand compiled."""

from __future__ import annotations

import datetime
import logging
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from vaste.calendars.calendar import Calendar, check_calendar, parse_calendar
from vaste.categories.checking import check_categories
from vaste.categories.contract import Category, parse_categories
from vaste.definitions import fields as custom_fields
from vaste.definitions import queries as definitions
from vaste.definitions import rollouts, source
from vaste.definitions.checking import Findings, inside
from vaste.definitions.fields import CustomField
from vaste.definitions.models import Version
from vaste.definitions.sections import BANDS, check_sections
from vaste.flows import named_teams
from vaste.flows.questions import Name, Questions, compile_questions
from vaste.kernel.errors import VasteError
from vaste.leads import vocabulary as lead_words
from vaste.leads.custom import Names, names_of
from vaste.leads.enquiry import FIELDS, REQUEST_TYPES
from vaste.ledger import services as ledger
from vaste.people import vocabulary as people_words
from vaste.routing import hours
from vaste.routing.definition import (
    RoutingRule,
    Sharing,
    check_routing,
    parse_routing,
    parse_sharing,
)
from vaste.rules import language
from vaste.rules.language import Compare, Happened, Node, Problem, walk
from vaste.rules.vocabulary import Vocabulary
from vaste.scoring import crossings
from vaste.scoring.definition import Scoring, check_scoring, parse_scoring
from vaste.sla.checking import check_ladders, check_policies
from vaste.sla.policies import Policies, parse_policies
from vaste.workspaces import services as workspaces

log = logging.getLogger(__name__)

FORMAT = 1
_OF_TODAY = ("within_last", "within_next")
SECTIONS = (
    "vaste", "currency", "value_bands", "request_words", "calendar", "fields", "fit", "signals",
    "quadrants", "categories", "sla", "ladders", "mql", "routing", "close_reasons",
)  # fmt: skip
#: What a text that escaped every check raises when it is put to work.
UNUSABLE = (TypeError, ValueError, AttributeError, LookupError, ArithmeticError)


class NotPublishable(VasteError):
    """A definition has problems; nothing was published. Each names its place and its remedy."""

    def __init__(self, problems: list[Problem]) -> None:
        first = problems[0]
        super().__init__(f"{first.path}: {first.message} {first.remedy}")
        self.problems = problems


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


def vocabulary_of(content: Mapping[str, Any]) -> Vocabulary:
    """Return the fields that rules of this definition may speak of, contributed by their rooms."""
    entries = content.get("categories")
    keys = dict(_names(entry) for entry in (entries if isinstance(entries, list) else []))
    own = custom_fields.vocabulary(custom_fields.parse_fields(content))
    named = [(key, labels) for key, labels in keys.items() if key]
    return Vocabulary.of(people_words.fields(), lead_words.fields(named), own)


@lru_cache(maxsize=1)
def built_in_names() -> Mapping[str, Sequence[str]]:
    """
    Return the keys that no custom field may have, each with the names rules call that field by.

    They are what doors and imports read into a lead, its contact or company by that very name.
    """
    found: dict[str, list[str]] = {name: [] for name in FIELDS}
    for one in (*people_words.fields(), *lead_words.fields([])):
        owner, _dot, key = one.name.partition(".")
        if owner in custom_fields.OWNERS:
            found.setdefault(key, []).append(one.name)
    return found


def _names(entry: object) -> tuple[str, dict[str, str]]:
    """Return the key and the names of a category, as far as they are right."""
    told = entry if isinstance(entry, Mapping) else {}
    key, names = told.get("key"), told.get("names")
    words = names if isinstance(names, Mapping) else {}
    labels = {code: text for code, text in words.items() if isinstance(text, str)}
    return (key if isinstance(key, str) else ""), labels


def check(content: object) -> list[Problem]:
    """Return everything that is wrong with a definition, each with its place and its remedy."""
    if not isinstance(content, Mapping):
        remedy = _("Begin with `vaste: 1` and its sections.")
        return [Problem("", _("This is no definition."), remedy)]
    if type(content.get("vaste")) is not int or content["vaste"] != FORMAT:
        remedy = _("Write `vaste: %(format)d`.") % {"format": FORMAT}
        return [Problem("vaste", _("This is a definition of another format."), remedy)]
    try:
        plain: Mapping[str, Any] = source.plain(content)
        return _check_sections(plain) or _check_whole(plain)
    except source.Unreadable as refused:
        return refused.problems
    except UNUSABLE:
        log.exception("a definition passed its checks and could not be put to work")
        return [
            Problem(
                "", _("This cannot be put to work."), _("Compare it with the default definition.")
            )
        ]


def _check_whole(content: Mapping[str, Any]) -> list[Problem]:
    """Compile what no section objects to: what can't be put in force is never published."""
    compile_definition(content, 0)
    return []


def _check_sections(content: Mapping[str, Any]) -> list[Problem]:
    found, vocabulary = Findings(), vocabulary_of(content)
    found.group(content, "", SECTIONS)
    for problem in check_calendar(content.get("calendar") or {}):
        found.add(inside("calendar", problem.path), problem.message, problem.remedy)
    check_sections(content, found, request_types=REQUEST_TYPES)
    custom_fields.check_fields(content, found, built_in=built_in_names())
    check_scoring(content, vocabulary, found)
    ladders = check_ladders(content, found)
    check_categories(content.get("categories"), vocabulary, found, ladders=ladders)
    check_policies(content, found)
    reasons = content.get("close_reasons")
    check_routing(content.get("routing"), vocabulary, found, reasons=reasons)
    if "mql" in content:
        found.rule(content["mql"], "mql", vocabulary)
    return found.problems


def check_in(workspace_id: uuid.UUID, content: object, *, at: datetime.datetime) -> list[Problem]:
    """
    Return everything for which publishing at `at` would refuse a definition: what `check` finds,
    hours that never come, and teams of the workspace that are not open.
    """
    problems = check(content)
    if not isinstance(content, Mapping) or any(not one.path for one in problems):
        return problems
    told = {one.path for one in problems}
    if "calendar" in content and not any(path.startswith("calendar") for path in told):
        problems = problems + _check_hours_to_come(content, at)
    closed = named_teams.problems(workspace_id, content)
    return problems + [one for one in closed if one.path not in told]


def _check_hours_to_come(content: Mapping[str, Any], at: datetime.datetime) -> list[Problem]:
    """Return what is wrong with hours that are right as written, but never come from now on."""
    problems = hours.check_hours(content["calendar"], at=at)
    return [Problem(inside("calendar", one.path), one.message, one.remedy) for one in problems]


def read_source(text: str) -> Any:
    """
    Return a definition's text as data.

    Raises NotPublishable for what is too long, or can't be read.
    """
    try:
        return source.load(text)
    except source.Unreadable as refused:
        raise NotPublishable(refused.problems) from None


@transaction.atomic
def publish(
    workspace_id: uuid.UUID,
    text: str,
    *,
    by: uuid.UUID | None,
    at: datetime.datetime,
    note: str = "",
) -> Version:
    """
    Check a definition's text and put it in force as the workspace's next version.

    Raises NotPublishable, with nothing written, when anything in it is wrong.
    """
    content = read_source(text)
    newest = Version.objects.within(workspace_id).order_by("-number", "id").first()
    if newest is not None:
        problems = check_in(workspace_id, content, at=at)
    else:  # the first one comes before the first team
        problems = check(content) or _check_hours_to_come(content, at)
    if problems:
        raise NotPublishable(problems)
    version = Version.objects.create(
        workspace_id=workspace_id,
        number=newest.number + 1 if newest else 1,
        source=text,
        content=content,
        note=note,
        published_at=at,
        published_by_id=by,
    )
    ledger.record_one(
        workspace_id,
        "definition.published",
        version.id,
        by=by,
        at=at,
        detail={"number": version.number, "note": note},
    )
    workspaces.set_zone(workspace_id, str(content["calendar"]["zone"]))
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


def ask(workspace_id: uuid.UUID) -> Callable[[], Definition]:
    """
    Ask for the definition in force with the next trip; what is returned gives it when called.

    That raises NotDefined when nothing is published.
    """
    number = definitions.ask_number_in_force(workspace_id)
    return lambda: _compiled(workspace_id, number())


def in_force(workspace_id: uuid.UUID) -> Definition:
    """
    Return the workspace's definition in force; one short question to the database a call.

    Raises NotDefined when nothing is published.
    """
    return ask(workspace_id)()


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


def answering_team(definition: Definition, place: int, rule: int) -> str:
    """
    Return the slug of the team that answers: the category's own, else the routing rule's.

    `place` and `rule` are positions in the definition's categories and routing rules.
    """
    return definition.categories[place].team or definition.routing[rule].team


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
