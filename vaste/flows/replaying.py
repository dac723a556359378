"""
What if: leads of a period led through draft rules and a draft roster, with nothing written.

Who would have got what, by the very turns, needs and capacities that real leads go through. Leads
come in the order of their receipt; each leaves its owner's load when it was closed in truth.
"""

from __future__ import annotations

import datetime
import heapq
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from vaste.flows import placing
from vaste.flows.define import Definition
from vaste.infra import sql
from vaste.infra.tenancy.context import inside
from vaste.leads import facts
from vaste.routing import rules
from vaste.routing.definition import needed
from vaste.routing.models import Absence, Member, Team
from vaste.routing.rules import Candidate, Needs, Span

MOST_LEADS = 50_000  # of one period
BATCH = 5_000  # leads whose rules are asked in one statement


@dataclass(frozen=True, slots=True)
class Seat:
    """One person's place in a draft roster; `absences` as in `rules.away_until`."""

    user_id: uuid.UUID
    weight: int = 1
    capacity: int = 50
    attributes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    absences: Sequence[Span] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One lead of the period: where the rules send it, when it came, and when it was closed."""

    lead_id: uuid.UUID
    team: str
    received_at: datetime.datetime
    closed_at: datetime.datetime | None = None
    weighs: int = 1
    needs: Needs = field(default_factory=dict)
    category: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    What the draft would have made of the period.

    `owners` says who would have got each lead, None for the pool; `received` counts leads by person
    and category, `peak` is the heaviest load a person would have had, `waiting` the leads that
    nobody could take, by team, and `passed` how often each person was passed over, by reason.
    """

    owners: Mapping[uuid.UUID, uuid.UUID | None]
    received: Mapping[uuid.UUID, Counter[str]]
    peak: Mapping[uuid.UUID, int]
    waiting: Counter[str]
    passed: Mapping[uuid.UUID, Counter[str]]


def replay(cases: Iterable[Case], roster: Mapping[str, Sequence[Seat]]) -> Outcome:
    """
    Lead cases through a roster (seats by the team's slug) and return what would have come of it.

    Pure: the same cases give the same outcome. A team that the roster does not have takes nobody.
    A person in several teams has one load.
    """
    pools = {
        team: [_candidate(seat, f"{team}/{number}") for number, seat in enumerate(seats)]
        for team, seats in roster.items()
    }
    seats = {team: list(told) for team, told in roster.items()}
    run = _Run(pools, seats)
    for case in sorted(cases, key=lambda case: (case.received_at, case.lead_id.int)):
        run.take(case)
    return Outcome(run.owners, run.received, run.peak, run.waiting, run.passed)


def _candidate(seat: Seat, place: str) -> Candidate:
    member_id = uuid.uuid5(seat.user_id, place)
    holds = rules.folded(seat.attributes)
    return Candidate(member_id, seat.user_id, seat.weight, seat.capacity, holds=holds)


class _Run:
    """One replay as it goes on."""

    def __init__(
        self, pools: dict[str, list[Candidate]], seats: Mapping[str, Sequence[Seat]]
    ) -> None:
        self.pools, self.seats = pools, seats
        self.owners: dict[uuid.UUID, uuid.UUID | None] = {}
        self.received: dict[uuid.UUID, Counter[str]] = {}
        self.peak: dict[uuid.UUID, int] = {}
        self.waiting: Counter[str] = Counter()
        self.passed: dict[uuid.UUID, Counter[str]] = {}
        self._loads: Counter[uuid.UUID] = Counter()
        self._closings: list[tuple[datetime.datetime, int, uuid.UUID, int]] = []

    def take(self, case: Case) -> None:
        """Give one case to somebody."""
        self._close_until(case.received_at)
        pool = self.pools.get(case.team, [])
        for one, seat in zip(pool, self.seats.get(case.team, ()), strict=True):
            one.load = self._loads[one.user_id]
            if seat.absences:
                one.is_away, one.away_until = rules.away_until(
                    list(seat.absences), at=case.received_at
                )
        chosen, passed = rules.choose(pool, needs=case.needs, weighs=case.weighs)
        for told in passed:
            if told.reason not in rules.CHOSEN:
                self.passed.setdefault(told.user_id, Counter())[told.reason] += 1
        self.owners[case.lead_id] = chosen.user_id if chosen else None
        if chosen is None:
            self.waiting[case.team] += 1
        else:
            self._give(case, chosen.user_id)

    def _give(self, case: Case, user_id: uuid.UUID) -> None:
        self._loads[user_id] += case.weighs
        self.peak[user_id] = max(self.peak.get(user_id, 0), self._loads[user_id])
        self.received.setdefault(user_id, Counter())[case.category] += 1
        if case.closed_at is not None:
            closing = (case.closed_at, case.lead_id.int, user_id, case.weighs)
            heapq.heappush(self._closings, closing)

    def _close_until(self, at: datetime.datetime) -> None:
        while self._closings and self._closings[0][0] <= at:
            _, _, user_id, weighs = heapq.heappop(self._closings)
            self._loads[user_id] -= weighs


