"""Reads the fields of the rule editor back into a rule, finished or not."""

from __future__ import annotations

import json
import re
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from vaste.kernel.errors import VasteError
from vaste.rules.language import OPERATORS, SHAPES
from vaste.rules.nodes import DEEPEST
from vaste.rules.paths import OPERATORS as PATH_TESTS
from vaste.rules.problems import shown
from vaste.rules.vocabulary import Field, Vocabulary
from vaste.studio.rules import trees
from vaste.studio.rules.trees import GROUPS, Path, Raw, denying, read_path

MOST = 150  # conditions and groups of one rule that the editor takes; longer ones are text
LONGEST_RAW = 20_000  # characters of a part that the editor only hands on
FLAGS = {"missing:yes": ("missing", True), "missing:no": ("missing", False)}
ANSWERS = {"is:yes": ("is", True), "is:no": ("is", False)}
_UNITS = {"second", "minute", "hour", "day", "week", "month", "year"}


class Malformed(VasteError):
    """What was sent is not what the editor sends."""


def read_rule(post: QueryDict, name: str, vocabulary: Vocabulary) -> Raw | None:
    """
    Return the rule that the fields under `name` say; None when there are none.

    Raises Malformed.
    """
    return _Reader(post, name, vocabulary).rule()


class _Reader:
    def __init__(self, post: QueryDict, name: str, vocabulary: Vocabulary) -> None:
        self.post = post
        self.name = name
        self.vocabulary = vocabulary
        self.children: dict[Path, list[Path]] = {}

    def rule(self) -> Raw | None:
        pattern = re.compile(re.escape(self.name) + r"((?:\.\d{1,3})*):kind")
        paths = [read_path(found[1][1:]) for key in self.post if (found := pattern.fullmatch(key))]
        if not paths:
            return None
        if len(paths) > MOST or max(map(len, paths)) >= DEEPEST:
            raise Malformed(_("The rule is too large for the form. Edit it as text."))
        self.children = {path: [] for path in paths}
        for path in paths:
            if path:
                if path[:-1] not in self.children:
                    raise Malformed(_("A condition stands in no group."))
                self.children[path[:-1]].append(path)
        if () not in self.children:
            raise Malformed(_("The rule has no beginning."))
        return self.node(())

    def said(self, path: Path, slot: str) -> str:
        return self.post.get(self._key(path, slot), "").strip()

    def _key(self, path: Path, slot: str) -> str:
        return ".".join([self.name, *map(str, path)]) + f":{slot}"

    def node(self, path: Path) -> Raw:
        denied = self.said(path, "not") or "0"
        if not denied.isdecimal() or int(denied) > DEEPEST:
            raise Malformed(_("A condition is denied in a way that is not known."))
        return denying(self._bare(path), int(denied))

    def _bare(self, path: Path) -> Raw:
        kind = self.said(path, "kind")
        if kind in GROUPS:
            return {kind: [self.node(child) for child in self.children[path]]}
        if kind == "field":
            return self._condition(path)
        if kind == "happened":
            return self._happened(path)
        if kind == "raw":
            return _read_raw(self.said(path, "raw"))
        raise Malformed(_("There is no part of a rule called “%(kind)s”.") % {"kind": shown(kind)})

    def _condition(self, path: Path) -> Raw:
        name, operator = self.said(path, "field"), self.said(path, "op")
        field = self.vocabulary.fields.get(name)
        if field is None:
            return {"field": name, **({operator: ""} if operator in SHAPES else {"is": ""})}
        if operator in FLAGS:
            word, flag = FLAGS[operator]
            return {"field": name, word: flag}
        if field.kind == "yes_no":
            word, flag = ANSWERS.get(operator, ("is", True))
            return {"field": name, word: flag}
        if operator not in OPERATORS[field.kind] or operator == "missing":
            operator = OPERATORS[field.kind][0]
        return {"field": name, operator: self._operand(path, field, operator)}

    def _operand(self, path: Path, field: Field, operator: str) -> Any:
        was = self.vocabulary.fields.get(self.said(path, "was"), field)
        is_kept = was.kind == field.kind
        match SHAPES[operator]:
            case "many":
                return self._many(path, field) if is_kept else []
            case "pair":
                ends = ("v", "v2")
                return [self._one(path, field, end) if is_kept else "" for end in ends]
            case "duration":
                return self._length(path, "v")
        return self._one(path, field, "v") if is_kept else ""

    def _many(self, path: Path, field: Field) -> list[str]:
        told = self.post.getlist(self._key(path, "v"))
        if field.choices:
            return [value for value in told if value in field.choices]
        lines = [line.strip() for value in told for line in value.splitlines()]
        return list(dict.fromkeys(line for line in lines if line))

    def _one(self, path: Path, field: Field, slot: str) -> Any:
        told = self.said(path, slot)
        if field.kind == "number":
            return read_number(told)
        if field.kind == "duration":
            return self._length(path, slot)
        if field.kind == "money":
            amount = digits(told)
            return f"{amount} {self.said(path, f'{slot}-unit')}".strip() if amount else told
        if field.choices and told not in field.choices:
            return ""
        return told

    def _length(self, path: Path, slot: str) -> str:
        return read_length(self.said(path, slot), self.said(path, f"{slot}-unit"))

    def _happened(self, path: Path) -> Raw:
        word = self.said(path, "op")
        times = read_number(self.said(path, "n")) if word != "never" else 0
        bound = "at_least" if word == "at_least" else "at_most"
        within = read_length(self.said(path, "v"), self.said(path, "v-unit"))
        found = {"happened": self.said(path, "field"), bound: times}
        if within:
            found["within"] = within
        test, where = self.said(path, "p-op"), self.said(path, "p")
        if where and test in PATH_TESTS:
            found["path"] = {test: where}
        return found


