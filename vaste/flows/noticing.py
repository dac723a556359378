"""Notices to people about whose lead is whose, in the caller's transaction."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from vaste.infra import sql
from vaste.kernel.ids import uuid7
from vaste.notifications import services as notifications
from vaste.workspaces.models import Membership, Role

_COLUMNS = (
    "workspace_id", "id", "user_id", "key", "kind", "lead_id", "detail", "made_at", "read_at",
)  # fmt: skip


def row(
    workspace_id: uuid.UUID,
    user_id: uuid.UUID,
    kind: str,
    key: str,
    *,
    at: datetime.datetime,
    lead_id: uuid.UUID | None = None,
    detail: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return one notice, for `store`; the same `key` reaches the same user once."""
    return {
        "workspace_id": workspace_id,
        "id": uuid7(),
        "user_id": user_id,
        "key": key[:120],
        "kind": kind,
        "lead_id": lead_id,
        "detail": dict(detail or {}),
        "made_at": at,
        "read_at": None,
    }


def store(rows: Sequence[dict[str, Any]], *, outside: bool = True) -> None:
    """
    Write notices of one workspace in one statement; what was told before is not told again.

    With `outside` False nobody hears of them outside the desk.
    """
    sql.insert("leads_notice", _COLUMNS, rows, conflict="(workspace_id, user_id, key) DO NOTHING")
    if rows and outside:
        notifications.plan(rows[0]["workspace_id"], rows, at=rows[0]["made_at"])


def managers(
    workspace_id: uuid.UUID, teams: Iterable[uuid.UUID]
) -> dict[uuid.UUID, list[uuid.UUID]]:
    """
    Return who is told what happens in each team: its manager, or the admins where it has none who
    works here and can sign in.
    """
    rows = sql.run(
        "SELECT t.id, u.id FROM routing_team AS t"
        " LEFT JOIN workspaces_membership AS p ON p.workspace_id = %(workspace)s"
        " AND p.user_id = t.manager_id AND p.left_at IS NULL"
        " LEFT JOIN workspaces_user AS u ON u.id = p.user_id AND u.is_active"
        " WHERE t.workspace_id = %(workspace)s AND t.id = ANY(%(teams)s)",
        {"workspace": workspace_id, "teams": list(set(teams))},
    )
    led = {team_id: [manager] for team_id, manager in rows if manager is not None}
    without = [team_id for team_id, manager in rows if manager is None]
    if without:
        led |= dict.fromkeys(without, admins(workspace_id))
    return led


def admins(workspace_id: uuid.UUID) -> list[uuid.UUID]:
    """Return the admins of a workspace who can sign in, the longest first."""
    present = Membership.objects.filter(
        workspace_id=workspace_id, left_at=None, user__is_active=True, role=Role.ADMIN
    )
    return list(present.order_by("joined_at", "id").values_list("user_id", flat=True))
