"""What happened to a lead: events of the ledger and what people logged, as one line of time."""

from __future__ import annotations

import datetime
import json
import uuid
from dataclasses import dataclass
from typing import Any

from vaste.api import paging
from vaste.api.paging import LATEST_DONE, Page, PageQuery
from vaste.api.shapes.people import PersonOut
from vaste.api.shapes.reasons import HappeningOut
from vaste.api.showing.names import people
from vaste.infra import sql

#: One row is one event, or one activity in place of the event that tells of it. Newest first.
_TIMELINE = """
SELECT told.id, told.at, told.kind, told.actor_id, told.detail::text
FROM (
  SELECT e.id, e.at, e.verb AS kind, e.actor_id, e.detail
  FROM ledger_event AS e
  WHERE e.workspace_id = %(workspace)s AND e.subject_id = %(lead)s
    AND e.verb NOT IN ('lead.contacted', 'lead.attempted')
  UNION ALL
  SELECT a.id, a.occurred_at, 'activity', a.actor_id,
    jsonb_build_object('channel', a.channel, 'outcome', a.outcome,
                       'is_contact', a.is_contact, 'note', a.note)
  FROM leads_activity AS a
  WHERE a.workspace_id = %(workspace)s AND a.lead_id = %(lead)s
) AS told
WHERE %(at)s::timestamptz IS NULL OR (told.at, told.id) < (%(at)s::timestamptz, %(id)s::uuid)
ORDER BY told.at DESC, told.id DESC
LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class Happening:
    """One row of a timeline."""

    id: uuid.UUID
    at: datetime.datetime
    kind: str
    actor_id: uuid.UUID | None
    detail: dict[str, Any]


def show_timeline(
    workspace_id: uuid.UUID, lead_id: uuid.UUID, query: PageQuery
) -> Page[HappeningOut]:
    """
    Return one page of what happened to a lead, newest first.

    Raises Problem for a cursor of another list.
    """
    before = LATEST_DONE.read(query.cursor) if query.cursor is not None else [None, None]
    rows = sql.run(
        _TIMELINE,
        {
            "workspace": workspace_id,
            "lead": lead_id,
            "at": before[0],
            "id": before[1],
            "limit": query.limit + 1,
        },
    )
    found = [
        Happening(row_id, at, kind, actor_id, json.loads(detail))
        for row_id, at, kind, actor_id, detail in rows
    ]
    shown = found[: query.limit]
    known = people([one.actor_id for one in shown])
    return Page(
        items=[
            HappeningOut(
                id=one.id, at=one.at, kind=one.kind, detail=one.detail, actor=_actor(one, known)
            )
            for one in shown
        ],
        next=paging.following(found, LATEST_DONE, query.limit),
    )


def _actor(one: Happening, known: dict[uuid.UUID, str]) -> PersonOut | None:
    if one.actor_id is None:
        return None
    return PersonOut(id=one.actor_id, name=known.get(one.actor_id, ""))
