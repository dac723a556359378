"""What differs between two definitions, part by part, whatever order their text has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from vaste.definitions.writing import by_rank

Change = Literal["added", "removed", "changed", "order"]
RULES = ("when", "mql")  # parts that are one thing, however many lines they have


@dataclass(frozen=True, slots=True)
class Difference:
    """
    One part that is not the same.

    `place` leads to it by names, entries of lists by their keys: ("categories", "hot",
    "take_over"). `before` and `after` are its values, None where it was not, or is no longer;
    for "order" they are the keys of a list in their order.
    """

    place: tuple[str, ...]
    change: Change
    before: Any = None
    after: Any = None

    @property
    def path(self) -> str:
        """The place on one line: categories.hot.take_over."""
        return ".".join(self.place)


def compare(before: Any, after: Any) -> list[Difference]:
    """Return every part in which two definitions differ, in the order of the documentation."""
    return list(_compared((), before, after))


def _compared(place: tuple[str, ...], before: Any, after: Any) -> Iterator[Difference]:
    if _are_same(before, after):
        return
    if place and place[-1] in RULES:
        yield Difference(place, "changed", before, after)
    elif isinstance(before, Mapping) and isinstance(after, Mapping):
        yield from _named(place, before, after)
    elif (old := _by_key(before)) is not None and (new := _by_key(after)) is not None:
        yield from _listed(place, old, new)
    else:
        yield Difference(place, "changed", before, after)


def _are_same(before: Any, after: Any) -> bool:
    """Say that values are equal as JSON: Python holds 1 and true for the same."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        return before.keys() == after.keys() and all(
            _are_same(value, after[name]) for name, value in before.items()
        )
    if isinstance(before, list) and isinstance(after, list):
        return len(before) == len(after) and all(map(_are_same, before, after))
    return isinstance(before, bool) == isinstance(after, bool) and bool(before == after)


def _named(
    place: tuple[str, ...], before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[Difference]:
    for name in sorted({*before, *after}, key=by_rank):
        inner = (*place, name)
        if name not in after:
            yield Difference(inner, "removed", before[name])
        elif name not in before:
            yield Difference(inner, "added", None, after[name])
        else:
            yield from _compared(inner, before[name], after[name])


def _by_key(entries: Any) -> dict[str, Any] | None:
    """Return a list of entries by their keys, None for any other list or value."""
    if not isinstance(entries, list):
        return None
    found = {
        one["key"]: one
        for one in entries
        if isinstance(one, Mapping) and isinstance(one.get("key"), str)
    }
    return found if len(found) == len(entries) else None


def _listed(
    place: tuple[str, ...], before: dict[str, Any], after: dict[str, Any]
) -> Iterator[Difference]:
    for key in [*after, *(key for key in before if key not in after)]:
        inner = (*place, key)
        if key not in before:
            yield Difference(inner, "added", None, after[key])
        elif key not in after:
            yield Difference(inner, "removed", before[key])
        else:
            yield from _compared(inner, before[key], after[key])
    stayed = [key for key in after if key in before]
    if stayed != [key for key in before if key in after]:
        yield Difference(place, "order", list(before), list(after))


def restored(content: Any, before: Any, place: Sequence[str]) -> Any:
    """
    Return `content` with the part at `place` as it is in `before`, a Difference's place.

    A part that is in neither changes nothing. The order of a list comes back as far as its entries
    are still there; others stay behind them.
    """
    if not place:
        return before
    if isinstance(content, list) or isinstance(before, list):
        return _restored_entry(content, before, place)
    made = dict(content) if isinstance(content, Mapping) else {}
    old = before if isinstance(before, Mapping) else {}
    name = place[0]
    inner, was = made.get(name), old.get(name)
    is_order = len(place) == 1 and _by_key(inner) is not None and _by_key(was) is not None
    if is_order:
        made[name] = _reordered(inner, was)
    elif len(place) > 1 and name in made and name in old:
        made[name] = restored(inner, was, place[1:])
    elif name in old:
        made[name] = was
    else:
        made.pop(name, None)
    return made


def _restored_entry(content: Any, before: Any, place: Sequence[str]) -> Any:
    new, old = _by_key(content) or {}, _by_key(before) or {}
    key = place[0]
    if key in new and key in old:
        new[key] = restored(new[key], old[key], place[1:])
    elif key in old:
        behind = list(old).index(key)
        entries = list(new.items())
        entries.insert(min(behind, len(entries)), (key, old[key]))
        return [entry for _, entry in entries]
    else:
        new.pop(key, None)
    return list(new.values())


def _reordered(content: Any, before: Any) -> list[Any]:
    new, order = _by_key(content) or {}, list(_by_key(before) or {})
    kept = [new[key] for key in order if key in new]
    return [*kept, *(entry for key, entry in new.items() if key not in order)]
