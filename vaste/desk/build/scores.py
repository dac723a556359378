"""Fit, interest and the quadrant they make, as of the moment of looking."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from vaste.desk.build.labels import say
from vaste.desk.panels import Quadrant, ScoreCard, ScoreLine
from vaste.flows.define import Definition
from vaste.flows.explaining import Fit
from vaste.pages.reader import language
from vaste.scoring import formula, tracks, words
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


def track(definition: Definition, value: Quadrant) -> str:
    """Return what is done with leads of a quadrant, and where good fit and interest begin."""
    key = next(one for one, shown in _KEYS.items() if shown == value.key)
    bounds = _("A good fit begins at %(fit)s, interested at %(interest)s.") % {
        "fit": definition.scoring.good_fit,
        "interest": definition.scoring.interested,
    }
    return f"{tracks.sentence(key, language())} {bounds}"


def interest_card(
    definition: Definition,
    sums: Mapping[str, Sum],
    arrived: Mapping[str, Any],
    arrived_by: Definition,
    *,
    now: datetime.datetime,
) -> ScoreCard:
    """
    Return interest at `now` with a line for each signal that still counts a point, and the lines
    of its arrival, which `arrived` records, as the version `arrived_by` counted them.
    """
    value, lines = formula.interest(sums, at=now, signals=definition.scoring.signals)
    shown = _signals(definition, lines, {key: known.as_of for key, known in sums.items()})
    steps = formula.interest_steps(
        value, [line.points for line in shown], [points for _, points in lines]
    )
    return ScoreCard(
        value=value,
        lines=shown,
        steps=_steps(steps, definition),
        version=definition.number,
        before_title=_("When the lead came"),
        before=_signals(arrived_by, arrived.get("interest") or [], {}),
    )


def _signals(
    definition: Definition,
    lines: Sequence[Sequence[Any]],
    as_of: Mapping[str, datetime.datetime],
) -> tuple[ScoreLine, ...]:
    named = definition.scoring.signal_words
    return tuple(
        ScoreLine(text=_worded(named.get(key, {}), key), points=round(points), at=as_of.get(key))
        for key, points in lines
        if round(points)
    )


def fit_card(decided_by: Definition, fit: Fit) -> ScoreCard:
    """Return fit as it was decided, with its lines."""
    criteria = {one.key: one.words for one in decided_by.scoring.criteria}
    shown = [
        ScoreLine(text=_worded(criteria.get(key, {}), key), points=points)
        for key, points in fit.lines
    ]
    if fit.base:
        shown.insert(0, ScoreLine(text=_("Every lead begins with this"), points=fit.base))
    note = ""
    if fit.anew != fit.value:
        note = _("More is known since it was judged: it would be %(fit)s now.") % {"fit": fit.anew}
    return ScoreCard(
        value=fit.value,
        lines=tuple(shown),
        version=decided_by.number,
        steps=_steps(fit.steps, decided_by),
        note=note,
    )


def _steps(steps: Iterable[tuple[str, float]], definition: Definition) -> tuple[ScoreLine, ...]:
    rules = definition.scoring
    return tuple(
        ScoreLine(
            text=words.say_step(step, language(), floor=rules.floor, ceiling=rules.ceiling),
            points=round(points),
        )
        for step, points in steps
    )


def _worded(told: Mapping[str, str], key: str) -> str:
    return told.get(language()) or told.get("en") or say({}, key)
