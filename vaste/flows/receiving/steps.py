"""The judging steps: each asks a room, and keeps the room's reasons with the work."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence

from vaste.flows.define import Definition
from vaste.flows.receiving.work import Work
from vaste.infra import sql
from vaste.leads import facts
from vaste.leads.models import Lead
from vaste.routing import services as routing
from vaste.routing.rules import Decision
from vaste.scoring import formula
from vaste.scoring import services as scoring


def score(
    workspace_id: uuid.UUID, works: Sequence[Work], definition: Definition, at: datetime.datetime
) -> None:
    """Give each lead its fit, interest and quadrant, with the lines that made them."""
    rules = definition.scoring
    for work in works:  # what a batch asks about must be whole rows
        work.lead |= {"fit": 0, "interest": 0, "quadrant": "", "category": "", "category_rank": 0}
    met = facts.ask_batch(
        definition.ask_fit, workspace_id=workspace_id, leads=[work.lead for work in works], at=at
    )
    events = [(work.lead["contact_id"], _kind(work), work.lead["received_at"]) for work in works]
    sums = scoring.add_interest(workspace_id, events, rules, returning=_returning(works))
    for work in works:
        lead = work.lead
        fit, fit_lines = scoring.fit(rules, met[str(lead["id"])])
        interest, lines = formula.interest(
            sums.get(lead["contact_id"], {}), at=at, signals=rules.signals
        )
        lead["fit"], lead["interest"] = fit, interest
        lead["quadrant"] = formula.quadrant(
            fit, interest, good_fit=rules.good_fit, interested=rules.interested
        )
        work.reasons["fit"] = {"base": rules.base, "lines": fit_lines}
        work.reasons["interest"] = [[key, round(points, 2)] for key, points in lines]


def _kind(work: Work) -> str:
    return str(work.lead["request_type"])


def _returning(works: Sequence[Work]) -> set[uuid.UUID]:
    return {work.lead["contact_id"] for work in works if work.lead["is_returning"]}


def categorize(
    workspace_id: uuid.UUID, works: Sequence[Work], definition: Definition, at: datetime.datetime
) -> None:
    """Put each lead into the first category whose rule it meets, and say whether it is an MQL."""
    ruled = [category for category in definition.categories if category.when is not None]
    answers = facts.ask_batch(
        definition.ask_category,
        workspace_id=workspace_id,
        leads=[work.lead for work in works],
        at=at,
    )
    for work in works:
        met = answers[str(work.lead["id"])]
        first = next((one for one, is_met in zip(ruled, met, strict=False) if is_met), None)
        work.category = first or definition.categories[-1]
        work.lead["category"] = work.category.key
        work.lead["category_rank"] = work.category.rank
        work.reasons["category"] = {"key": work.category.key, "is_default": first is None}
    _mark_qualified(workspace_id, works, definition, at)


def _mark_qualified(
    workspace_id: uuid.UUID, works: Sequence[Work], definition: Definition, at: datetime.datetime
) -> None:
    answers = facts.ask_batch(
        definition.ask_mql, workspace_id=workspace_id, leads=[work.lead for work in works], at=at
    )
    for work in works:
        work.lead["is_mql"] = bool(answers[str(work.lead["id"])][:1] == [True])


def route(
    workspace_id: uuid.UUID, works: Sequence[Work], definition: Definition, at: datetime.datetime
) -> None:
    """Give each open lead a team and, if somebody there is free, a person; nobody free is the pool."""
    waiting = [work for work in works if work.lead["state"] == Lead.State.OPEN]
    teams = team_ids(workspace_id)
    answers = facts.ask_batch(
        definition.ask_team, workspace_id=workspace_id, leads=[work.lead for work in waiting], at=at
    )
    asked = []
    for work in waiting:
        met = answers[str(work.lead["id"])]
        rule = next(
            one
            for one, is_met in zip(definition.routing, [*met, True], strict=True)
            if is_met and (one.team in teams or one.when is None)
        )
        asked.append((teams.get(rule.team) or _any_team(teams), rule.key))
    if not asked:
        return
    for work, decision in zip(waiting, routing.take_turns(workspace_id, asked, at=at), strict=True):
        work.lead["team_id"], work.lead["owner_id"] = decision.team_id, decision.user_id
        work.reasons["routing"] = decision_reason(decision)


def _any_team(teams: dict[str, uuid.UUID]) -> uuid.UUID:
    """A lead is never left without a team: where the default is gone the first one takes it."""
    return teams[min(teams)]


def team_ids(workspace_id: uuid.UUID) -> dict[str, uuid.UUID]:
    """Return the open teams of a workspace by their slugs."""
    rows = sql.run(
        "SELECT slug, id FROM routing_team WHERE workspace_id = %(workspace)s AND closed_at IS NULL",
        {"workspace": workspace_id},
    )
    return dict(rows)


def decision_reason(decision: Decision) -> dict[str, object]:
    """Return a routing decision as it stands in an event: rule, and every candidate with the reason."""
    return {
        "rule": decision.rule,
        "team": decision.team_id,
        "chosen": decision.user_id,
        "candidates": [
            [one.user_id, one.reason, one.load, one.capacity] for one in decision.candidates
        ],
    }
