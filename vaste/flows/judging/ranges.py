"""Walking through a workspace's leads in the order of their ids, some at a time."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from vaste.infra import sql

START = uuid.UUID(int=0)  # before every lead


def count(workspace_id: uuid.UUID, where: str, **params: Any) -> int:
    """Return how many leads there are of `where`, SQL about the row `stored`."""
    rows = sql.run(
        "SELECT count(*) FROM leads_lead AS stored"
        f" WHERE stored.workspace_id = %(workspace)s AND {where}",
        {"workspace": workspace_id, **params},
        prepare=False,
    )
    return int(rows[0][0])


def after(
    workspace_id: uuid.UUID,
    where: str,
    cursor: uuid.UUID | None,
    *,
    limit: int,
    params: Mapping[str, Any] | None = None,
) -> tuple[uuid.UUID | None, int]:
    """
    Return the last of the next `limit` leads of `where` after `cursor`, and how many they are.

    `cursor` None begins with the first lead; None comes back when there are no more.
    """
    rows = sql.run(
        "SELECT (array_agg(id ORDER BY id DESC))[1], count(*) FROM (SELECT stored.id"
        f" FROM leads_lead AS stored WHERE stored.workspace_id = %(workspace)s AND {where}"
        " AND stored.id > %(after)s ORDER BY stored.id LIMIT %(limit)s) AS next",
        {"workspace": workspace_id, "after": cursor or START, "limit": limit, **(params or {})},
        prepare=False,
    )
    upto, found = rows[0]
    return upto, found
