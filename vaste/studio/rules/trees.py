"""Rules as plain data: reach a node by its path, add, remove, move, put into a group."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

Raw: TypeAlias = Any
Path: TypeAlias = tuple[int, ...]

GROUPS = ("all", "any")
EMPTY: Mapping[str, Any] = {"field": "", "is": ""}
NEW: Mapping[str, Raw] = {
    "field": EMPTY,
    "happened": {"happened": "", "at_least": 1},
    "group": {"any": [EMPTY, EMPTY]},
}


class NoSuchNode(LookupError):
    """The path leads nowhere in this rule."""


def bare(node: Raw) -> tuple[int, Raw]:
    """Return how often a node is denied, and the node without that."""
    denied = 0
    while isinstance(node, Mapping) and set(node) == {"not"}:
        denied, node = denied + 1, node["not"]
    return denied, node


def denying(node: Raw, times: int) -> Raw:
    """Return the node denied so often."""
    for _ in range(times):
        node = {"not": node}
    return node


def group_of(node: Raw) -> tuple[str, list[Raw]] | None:
    """Return a bare group's word and children, None for what is no group."""
    if not isinstance(node, Mapping) or len(node) != 1:
        return None
    word, children = next(iter(node.items()))
    return (word, list(children)) if word in GROUPS and isinstance(children, list) else None


def read_path(text: str) -> Path:
    """Return the path that "0.2" says; the root is empty. Raises NoSuchNode."""
    steps = text.split(".") if text else []
    if not all(step.isdecimal() and len(step) <= 3 for step in steps):
        raise NoSuchNode(text)
    return tuple(int(step) for step in steps)


def changed(rule: Raw, path: Path, change: Callable[[Raw], Raw]) -> Raw:
    """Return the rule with the node at `path` changed, its denials kept. Raises NoSuchNode."""
    denied, node = bare(rule)
    if not path:
        return denying(change(node), denied)
    word, children = _group(node, path[0])
    children[path[0]] = changed(children[path[0]], path[1:], change)
    return denying({word: children}, denied)


def _group(node: Raw, index: int) -> tuple[str, list[Raw]]:
    found = group_of(node)
    if found is None or index >= len(found[1]):
        raise NoSuchNode(str(index))
    return found


def added(rule: Raw, path: Path, kind: str) -> tuple[Raw, Path]:
    """
    Return the rule with an empty node of `kind` at the end of the group at `path`, and its path.

    A condition at `path` becomes a group of all with the new one.
    """
    if kind not in NEW:
        raise NoSuchNode(kind)
    if rule is None:
        return NEW[kind], ()
    places: list[Path] = []

    def add(node: Raw) -> Raw:
        word, children = group_of(node) or ("all", [node])
        places.append((*path, len(children)))
        return {word: [*children, NEW[kind]]}

    return changed(rule, path, add), places[0]


def removed(rule: Raw, path: Path) -> Raw:
    """Return the rule without the node at `path`; None when that was all of it."""
    if not path:
        return None
    return changed(rule, path[:-1], lambda node: _without(node, path[-1]))


def _without(node: Raw, index: int) -> Raw:
    word, children = _group(node, index)
    return {word: children[:index] + children[index + 1 :]}


def moved(rule: Raw, path: Path, by: int) -> tuple[Raw, Path]:
    """Return the rule with a node before or after its neighbor, and where the node is now."""
    if not path:
        return rule, path
    target = path[-1] + by

    def swap(node: Raw) -> Raw:
        word, children = _group(node, path[-1])
        if 0 <= target < len(children):
            children[path[-1]], children[target] = children[target], children[path[-1]]
        return {word: children}

    found = changed(rule, path[:-1], swap)
    return found, (*path[:-1], target) if found != rule else path


def grouped(rule: Raw, path: Path) -> tuple[Raw, Path]:
    """Return the rule with the node at `path` in a group of its own, with an empty one beside."""
    made = changed(rule, path, lambda node: {"any": [node, EMPTY]})
    return made, (*path, 1)


def lifted(rule: Raw, path: Path) -> tuple[Raw, Path]:
    """Return the rule with a node taken out of its group, to stand behind that group."""
    if len(path) < 2:
        return rule, path
    taken: list[Raw] = []

    def take(node: Raw) -> Raw:
        word, children = _group(node, path[-1])
        taken.append(children.pop(path[-1]))
        return {word: children} if len(children) != 1 else children[0]

    def put(node: Raw) -> Raw:
        word, children = _group(node, path[-2])
        return {word: [*children[: path[-2] + 1], *taken, *children[path[-2] + 1 :]]}

    without = changed(rule, path[:-1], take)
    return changed(without, path[:-2], put), (*path[:-2], path[-2] + 1)


def count(rule: Raw) -> int:
    """Return how many conditions and groups a rule has."""
    waiting: list[Raw] = [rule]
    found = 0
    while waiting:
        _, node = bare(waiting.pop())
        found += 1
        group = group_of(node)
        waiting.extend(group[1] if group else ())
    return found


def without_unfinished(rule: Raw, unfinished: Callable[[Raw], bool]) -> Raw:
    """Return what is left of a rule without its unfinished conditions; None for nothing."""
    denied, node = bare(rule)
    group = group_of(node)
    if group is None:
        return None if unfinished(node) else rule
    kept: Sequence[Raw] = [
        left for child in group[1] if (left := without_unfinished(child, unfinished)) is not None
    ]
    return denying({group[0]: list(kept)}, denied) if kept else None
