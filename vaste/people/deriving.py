"""What is read out of what contacts have told, read anew for those whom it was never read for."""

from __future__ import annotations

import uuid
from typing import NamedTuple

from vaste.infra import sql
from vaste.kernel.job_titles import seniority_of


class Read(NamedTuple):
    """One batch: the last contact looked at (None: there are no more), and who got a seniority."""

    last: uuid.UUID | None
    filled: list[uuid.UUID]


def fill_seniority(workspace_id: uuid.UUID, *, after: uuid.UUID | None, limit: int) -> Read:
    """
    Read the seniority out of the positions of the next `limit` contacts that have none.

    Two statements, whatever their number, in the caller's transaction; what is known is left as it
    is, so that it may be done again from anywhere.
    """
    rows = sql.run(
        "SELECT c.id, c.job_title FROM people_contact AS c WHERE c.workspace_id = %(workspace)s"
        " AND (%(after)s::uuid IS NULL OR c.id > %(after)s::uuid)"
        " AND c.seniority = '' AND c.job_title <> '' ORDER BY c.id LIMIT %(limit)s",
        {"workspace": workspace_id, "after": after, "limit": limit},
    )
    if not rows:
        return Read(None, [])
    levels = [(contact_id, seniority_of(title)) for contact_id, title in rows]
    told = [(contact_id, level) for contact_id, level in levels if level]
    filled = sql.run(
        "UPDATE people_contact AS kept SET seniority = told.level"
        " FROM unnest(%(ids)s::uuid[], %(levels)s::text[]) AS told (id, level)"
        " WHERE kept.workspace_id = %(workspace)s AND kept.id = told.id AND kept.seniority = ''"
        " RETURNING kept.id",
        {
            "workspace": workspace_id,
            "ids": [contact_id for contact_id, _ in told],
            "levels": [level for _, level in told],
        },
    )
    return Read(rows[-1][0], sorted(row[0] for row in filled))
