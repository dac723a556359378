"""
How a lead came to its scores, and how they have changed: lines, changes and the curve of interest.

What was decided is read from the events; interest at any instant is counted from the touches.
"""

from __future__ import annotations

import dataclasses
import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vaste.definitions.models import Version
from vaste.flows import define
from vaste.flows.define import Definition
from vaste.flows.judging import judging
from vaste.infra import sql
from vaste.leads.models import Lead
from vaste.ledger.models import Event
from vaste.scoring import formula, words
from vaste.scoring import queries as scoring
from vaste.scoring import services as scores
from vaste.scoring.definition import Scoring
from vaste.scoring.queries import Score

JUDGED = ("lead.received", "lead.recategorized", "lead.rescored")
RECEIVED = "received"  # beside the reasons of judging again: why a lead was judged first
STEPS = 48  # instants of a curve, evenly spread
MOST_TOUCHES = 40  # the latest ones, each of which a curve shows as the step that it is
BEFORE = datetime.timedelta(days=30)  # of a lead's arrival that its curve shows
MOMENT = datetime.timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Fit:
    """
    Fit with the lines that make it, by one version.

    `value` is what the lead has, `total` the sum of base and lines. With `is_recorded` the lines
    are those of the decision; else they are made anew from what is known now, and give `anew`.
    `steps` (code of scoring.words, points) bring the total to the value: base, lines and steps
    always add up to it.
    """

    value: int
    base: int
    lines: Sequence[tuple[str, int]]
    is_recorded: bool
    anew: int
    steps: Sequence[tuple[str, int]] = ()

    @property
    def total(self) -> int:
        """Return the sum of base and lines, before it is brought to the scale of 0 to 100."""
        return self.base + sum(points for _, points in self.lines)


@dataclass(frozen=True, slots=True)
class Judged:
    """How a lead stood after it was judged."""

    fit: int
    interest: int
    quadrant: str
    category: str


@dataclass(frozen=True, slots=True)
class Change:
    """One judgment: when, why, by which version, and how the lead stood before (None: it came)."""

    at: datetime.datetime
    because: str
    definition: int
    before: Judged | None
    after: Judged


@dataclass(frozen=True, slots=True)
class History:
    """A lead's judgments, the oldest first, and its contact's interest over time."""

    changes: list[Change]
    curve: list[Score]


def fit_of(
    lead: Lead, decided_by: Definition, told: Mapping[str, Any], *, at: datetime.datetime
) -> Fit:
    """
    Return a lead's fit with its lines; `told` is the record of its arrival, empty for none.

    Where the lead was judged again since, the lines are made anew, in one statement.
    """
    rules = decided_by.scoring
    recorded = told.get("fit")
    if recorded and told.get("definition") == lead.definition:
        lines = [(key, points) for key, points in recorded["lines"]]
        kept = Fit(lead.fit, recorded["base"], lines, True, lead.fit)
        if _scaled(kept.total, rules) == lead.fit:
            return with_steps(kept, rules)
    anew, made = scores.fit(rules, _met(lead, decided_by, at))
    lines = [(str(key), int(str(points))) for key, points in made]
    return with_steps(Fit(lead.fit, rules.base, lines, False, anew), rules)


def with_steps(fit: Fit, rules: Scoring) -> Fit:
    """Return a fit with the steps that bring its lines to its value, by the rules that made it."""
    steps = formula.fit_steps(fit.total, floor=rules.floor, ceiling=rules.ceiling)
    since = [(words.SINCE, fit.value - fit.anew)] if fit.value != fit.anew else []
    return dataclasses.replace(fit, steps=(*steps, *since))


def _met(lead: Lead, definition: Definition, at: datetime.datetime) -> list[bool]:
    asked = judging(definition, where="stored.id = %(lead)s")
    params = {**asked.params, "workspace": lead.workspace_id, "lead": lead.id, "now": at}
    rows = sql.run(f"SELECT judged.met FROM ({asked.text}) AS judged", params, prepare=False)
    met: list[bool] = rows[0][0]
    return met


