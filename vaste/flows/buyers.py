"""
The buyer has written again: the clock of the next contact starts, and what was put away comes back.

By any door: a reply or a chat that is told as a touch, an equal submission sent again, or what a
person logs. Many at once, in a number of statements that does not grow with them.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from vaste.flows import define, hours, pausing, promises
from vaste.flows.define import Definition
from vaste.infra import sql
from vaste.leads.models import Lead
from vaste.ledger import services as ledger
from vaste.sla import services as sla

#: Touches in which the buyer says something and waits for an answer.
SAID = ("email_reply", "chat")
Said = Sequence[tuple[uuid.UUID, datetime.datetime]]


def contacts_wrote(workspace_id: uuid.UUID, said: Said, *, at: datetime.datetime) -> int:
    """
    Note that contacts wrote at these instants; return how many leads wait for an answer since.

    Of a contact's open leads it concerns the one that came last of those that were contacted
    before: until the first contact, that clock is what runs. A pause ends also before it. What was
    answered since is no news.
    In the caller's transaction; again it changes nothing.
    """
    return _wrote(workspace_id, _OF_CONTACTS, said, at)


def senders_wrote(workspace_id: uuid.UUID, said: Said, *, at: datetime.datetime) -> int:
    """Do what `contacts_wrote` does for leads whose senders sent the same again."""
    return _wrote(workspace_id, _OF_LEADS, said, at)


# All that may be meant are locked, in one order, before it is asked which are: a contact that is
# logged meanwhile is seen.
_OF_CONTACTS = "l.contact_id = ANY(%(named)s)"
_OF_LEADS = "l.id = ANY(%(named)s)"
_LOCK = (
    "SELECT l.id FROM leads_lead AS l WHERE l.workspace_id = %(workspace)s AND {which}"
    " AND l.state IN ('open', 'snoozed') AND l.taken_over_at IS NOT NULL"
    " AND (l.first_contact_at IS NOT NULL OR EXISTS (SELECT 1 FROM sla_pause AS p"
    " WHERE p.workspace_id = %(workspace)s AND p.lead_id = l.id AND p.resumed_at IS NULL))"
    " ORDER BY l.id FOR UPDATE OF l"
)
_WAITING = """
WITH meant AS (
    SELECT DISTINCT ON (l.contact_id) l.id, l.contact_id FROM leads_lead AS l
    WHERE l.workspace_id = %(workspace)s AND l.id = ANY(%(locked)s)
    ORDER BY l.contact_id, l.received_at DESC, l.id DESC
)
SELECT meant.id, min(said.at) FROM unnest(%(named)s::uuid[], %(instants)s::timestamptz[])
    AS said (named, at)
JOIN meant ON said.named IN (meant.id, meant.contact_id)
WHERE said.at > coalesce((SELECT max(a.occurred_at) FROM leads_activity AS a
    WHERE a.workspace_id = %(workspace)s AND a.lead_id = meant.id AND a.is_contact), '-infinity')
GROUP BY meant.id
"""


def _wrote(workspace_id: uuid.UUID, which: str, said: Said, at: datetime.datetime) -> int:
    if not said:
        return 0
    named, instants = zip(*said, strict=True)
    known: dict[str, Any] = {
        "workspace": workspace_id, "named": list(named), "instants": list(instants),
    }  # fmt: skip
    locked = [row[0] for row in sql.run(_LOCK.format(which=which), known)]
    if not locked:
        return 0
    since = dict(sql.run(_WAITING, {**known, "locked": locked}))
    if since:
        _wait(workspace_id, since, define.in_force(workspace_id), at)
    return len(since)


def _wait(
    workspace_id: uuid.UUID,
    since: Mapping[uuid.UUID, datetime.datetime],
    definition: Definition,
    at: datetime.datetime,
) -> None:
    """Let these locked leads wait for their next contact since these instants."""
    leads = list(
        Lead.objects.within(workspace_id)
        .filter(id__in=list(since))
        .select_related("contact")
        .order_by("id")
    )
    pausing.end_written(leads, definition, at=at)
    rows = _clocks(leads, since, definition, at)
    sla.store_clocks(rows, if_none_runs=True)
    _bring_back(workspace_id, list(since), rows)
    ledger.announce(
        workspace_id,
        "leads",
        at=at,
        leads=since,
        teams={lead.team_id for lead in leads},
        users={lead.owner_id for lead in leads},
        wake_at=min((row["fires_at"] for row in rows), default=None),
    )


def _clocks(
    leads: Sequence[Lead],
    since: Mapping[uuid.UUID, datetime.datetime],
    definition: Definition,
    at: datetime.datetime,
) -> list[dict[str, Any]]:
    if not leads:
        return []
    calendar_of = hours.calendars(leads[0].workspace_id, definition)
    rows = []
    for lead in leads:
        category = promises.category_of(definition, lead.category)
        target = promises.target(definition, category, "next_contact") if category else None
        if target is None or lead.first_contact_at is None:
            continue
        basis = hours.basis(
            definition,
            team_id=lead.team_id,
            country=lead.contact.country,
            phone=lead.contact.phone,
        )
        rows += sla.clock_rows(
            lead.workspace_id, lead.id, [target], calendar=calendar_of(basis),
            definition=definition.number, started_at=since[lead.id], visible_at=at, basis=basis,
            hours_number=calendar_of.number(basis),
        )  # fmt: skip
    return rows


def _bring_back(
    workspace_id: uuid.UUID, leads: Sequence[uuid.UUID], rows: Sequence[Mapping[str, Any]]
) -> None:
    """Put leads back into the queue, due when the answer is, or what else is due before."""
    sql.run(
        "UPDATE leads_lead AS kept SET version = kept.version + 1, state = 'open',"
        " due_at = least(kept.due_at, told.due_at)"
        " FROM unnest(%(leads)s::uuid[]) AS wrote (id) LEFT JOIN"
        " unnest(%(clocked)s::uuid[], %(dues)s::timestamptz[]) AS told (id, due_at)"
        " ON told.id = wrote.id"
        " WHERE kept.workspace_id = %(workspace)s AND kept.id = wrote.id"
        " AND (kept.state = 'snoozed' OR kept.due_at > told.due_at)",
        {
            "workspace": workspace_id,
            "leads": list(leads),
            "clocked": [row["lead_id"] for row in rows],
            "dues": [row["due_at"] for row in rows],
        },
    )
