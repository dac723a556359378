"""Putting a lead aside: away for a while, or ended for good; and opening an ended one again."""

from __future__ import annotations

import datetime
import uuid
from decimal import Decimal

from vaste.flows import catching_up, clocks, define, hours, pausing, placing
from vaste.flows.define import Definition
from vaste.flows.working import (
    MOST_NOTE,
    OPEN_STATES,
    NotClosed,
    NotGiven,
    announce,
    check_ending,
    locked_lead,
    next_due,
    open_lead,
    record,
    refuse_if_held,
    save,
    withdraw_notices,
)
from vaste.infra.tenancy.context import inside
from vaste.kernel.words import gettext_noop as _
from vaste.leads.models import Lead
from vaste.routing import services as routing
from vaste.sla import services as sla
from vaste.workspaces.models import User


def snooze(
    workspace_id: uuid.UUID,
    lead_id: uuid.UUID,
    *,
    until: datetime.datetime,
    by: User,
    at: datetime.datetime,
    note: str = "",
    seen_version: int | None = None,
    may_overrule: bool = True,
) -> Lead:
    """
    Put a lead away until `until`, when it comes back to the queue by itself; `note` says why.

    Promised clocks run on: a snooze hides nothing that was promised to the buyer, by the hours that
    count now. A promise that comes to be for earlier than `until` brings the lead back then. With
    `may_overrule` False a lead that somebody else has taken over is refused.

    Raises NoSuchLead, Closed, Changed, AlreadyClaimed, and NotGiven for a time that is not in the
    future or is after a running clock's.
    """
    if until <= at:
        raise NotGiven("until", _("Choose a time in the future."))
    with inside(workspace_id):
        lead = open_lead(workspace_id, lead_id, seen_version=seen_version)
        if not may_overrule:
            refuse_if_held(lead, by=by)
        if catching_up.catch_up(workspace_id, [lead_id], at=at):
            lead.refresh_from_db(fields=["due_at", "version"])
        promised = next_due(lead)
        if promised is not None and until > promised:
            raise NotGiven(
                "until", _("The buyer is promised an answer before that: contact them first.")
            )
        lead.state, lead.due_at, lead.next_step_at = Lead.State.SNOOZED, until, until
        save(lead, "state", "due_at", "next_step_at")
        detail = {"until": until.isoformat(), "note": note[:MOST_NOTE]}
        record("lead.snoozed", lead, by=by, at=at, detail=detail)
        announce(lead, at=at, wake_at=until)
        return lead


def close(
    workspace_id: uuid.UUID,
    lead_id: uuid.UUID,
    *,
    outcome: str,
    reason: str,
    won_value: Decimal | None = None,
    by: User,
    at: datetime.datetime,
    note: str = "",
    seen_version: int | None = None,
    may_overrule: bool = True,
) -> Lead:
    """
    End a lead as won, lost or not a fit, with a coded reason; its running clocks stop.

    `won_value` is in the workspace's currency and kept for a won lead only, which needs no reason.
    With `may_overrule` False a lead that somebody else has taken over is refused.

    Raises NoSuchLead, Closed, Changed, AlreadyClaimed, and NotGiven for an unknown outcome or
    reason and for a negative value.
    """
    with inside(workspace_id):
        definition = define.in_force(workspace_id)
        check_ending(outcome, reason, won_value, known=definition.close_reasons)
        lead = open_lead(workspace_id, lead_id, seen_version=seen_version)
        if not may_overrule:
            refuse_if_held(lead, by=by)
        clocks.fire_passed(lead, None, at=at)
        calendar_of = hours.calendars(workspace_id, definition)
        sla.meet(workspace_id, lead_id, ["decided"], calendar_of=calendar_of, at=at)
        pausing.end_with(lead, definition, by=by.pk, at=at)
        sla.stop(workspace_id, lead_id, at=at)
        withdraw_notices(lead, by=by, at=at)
        routing.release_claims(workspace_id, [lead_id], reason="closed", at=at)
        lead.state, lead.closed_at, lead.due_at = outcome, at, None
        lead.close_reason = reason or "won"
        lead.won_value = won_value if outcome == Lead.State.WON else None
        credited = lead.owner_id is not None and _credit(lead, lead.owner_id, definition, at=at)
        lead.owner_id = lead.owner_id or by.pk
        save(lead, "state", "closed_at", "due_at", "close_reason", "won_value", "owner_id")
        detail = {"outcome": outcome, "reason": lead.close_reason, "note": note[:MOST_NOTE]}
        detail |= {"credited": str(lead.owner_id)} if credited else {}
        record("lead.closed", lead, by=by, at=at, detail=detail)
        announce(lead, at=at)
        return lead


def _credit(
    lead: Lead, owner_id: uuid.UUID, definition: Definition, *, at: datetime.datetime
) -> bool:
    """Give the owner a turn back for a lead that turned out bad soon after it came."""
    sharing = definition.sharing
    is_bad = lead.state != Lead.State.WON and lead.close_reason in sharing.credit_reasons
    if not is_bad or lead.team_id is None or at - lead.received_at > sharing.credit_within:
        return False
    return routing.give_credit(lead, owner_id, lead.team_id, reason=lead.close_reason, at=at)


def reopen(workspace_id: uuid.UUID, lead_id: uuid.UUID, *, by: User, at: datetime.datetime) -> Lead:
    """
    Open a closed lead again, for whoever reopens it, due at once; nothing of its history is lost.

    Raises NoSuchLead and NotClosed.
    """
    with inside(workspace_id):
        lead = locked_lead(workspace_id, lead_id)
        if lead.state in OPEN_STATES:
            raise NotClosed("The lead is open already.")
        before = lead.owner_id
        home = placing.home_of(workspace_id, lead.team_id)
        lead.team_id = home or routing.teams_for(workspace_id, [by.pk])[by.pk]
        lead.state, lead.due_at, lead.closed_at = Lead.State.OPEN, at, None
        lead.close_reason, lead.won_value = "", None
        routing.claim_lead(lead, by=by, at=at)
        lead.owner_id, lead.taken_over_at = by.pk, at
        save(
            lead, "team_id", "state", "due_at", "closed_at", "close_reason", "won_value",
            "owner_id", "taken_over_at",
        )  # fmt: skip
        record("lead.reopened", lead, by=by, at=at)
        announce(lead, at=at, also=[before])
        return lead
