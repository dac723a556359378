"""Fit, interest and the quadrant they make, as of the moment of looking."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from vaste.desk.build.labels import say
from vaste.desk.build.people import language
from vaste.desk.panels import Quadrant, ScoreCard, ScoreLine
from vaste.flows.define import Definition
from vaste.scoring import formula, tracks
from vaste.scoring.formula import Sum

_KEYS: dict[str, Any] = {
    "sales_now": "good_interested",
    "nurture": "good_quiet",
    "light_touch": "poor_interested",
    "no_time": "poor_quiet",
}


def quadrant(
    definition: Definition, fit: int, sums: Mapping[str, Sum], *, now: datetime.datetime
) -> Quadrant:
    """Return where a lead stands now: its fit, and its contact's interest faded to `now`."""
    rules = definition.scoring
    interest, _lines = formula.interest(sums, at=now, signals=rules.signals)
    key = formula.quadrant(fit, interest, good_fit=rules.good_fit, interested=rules.interested)
    return Quadrant(
        key=_KEYS[key],
        label=tracks.name(key, language()),
        track=tracks.track(key, language()),
        fit=fit,
        interest=interest,
    )


def interest_card(
    definition: Definition, sums: Mapping[str, Sum], *, now: datetime.datetime
) -> ScoreCard:
    """Return interest at `now` with a line for each signal that still counts a point."""
    value, lines = formula.interest(sums, at=now, signals=definition.scoring.signals)
    words = definition.scoring.signal_words
    shown = [
        ScoreLine(text=_worded(words.get(key, {}), key), points=round(points), at=sums[key].as_of)
        for key, points in lines
        if round(points)
    ]
    return ScoreCard(value=value, lines=tuple(shown), version=definition.number)


def fit_card(decided_by: Definition, value: int, told: Mapping[str, Any] | None) -> ScoreCard:
    """Return fit as it was decided, with its lines; `told` is the decision's record, if any."""
    criteria = {one.key: one.words for one in decided_by.scoring.criteria}
    lines: Sequence[Sequence[Any]] = told["lines"] if told else []
    shown = [
        ScoreLine(text=_worded(criteria.get(key, {}), key), points=points) for key, points in lines
    ]
    if told and told["base"]:
        shown.insert(0, ScoreLine(text=_("Every lead begins with this"), points=told["base"]))
    return ScoreCard(value=value, lines=tuple(shown), version=decided_by.number)


def _worded(words: Mapping[str, str], key: str) -> str:
    return words.get(language()) or words.get("en") or say({}, key)