def digits(told: str) -> str:
    """Return a number that is written with spaces and a comma or a point, as "-1200.50"; or ""."""
    text = re.sub(r"[\s\u00a0\u202f]", "", told).replace("\u2212", "-").replace(",", ".")
    return text if re.fullmatch(r"-?\d{1,15}(\.\d{1,9})?", text) else ""


def read_number(told: str) -> Any:
    """Return the number that is written, or what was written."""
    text = digits(told)
    return (float(text) if "." in text else int(text)) if text else told


def read_length(count: str, unit: str) -> str:
    """Return a length of time as definitions write it, as in "3 months"; else what was written."""
    if not count.isdecimal() or unit not in _UNITS:
        return count
    return f"{count} {unit}" if count == "1" else f"{count} {unit}s"


def _read_raw(text: str) -> Raw:
    try:
        if len(text) > LONGEST_RAW:
            raise ValueError
        return json.loads(text)
    except (ValueError, RecursionError):
        raise Malformed(_("A part of the rule that the form only hands on is broken.")) from None


def acted(rule: Raw | None, do: str) -> tuple[Raw | None, Path | None]:
    """
    Return the rule after a button of the editor, and which node takes the focus.

    `do` is the button's verb, the node's path and what it needs, as in "add:0.1:field".

    Raises Malformed.
    """
    verb, _colon, rest = do.partition(":")
    place, _colon, kind = rest.partition(":")
    try:
        path = read_path(place)
        if verb == "add":
            return trees.added(rule, path, kind)
        if rule is None:
            raise trees.NoSuchNode(place)
        if verb == "remove":
            return trees.removed(rule, path), None
        if verb in ("up", "down"):
            return trees.moved(rule, path, -1 if verb == "up" else 1)
        if verb == "group":
            return trees.grouped(rule, path)
        if verb == "lift":
            return trees.lifted(rule, path)
    except trees.NoSuchNode:
        raise Malformed(_("The button belongs to a part of the rule that is not there.")) from None
    return rule, None
