"""The scoring sections of a definition: fit criteria, signals and quadrant thresholds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from vaste.definitions.checking import Findings, Group, inside
from vaste.kernel.spans import read_span
from vaste.leads.touches import COUNTED, PATHS
from vaste.rules import language
from vaste.rules.language import Node, RuleRefused
from vaste.rules.paths import read_path_test
from vaste.rules.problems import shown, suggestion
from vaste.rules.vocabulary import Vocabulary
from vaste.scoring.formula import Signal

MOST_POINTS = 1000
MOST_CRITERIA = 200
MOST_SIGNALS = 100
FLOOR, CEILING = 0, 100
LARGEST_SUM = 100_000  # a floor or ceiling; more than all criteria can add up to
_FIT = ("base", "floor", "ceiling", "criteria")
_CRITERION = ("key", "points", "when", "words")
_SIGNAL = ("key", "kinds", "path", "points", "cap", "half_life", "words")
#: What is made only after the criteria of fit were asked.
_LATER = ("lead.fit", "lead.interest", "lead.quadrant", "lead.category")
_QUADRANTS = {"good_fit": 50, "interested": 30}


@dataclass(frozen=True, slots=True)
class Criterion:
    """One explicit fact that speaks for or against fit: points when its rule is met."""

    key: str
    points: int
    when: Node
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Scoring:
    """
    How a version scores: base and criteria of fit, signals of interest, quadrant thresholds.

    Sums of fit from `floor` to `ceiling` become 0 to 100. A touch counts for the first of `signals`
    it matches.
    """

    base: int
    floor: int
    ceiling: int
    criteria: tuple[Criterion, ...]
    signals: tuple[Signal, ...]
    signal_words: Mapping[str, Mapping[str, str]]
    signals_of_kind: Mapping[str, tuple[Signal, ...]]
    good_fit: int
    interested: int

    def signal_for(self, kind: str, path: str) -> Signal | None:
        """Return the signal that a touch counts for, None for none."""
        candidates = self.signals_of_kind.get(kind or "other", ())
        return next((one for one in candidates if one.path is None or one.path.is_met(path)), None)


def parse_scoring(source: Mapping[str, Any]) -> Scoring:
    """Return the checked scoring sections; `check_scoring` must have found nothing."""
    fit = source.get("fit") or {}
    entries = source.get("signals") or []
    signals = tuple(map(_signal, entries))
    quadrants = _QUADRANTS | dict(source.get("quadrants") or {})
    return Scoring(
        base=int(fit.get("base", 0)),
        floor=int(fit.get("floor", FLOOR)),
        ceiling=int(fit.get("ceiling", CEILING)),
        criteria=tuple(_criterion(entry) for entry in fit.get("criteria") or []),
        signals=signals,
        signal_words={entry["key"]: entry.get("words") or {} for entry in entries},
        signals_of_kind=_by_kind(signals),
        good_fit=int(quadrants["good_fit"]),
        interested=int(quadrants["interested"]),
    )


def _signal(entry: Group) -> Signal:
    return Signal(
        entry["key"],
        float(entry["points"]),
        float(entry["cap"]),
        read_span(entry["half_life"]),
        # An enquiry that does not say what it wants is kept as "other".
        tuple(dict.fromkeys(kind or "other" for kind in entry["kinds"])),
        read_path_test(entry["path"], "path") if "path" in entry else None,
    )


def _by_kind(signals: tuple[Signal, ...]) -> dict[str, tuple[Signal, ...]]:
    kinds = dict.fromkeys(kind for signal in signals for kind in signal.kinds)
    return {kind: tuple(one for one in signals if kind in one.kinds) for kind in kinds}


def _criterion(entry: Group) -> Criterion:
    return Criterion(
        entry["key"], int(entry["points"]), language.parse(entry["when"]), entry.get("words") or {}
    )


def check_scoring(source: Mapping[str, Any], vocabulary: Vocabulary, found: Findings) -> None:
    """Note what is wrong with `fit`, `signals` and `quadrants`."""
    _check_fit(found.group(source.get("fit"), "fit", _FIT), vocabulary, found)
    _check_signals(source.get("signals"), found)
    quadrants = found.group(source.get("quadrants"), "quadrants", tuple(_QUADRANTS))
    for name in quadrants:
        if name in _QUADRANTS:
            found.whole(quadrants, name, "quadrants", 0, 100)


def _check_fit(fit: Group, vocabulary: Vocabulary, found: Findings) -> None:
    if "base" in fit:
        found.whole(fit, "base", "fit", -MOST_POINTS, MOST_POINTS)
    _check_scale(fit, found)
    taken: set[str] = set()
    place = "fit.criteria"
    entries = found.entries(fit.get("criteria"), place, most=MOST_CRITERIA, known=_CRITERION)
    for at, entry in entries:
        found.key(entry, at, taken)
        found.whole(entry, "points", at, -MOST_POINTS, MOST_POINTS)
        found.words(entry, "words", at)
        if "when" in entry:
            found.rule(entry["when"], inside(at, "when"), vocabulary, later=_LATER)
        else:
            found.add(inside(at, "when"), _("The rule is missing."), _("Say when it counts."))


def _check_scale(fit: Group, found: Findings) -> None:
    before = len(found.problems)
    for name in ("floor", "ceiling"):
        if name in fit:
            found.whole(fit, name, "fit", -LARGEST_SUM, LARGEST_SUM)
    if len(found.problems) == before and fit.get("floor", FLOOR) >= fit.get("ceiling", CEILING):
        message = _("The floor is not under the ceiling.")
        remedy = _("Write the sum that means 0 as floor, and the one that means 100 as ceiling.")
        found.add("fit.floor", message, remedy)


def _check_signals(source: object, found: Findings) -> None:
    taken: set[str] = set()
    counted: dict[str, str] = {}
    for at, entry in found.entries(source, "signals", most=MOST_SIGNALS, known=_SIGNAL):
        key = found.key(entry, at, taken)
        found.number(entry, "points", at, 0, MOST_POINTS)
        found.number(entry, "cap", at, 0, MOST_POINTS)
        found.span(entry, "half_life", at)
        found.words(entry, "words", at)
        kinds = _check_kinds(entry, at, found)
        _check_path(entry, kinds, at, found)
        _check_reach(kinds, counted, at, found)
        if "path" not in entry:
            counted |= {kind or "other": key for kind in kinds}


def _check_kinds(entry: Group, at: str, found: Findings) -> list[str]:
    kinds = entry.get("kinds")
    place = inside(at, "kinds")
    if not isinstance(kinds, list) or not kinds:
        message = _("The kinds of touches are missing.")
        found.add(place, message, _("Write them in brackets, as in [page, download]."))
        return []
    for index, kind in enumerate(kinds[:MOST_SIGNALS]):
        if not isinstance(kind, str) or kind not in COUNTED:
            message = _("There is no kind of touch “%(kind)s”.") % {"kind": shown(kind)}
            found.add(f"{place}[{index}]", message, suggestion(shown(kind), COUNTED[:-1]))
    return [kind for kind in kinds if isinstance(kind, str) and kind in COUNTED]


def _check_path(entry: Group, kinds: list[str], at: str, found: Findings) -> None:
    if "path" not in entry:
        return
    try:
        read_path_test(entry["path"], inside(at, "path"))
    except RuleRefused as refused:
        for problem in refused.problems:
            found.add(problem.path, problem.message, problem.remedy)
    pathless = next((kind for kind in kinds if kind not in PATHS), None)
    if pathless is not None:
        message = _("“%(name)s” has no path.") % {"name": pathless}
        remedy = _("Take the kind away, or give it a signal of its own without “path”.")
        found.add(inside(at, "path"), message, remedy)


def _check_reach(kinds: list[str], counted: Mapping[str, str], at: str, found: Findings) -> None:
    """Note kinds that never reach this signal, for an earlier one takes all of them."""
    for kind in kinds:
        if (earlier := counted.get(kind or "other")) is not None:
            message = _("“%(kind)s” is already counted by the signal “%(key)s”.")
            remedy = _("Name the kind in one signal, or move the signal with “path” up.")
            known = {"kind": kind or "other", "key": earlier}
            found.add(inside(at, "kinds"), message % known, remedy)
            return
