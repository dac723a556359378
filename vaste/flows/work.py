"""
Working on a lead: its verbs, by one name each; taking over and giving back are told here.

Logging a contact is told in `contacting`; putting a lead away, ending it and opening it again in
`setting_aside`. What holds its clocks is `pausing`.
"""

from __future__ import annotations

import datetime
import uuid

from vaste.flows import define
from vaste.flows.contacting import log_contact
from vaste.flows.judging import applying, waking
from vaste.flows.setting_aside import close, reopen, snooze
from vaste.flows.working import (
    Changed,
    Closed,
    NoSuchLead,
    NotClosed,
    NotGiven,
    announce,
    meet,
    next_due,
    open_lead,
    record,
    refuse_if_held,
    save,
    withdraw_notices,
)
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Lead
from vaste.routing import services as routing
from vaste.routing.models import Claim
from vaste.routing.services import AlreadyClaimed
from vaste.workspaces.models import User

__all__ = [
    "AlreadyClaimed",
    "Changed",
    "Closed",
    "NoSuchLead",
    "NotClosed",
    "NotGiven",
    "close",
    "give_back",
    "log_contact",
    "reopen",
    "snooze",
    "take_over",
]


def take_over(
    workspace_id: uuid.UUID, lead_id: uuid.UUID, *, by: User, at: datetime.datetime
) -> Claim:
    """
    Make `by` answerable for the lead, stop its take-over clock, and tell the screens.

    Taking over one's own lead again changes nothing.

    Raises NoSuchLead, Closed, and AlreadyClaimed with nothing written.
    """
    with inside(workspace_id):
        definition = define.in_force(workspace_id)
        lead = open_lead(workspace_id, lead_id)
        before = lead.owner_id
        claim, is_new = routing.claim_lead(lead, by=by, at=at)
        if is_new:
            meet(lead, ["take_over", "assigned"], definition, at=at)
            lead.owner_id, lead.taken_over_at = by.pk, at
            lead.state = Lead.State.OPEN
            lead.due_at = next_due(lead) or lead.due_at
            save(lead, "owner_id", "taken_over_at", "state", "due_at")
            withdraw_notices(lead, by=by, at=at)
            record("lead.claimed", lead, by=by, at=at, detail={"from": str(before or "")})
            announce(lead, at=at, also=[before])
        return claim


def give_back(
    workspace_id: uuid.UUID,
    lead_id: uuid.UUID,
    *,
    by: User,
    at: datetime.datetime,
    may_overrule: bool = True,
) -> Lead:
    """
    Return a lead to its team's pool; its clocks run on as they were promised.

    Giving back what nobody has changes nothing. With `may_overrule` False a lead that somebody else
    has taken over is refused.

    Raises NoSuchLead, Closed and AlreadyClaimed.
    """
    with inside(workspace_id):
        lead = open_lead(workspace_id, lead_id)
        if not may_overrule:
            refuse_if_held(lead, by=by)
        before = lead.owner_id
        released = routing.release_claims(workspace_id, [lead_id], reason="given_back", at=at)
        if before is None and not released:
            return lead
        lead.owner_id = lead.taken_over_at = None
        save(lead, "owner_id", "taken_over_at")
        record("lead.given_back", lead, by=by, at=at, detail={"from": str(before or "")})
        waking.judge_leads(workspace_id, [lead_id], because=applying.GIVEN_BACK, at=at)
        lead.refresh_from_db()
        announce(lead, at=at, also=[before])
        return lead
