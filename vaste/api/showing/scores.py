"""A lead's scores as a body."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from vaste.api.callers import Caller
from vaste.api.shapes.scores import (
    ChangeOut,
    JudgedOut,
    LineOut,
    QuadrantRef,
    ScoreOut,
    ScoresOut,
)
from vaste.api.showing.names import Names, names
from vaste.flows import define, explaining
from vaste.flows.explaining import Change, Fit, Judged
from vaste.leads.models import Lead
from vaste.ledger.models import Event
from vaste.rules.vocabulary import Labels, label
from vaste.scoring import formula, tracks, words
from vaste.scoring import queries as scoring
from vaste.scoring.definition import Scoring


def show_scores(caller: Caller, lead: Lead, *, at: datetime.datetime) -> ScoresOut:
    """Return a lead's scores at an instant, in the language of the caller's user."""
    language = caller.user.language
    definition = explaining.version_at(lead.workspace_id, at)
    rules = definition.scoring
    counted = scoring.score_at(lead.workspace_id, lead.contact_id, at=at, scoring=rules)
    changes = [one for one in explaining.changes(lead) if one.at <= at]
    last = changes[-1] if changes else None
    known = names(caller, [])
    quadrant = last and formula.quadrant(
        last.after.fit, counted.interest, good_fit=rules.good_fit, interested=rules.interested
    )
    return ScoresOut(
        at=at,
        definition=definition.number,
        good_fit=rules.good_fit,
        interested=rules.interested,
        fit=_fit(lead, last, language, at) if last else None,
        interest=show_interest(counted.interest, counted.lines, rules, language),
        quadrant=_quadrant(quadrant, language) if quadrant else None,
        category=known.category(last.after.category) if last else None,
        changes=[_change(one, known) for one in changes],
    )


def _fit(lead: Lead, last: Change, language: str, at: datetime.datetime) -> ScoreOut:
    """Return fit as it was judged; its lines where they were recorded, or still hold."""
    by = define.of_number(lead.workspace_id, last.definition)
    told = _record(lead)
    if last.before is None and told.get("fit"):
        return show_recorded_fit(last.after.fit, told["fit"], by.scoring, language)
    if (last.after.fit, last.definition) == (lead.fit, lead.definition):
        return show_fit(explaining.fit_of(lead, by, told, at=at), by.scoring, language)
    return ScoreOut(value=last.after.fit, base=0, lines=[], steps=[])


def show_recorded_fit(
    value: int, told: Mapping[str, Any], rules: Scoring, language: str
) -> ScoreOut:
    """Return a fit whose base and lines were recorded when it was judged by these rules."""
    lines = [(key, points) for key, points in told.get("lines", [])]
    kept = Fit(value, told.get("base", 0), lines, True, value)
    return show_fit(explaining.with_steps(kept, rules), rules, language)


def show_fit(fit: Fit, rules: Scoring, language: str) -> ScoreOut:
    """Return a fit with its lines and the steps that bring them to its value."""
    named = {one.key: one.words for one in rules.criteria}
    return ScoreOut(
        value=fit.value,
        base=fit.base,
        lines=_lines(fit.lines, named, language),
        steps=_steps(fit.steps, rules, language),
    )


def show_interest(
    value: int, lines: Sequence[Sequence[Any]], rules: Scoring, language: str
) -> ScoreOut:
    """Return an interest with its lines and the steps that bring them to its value."""
    points = [line[1] for line in lines]
    return ScoreOut(
        value=value,
        base=0,
        lines=_lines(lines, rules.signal_words, language),
        steps=_steps(formula.interest_steps(value, points, points), rules, language),
    )


def _steps(steps: Iterable[tuple[str, float]], rules: Scoring, language: str) -> list[LineOut]:
    return [
        LineOut(
            key=step,
            words=words.say_step(step, language, floor=rules.floor, ceiling=rules.ceiling),
            points=points,
        )
        for step, points in steps
    ]


def _record(lead: Lead) -> Mapping[str, Any]:
    events = Event.objects.within(lead.workspace_id).filter(
        subject_id=lead.id, verb="lead.received"
    )
    return events.order_by("at", "id").values_list("detail", flat=True).first() or {}


def _lines(
    lines: Iterable[Sequence[Any]], named: Mapping[str, Labels], language: str
) -> list[LineOut]:
    return [
        LineOut(key=key, words=label(named.get(key) or {}, language, otherwise=key), points=points)
        for key, points in lines
    ]


def _quadrant(key: str, language: str) -> QuadrantRef:
    return QuadrantRef.model_construct(
        key=key,
        name=tracks.name(key, language),
        track=tracks.track(key, language),
        sentence=tracks.sentence(key, language),
    )


def _change(change: Change, known: Names) -> ChangeOut:
    return ChangeOut(
        at=change.at,
        because=change.because,
        definition=change.definition,
        before=_judged(change.before, known) if change.before else None,
        after=_judged(change.after, known),
    )


def _judged(judged: Judged, known: Names) -> JudgedOut:
    return JudgedOut(
        fit=judged.fit,
        interest=judged.interest,
        quadrant=judged.quadrant,
        category=known.category(judged.category),
    )
