"""The judging steps: each asks a room, and keeps the room's reasons with the work."""

from __future__ import annotations

import datetime
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence

from vaste.flows import placing, questions
from vaste.flows.define import Definition
from vaste.flows.judging import applying
from vaste.flows.questions import PLACED, SCORED, TOLD, Answers
from vaste.flows.receiving.work import Work
from vaste.kernel import text
from vaste.leads.models import Lead
from vaste.routing import records, sharing
from vaste.routing import services as routing
from vaste.scoring import crossings, formula
from vaste.scoring import services as scoring
from vaste.scoring.formula import Sum
from vaste.scoring.services import Act
from vaste.workspaces import queries as workspaces


def score(
    workspace_id: uuid.UUID,
    works: Sequence[Work],
    definition: Definition,
    answers: Answers,
    at: datetime.datetime,
) -> None:
    """Give each lead its fit, interest and quadrant, with the lines that made them."""
    for work in works:  # what a batch asks about must be whole rows
        work.lead |= {"fit": 0, "interest": 0, "quadrant": "", "category": "", "category_rank": 0}
    leads = [work.lead for work in works]
    questions.ask(answers, TOLD, workspace_id=workspace_id, leads=leads, at=at)
    sums = scoring.add_interest(
        workspace_id,
        [Act(lead["contact_id"], lead["request_type"], lead["received_at"]) for lead in leads],
        definition.scoring,
        returning={lead["contact_id"] for lead in leads if lead["is_returning"]},
    )
    for work in works:
        _score_one(work, definition, answers, sums, at)
    questions.ask(answers, SCORED, workspace_id=workspace_id, leads=leads, at=at)


def _score_one(
    work: Work,
    definition: Definition,
    answers: Answers,
    sums: scoring.Sums,
    at: datetime.datetime,
) -> None:
    rules, lead = definition.scoring, work.lead
    met = [answers.is_met(lead["id"], ("fit", one.key)) for one in rules.criteria]
    fit, fit_lines = scoring.fit(rules, met)
    known = sums.get(lead["contact_id"], {})
    interest, lines = formula.interest(known, at=at, signals=rules.signals)
    lead["fit"], lead["interest"] = fit, interest
    lead["quadrant"] = formula.quadrant(
        fit, interest, good_fit=rules.good_fit, interested=rules.interested
    )
    lead["judge_at"] = _judge_at(known, definition, interest, at)
    work.reasons["fit"] = {"base": rules.base, "lines": fit_lines}
    work.reasons["interest"] = [[key, round(points, 2)] for key, points in lines]


def reconsider(
    workspace_id: uuid.UUID,
    works: Sequence[Work],
    definition: Definition,
    at: datetime.datetime,
) -> None:
    """
    Judge the open leads that returning contacts have already: their interest has grown.

    Before routing, so that leads are locked before the members of teams, here as elsewhere.
    """
    contacts = {work.lead["contact_id"] for work in works if work.lead["is_returning"]}
    if contacts:
        applying.judge_again(
            workspace_id,
            definition,
            because=applying.TOUCHED,
            at=at,
            where=applying.OF_CONTACTS,
            contacts=sorted(contacts),
        )


def _judge_at(
    known: Mapping[str, Sum], definition: Definition, interest: int, at: datetime.datetime
) -> datetime.datetime | None:
    """Return when fading interest may first turn something, at the earliest."""
    if not definition.levels or interest < definition.levels[0]:
        return None
    signals = [one for one in definition.scoring.signals if one.key in known]
    return crossings.earliest_crossing(
        sum(formula.worth(known[one.key], at=at, signal=one) for one in signals),
        after=at,
        half_life=min(one.half_life for one in signals),
        at_levels=definition.levels,
    )


def categorize(
    workspace_id: uuid.UUID,
    works: Sequence[Work],
    definition: Definition,
    answers: Answers,
    at: datetime.datetime,
) -> None:
    """Put each lead into the first category whose rule it meets, and say whether it is an MQL."""
    ruled = [category for category in definition.categories if category.when is not None]
    for work in works:
        lead = work.lead
        first = next(
            (one for one in ruled if answers.is_met(lead["id"], ("category", one.key))), None
        )
        work.category = first or definition.categories[-1]
        lead["category"], lead["category_rank"] = work.category.key, work.category.rank
        work.reasons["category"] = {"key": work.category.key, "is_default": first is None}
    leads = [work.lead for work in works]
    questions.ask(answers, PLACED, workspace_id=workspace_id, leads=leads, at=at)
    if ("mql", "") in definition.questions.places:
        for lead in leads:
            lead["is_mql"] = answers.is_met(lead["id"], ("mql", ""))


def route(
    workspace_id: uuid.UUID,
    works: Sequence[Work],
    definition: Definition,
    answers: Answers,
    at: datetime.datetime,
) -> None:
    """
    Give each open lead a team and, if somebody there is free, a person; nobody free is the pool.

    An owner whom the source names keeps the lead, if they work here.
    """
    _keep_owners(workspace_id, works)
    waiting = [work for work in works if work.lead["state"] == Lead.State.OPEN]
    waiting = [work for work in waiting if work.lead["owner_id"] is None]
    if not waiting:
        return
    leads = [work.lead for work in waiting]
    asked = placing.of_batch(workspace_id, leads, definition, answers)
    house = placing.house_of(definition)
    decisions = sharing.take_turns(workspace_id, asked, at=at, house=house)
    for work, decision in zip(waiting, decisions, strict=True):
        work.lead["team_id"], work.lead["owner_id"] = decision.team_id, decision.user_id
        work.reasons["routing"] = records.record_of(decision)


def _keep_owners(workspace_id: uuid.UUID, works: Sequence[Work]) -> None:
    told = [work for work in works if work.enquiry.owner]
    if not told:
        return
    known = _people(workspace_id)
    found = {work.lead_id: _member(work.enquiry.owner, known) for work in told}
    homes = routing.teams_for(workspace_id, filter(None, found.values()))
    for work in told:
        work.lead["custom"]["owner"] = work.enquiry.owner[:200]
        owner_id = found[work.lead_id]
        if owner_id is not None and owner_id in homes:
            work.lead["owner_id"], work.lead["team_id"] = owner_id, homes[owner_id]
            work.reasons["routing"] = {"rule": "named_owner", "chosen": owner_id, "candidates": []}


def _people(workspace_id: uuid.UUID) -> dict[str, uuid.UUID]:
    """Return the members by address and by name; a name that several have means none of them."""
    members = workspaces.members(workspace_id)
    named = Counter(text.fold(user.full_name) for user in members)
    known = {text.fold(user.full_name): user.pk for user in members}
    known = {name: user_id for name, user_id in known.items() if name and named[name] == 1}
    return known | {user.email.casefold(): user.pk for user in members}


def _member(name: str, known: Mapping[str, uuid.UUID]) -> uuid.UUID | None:
    return known.get(name.strip().casefold()) or known.get(text.fold(name))
