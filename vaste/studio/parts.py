"""The fields of the studio's forms: how a value is shown, and how it is read back."""

from __future__ import annotations

import copy
import re
import unicodedata
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from django.conf import settings
from django.http import QueryDict
from django.utils.functional import Promise

from vaste.kernel import text as kernel_text
from vaste.rules.language import Problem, RuleRefused, parse
from vaste.rules.vocabulary import Vocabulary
from vaste.studio import grids
from vaste.studio.grids import Grid
from vaste.studio.panels import Complaint, FieldView, Option
from vaste.studio.rules import labels
from vaste.studio.rules.reading import read_length, read_number, read_rule
from vaste.studio.rules.showing import Asked, rule_view

Kind = Literal[
    "word",
    "text",
    "number",
    "span",
    "choice",
    "choices",
    "flag",
    "words",
    "lines",
    "match",
    "options",
    "grid",
    "rule",
]
Word = str | Promise
LONGEST = 2_000  # characters of one field
LONGEST_KEY = 40  # characters of a key that is made from a name
MOST_OPTIONS = 200  # choices of one field
SPARE = 3  # empty rows behind the choices there are
_SPAN = re.compile(r"\s*(\d{1,6})\s*(minute|hour|day|week|month|year)s?\s*")
_MATCHES = ("starts_with", "is", "contains")
SPAN_UNITS = ("minute", "hour", "day", "week")


@dataclass(frozen=True, slots=True)
class Context:
    """
    What forms need to know of the workspace: its fields, its teams, the reader's language.

    `categories` are keys with names, `ladders` keys, `reasons` the codes for closing a lead,
    `regions` the parts of the country whose holidays are kept, by code.
    """

    vocabulary: Vocabulary
    language: str
    currency: str
    teams: Sequence[tuple[str, str]] = ()
    categories: Sequence[tuple[str, str]] = ()
    ladders: Sequence[str] = ()
    reasons: Sequence[str] = ()
    regions: Sequence[tuple[str, str]] = ()
    focus: tuple[int, ...] | None = None
    moved: tuple[str, int, str] | None = None  # the part and number of a row, and which way it went


