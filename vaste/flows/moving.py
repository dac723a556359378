"""What a ladder does with leads: back to the pool, to another team, a second person beside."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence

from vaste.flows import placing, retiming
from vaste.flows.define import Definition
from vaste.flows.judging import applying, waking
from vaste.infra import sql
from vaste.routing import services as routing

_UNTOUCHED = (
    " AND kept.state IN ('open', 'snoozed') AND kept.first_contact_at IS NULL"
    " AND (kept.taken_over_at IS NULL OR kept.taken_over_at < told.lapsed_at)"
)


def give_back(
    workspace_id: uuid.UUID,
    told: Sequence[tuple[uuid.UUID, datetime.datetime]],
    *,
    at: datetime.datetime,
) -> set[uuid.UUID]:
    """
    Return leads nobody took over, or nobody contacted, to their pools; the clocks run on.

    `told` are the leads and when each should have gone. A person who took the lead over after that
    has begun on it, and keeps it. What was not downgraded while it was held is judged now. Returns
    the leads that went back.
    """
    rows = sql.run(
        "UPDATE leads_lead AS kept SET owner_id = NULL, taken_over_at = NULL,"
        " version = kept.version + 1"
        " FROM (SELECT id, min(lapsed_at) AS lapsed_at"
        " FROM unnest(%(ids)s::uuid[], %(lapsed)s::timestamptz[]) AS one (id, lapsed_at)"
        " GROUP BY id) AS told"
        " WHERE kept.workspace_id = %(workspace)s AND kept.id = told.id"
        f" AND kept.owner_id IS NOT NULL{_UNTOUCHED} RETURNING kept.id",
        {
            "workspace": workspace_id,
            "ids": [one[0] for one in told],
            "lapsed": [one[1] for one in told],
        },
    )
    back = {row[0] for row in rows}
    routing.release_claims(workspace_id, sorted(back), reason="lapsed", at=at)
    waking.judge_leads(workspace_id, sorted(back), because=applying.GIVEN_BACK, at=at)
    return back


def reroute(
    workspace_id: uuid.UUID,
    told: Sequence[tuple[uuid.UUID, datetime.datetime, str]],
    definition: Definition,
    *,
    at: datetime.datetime,
) -> dict[uuid.UUID, uuid.UUID]:
    """
    Put untouched leads into the pool of another team, named by its slug; return its id by lead.

    A lead that somebody has begun on stays, and so does one whose team is closed or not there; for
    a team that was closed into another, that one counts. Where clocks count in the team's hours
    they are re-timed, and what was not downgraded while it was held is judged now.
    """
    placing.team_ids(workspace_id)  # none of them closes before the leads are there
    rows = sql.run(
        "UPDATE leads_lead AS kept SET team_id = team.id, owner_id = NULL, taken_over_at = NULL,"
        " version = kept.version + 1"
        " FROM unnest(%(ids)s::uuid[], %(lapsed)s::timestamptz[], %(slugs)s::text[])"
        " AS told (id, lapsed_at, slug)"
        " JOIN routing_team AS named ON named.workspace_id = %(workspace)s"
        " AND named.slug = told.slug"
        " JOIN routing_team AS team ON team.workspace_id = %(workspace)s"
        " AND team.id = coalesce(named.closed_into_id, named.id) AND team.closed_at IS NULL"
        " WHERE kept.workspace_id = %(workspace)s AND kept.id = told.id"
        f" AND kept.team_id <> team.id{_UNTOUCHED} RETURNING kept.id, team.id",
        {
            "workspace": workspace_id,
            "ids": [one[0] for one in told],
            "lapsed": [one[1] for one in told],
            "slugs": [one[2] for one in told],
        },
    )
    moved = dict(rows)
    routing.release_claims(workspace_id, sorted(moved), reason="rerouted", at=at)
    retiming.team_changed(workspace_id, sorted(moved), definition, at=at)
    waking.judge_leads(workspace_id, sorted(moved), because=applying.GIVEN_BACK, at=at)
    return moved


def seconds(
    workspace_id: uuid.UUID, leads: Sequence[uuid.UUID], *, at: datetime.datetime
) -> dict[uuid.UUID, uuid.UUID]:
    """
    Return, for each lead, the present colleague of its team with the fewest open leads.

    Never its owner, nor who can't sign in any more; a lead whose team has nobody else is left out.
    """
    rows = sql.run(
        "SELECT l.id, pick.user_id FROM leads_lead AS l CROSS JOIN LATERAL ("
        "SELECT m.user_id FROM routing_member AS m"
        " JOIN workspaces_membership AS p ON p.workspace_id = %(workspace)s"
        " AND p.user_id = m.user_id AND p.left_at IS NULL"
        " JOIN workspaces_user AS u ON u.id = m.user_id AND u.is_active"
        " WHERE m.workspace_id = %(workspace)s AND m.team_id = l.team_id AND m.left_at IS NULL"
        " AND m.user_id IS DISTINCT FROM l.owner_id"
        " AND NOT EXISTS (SELECT 1 FROM routing_absence AS a WHERE a.workspace_id = %(workspace)s"
        " AND a.user_id = m.user_id AND a.away_from <= %(at)s"
        " AND (a.away_until IS NULL OR a.away_until > %(at)s))"
        " ORDER BY (SELECT count(*) FROM leads_lead AS o WHERE o.workspace_id = %(workspace)s"
        " AND o.owner_id = m.user_id AND o.state = 'open'), m.id LIMIT 1) AS pick"
        " WHERE l.workspace_id = %(workspace)s AND l.id = ANY(%(ids)s)",
        {"workspace": workspace_id, "ids": list(leads), "at": at},
    )
    return dict(rows)
