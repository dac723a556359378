"""The leads of a period as a definition routes them."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from vaste.flows import placing, questions
from vaste.flows.define import Definition
from vaste.flows.questions import STAGES, Answers
from vaste.flows.replaying.turning import Case, Replay
from vaste.infra import sql
from vaste.kernel.zones import zone_of
from vaste.leads import facts
from vaste.routing.definition import needed
from vaste.sla.policies import OF_CONTRACT

Cursor = tuple[datetime.datetime, uuid.UUID]
COLUMNS = (
    "id", "category", "received_at", "closed_at", "owner_id", "of_team", "contact_id",
    "company_id", "country", "phone",
)  # fmt: skip


class Router:
    """A definition's rules of routing, ready to be asked of the leads of a period."""

    def __init__(
        self,
        workspace_id: uuid.UUID,
        definition: Definition,
        teams: Collection[str],
        *,
        since: datetime.datetime,
        until: datetime.datetime,
    ) -> None:
        self.workspace_id, self.definition = workspace_id, definition
        self.since, self.until = since, until
        self.teams = dict.fromkeys(teams, uuid.UUID(int=0))
        self.weighs = placing.house_of(definition).weighs
        asked = {name: node for name, node in definition.rules.items() if name[0] == "team"}
        self._questions = questions.compile_questions(
            asked, definition.vocabulary, zone=definition.zone
        )

    def next_cases(self, after: Cursor | None, limit: int) -> list[Case]:
        """
        Return the next leads received from `since` to before `until`, in their order.

        Rules are asked of the leads as they are known now, in the category that they were given.
        Constant in statements. Raises NoTeam when the roster has no team.
        """
        rows = self._rows(after or (self.since, uuid.UUID(int=0)), limit)
        ids = [row["id"] for row in rows]
        answers = self._answers(ids)
        told = facts.values_of_stored(
            self.definition.sharing.fields, self.definition.vocabulary,
            workspace_id=self.workspace_id, ids=ids,
        )  # fmt: skip
        keepers, broken = self._keepers(rows), self._broken(ids)
        return [
            self._case(row, answers, told.get(str(row["id"]), {}), keepers, broken) for row in rows
        ]

    def _rows(self, after: Cursor, limit: int) -> list[dict[str, Any]]:
        rows = sql.run(
            "SELECT l.id, l.category, l.received_at, l.closed_at, l.owner_id,"
            " coalesce(t.slug, ''), l.contact_id, l.company_id, c.country, c.phone"
            " FROM leads_lead AS l JOIN people_contact AS c"
            " ON c.workspace_id = %(workspace)s AND c.id = l.contact_id"
            " LEFT JOIN routing_team AS t ON t.workspace_id = %(workspace)s AND t.id = l.team_id"
            " WHERE l.workspace_id = %(workspace)s AND l.received_at >= %(since)s"
            " AND l.received_at < %(until)s AND (l.received_at, l.id) > (%(seen)s, %(after)s)"
            " ORDER BY l.received_at, l.id LIMIT %(limit)s",
            {
                "workspace": self.workspace_id, "since": self.since, "until": self.until,
                "seen": after[0], "after": after[1], "limit": limit,
            },
        )  # fmt: skip
        return [dict(zip(COLUMNS, row, strict=True)) for row in rows]

    def _answers(self, ids: Sequence[uuid.UUID]) -> Answers:
        """Return the answers of the routing rules; a stage is asked when it is wanted."""
        answers = questions.begin(self._questions)
        for stage in STAGES:
            answers.given[stage] = None
            answers.asked[stage] = partial(
                facts.ask_stored,
                self._questions.stages[stage],
                workspace_id=self.workspace_id,
                ids=ids,
                at=self.until,
            )
        return answers

    def _case(
        self,
        row: Mapping[str, Any],
        answers: Answers,
        told: Mapping[str, str | None],
        keepers: Mapping[uuid.UUID, uuid.UUID],
        broken: Mapping[uuid.UUID, Sequence[str]],
    ) -> Case:
        rule = placing.rule_for(row, self.definition, answers, self.teams)
        kin = self._kin(row)
        is_there = self.definition.policies.calendar == "buyer"
        return Case(
            row["id"],
            rule.team or min(self.teams),
            row["received_at"],
            row["closed_at"],
            self.weighs.get(row["category"], 1),
            needed(rule, told),
            row["category"],
            owner=row["owner_id"],
            of_team=row["of_team"],
            kin=kin,
            keeper=keepers.get(kin) if kin else None,
            zone=zone_of(row["country"], row["phone"]) if is_there else "",
            broken=broken.get(row["id"], ()),
        )

    def _kin(self, row: Mapping[str, Any]) -> uuid.UUID | None:
        kept = self.definition.sharing.keep_owner
        found: uuid.UUID | None = None if kept == "no" else row[f"{kept}_id"]
        return found

    def _keepers(self, rows: Iterable[Mapping[str, Any]]) -> dict[uuid.UUID, uuid.UUID]:
        """Return who had each buyer before the period, where the definition keeps owners."""
        kept = self.definition.sharing.keep_owner
        if kept == "no":
            return {}
        column = {"contact": "contact_id", "company": "company_id"}[kept]
        found = sql.run(
            f"SELECT DISTINCT ON (l.{column}) l.{column}, l.owner_id FROM leads_lead AS l"
            f" WHERE l.workspace_id = %(workspace)s AND l.{column} = ANY(%(kin)s::uuid[])"
            " AND l.received_at < %(since)s AND l.owner_id IS NOT NULL"
            f" ORDER BY l.{column}, coalesce(l.closed_at, 'infinity') > %(since)s DESC,"
            " l.received_at DESC, l.id",
            {
                "workspace": self.workspace_id, "since": self.since,
                "kin": sorted({self._kin(row) for row in rows} - {None}),
            },
        )  # fmt: skip
        return dict(found)

    def _broken(self, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
        """Return which promises of the contract were broken in truth, by lead."""
        rows = sql.run(
            "SELECT lead_id, array_agg(DISTINCT milestone::text) FROM sla_clock"
            " WHERE workspace_id = %(workspace)s AND lead_id = ANY(%(ids)s)"
            " AND milestone = ANY(%(milestones)s) AND breached_at IS NOT NULL GROUP BY lead_id",
            {"workspace": self.workspace_id, "ids": list(ids), "milestones": list(OF_CONTRACT)},
        )
        return dict(rows)

    def begin(self, replay: Replay) -> None:
        """Let everybody of the roster hold what they held when the period began."""
        rows = sql.run(
            "SELECT owner_id, category, CASE WHEN closed_at < %(until)s THEN closed_at END,"
            " count(*) FROM leads_lead WHERE workspace_id = %(workspace)s"
            " AND received_at < %(since)s AND coalesce(closed_at, 'infinity') > %(since)s"
            " AND owner_id = ANY(%(people)s) GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
            {
                "workspace": self.workspace_id, "since": self.since, "until": self.until,
                "people": list(replay.burdens),
            },
        )  # fmt: skip
        for user_id, category, closed_at, count in rows:
            replay.hold(user_id, self.weighs.get(category, 1) * count, closed_at)
