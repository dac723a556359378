"""Draws a rule as the editor's nodes, each with its fields, its choices and its problems."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from vaste.rules.language import OPERATORS, SHAPES, Problem
from vaste.rules.paths import OPERATORS as PATH_TESTS
from vaste.rules.vocabulary import Field, Vocabulary, label
from vaste.studio.panels import Complaint, Option, OptionGroup, RuleNode, RuleView, Slot
from vaste.studio.rules import labels, trees
from vaste.studio.rules.outline import outlined, said
from vaste.studio.rules.reading import MOST
from vaste.studio.rules.trees import Path, Raw

_LENGTH = re.compile(r"\s*(\d+)\s*(second|minute|hour|day|week|month|year)s?\s*", re.I)
_MONEY = re.compile(r"(.*?)\s+([A-Za-z]{3})\s*", re.S)


@dataclass(frozen=True, slots=True)
class Asked:
    """What an editor is drawn for: the form's name, the words, the reader's language."""

    name: str
    vocabulary: Vocabulary
    language: str
    currency: str
    focus: Path | None = None


def rule_view(rule: Raw | None, asked: Asked, problems: Sequence[Problem] = ()) -> RuleView:
    """Return a rule as it is edited; `problems` have paths inside the rule."""
    if rule is None:
        return RuleView(name=asked.name, root=None, sentence="")
    told = (asked.vocabulary, asked.language)
    sentence, unfinished = said(rule, *told)
    too_large = trees.count(rule) > MOST
    return RuleView(
        name=asked.name,
        root=None if too_large else _Drawer(asked, problems).node(rule, (), "", 1, 0),
        sentence=sentence,
        outline=None if too_large else outlined(rule, *told),
        unfinished=unfinished,
        is_too_large=too_large,
        raw=json.dumps(rule) if too_large else "",
    )


class _Drawer:
    def __init__(self, asked: Asked, problems: Sequence[Problem]) -> None:
        self.asked = asked
        self.vocabulary = asked.vocabulary
        self.problems = list(problems)

    def node(self, raw: Raw, path: Path, place: str, siblings: int, index: int) -> RuleNode:
        denied, bare = trees.bare(raw)
        for _again in range(denied):
            place = f"{place}.not" if place else "not"
        shared: dict[str, Any] = {
            "path": ".".join([self.asked.name, *map(str, path)]),
            "place": ".".join(map(str, path)),
            "denied": denied,
            "is_first": index == 0,
            "is_last": index == siblings - 1,
            "is_root": not path,
            "can_lift": len(path) > 1,
            "has_focus": path == self.asked.focus,
            "label": self._numbered(path),
        }
        group = trees.group_of(bare)
        if group is not None:
            return self._group(shared, group, path, place)
        shared["problems"] = self._taken(place)
        if _is_condition(bare):
            return self._condition(shared, bare)
        if _is_happened(bare):
            return self._happened(shared, bare)
        return RuleNode(kind="raw", raw=json.dumps(bare), **shared)

    def _numbered(self, path: Path) -> str:
        if not path:
            return _("Rule")
        return _("Condition %(number)s") % {"number": ".".join(str(step + 1) for step in path)}

    def _group(
        self, shared: dict[str, Any], group: tuple[str, list[Raw]], path: Path, place: str
    ) -> RuleNode:
        word, children = group
        inner = f"{place}.{word}" if place else word
        nodes = [
            self.node(child, (*path, index), f"{inner}[{index}]", len(children), index)
            for index, child in enumerate(children)
        ]
        return RuleNode(kind=word, children=nodes, problems=self._taken(place), **shared)

    def _taken(self, place: str) -> list[Complaint]:
        """Return the problems at this place or below it that no node inside has taken."""
        mine = [one for one in self.problems if _is_below(one.path, place)]
        self.problems = [one for one in self.problems if one not in mine]
        return [Complaint("", "", one.message, one.remedy) for one in mine]

    def _condition(self, shared: dict[str, Any], raw: Mapping[str, Any]) -> RuleNode:
        name = str(raw.get("field") or "")
        operator = next((word for word in raw if word != "field"), "is")
        field = self.vocabulary.fields.get(name)
        chosen = _shown_operator(field, operator, raw.get(operator))
        kind = field.kind if field else "text"
        offered = labels.operators(kind, OPERATORS[kind] if field else (), chosen)
        return RuleNode(
            kind="field",
            field=name,
            fields=self._fields(name),
            operators=[Option(word, text, word == chosen) for word, text in offered],
            slots=self._slots(shared["path"], field, operator, raw.get(operator)),
            **shared,
        )

    def _fields(self, chosen: str) -> list[OptionGroup]:
        code, groups = self.asked.language, []
        for room, title in labels.ROOMS.items():
            options = [
                Option(
                    one.name,
                    _capital(label(one.labels, code, otherwise=one.name)),
                    one.name == chosen,
                )
                for one in self.vocabulary.fields.values()
                if one.name.partition(".")[0] == room
            ]
            groups.append(
                OptionGroup(str(title), sorted(options, key=lambda one: one.label.casefold()))
            )
        if chosen and chosen not in self.vocabulary.fields:
            groups.append(OptionGroup(_("No longer there"), [Option(chosen, chosen, True)]))
        return groups

    def _slots(self, path: str, field: Field | None, operator: str, value: Any) -> list[Slot]:
        if field is None or operator == "missing" or field.kind == "yes_no":
            return []
        name, shape = f"{path}:v", SHAPES.get(operator, "one")
        if shape == "many":
            return [self._many(name, field, value)]
        if shape == "pair":
            low, high = [*value, "", ""][:2] if isinstance(value, list) else ("", "")
            return [
                self._one(name, field, low, _("From")),
                self._one(f"{path}:v2", field, high, _("To")),
            ]
        if shape == "duration":
            return [self._length(name, value, _("Length of time"), "day")]
        return [self._one(name, field, value, _("Value"))]

    def _many(self, name: str, field: Field, value: Any) -> Slot:
        told = [str(one) for one in value] if isinstance(value, list) else []
        if field.choices:
            options = self._choices(field, told)
            return Slot(name=name, value="", kind="choices", label=_("Values"), options=options)
        text = "\n".join(told)
        return Slot(name=name, value=text, kind="lines", label=_("Words, one on each line"))

    def _choices(self, field: Field, chosen: Sequence[str]) -> list[Option]:
        code = self.asked.language
        return [
            Option(key, label(words_of, code, otherwise=key), key in chosen)
            for key, words_of in field.choices.items()
        ]

    def _one(self, name: str, field: Field, value: Any, told: str) -> Slot:
        text = "" if value is None or isinstance(value, list | dict) else _written(value)
        if field.kind == "duration":
            return self._length(name, text, told, field.unit or "day")
        if field.kind == "money":
            return self._money(name, text, told, field.unit)
        if field.choices:
            return Slot(
                name=name,
                value=text,
                kind="choice",
                label=told,
                options=self._choices(field, [text]),
            )
        is_date = field.kind == "date" and re.fullmatch(r"(\d{4}-\d\d-\d\d)?", text)
        kind = "date" if is_date else "number" if field.kind == "number" else "text"
        return Slot(name=name, value=text, kind=kind, label=told)

    def _length(self, name: str, value: Any, told: str, unit: str) -> Slot:
        found = _LENGTH.fullmatch(str(value or ""))
        units = _units(found[2].lower() if found else unit)
        text = found[1] if found else str(value or "")
        return Slot(name=name, value=text, kind="length", label=told, units=units)

    def _money(self, name: str, text: str, told: str, only: str | None) -> Slot:
        found = _MONEY.fullmatch(text)
        currency = found[2].upper() if found else only or self.asked.currency
        codes = (
            [only]
            if only
            else dict.fromkeys([currency, self.asked.currency, "EUR", "SEK", "HUF", "USD", "GBP"])
        )
        units = [Option(code, code, code == currency) for code in codes]
        return Slot(
            name=name, value=found[1] if found else text, kind="money", label=told, units=units
        )

    def _where(self, path: str, name: str, told: Any) -> list[Slot]:
        """Return the slot for where it happened, of what has a place or was told one."""
        known = self.vocabulary.happenings.get(name)
        if told is None and (known is None or known.path_column is None):
            return []
        chosen, text = next(iter(told.items())) if told else ("starts_with", "")
        options = [
            Option(word, str(labels.OPERATORS[word]), word == chosen)
            for word in ("starts_with", "is", "contains")
        ]
        words = label(known.path_labels, self.asked.language, otherwise="") if known else ""
        title = words or _("Where")
        return [Slot(name=f"{path}:p", value=str(text), kind="match", label=title, options=options)]

    def _happened(self, shared: dict[str, Any], raw: Mapping[str, Any]) -> RuleNode:
        name, path = str(raw.get("happened") or ""), shared["path"]
        never = raw.get("at_most") == 0
        chosen = "never" if never else "at_most" if "at_most" in raw else "at_least"
        code = self.asked.language
        known = [
            Option(key, _capital(label(one.labels, code, otherwise=key)), key == name)
            for key, one in self.vocabulary.happenings.items()
        ]
        if name and name not in self.vocabulary.happenings:
            known.append(Option(name, name, True))
        times = raw.get("at_most", raw.get("at_least", 1))
        slots = [
            Slot(name=f"{path}:n", value=_written(times), kind="number", label=_("How many times")),
            self._length(f"{path}:v", raw.get("within"), _("Within the last"), "day"),
            *self._where(path, name, raw.get("path")),
        ]
        return RuleNode(
            kind="happened",
            field=name,
            fields=[OptionGroup("", known)],
            operators=[
                Option(word, str(text), word == chosen) for word, text in labels.TIMES.items()
            ],
            slots=slots[1:] if never else slots,
            **shared,
        )


def _is_condition(raw: Raw) -> bool:
    if not isinstance(raw, Mapping) or not isinstance(raw.get("field"), str):
        return False
    others = [word for word in raw if word != "field"]
    if len(others) > 1 or any(word not in SHAPES for word in others):
        return False
    value = raw[others[0]] if others else ""
    parts = value if isinstance(value, list) else [value]
    return all(isinstance(part, str | int | float | bool | None) for part in parts)


def _is_happened(raw: Raw) -> bool:
    if not isinstance(raw, Mapping) or not isinstance(raw.get("happened"), str):
        return False
    both = "at_least" in raw and "at_most" in raw
    values = [raw.get(word) for word in ("at_least", "at_most", "within")]
    plain = all(isinstance(value, str | int | None) for value in values)
    where = raw.get("path")
    placed = where is None or (
        isinstance(where, Mapping)
        and len(where) == 1
        and set(where) <= set(PATH_TESTS)
        and all(isinstance(text, str) for text in where.values())
    )
    known = {"happened", "at_least", "at_most", "within", "path"}
    return not both and plain and placed and set(raw) <= known


def _shown_operator(field: Field | None, operator: str, value: Any) -> str:
    if operator == "missing":
        return "missing:no" if value is False else "missing:yes"
    if field is not None and field.kind == "yes_no":
        return "is:no" if value is False else "is:yes"
    return operator


def _is_below(path: str, place: str) -> bool:
    return not place or path == place or path.startswith((f"{place}.", f"{place}["))


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.9f}".rstrip("0").rstrip(".") if abs(value) < 1e15 else str(value)
    return str(value)


def _units(chosen: str) -> list[Option]:
    return [Option(unit, str(text), unit == chosen) for unit, text in labels.UNITS.items()]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
