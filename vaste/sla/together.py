"""What of a category's promises can't be kept beside the others, with its place and remedy."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from django.utils.translation import gettext as _

from vaste.definitions.checking import Findings, inside, stretch
from vaste.kernel.spans import read_span
from vaste.rules.problems import shown
from vaste.sla.policies import MILESTONES, OF_CONTRACT, read_warning

#: What is reached in this order, whoever works: who logs a contact has taken the lead over.
ORDER: Final = ("assigned", "take_over", "first_contact", "decided")

USUAL: Final = "sla.milestones."


@dataclass(frozen=True, slots=True)
class Promised:
    """One milestone as a category promises it: what it takes, and where that is told."""

    key: str
    within: datetime.timedelta
    place: str
    is_wall: bool
    warns: datetime.timedelta | None  # so long before the end, None for a share
    warns_at: str

    @property
    def is_told_apart(self) -> bool:
        """Whether the time and its warning stand at places that are not looked at together."""
        return self.key in OF_CONTRACT or (
            self.warns_at.startswith(USUAL) and not self.place.startswith(USUAL)
        )

    def is_surely_after(self, other: Promised) -> bool:
        """Say whether it falls due after another whenever both begin; wall time is never longer."""
        return self.within > other.within and (other.is_wall or not self.is_wall)


def check(content: Mapping[str, Any], found: Findings) -> None:
    """
    Note promises that make no sense together: one that falls due after what can only follow it,
    and a warning that would come before its clock starts.

    What can't be read is passed over: it is noted where it stands.
    """
    noted: set[str] = set()
    for key, promised in _categories(content):
        _check_warnings(key, promised, found, noted)
        _check_order(promised, found, noted)


def _check_warnings(
    key: str, promised: Mapping[str, Promised], found: Findings, noted: set[str]
) -> None:
    for one in promised.values():
        is_early = one.warns is not None and one.warns >= one.within
        if not is_early or not one.is_told_apart or one.warns_at in noted:
            continue
        noted.add(one.warns_at)
        message = _("In the category “%(key)s” the warning would come before the time begins.")
        remedy = _("Warn later than %(within)s before the end, or by a share, as in 75 %%.")
        told = {"key": shown(key), "within": _told(one.within)}
        found.add(one.warns_at, message % told, remedy % told)


def _check_order(promised: Mapping[str, Promised], found: Findings, noted: set[str]) -> None:
    known = [promised[key] for key in ORDER if key in promised]
    for first, then in pairwise(known):
        if not first.is_surely_after(then) or first.place in noted:
            continue
        noted.add(first.place)
        told = {"first": first.key, "then": then.key, "within": _told(then.within)}
        message = _("`%(first)s` falls due after `%(then)s`, which can only follow it.")
        remedy = _("Write %(within)s or less here, or more there.")
        found.add(first.place, message % told, remedy % told)


def _told(length: datetime.timedelta) -> str:
    minutes = length // datetime.timedelta(minutes=1)
    return f"{minutes // 60} h" if minutes % 60 == 0 else f"{minutes} min"


def _categories(content: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Promised]]]:
    entries = content.get("categories")
    for index, entry in enumerate(entries if isinstance(entries, list) else []):
        if isinstance(entry, Mapping) and isinstance(entry.get("key"), str):
            yield entry["key"], _promised(content, index, entry)


def _promised(
    content: Mapping[str, Any], index: int, entry: Mapping[str, Any]
) -> dict[str, Promised]:
    sla = _group(content.get("sla"))
    usual = _group(sla.get("milestones"))
    own = _group(_group(sla.get("by_category")).get(entry["key"]))
    at = (f"sla.by_category.{shown(entry['key'])}", USUAL.rstrip("."))
    found = {}
    for key in MILESTONES:
        layers = [
            (_group(told.get(key)), inside(place, key))
            for told, place in zip((own, usual), at, strict=True)
        ]
        if key in OF_CONTRACT:
            within, place = _length(entry.get(key), read_span), f"categories[{index}].{key}"
        else:
            text, place = _first(layers, "within")
            within = _length(text, stretch)
        if within is not None:
            warn, warns_at = _first(layers, "warn")
            is_wall = _first(layers, "time")[0] == "wall"
            found[key] = Promised(key, within, place, is_wall, _before(warn), warns_at)
    return found


def _first(layers: list[tuple[Mapping[str, Any], str]], name: str) -> tuple[object, str]:
    """Return what the category says, else what is usual, and where it stands."""
    return next(
        ((told[name], inside(place, name)) for told, place in layers if name in told), (None, "")
    )


def _group(told: object) -> Mapping[str, Any]:
    return told if isinstance(told, Mapping) else {}


def _length(text: object, read: Any) -> datetime.timedelta | None:
    try:
        found: datetime.timedelta | None = read(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return found


def _before(told: object) -> datetime.timedelta | None:
    try:
        return read_warning(told)[1]
    except ValueError:
        return None
