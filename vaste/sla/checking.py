"""What is wrong with the policies and ladders of a definition, each with its place and remedy."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from vaste.definitions.checking import Findings, Group, inside, stretch
from vaste.rules.problems import shown
from vaste.sla import together
from vaste.sla.policies import CALENDARS, DOINGS, LEVELS, MILESTONES, OF_CONTRACT, read_warning

MOST_LADDERS = 20
MOST_STEPS = 20
_TIMES = ("working", "wall")
_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")


def check_policies(content: Mapping[str, Any], found: Findings) -> None:
    """Note what is wrong with `sla`: its calendar and every milestone, alone and together."""
    together.check(content, found)
    if "sla" not in content:
        return
    known = ("milestones", "by_category", "calendar")
    told = found.group(content["sla"], "sla", known)
    if "calendar" in told:
        found.one_of(told, "calendar", "sla", CALENDARS)
    usual = _check_milestones(told.get("milestones"), "sla.milestones", {}, found)
    keys = _category_keys(content)
    by_category = found.group(told.get("by_category"), "sla.by_category", keys)
    for key in by_category:
        _check_milestones(by_category[key], f"sla.by_category.{shown(key)}", usual, found)


def _category_keys(content: Mapping[str, Any]) -> list[str]:
    entries = content.get("categories")
    told = entries if isinstance(entries, list) else []
    keys = [one.get("key") for one in told if isinstance(one, Mapping)]
    return [key for key in keys if isinstance(key, str)]


def _check_milestones(source: object, place: str, usual: Group, found: Findings) -> Group:
    told = found.group(source, place, MILESTONES)
    for key in (one for one in MILESTONES if one in told):
        at = inside(place, key)
        entry = found.group(told[key], at, ("within", "warn", "time"))
        _check_within(entry, key, at, usual, found)
        if "time" in entry:
            found.one_of(entry, "time", at, _TIMES)
        if "warn" in entry:
            _check_warning(entry["warn"], inside(at, "warn"), found)
            _check_early(entry, at, usual.get(key), found)
    return told


def _check_within(entry: Group, key: str, at: str, usual: Group, found: Findings) -> None:
    before = usual.get(key)
    if key in OF_CONTRACT:
        if "within" in entry:
            message = _("This time is told by the category's contract.")
            found.add(
                inside(at, "within"), message, _("Write it there, as `%(key)s`.") % {"key": key}
            )
    elif "within" in entry or not (isinstance(before, Mapping) and "within" in before):
        found.stretch(entry, "within", at)


def _check_warning(told: object, place: str, found: Findings) -> None:
    try:
        read_warning(told)
    except ValueError:
        message = _("“%(found)s” says not when to warn.") % {"found": shown(told)}
        remedy = _("Write the share of the time that is gone, as in 75 %, or how long before.")
        found.add(place, message, remedy)


def _check_early(entry: Group, at: str, usual: object, found: Findings) -> None:
    """Note a warning that would come before its clock starts, where the time is told here."""
    whole = entry.get("within", usual.get("within") if isinstance(usual, Mapping) else None)
    before, within = (
        stretch(one) if isinstance(one, str) else None for one in (entry["warn"], whole)
    )
    if before is not None and within is not None and before >= within:
        message = _("The warning is as long before the end as the whole time, or longer.")
        found.add(inside(at, "warn"), message, _("Warn later, or leave it out: then at 75 %."))


def check_ladders(content: Mapping[str, Any], found: Findings) -> Collection[str]:
    """Note what is wrong with `ladders`; return the keys of those that there are."""
    told = found.group(content.get("ladders"), "ladders")
    if len(told) > MOST_LADDERS:
        message = _("There are more than %(most)d entries.") % {"most": MOST_LADDERS}
        found.add("ladders", message, _("Leave out what is not needed."))
        return ()
    taken: set[str] = set()
    for key, steps in told.items():
        place = inside("ladders", shown(key))
        found.key({"key": key}, place, taken)
        known = ("at", "do", "after", "team")
        for at, entry in found.entries(steps, place, most=MOST_STEPS, known=known):
            _check_step(entry, at, found)
        if not steps:
            found.add(place, _("The ladder has no steps."), _("Write at least one step."))
    return tuple(taken)


def _check_step(entry: Group, at: str, found: Findings) -> None:
    found.one_of(entry, "at", at, LEVELS)
    found.one_of(entry, "do", at, DOINGS)
    if "after" in entry:
        found.span(entry, "after", at)
    team, place = entry.get("team"), inside(at, "team")
    if entry.get("do") == "reroute":
        if not isinstance(team, str) or not _SLUG.fullmatch(team):
            message = _("“%(found)s” is no team.") % {"found": shown(team)}
            found.add(place, message, _("Write the slug of a team, as in sales."))
    elif "team" in entry:
        message = _("Only re-routing names a team.")
        found.add(place, message, _("Leave it out, or write `do: reroute`."))
