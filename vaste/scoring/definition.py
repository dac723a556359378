"""The scoring sections of a definition: fit criteria, signals and quadrant thresholds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from vaste.kernel.spans import read_span
from vaste.rules import language
from vaste.rules.language import Node, Problem
from vaste.rules.vocabulary import Vocabulary
from vaste.scoring.formula import Signal

MOST_POINTS = 1000


@dataclass(frozen=True, slots=True)
class Criterion:
    """One explicit fact that speaks for or against fit: points when its rule is met."""

    key: str
    points: int
    when: Node
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Scoring:
    """How a version scores: base and criteria of fit, signals of interest, quadrant thresholds."""

    base: int
    criteria: tuple[Criterion, ...]
    signals: tuple[Signal, ...]
    signal_words: Mapping[str, Mapping[str, str]]
    signal_of_kind: Mapping[str, Signal]
    good_fit: int
    interested: int


def parse_scoring(source: Mapping[str, Any]) -> Scoring:
    """Return the checked scoring sections; `check_scoring` must have found nothing."""
    fit = source.get("fit") or {}
    entries = source.get("signals") or []
    signals = tuple(
        Signal(
            entry["key"],
            float(entry["points"]),
            float(entry["cap"]),
            read_span(entry["half_life"]),
            tuple(entry["kinds"]),
        )
        for entry in entries
    )
    return Scoring(
        base=int(fit.get("base", 0)),
        criteria=tuple(_criterion(entry) for entry in fit.get("criteria") or []),
        signals=signals,
        signal_words={entry["key"]: entry.get("words") or {} for entry in entries},
        signal_of_kind={kind: signal for signal in signals for kind in signal.kinds},
        good_fit=int(source.get("quadrants", {}).get("good_fit", 50)),
        interested=int(source.get("quadrants", {}).get("interested", 30)),
    )


def _criterion(entry: Mapping[str, Any]) -> Criterion:
    return Criterion(
        entry["key"], int(entry["points"]), language.parse(entry["when"]), entry.get("words") or {}
    )


def check_scoring(source: Mapping[str, Any], vocabulary: Vocabulary) -> list[Problem]:
    """
    Return what is wrong with `fit`, `signals` and `quadrants`, each with its place and remedy.
    """
    problems = list(_check_fit(source.get("fit") or {}, vocabulary))
    problems += _check_signals(source.get("signals") or [])
    quadrants = source.get("quadrants") or {}
    for name in ("good_fit", "interested"):
        if not _is_number(quadrants.get(name, 50), 0, 100):
            problems.append(
                Problem(f"quadrants.{name}", "A threshold is a score.", "Write 0 to 100.")
            )
    return problems


def _check_fit(fit: object, vocabulary: Vocabulary) -> Iterator[Problem]:
    if not isinstance(fit, Mapping):
        yield Problem("fit", "This is no list of criteria.", "Write `base` and `criteria`.")
        return
    if not _is_number(fit.get("base", 0), -MOST_POINTS, MOST_POINTS):
        yield Problem("fit.base", "The base is no number of points.", "Write 0 to 100.")
    yield from _check_keys("fit.criteria", fit.get("criteria") or [])
    for index, entry in enumerate(fit.get("criteria") or []):
        place = f"fit.criteria[{index}]"
        if not isinstance(entry, Mapping) or "when" not in entry:
            yield Problem(f"{place}.when", "The rule is missing.", "Say when the points count.")
            continue
        if not _is_number(entry.get("points"), -MOST_POINTS, MOST_POINTS):
            yield Problem(f"{place}.points", "Points are a whole number.", "Write -100 to 100.")
        for found in language.check(entry["when"], vocabulary):
            yield Problem(f"{place}.when.{found.path}", found.message, found.remedy)


def _check_signals(signals: object) -> Iterator[Problem]:
    if not isinstance(signals, list):
        yield Problem("signals", "This is no list of signals.", "Write one entry a signal.")
        return
    yield from _check_keys("signals", signals)
    kinds: set[str] = set()
    for index, entry in enumerate(signals):
        if isinstance(entry, Mapping):
            yield from _check_signal(f"signals[{index}]", entry, kinds)


def _check_signal(place: str, entry: Mapping[str, Any], taken: set[str]) -> Iterator[Problem]:
    for name in ("points", "cap"):
        if not _is_number(entry.get(name), 0, MOST_POINTS):
            yield Problem(
                f"{place}.{name}",
                "Points of a signal are never negative.",
                "Write 0 or more; what speaks against a lead belongs to fit.",
            )
    try:
        if not read_span(entry.get("half_life", "")):
            raise ValueError("a half-life must be longer than nothing")
    except ValueError as wrong:
        yield Problem(f"{place}.half_life", "This is no half-life.", str(wrong))
    kinds = entry.get("kinds")
    if not isinstance(kinds, list) or not all(isinstance(kind, str) for kind in kinds):
        yield Problem(f"{place}.kinds", "The kinds are missing.", "List the kinds of touches.")
        return
    for kind in kinds:
        if kind in taken:
            yield Problem(
                f"{place}.kinds", f"`{kind}` counts for two signals.", "Name it in one of them."
            )
        taken.add(kind)


def _check_keys(place: str, entries: object) -> Iterator[Problem]:
    if not isinstance(entries, list):
        yield Problem(place, "This is no list.", "Begin each entry with a dash.")
        return
    seen: set[str] = set()
    for index, entry in enumerate(entries):
        key = entry.get("key") if isinstance(entry, Mapping) else None
        if not isinstance(key, str) or not key.isidentifier() or key in seen:
            yield Problem(
                f"{place}[{index}].key", "A key is missing, or used twice.", "Write one own word."
            )
        seen.add(str(key))


def _is_number(value: object, low: int, high: int) -> bool:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return is_number and low <= value <= high  # type: ignore[operator]
