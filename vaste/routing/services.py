"""The verbs that give leads to people."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Sequence

from django.db import transaction

from vaste.infra import sql
from vaste.kernel.errors import VasteError
from vaste.leads.models import Lead
from vaste.routing import rules
from vaste.routing.models import Claim
from vaste.routing.rules import Candidate, Decision
from vaste.workspaces.models import User


class AlreadyClaimed(VasteError):
    """Somebody else holds the lead; `claim` is theirs."""

    def __init__(self, claim: Claim) -> None:
        super().__init__("The lead is already taken over.")
        self.claim = claim


def take_turns(
    workspace_id: uuid.UUID, asked: Sequence[tuple[uuid.UUID, str]], *, at: datetime.datetime
) -> list[Decision]:
    """
    Decide who gets each lead of a batch: `asked` names its team and the rule that chose the team.

    The members' rows are locked until the caller's transaction ends, so that concurrent batches
    take their turns one after the other and every weight comes out exact. Constant in statements.
    """
    teams = sorted({team_id for team_id, _ in asked})
    pools = _locked_candidates(workspace_id, teams, at)
    decisions = []
    for team_id, rule in asked:
        chosen, passed = rules.take_turn(pools[team_id])
        if chosen is not None:
            _burden(pools, chosen)
        user_id = chosen.user_id if chosen else None
        decisions.append(Decision(team_id, rule, user_id, passed))
    _keep_credits(workspace_id, [one for pool in pools.values() for one in pool])
    return decisions


def _locked_candidates(
    workspace_id: uuid.UUID, teams: list[uuid.UUID], at: datetime.datetime
) -> dict[uuid.UUID, list[Candidate]]:
    rows = sql.run(
        "SELECT team_id, id, user_id, weight, capacity, credit, away_from, away_until"
        " FROM routing_member WHERE workspace_id = %(workspace)s AND team_id = ANY(%(teams)s)"
        " AND left_at IS NULL ORDER BY id FOR UPDATE",
        {"workspace": workspace_id, "teams": teams},
    )
    loads = _loads(workspace_id, [row[2] for row in rows])
    pools: dict[uuid.UUID, list[Candidate]] = {team_id: [] for team_id in teams}
    for team_id, member_id, user_id, weight, capacity, credit, away_from, away_until in rows:
        away = rules.is_away(at=at, away_from=away_from, away_until=away_until)
        load = loads.get(user_id, 0)
        pools[team_id].append(Candidate(member_id, user_id, weight, capacity, credit, load, away))
    return pools


def _burden(pools: dict[uuid.UUID, list[Candidate]], chosen: Candidate) -> None:
    """Count a lead that somebody got in one team for them in their other teams too."""
    for pool in pools.values() if len(pools) > 1 else ():
        for one in pool:
            if one.user_id == chosen.user_id and one is not chosen:
                one.load += 1


def _loads(workspace_id: uuid.UUID, users: list[uuid.UUID]) -> dict[uuid.UUID, int]:
    rows = sql.run(
        "SELECT owner_id, count(*) FROM leads_lead"
        " WHERE workspace_id = %(workspace)s AND owner_id = ANY(%(users)s) AND state = 'open'"
        " GROUP BY owner_id",
        {"workspace": workspace_id, "users": users},
    )
    return dict(rows)


def _keep_credits(workspace_id: uuid.UUID, candidates: list[Candidate]) -> None:
    sql.run(
        "UPDATE routing_member AS kept SET credit = told.credit"
        " FROM unnest(%(ids)s::uuid[], %(credits)s::int[]) AS told (id, credit)"
        " WHERE kept.workspace_id = %(workspace)s AND kept.id = told.id"
        " AND kept.credit <> told.credit",
        {
            "workspace": workspace_id,
            "ids": [one.member_id for one in candidates],
            "credits": [one.credit for one in candidates],
        },
    )


@transaction.atomic
def claim_lead(lead: Lead, *, by: User, at: datetime.datetime) -> tuple[Claim, bool]:
    """
    Make `by` the one who answers for `lead` from `at`; return the claim and whether it is new.

    Repeating one's own claim returns it unchanged, so a double click is harmless.

    Raises AlreadyClaimed, with nothing written, when someone else holds the lead.
    """
    claim, created = Claim.objects.within(lead.workspace_id).get_or_create(
        workspace_id=lead.workspace_id,
        lead_id=lead.id,
        released_at=None,
        defaults={"owner_id": by.pk, "claimed_at": at},
    )
    if claim.owner_id != by.pk:
        raise AlreadyClaimed(claim)
    return claim, created


def release_claims(
    workspace_id: uuid.UUID, leads: Sequence[uuid.UUID], *, reason: str, at: datetime.datetime
) -> int:
    """Release the open claims on `leads`; return how many there were."""
    return (
        Claim.objects.within(workspace_id)
        .filter(lead_id__in=leads, released_at=None)
        .update(released_at=at, release_reason=reason)
    )


def teams_for(workspace_id: uuid.UUID, users: Iterable[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """Return a team of each user's, or any open team of the workspace; a lead always has one."""
    rows = sql.run(
        "SELECT DISTINCT ON (asked.user_id) asked.user_id, t.id"
        " FROM unnest(%(users)s::uuid[]) AS asked (user_id)"
        " CROSS JOIN routing_team AS t LEFT JOIN routing_member AS m"
        " ON m.workspace_id = %(workspace)s AND m.team_id = t.id AND m.user_id = asked.user_id"
        " AND m.left_at IS NULL"
        " WHERE t.workspace_id = %(workspace)s AND t.closed_at IS NULL"
        " ORDER BY asked.user_id, (m.id IS NULL), t.slug, t.id",
        {"workspace": workspace_id, "users": sorted(set(users))},
    )
    return dict(rows)
