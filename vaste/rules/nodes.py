"""The condition tree: what a rule is once read, and how it is written back."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias, Union

from vaste.rules.paths import PathTest

Scalar: TypeAlias = str | int | float | bool
Operand: TypeAlias = Scalar | tuple[Scalar, ...]
Node: TypeAlias = Union["All", "Any", "Not", "Compare", "Happened"]

_SEARCHES = ("contains", "contains_any")

MOST_NODES = 500
DEEPEST = 20


@dataclass(frozen=True, slots=True)
class All:
    """Met when every child is met."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """Met when at least one child is met."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Met when its child is not met, a missing value included."""

    child: Node


@dataclass(frozen=True, slots=True)
class Compare:
    """One field held against a value; the value is kept as it was written."""

    field: str
    operator: str
    value: Operand


@dataclass(frozen=True, slots=True)
class Happened:
    """
    Something the contact did, counted up to now, in the last `within` or ever when that is None.

    Exactly one of `at_least` and `at_most` is set. `path` says where (None: anywhere).
    """

    name: str
    at_least: int | None = 1
    at_most: int | None = None
    within: str | None = None
    path: PathTest | None = None


NODES = (All, Any, Not, Compare, Happened)


@dataclass(frozen=True, slots=True)
class Place:
    """One node of a tree with its path ("all[2].not") and its depth (the root's is 1)."""

    path: str
    depth: int
    node: Node


def joined(path: str, step: str) -> str:
    """Return the path of `step` under `path`; the root's path is empty."""
    return f"{path}.{step}" if path else step


def walk(root: Node) -> Iterator[Place]:
    """Yield every node of the tree, parents first, in reading order; never recurses."""
    waiting = [Place("", 1, root)]
    while waiting:
        place = waiting.pop()
        yield place
        waiting.extend(reversed(_below(place)))


def _below(place: Place) -> list[Place]:
    depth = place.depth + 1
    match place.node:
        case All(children) | Any(children):
            word = "all" if isinstance(place.node, All) else "any"
            return [
                Place(joined(place.path, f"{word}[{index}]"), depth, child)
                for index, child in enumerate(children)
            ]
        case Not(child):
            return [Place(joined(place.path, "not"), depth, child)]
    return []


def with_joined_searches(children: tuple[Node, ...]) -> tuple[Node, ...]:
    """
    Return alternatives with all "contains" of one field made one "contains_any".

    The same is met, but the field is read once, and the sentence is shorter.
    """
    words: dict[str, tuple[Scalar, ...]] = {}
    for child in children:
        if isinstance(child, Compare) and child.operator in _SEARCHES:
            found = child.value if isinstance(child.value, tuple) else (child.value,)
            words[child.field] = words.get(child.field, ()) + found
    joined_children: list[Node] = []
    for child in children:
        if not isinstance(child, Compare) or child.operator not in _SEARCHES:
            joined_children.append(child)
        elif child.field in words:
            joined_children.append(_search(child.field, words.pop(child.field)))
    return tuple(joined_children)


def _search(field: str, words: tuple[Scalar, ...]) -> Compare:
    if len(words) == 1:
        return Compare(field, "contains", words[0])
    return Compare(field, "contains_any", words)


def dump(node: Node) -> dict[str, object]:
    """
    Return the rule as plain mappings and lists, ready for YAML or JSON.

    `parse(dump(node)) == node` for every node that `parse` returns. Dates come out as text.
    """
    match node:
        case All(children):
            return {"all": [dump(child) for child in children]}
        case Any(children):
            return {"any": [dump(child) for child in children]}
        case Not(child):
            return {"not": dump(child)}
        case Compare(field, operator, value):
            written = list(value) if isinstance(value, tuple) else value
            return {"field": field, operator: written}
    return _happened_dump(node)


def _happened_dump(node: Happened) -> dict[str, object]:
    parts: dict[str, object] = {"happened": node.name}
    parts |= {"path": {node.path.operator: node.path.text} if node.path else None}
    parts |= {"at_least": node.at_least, "at_most": node.at_most, "within": node.within}
    return {name: value for name, value in parts.items() if value is not None}
