"""Why a lead is in its category: the rules in words, which hold, and the values they met."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vaste.categories.contract import Category
from vaste.desk import formats
from vaste.desk.build import labels
from vaste.desk.panels import ReasonLine
from vaste.flows import define
from vaste.flows.define import Definition
from vaste.leads import facts
from vaste.leads.facts import Question
from vaste.leads.models import Lead
from vaste.pages.reader import language
from vaste.rules import nodes, words
from vaste.rules.compile import compile_rules
from vaste.rules.nodes import Compare, Node
from vaste.rules.vocabulary import Field, JsonKey, MoneyColumns, label

LONGEST_VALUE = 60  # characters of a text that a rule looked at


@dataclass(frozen=True, slots=True)
class Asked:
    """The rules that explain one category: those of hotter ones, then the ways into its own."""

    hotter: tuple[Category, ...]
    ways: tuple[Node, ...]
    question: Question


@lru_cache(maxsize=512)
def _asked(workspace_id: uuid.UUID, number: int, key: str) -> Asked:
    definition = define.of_number(workspace_id, number)
    own = labels.category_of(definition, key) or definition.categories[-1]
    hotter = tuple(one for one in definition.categories if one.rank < own.rank and one.when)
    ways = own.when.children if isinstance(own.when, nodes.Any) else (own.when,)
    ruled = tuple(way for way in ways if way is not None)
    rules = [one.when for one in hotter if one.when is not None] + list(ruled)
    rendered = compile_rules(rules, definition.vocabulary, prefix="w", zone=definition.zone)
    return Asked(hotter, ruled, facts.question(rendered))


def reasons(lead: Lead, decided_by: Definition) -> tuple[ReasonLine, ...]:
    """
    Return why a lead is in its category, by the version that decided, as the facts stand now.

    Each way into the category is a line that says whether it holds, with the values it looked at;
    each hotter category is a line that does not hold. One statement.
    """
    asked = _asked(lead.workspace_id, decided_by.number, lead.category)
    answers = facts.ask_stored(
        asked.question, workspace_id=lead.workspace_id, ids=[lead.id], at=lead.received_at
    )
    met = answers.get(lead.id, [])
    of_hotter, of_ways = met[: len(asked.hotter)], met[len(asked.hotter) :]
    return (
        *_ways(lead, decided_by, asked.ways, of_ways),
        *_hotter(decided_by, asked.hotter, of_hotter),
        *_conclusion(lead, decided_by, asked.ways, of_ways),
    )


def _ways(
    lead: Lead, definition: Definition, ways: tuple[Node, ...], met: list[bool]
) -> Iterator[ReasonLine]:
    for way, is_met in sorted(zip(ways, met, strict=True), key=lambda pair: not pair[1]):
        rule = _capital(words.say(way, definition.vocabulary, language()))
        told = "; ".join(_values(way, lead, definition))
        text = _("%(rule)s. Known: %(values)s.") if told else _("%(rule)s.")
        yield ReasonLine(text=text % {"rule": rule, "values": told}, is_met=is_met)


def _hotter(
    definition: Definition, hotter: tuple[Category, ...], met: list[bool]
) -> Iterator[ReasonLine]:
    for category, is_met in zip(hotter, met, strict=True):
        if is_met or category.when is None:
            continue  # it has become true since; the category is not changed behind a person's back
        rule = words.say(category.when, definition.vocabulary, language())
        name = labels.category_name(category)
        yield ReasonLine(
            text=_("Not “%(category)s”, which needs: %(rule)s.") % {"category": name, "rule": rule},
            is_met=False,
        )


def _conclusion(
    lead: Lead, definition: Definition, ways: tuple[Node, ...], met: list[bool]
) -> Iterator[ReasonLine]:
    name = labels.tag(definition, lead.category, lead.category_rank).label
    if not ways:
        text = _("“%(category)s” takes every lead that no other category takes.")
        yield ReasonLine(text=text % {"category": name})
    elif not any(met):
        yield ReasonLine(
            text=_("It was so when the lead came; what is known has changed since then.")
        )


def _values(way: Node, lead: Lead, definition: Definition) -> list[str]:
    """Return what is known of each field that a rule looks at, as "name: value"."""
    named = [place.node.field for place in nodes.walk(way) if isinstance(place.node, Compare)]
    known = [definition.vocabulary.fields.get(name) for name in dict.fromkeys(named)]
    return [
        f"{label(field.labels, language(), otherwise=field.name)}: {_value(field, lead)}"
        for field in known
        if field is not None
    ]


def _value(field: Field, lead: Lead) -> str:
    rows = {"lead": lead, "contact": lead.contact, "company": lead.company}
    row, source = rows[field.source.alias], field.source
    if isinstance(source, MoneyColumns):
        amount, currency = getattr(row, source.amount, None), getattr(row, source.currency, "")
        return _("not told") if amount is None else formats.money(amount, currency or "EUR")
    value = getattr(row, source.column, None)
    if isinstance(source, JsonKey):
        value = (value or {}).get(source.key)
    return _("not told") if value in (None, "") else _plain(field, value)


def _plain(field: Field, value: Any) -> str:
    if isinstance(value, str) and value in field.choices:
        return label(field.choices[value], language(), otherwise=value)
    if field.kind == "duration":
        return ngettext("%(n)s day", "%(n)s days", value) % {"n": formats.number(value)}
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | float | Decimal):
        return formats.number(value)
    if isinstance(value, datetime.date):
        return formats.full_date(value)
    text = " ".join(str(value).split())
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