def cases_of(
    workspace_id: uuid.UUID,
    definition: Definition,
    *,
    since: datetime.datetime,
    until: datetime.datetime,
    teams: Iterable[str] = (),
) -> list[Case]:
    """
    Return the leads received from `since` to before `until` as a draft definition routes them.

    `teams` are the slugs that the draft roster has beside the open teams. Rules are asked of the
    leads as they are known now, in the category that they were given; at most MOST_LEADS, the
    newest.
    """
    with inside(workspace_id):
        rows = sql.run(
            "SELECT l.id, l.category, l.received_at, l.closed_at FROM leads_lead AS l"
            " WHERE l.workspace_id = %(workspace)s AND l.received_at >= %(since)s"
            " AND l.received_at < %(until)s ORDER BY l.received_at DESC, l.id DESC LIMIT %(most)s",
            {"workspace": workspace_id, "since": since, "until": until, "most": MOST_LEADS},
        )
        slugs = dict.fromkeys(teams, uuid.UUID(int=0)) | placing.team_ids(workspace_id)
        cases: list[Case] = []
        for start in range(0, len(rows), BATCH):
            batch = rows[start : start + BATCH]
            cases += _batch(workspace_id, batch, definition, slugs, at=until)
    return cases


def _batch(
    workspace_id: uuid.UUID,
    rows: Sequence[tuple[uuid.UUID, str, datetime.datetime, datetime.datetime | None]],
    definition: Definition,
    slugs: Mapping[str, uuid.UUID],
    *,
    at: datetime.datetime,
) -> list[Case]:
    ids = [row[0] for row in rows]
    answers = placing.answers_of(workspace_id, ids, definition, at=at)
    told = facts.values_of_stored(
        definition.sharing.fields, definition.vocabulary, workspace_id=workspace_id, ids=ids
    )
    weighs = placing.house_of(definition).weighs
    cases = []
    for lead_id, category, received_at, closed_at in rows:
        lead = {"id": lead_id, "category": category}
        rule = placing.rule_for(lead, definition, answers, slugs)
        needs = needed(rule, told.get(str(lead_id), {}))
        team = rule.team or min(slugs)
        cases.append(
            Case(lead_id, team, received_at, closed_at, weighs.get(category, 1), needs, category)
        )
    return cases


def roster_of(workspace_id: uuid.UUID) -> dict[str, list[Seat]]:
    """Return the roster in force by team's slug, with all absences: a draft to begin from."""
    with inside(workspace_id):
        teams = dict(
            Team.objects.within(workspace_id).filter(closed_at=None).values_list("id", "slug")
        )
        members = Member.objects.within(workspace_id).filter(left_at=None, team_id__in=list(teams))
        away: dict[uuid.UUID, list[Span]] = {}
        for one in Absence.objects.within(workspace_id):
            away.setdefault(one.user_id, []).append((one.away_from, one.away_until))
        roster: dict[str, list[Seat]] = {slug: [] for slug in teams.values()}
        for member in members.order_by("id"):
            roster[teams[member.team_id]].append(
                Seat(
                    member.user_id,
                    member.weight,
                    member.capacity,
                    member.attributes,
                    tuple(away.get(member.user_id, ())),
                )
            )
    return roster


def with_changes(
    roster: Mapping[str, Sequence[Seat]], change: Callable[[str, Seat], Seat | None]
) -> dict[str, list[Seat]]:
    """Return a roster with every seat changed, or taken out (None)."""
    changed: dict[str, list[Seat]] = {}
    for team, seats in roster.items():
        kept = (change(team, replace(seat)) for seat in seats)
        changed[team] = [seat for seat in kept if seat is not None]
    return changed
