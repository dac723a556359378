"""Everything that may be wrong with a definition, each with its place and its remedy."""

from __future__ import annotations

import datetime
import logging
import uuid
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from vaste.calendars.calendar import check_calendar
from vaste.categories.checking import check_categories
from vaste.definitions import fields as custom_fields
from vaste.definitions import source
from vaste.definitions.checking import Findings, inside
from vaste.definitions.sections import check_sections
from vaste.flows import named_teams
from vaste.flows.defining.compiled import compile_definition
from vaste.flows.defining.vocabulary import built_in_names, vocabulary_of
from vaste.kernel.errors import VasteError
from vaste.leads.enquiry import REQUEST_TYPES
from vaste.routing import hours
from vaste.routing.definition import check_routing
from vaste.rules.language import Problem
from vaste.scoring.definition import check_scoring
from vaste.sla.checking import check_ladders, check_policies

log = logging.getLogger(__name__)

FORMAT = 1
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


def read_source(text: str) -> Any:
    """
    Return a definition's text as data.

    Raises NotPublishable for what is too long, or can't be read.
    """
    try:
        return source.load(text)
    except source.Unreadable as refused:
        raise NotPublishable(refused.problems) from None


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
        problems = problems + check_hours_to_come(content, at)
    closed = named_teams.problems(workspace_id, content)
    return problems + [one for one in closed if one.path not in told]


def check_hours_to_come(content: Mapping[str, Any], at: datetime.datetime) -> list[Problem]:
    """Return what is wrong with hours that are right as written, but never come from now on."""
    problems = hours.check_hours(content["calendar"], at=at)
    return [Problem(inside("calendar", one.path), one.message, one.remedy) for one in problems]
