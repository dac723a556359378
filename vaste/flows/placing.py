"""Which team a lead belongs to and what it needs there: by rules, facts and kept owners."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping, Sequence, Set
from typing import Any

from vaste.flows import questions
from vaste.flows.define import Definition
from vaste.flows.questions import STAGES, Answers
from vaste.infra import sql
from vaste.leads import facts
from vaste.routing.definition import RoutingRule, needed
from vaste.routing.sharing import Asked, House, Keeper

ANY_TEAM = RoutingRule("any_team", "", None)
Facts = Mapping[str, Mapping[str, str | None]]


class NoTeam(LookupError):
    """No team of the workspace is open: nobody could answer."""


def of_batch(
    workspace_id: uuid.UUID,
    leads: Sequence[Mapping[str, Any]],
    definition: Definition,
    answers: Answers,
) -> list[Asked]:
    """
    Return where each lead of a batch belongs; `leads` are rows that are not stored yet.

    Asks for facts, and for kept owners, only where the definition wants them.

    Raises NoTeam when no team is open.
    """
    told = facts.values_of_batch(
        definition.sharing.fields, definition.vocabulary, workspace_id=workspace_id, leads=leads
    )
    return _asked(workspace_id, leads, definition, answers, told)


def of_stored(
    workspace_id: uuid.UUID,
    leads: Sequence[Mapping[str, Any]],
    definition: Definition,
    *,
    at: datetime.datetime,
) -> list[Asked]:
    """
    Return where stored leads belong by `definition`, as they stand at `at`.

    `leads` have id, contact_id, company_id and category. A category that the definition does not
    have weighs 1. Owners are not kept: whoever had them is who loses them.

    Raises NoTeam when no team is open.
    """
    ids = [lead["id"] for lead in leads]
    answers = answers_of(workspace_id, ids, definition, at=at)
    told = facts.values_of_stored(
        definition.sharing.fields, definition.vocabulary, workspace_id=workspace_id, ids=ids
    )
    return _asked(workspace_id, leads, definition, answers, told, keeps=False)


def answers_of(
    workspace_id: uuid.UUID, ids: Sequence[uuid.UUID], definition: Definition, *,
    at: datetime.datetime,
) -> Answers:  # fmt: skip
    """Return the answers of a definition's rules about stored leads."""
    answers = questions.begin(definition.questions)
    for stage in STAGES:
        asked = definition.questions.stages[stage]
        answers.given[stage] = facts.ask_stored(asked, workspace_id=workspace_id, ids=ids, at=at)
    return answers


def house_of(definition: Definition) -> House:
    """Return what a definition says of everybody who takes leads."""
    return House(
        calendar=definition.content["calendar"],
        weighs={one.key: one.load for one in definition.categories if one.load != 1},
    )


def _asked(
    workspace_id: uuid.UUID,
    leads: Sequence[Mapping[str, Any]],
    definition: Definition,
    answers: Answers,
    told: Facts,
    *,
    keeps: bool = True,
) -> list[Asked]:
    teams = team_ids(workspace_id)
    weighs = house_of(definition).weighs
    kin = definition.sharing.keep_owner if keeps else "no"
    keepers = _keepers(workspace_id, kin, leads)
    asked = []
    for lead in leads:
        rule = rule_for(lead, definition, answers, teams)
        team_id = teams[rule.team] if rule is not ANY_TEAM else teams[min(teams)]
        buyer = None if kin == "no" else lead[f"{kin}_id"]
        asked.append(
            Asked(
                team_id,
                rule.key,
                needed(rule, told.get(str(lead["id"]), {})),
                weighs.get(lead["category"], 1),
                _keeper(keepers.get(buyer) if buyer else None, team_id),
                buyer,
            )
        )
    return asked


def _of_category(
    lead: Mapping[str, Any], definition: Definition, teams: Mapping[str, uuid.UUID]
) -> RoutingRule | None:
    """Return the answering team of a lead's category as a rule, None where it has none open."""
    team = next((one.team for one in definition.categories if one.key == lead["category"]), "")
    needs = definition.routing[-1].needs  # those of every lead
    return RoutingRule("category", team, None, needs) if team in teams else None