def _scaled(total: int, rules: Scoring) -> int:
    return formula.normalized(total, floor=rules.floor, ceiling=rules.ceiling)


def changes(lead: Lead) -> list[Change]:
    """Return how a lead was judged, from its arrival on; one statement, and its versions'."""
    events = Event.objects.within(lead.workspace_id).filter(subject_id=lead.id, verb__in=JUDGED)
    found = [_change(lead.workspace_id, event) for event in events.order_by("at", "id")]
    return found + _unsaid(lead, found)


def _change(workspace_id: uuid.UUID, event: Event) -> Change:
    told = event.detail
    if event.verb == "lead.received":
        after = arrived(told, define.of_number(workspace_id, told["definition"]).scoring)
        return Change(event.at, RECEIVED, told["definition"], None, after)
    before, after = (_judged(told[side]) for side in ("from", "to"))
    return Change(event.at, told["because"], told["definition"], before, after)


def _judged(told: Mapping[str, Any]) -> Judged:
    return Judged(told["fit"], told["interest"], told["quadrant"], told["category"])


def arrived(told: Mapping[str, Any], rules: Scoring) -> Judged:
    """Return how a lead stood on arrival, by its record and the version that judged it."""
    fit_lines = told.get("fit") or {"base": 0, "lines": []}
    fit = _scaled(fit_lines["base"] + sum(line[1] for line in fit_lines["lines"]), rules)
    interest = formula.within_scale(formula.added_up(one[1] for one in told.get("interest") or []))
    quadrant = formula.quadrant(fit, interest, good_fit=rules.good_fit, interested=rules.interested)
    return Judged(fit, interest, quadrant, (told.get("category") or {}).get("key", ""))


def _unsaid(lead: Lead, known: Sequence[Change]) -> list[Change]:
    """A new version may change fit alone, which is no event: it dates from the publication."""
    last = known[-1] if known else None
    if last is None or last.after.fit == lead.fit or last.definition == lead.definition:
        return []
    version = Version.objects.within(lead.workspace_id).get(number=lead.definition)
    after = Judged(lead.fit, lead.interest, lead.quadrant, lead.category)
    at = max(version.published_at, last.at)
    return [Change(at, "published", lead.definition, last.after, after)]


def curve(lead: Lead, rules: Scoring, *, at: datetime.datetime) -> list[Score]:
    """
    Return the interest of a lead's contact from a month before the lead came until `at`.

    Exact at each of its instants, and shows every touch of theirs as a step, up to MOST_TOUCHES
    of them; two statements.
    """
    workspace_id, contact_id = lead.workspace_id, lead.contact_id
    touched = scoring.touched_at(workspace_id, contact_id, until=at, most=MOST_TOUCHES)
    since = max(lead.received_at - BEFORE, min([*touched, lead.received_at]) - MOMENT)
    step = (at - since) / STEPS
    instants = [since + place * step for place in range(STEPS)] + [at]
    for one in touched:
        instants += [one - MOMENT, one] if one > since else []
    return scoring.scores_at(workspace_id, contact_id, instants=instants, scoring=rules)


def history(lead: Lead, rules: Scoring, *, at: datetime.datetime) -> History:
    """Return how a lead has changed until `at`, or until it was closed."""
    until = at if lead.closed_at is None else max(lead.received_at, min(at, lead.closed_at))
    return History(changes(lead), curve(lead, rules, at=until))


def version_at(workspace_id: uuid.UUID, at: datetime.datetime) -> Definition:
    """
    Return the definition that was in force at an instant; before the first one, the first.

    Raises Version.DoesNotExist when nothing was ever published.
    """
    rows = Version.objects.within(workspace_id)
    found = rows.filter(published_at__lte=at).order_by("-number", "id").only("number").first()
    number = found.number if found else rows.order_by("number", "id").only("number")[0].number
    return define.of_number(workspace_id, number)
