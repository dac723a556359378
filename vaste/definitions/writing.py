"""A definition as text: written in one way, and changed section by section."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from io import StringIO
from typing import Any

import yaml
from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from vaste.definitions.source import Unreadable, plain

FLOW = 96  # characters up to which a small group stands on one line
WORDS = 160  # the same for a list of plain values
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ORDER = (
    # the sections, as docs/definitions.md has them
    "vaste", "currency", "value_bands", "request_words", "calendar", "fields", "fit", "signals",
    "quadrants", "categories", "mql", "routing", "ladders", "close_reasons",
    # what names a thing, and its words
    "key", "of", "kind", "team", "names", "labels", "choices",
    # calendar
    "zone", "hours", "holidays", "country", "region", "except", "also", "closed", "half_days",
    "open", "days", "name",
    # scores
    "base", "floor", "ceiling", "criteria", "kinds", "path", "points", "cap", "half_life",
    "good_fit", "interested",
    # rules
    "field", "happened", "all", "any", "not", "when",
    # contracts
    "take_over", "first_contact", "give_back_after", "hold", "channel", "task", "ladder",
    "remind_at_purchase", "reminder", "offer_newsletter", "counts_as_contact", "after_attempts",
    "longer_allowed", "count", "then", "for", "before",
    # routing, lists
    "rules", "default", "small", "medium", "large", "offer", "information", "visit", "event",
    "download", "newsletter", "list", "other", "lost", "not_a_fit", "at_least", "at_most",
    "within",
    "words", "en", "fi", "sv", "hu",
)  # fmt: skip
_RANK = {name: rank for rank, name in enumerate(_ORDER)}


#: Only finds where things stand; the one in C, where it is there, is ten times as fast.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Dumper(yaml.SafeDumper):
    """Indents lists under their names, as people do."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _line(marked: Any) -> int:
    return int(marked.start_mark.line) + 1


def write(content: Mapping[str, Any]) -> str:
    """
    Return the canonical text of a definition: one for each content, however it was made.

    Names stand in the order of the documentation, small groups on one line, all languages beside
    or under each other.
    """
    parts = [_section(name, content[name]) for name in sorted(content, key=by_rank)]
    return "".join(_spaced(parts))


def _spaced(parts: list[str]) -> Iterator[str]:
    """Yield the sections, those of several lines apart from the others."""
    for before, part in zip([None, *parts], parts, strict=False):
        is_large = before is not None and max(before.count("\n"), part.count("\n")) > 1
        yield f"\n{part}" if is_large else part


def _section(name: str, value: Any) -> str:
    node: Any = _Dumper(StringIO(), sort_keys=False).represent_data({name: _ordered(value)})
    node.flow_style = False
    for _, below in node.value:
        _lay_out(below)
    return yaml.serialize(node, Dumper=_Dumper, allow_unicode=True, width=10_000)


def _ordered(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): _ordered(value[name]) for name in sorted(value, key=by_rank)}
    return [_ordered(one) for one in value] if isinstance(value, list) else value


def by_rank(name: object) -> tuple[int, int, str]:
    """Return what sorts the names of a group as the documentation has them, others behind."""
    word = str(name)
    day = _DAYS.index(word[:3]) if word[:3] in _DAYS else len(_DAYS)
    return (_RANK.get(word, len(_RANK)), day, word)


def _lay_out(node: Any) -> int:
    """Put small groups on one line; return the length of the node when it is on one."""
    if isinstance(node, ScalarNode):
        return len(node.value) + 2
    inner = (
        node.value if isinstance(node, SequenceNode) else [one for two in node.value for one in two]
    )
    length = sum(_lay_out(one) + 2 for one in inner) + 2
    deep = [one for one in inner if isinstance(one, CollectionNode)]
    is_leaf = all(isinstance(one, SequenceNode) and one.flow_style for one in deep)
    most = WORDS if isinstance(node, SequenceNode) else FLOW
    is_leaf = is_leaf and not (isinstance(node, SequenceNode) and deep)
    node.flow_style = not inner or (length <= most and is_leaf)
    return length


def rewrite(source: str, old: Mapping[str, Any], content: Mapping[str, Any]) -> str:
    """
    Return `source`, whose data is `old`, changed so that it says `content`.

    Sections that say the same as before stay as they were written, with their comments; a comment
    above a changed section stays too, those inside it go. What can't be changed so is written anew.
    """
    try:
        pieces = _pieces(source)
        if {name for name, _, _ in pieces} != set(old) or len(pieces) != len(old):
            return write(content)
        written = _assembled(pieces, old, content)
        return written if _read(written) == content else write(content)
    except (Unreadable, yaml.YAMLError):
        return write(content)


def _read(text: str) -> Any:
    """Return what a text of our own says; raises Unreadable and YAMLError."""
    return plain(yaml.load(text, _LOADER))


def _assembled(
    pieces: list[tuple[str, str, str]], old: Mapping[str, Any], content: Mapping[str, Any]
) -> str:
    parts: list[tuple[str, str]] = []
    for name, above, body in pieces:
        if name in content:
            same = old[name] == content[name]
            parts.append((name, above + (body if same else _section(name, content[name]))))
    for name in sorted(set(content) - set(old), key=by_rank):
        ranks = [by_rank(known) for known, _ in parts]
        place = sum(rank < by_rank(name) for rank in ranks)
        parts.insert(place, (name, f"\n{_section(name, content[name])}"))
    return "".join(part if part.endswith("\n") else f"{part}\n" for _, part in parts)


def _pieces(source: str) -> list[tuple[str, str, str]]:
    """Return the sections of a text: name, the blank and comment lines above, and its own lines."""
    node = yaml.compose(source, Loader=_LOADER)
    if not isinstance(node, MappingNode) or node.flow_style:
        return []
    lines = source.splitlines(keepends=True)
    begins = [int(key.start_mark.line) for key, _ in node.value]
    tops = [_top(lines, begin) for begin in begins]
    ends = [*tops[1:], len(lines)]
    if tops:
        tops[0] = 0
    return [
        (str(key.value), "".join(lines[top:begin]), "".join(lines[begin:end]))
        for (key, _), top, begin, end in zip(node.value, tops, begins, ends, strict=True)
    ]


def _top(lines: list[str], begin: int) -> int:
    """Return the line at which the comment above a section begins."""
    top = begin
    while top and re.match(r"#|\s*$", lines[top - 1]):
        top -= 1
    return top


def lines_of(source: str, paths: Iterable[str]) -> dict[str, int]:
    """
    Return the line (from 1) on which the value at each path stands, as in "categories[1].when.is".

    As near as the text goes: a part that is not there is found at what should hold it; 0 when
    the text can't be read. The text is read once.
    """
    wanted = list(paths)
    try:
        root = yaml.compose(source, Loader=_LOADER) if wanted else None
    except yaml.YAMLError:
        return dict.fromkeys(wanted, 0)
    return {path: _line_at(root, path) for path in wanted}


def _line_at(node: Node | None, path: str) -> int:
    line = 0
    for step in re.findall(r"[^.\[\]]+", path):
        found = _step(node, step)
        if found is None:
            break
        line, node = found
    return line


def _step(node: Node | None, step: str) -> tuple[int, Node] | None:
    if isinstance(node, SequenceNode) and step.isdecimal() and int(step) < len(node.value):
        return _line(node.value[int(step)]), node.value[int(step)]
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if key.value == step:
                return _line(key), value
    return None
