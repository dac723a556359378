"""Questions about teams and claims."""

from __future__ import annotations

import uuid

from vaste.infra import sql
from vaste.routing.models import Claim, Team


def teams_of(workspace_id: uuid.UUID, user_id: uuid.UUID) -> list[uuid.UUID]:
    """Return the open teams a user is in or manages."""
    rows = sql.run(
        "SELECT DISTINCT t.id FROM routing_team AS t LEFT JOIN routing_member AS m"
        " ON m.workspace_id = %(workspace)s AND m.team_id = t.id AND m.left_at IS NULL"
        " WHERE t.workspace_id = %(workspace)s AND t.closed_at IS NULL"
        " AND (m.user_id = %(user)s OR t.manager_id = %(user)s)",
        {"workspace": workspace_id, "user": user_id},
    )
    return [row[0] for row in rows]


def teams(workspace_id: uuid.UUID) -> list[Team]:
    """Return the open teams of a workspace, by name."""
    return list(Team.objects.within(workspace_id).filter(closed_at=None).order_by("name", "id"))


def named(workspace_id: uuid.UUID) -> dict[str, tuple[str, bool]]:
    """Return the name of each team of a workspace by its slug, and whether it is open."""
    rows = Team.objects.within(workspace_id).values_list("slug", "name", "closed_at")
    return {slug: (name, closed_at is None) for slug, name, closed_at in rows}


def names(workspace_id: uuid.UUID) -> dict[str, str]:
    """Return what each team of a workspace is called by its id, closed ones too."""
    rows = Team.objects.within(workspace_id).values_list("id", "name")
    return {str(team_id): name for team_id, name in rows}


def open_claim(workspace_id: uuid.UUID, lead_id: uuid.UUID) -> Claim | None:
    """Return the claim of whoever holds the lead now, None when nobody does."""
    return Claim.objects.within(workspace_id).filter(lead_id=lead_id, released_at=None).first()