Choices = Callable[[Context], Sequence[tuple[str, Word]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """
    One value of an entry: `name` is its key, with a dot for one inside a group.

    An empty field takes the value away where it is not `is_required`. `otherwise` is what a missing
    value counts as, shown in its place. `choices` of a text are only suggested.
    """

    name: str
    kind: Kind
    label: Word
    hint: Word = ""
    choices: Choices = field(default=lambda context: ())
    is_required: bool = False
    otherwise: Any = None
    grid: Grid | None = None


@dataclass(frozen=True, slots=True)
class PartGroup:
    """Parts that stand together in a form."""

    title: Word
    parts: Sequence[Part]
    hint: Word = ""
    is_folded: bool = False


def value_at(entry: Any, name: str) -> Any:
    """Return the value at a name with dots; None where there is none."""
    for step in name.split("."):
        entry = entry.get(step) if isinstance(entry, Mapping) else None
    return entry


def put_at(entry: MutableMapping[str, Any], name: str, value: Any) -> None:
    """Put a value at a name with dots; None takes it away, and what is then empty around it."""
    first, _dot, rest = name.partition(".")
    if rest:
        inner = entry.get(first)
        made = dict(inner) if isinstance(inner, Mapping) else {}
        put_at(made, rest, value)
        value = made or None
    if value is None:
        entry.pop(first, None)
    else:
        entry[first] = value


def show(part: Part, entry: Any, context: Context, problems: Sequence[Problem] = ()) -> FieldView:
    """Return a part of an entry as a field; `problems` have paths inside the entry."""
    value = value_at(entry, part.name)
    told = part.otherwise if value is None else value
    mine = [one for one in problems if _is_at(one.path, part.name)]
    shared: dict[str, Any] = {
        "name": part.name,
        "kind": part.kind,
        "label": str(part.label),
        "hint": str(part.hint),
        "is_required": part.is_required,
        "problems": [Complaint("", "", one.message, one.remedy) for one in mine],
    }
    if part.kind == "rule":
        inside = [_below(one, part.name) for one in mine]
        asked = Asked(
            part.name, context.vocabulary, context.language, context.currency, context.focus
        )
        shared["problems"] = shared["problems"] if value is None else []
        return FieldView(rule=rule_view(value, asked, inside), **shared)
    if part.grid is not None:
        table, rest = grids.drawn(
            part.name, part.grid, told, context, [_under(one, part.name) for one in mine]
        )
        shared["problems"] = [Complaint("", "", one.message, one.remedy) for one in rest]
        return FieldView(grid=table, **shared)
    return FieldView(**shared, **_SHOWN.get(part.kind, _show_text)(part, told, context))


def _is_at(path: str, name: str) -> bool:
    return path == name or path.startswith((f"{name}.", f"{name}["))


def _below(problem: Problem, name: str) -> Problem:
    return Problem(problem.path[len(name) :].lstrip("."), problem.message, problem.remedy)


def _under(problem: Problem, name: str) -> Problem:
    return Problem(problem.path[len(name) :], problem.message, problem.remedy)


def _show_text(part: Part, value: Any, context: Context) -> dict[str, Any]:
    suggested = [Option(key, str(name)) for key, name in part.choices(context)]
    return {"value": "" if value is None else _written(value), "options": suggested}


def _written(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.9f}".rstrip("0").rstrip(".")
    return str(value)


def _show_span(part: Part, value: Any, context: Context) -> dict[str, Any]:
    found = _SPAN.fullmatch(str(value if value is not None else ""))
    chosen = found[2] if found else ""
    names = [*SPAN_UNITS, *([chosen] if chosen and chosen not in SPAN_UNITS else [])]
    units = [Option(unit, str(labels.UNITS[unit]), unit == chosen) for unit in names]
    return {
        "value": found[1] if found else _show_text(part, value, context)["value"],
        "unit": units,
    }


def _show_choice(part: Part, value: Any, context: Context) -> dict[str, Any]:
    known = [(key, str(name)) for key, name in part.choices(context)]
    told = "" if value is None else str(value)
    if told not in dict(known) and told:
        known.append((told, told))
    options = [Option(key, name, key == told) for key, name in known]
    return {"value": told, "options": options}


def _show_choices(part: Part, value: Any, context: Context) -> dict[str, Any]:
    known = [(key, str(name)) for key, name in part.choices(context)]
    told = [str(one) for one in value] if isinstance(value, list) else []
    known += [(one, one) for one in told if one not in dict(known)]
    return {"options": [Option(key, name, key in told) for key, name in known]}


def _show_flag(part: Part, value: Any, context: Context) -> dict[str, Any]:
    return {"value": "yes" if value else ""}


def _show_words(part: Part, value: Any, context: Context) -> dict[str, Any]:
    told = value if isinstance(value, Mapping) else {}
    return {
        "words": [(code, str(name), str(told.get(code) or "")) for code, name in settings.LANGUAGES]
    }


def _show_lines(part: Part, value: Any, context: Context) -> dict[str, Any]:
    told = value if isinstance(value, list) else []
    return {"value": "\n".join(str(one) for one in told)}


def _show_match(part: Part, value: Any, context: Context) -> dict[str, Any]:
    told = value if isinstance(value, Mapping) else {}
    chosen = next((word for word in _MATCHES if word in told), _MATCHES[0])
    names = labels.OPERATORS
    options = [Option(word, str(names[word]), word == chosen) for word in _MATCHES]
    return {"value": str(told.get(chosen) or ""), "options": options}


def _show_options(part: Part, value: Any, context: Context) -> dict[str, Any]:
    """Return a row for each choice with its words by language, and a few empty ones."""
    told = value if isinstance(value, Mapping) else {}
    languages = [(code, str(name)) for code, name in settings.LANGUAGES]
    rows = []
    for key, words in [*told.items(), *[("", {})] * SPARE]:
        known = words if isinstance(words, Mapping) else {}
        rows.append((key, [(code, name, str(known.get(code) or "")) for code, name in languages]))
    return {"rows": rows}


_SHOWN: Mapping[str, Callable[[Part, Any, Context], dict[str, Any]]] = {
    "span": _show_span,
    "choice": _show_choice,
    "choices": _show_choices,
    "flag": _show_flag,
    "words": _show_words,
    "lines": _show_lines,
    "match": _show_match,
    "options": _show_options,
}


def read(part: Part, entry: MutableMapping[str, Any], post: QueryDict, context: Context) -> None:
    """
    Put what a form says of a part into the entry.

    A field that says what was there already leaves the value as it was written. What can't be read
    is kept as it was typed, for the check to complain of.

    Raises Malformed for a rule that the editor has not sent.
    """
    if part.kind == "rule":
        rule = read_rule(post, part.name, context.vocabulary)
        if not _same_rule(rule, value_at(entry, part.name)):
            put_at(entry, part.name, rule)
        return
    old = value_at(entry, part.name)
    if part.grid is not None:
        rows = grids.read_rows(part.name, part.grid, post)
        if not grids.same(part.grid, rows, old):
            put_at(entry, part.name, rows if rows or not part.is_required else [])
        return
    told = part.otherwise if old is None else old
    new = _READ.get(part.kind, _read_text)(part, post)
    shown = _SHOWN.get(part.kind, _show_text)
    if shown(part, new, context) == shown(part, told, context):
        return
    put_at(entry, part.name, copy.deepcopy(new) if new is not None or not part.is_required else "")


def _same_rule(new: Any, old: Any) -> bool:
    try:
        return new is not None and old is not None and parse(new) == parse(old)
    except RuleRefused:
        return bool(new == old)


def _clean(post: QueryDict, name: str) -> str:
    return kernel_text.clean(post.get(name, ""), LONGEST).strip()


def _read_text(part: Part, post: QueryDict) -> Any:
    return _clean(post, part.name) or None


def _read_number(part: Part, post: QueryDict) -> Any:
    told = _clean(post, part.name)
    return read_number(told) if told else None


def _read_span(part: Part, post: QueryDict) -> Any:
    return read_length(_clean(post, part.name), post.get(f"{part.name}:unit", "")) or None


def _read_choices(part: Part, post: QueryDict) -> Any:
    told = [kernel_text.clean(one, LONGEST) for one in post.getlist(part.name)]
    return list(dict.fromkeys(told)) or ([] if part.is_required else None)


def _read_flag(part: Part, post: QueryDict) -> Any:
    return True if post.get(part.name) else None


def _read_words(part: Part, post: QueryDict) -> Any:
    told = {code: _clean(post, f"{part.name}.{code}") for code, _name in settings.LANGUAGES}
    return {code: words for code, words in told.items() if words} or None


def _read_lines(part: Part, post: QueryDict) -> Any:
    lines = [
        line.strip() for line in kernel_text.clean(post.get(part.name, ""), 50_000).splitlines()
    ]
    return list(dict.fromkeys(line for line in lines if line)) or ([] if part.is_required else None)


def _read_match(part: Part, post: QueryDict) -> Any:
    word, told = post.get(f"{part.name}:op", ""), _clean(post, part.name)
    return {word: told} if told and word in _MATCHES else None


def _read_options(part: Part, post: QueryDict) -> Any:
    """Return the rows that have a key or words; a key is made of the first words if need be."""
    found: dict[str, Any] = {}
    for row in range(MOST_OPTIONS):
        name = f"{part.name}.{row}"
        if f"{name}:key" not in post:
            break
        words = _read_words(replace(part, name=name), post) or {}
        key = _clean(post, f"{name}:key") or word_of(next(iter(words.values()), ""))
        if key and key not in found:
            found[key] = words
    return found or None


def word_of(name: str) -> str:
    """Return a name as one word of small letters, digits and "_", "" when none is left."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    word = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:LONGEST_KEY].strip("_")
    return f"_{word}" if word[:1].isdecimal() else word


_READ: Mapping[str, Callable[[Part, QueryDict], Any]] = {
    "number": _read_number,
    "span": _read_span,
    "choices": _read_choices,
    "flag": _read_flag,
    "words": _read_words,
    "lines": _read_lines,
    "match": _read_match,
    "options": _read_options,
}