def rule_for(
    lead: Mapping[str, Any],
    definition: Definition,
    answers: Answers,
    teams: Mapping[str, uuid.UUID],
) -> RoutingRule:
    """
    Return the answering team of a lead's category, or the first rule that it meets and whose team
    is open.

    A lead is never left without a team: where the default's is closed, ANY_TEAM stands for the
    first open one. Raises NoTeam when none is.
    """
    if not teams:
        raise NoTeam("No team is open: open one, so that somebody can answer.")
    of_category = _of_category(lead, definition, teams)
    if of_category is not None:
        return of_category
    for rule in definition.routing:
        is_met = rule.when is None or answers.is_met(lead["id"], ("team", rule.key))
        if is_met and rule.team in teams:
            return rule
    return ANY_TEAM


def team_ids(workspace_id: uuid.UUID) -> dict[str, uuid.UUID]:
    """
    Return the open teams of a workspace by their slugs; none closes until the transaction ends.

    Their rows are held shared: who closes one waits, and whoever comes after that sees it closed.
    """
    rows = sql.run(
        "SELECT slug, id FROM routing_team"
        " WHERE workspace_id = %(workspace)s AND closed_at IS NULL ORDER BY id FOR KEY SHARE",
        {"workspace": workspace_id},
    )
    return dict(rows)


def homes(workspace_id: uuid.UUID, teams: Set[uuid.UUID | None]) -> dict[uuid.UUID, uuid.UUID]:
    """
    Return the open team of each of these: itself, or the one that took over when it was closed.

    One that has none is left out. None closes until the transaction ends.
    """
    rows = sql.run(
        "SELECT asked.id, home.id FROM routing_team AS asked JOIN routing_team AS home"
        " ON home.workspace_id = %(workspace)s AND home.closed_at IS NULL"
        " AND home.id = coalesce(asked.closed_into_id, asked.id)"
        " WHERE asked.workspace_id = %(workspace)s AND asked.id = ANY(%(teams)s::uuid[])"
        " ORDER BY home.id FOR KEY SHARE OF home",
        {"workspace": workspace_id, "teams": [one for one in teams if one]},
    )
    return dict(rows)


def home_of(workspace_id: uuid.UUID, team_id: uuid.UUID | None) -> uuid.UUID | None:
    """Return the open team that stands for this one, None for none."""
    return homes(workspace_id, {team_id}).get(team_id) if team_id else None


Kept = tuple[uuid.UUID, list[uuid.UUID]]  # the owner, and their open teams, the lead's own first


def _keepers(
    workspace_id: uuid.UUID, kin: str, leads: Sequence[Mapping[str, Any]]
) -> dict[uuid.UUID, Kept]:
    """
    Return who has each buyer: the owner of their newest open lead, else of their newest one.

    Only of those who are in a team still.
    """
    if kin == "no":
        return {}
    column = {"contact": "contact_id", "company": "company_id"}[kin]
    rows = sql.run(
        f"SELECT DISTINCT ON (l.{column}) l.{column}, l.owner_id, place.teams FROM leads_lead AS l"
        " CROSS JOIN LATERAL (SELECT array_agg(m.team_id ORDER BY m.team_id <> l.team_id, m.id)"
        " AS teams FROM routing_member AS m JOIN routing_team AS t"
        " ON t.workspace_id = %(workspace)s AND t.id = m.team_id AND t.closed_at IS NULL"
        " WHERE m.workspace_id = %(workspace)s AND m.user_id = l.owner_id AND m.left_at IS NULL)"
        f" AS place WHERE l.workspace_id = %(workspace)s AND l.{column} = ANY(%(kin)s::uuid[])"
        " AND l.owner_id IS NOT NULL AND place.teams IS NOT NULL"
        f" ORDER BY l.{column}, l.state IN ('open', 'snoozed') DESC, l.received_at DESC, l.id",
        {"workspace": workspace_id, "kin": sorted({lead[column] for lead in leads} - {None})},
    )
    return {buyer: (owner, teams) for buyer, owner, teams in rows}


def _keeper(kept: Kept | None, team_id: uuid.UUID) -> Keeper | None:
    if kept is None:
        return None
    owner, teams = kept
    return Keeper(owner, team_id if team_id in teams else teams[0])
