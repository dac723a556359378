"""Working on a lead: take over, give back, log a contact, snooze, close, reopen."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from decimal import Decimal

from vaste.flows import clocks, define, hours, pausing, placing, promises, resting
from vaste.flows.define import Definition
from vaste.flows.judging import applying, waking
from vaste.flows.working import (
    OPEN_STATES,
    Changed,
    Closed,
    NoSuchLead,
    NotClosed,
    NotGiven,
    announce,
    check_ending,
    check_plan,
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
from vaste.leads import outcomes
from vaste.leads.models import Activity, Lead
from vaste.routing import services as routing
from vaste.routing.models import Claim
from vaste.routing.services import AlreadyClaimed
from vaste.sla import services as sla
from vaste.workspaces.models import User

__all__ = ["AlreadyClaimed", "Changed", "Closed", "NoSuchLead", "NotClosed", "NotGiven"]
MOST_NOTE = 20_000  # characters of a note
WRITTEN = ("email", "linkedin", "chat")  # channels in which a buyer's word waits for an answer


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
            _meet(lead, ["take_over", "assigned"], definition, at=at)
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


def log_contact(
    workspace_id: uuid.UUID,
    lead_id: uuid.UUID,
    *,
    channel: str,
    outcome: str,
    note: str,
    next_step: str,
    next_step_at: datetime.datetime | None,
    by: User,
    at: datetime.datetime,
    direction: str = "out",
    seen_version: int | None = None,
) -> Activity:
    """
    Log an attempt or a contact, with what comes next; the first contact stops its clock.

    `direction` says who reached out: the desk ("out") or the buyer ("in"). A lead that nobody holds
    is taken over by whoever logs on it. An attempt leaves the first-contact clock running.

    Raises NoSuchLead, Closed, Changed, AlreadyClaimed (somebody else holds it), and NotGiven for an
    unknown channel, outcome or direction and for a missing next step.
    """
    if outcome not in outcomes.OUTCOMES.get(channel, {}):
        raise NotGiven("outcome", _("Choose how it went."))
    if direction not in ("in", "out"):
        raise NotGiven("direction", _("Say who reached out."))
    planned = check_plan(next_step, next_step_at, at=at)
    with inside(workspace_id):
        definition = define.in_force(workspace_id)
        lead = open_lead(workspace_id, lead_id, seen_version=seen_version)
        reached = _is_contact(lead, definition, channel, outcome)
        wrote = direction == "in" and channel in WRITTEN
        _hold(lead, by=by, at=at)
        _meet(lead, _milestones_met(reached=reached, wrote=wrote), definition, at=at)
        activity = _store_activity(lead, channel, outcome, reached, note, by, at)
        withdraw_notices(lead, by=by, at=at)
        lead.next_step, lead.next_step_at = planned
        lead.first_contact_at = lead.first_contact_at or (at if reached else None)
        if wrote and outcome not in outcomes.AUTOMATIC:
            pausing.buyer_wrote(lead, definition, at=at)
        lead.state = Lead.State.OPEN
        lead.due_at = min(filter(None, [next_due(lead), planned[1]]))
        save(
            lead, "owner_id", "taken_over_at", "next_step", "next_step_at", "first_contact_at",
            "state", "due_at",
        )  # fmt: skip
        record(
            "lead.contacted" if reached else "lead.attempted", lead, by=by, at=at,
            detail={
                "activity": str(activity.id), "channel": channel, "outcome": outcome,
                "direction": direction, "next_step": lead.next_step,
                "next_step_at": planned[1].isoformat(),
            },
        )  # fmt: skip
        announce(lead, at=at)
        if not reached and not wrote and channel != Activity.Channel.NOTE:
            resting.rest_after_attempts(lead, definition, by=by, at=at)
        return activity


def _is_contact(lead: Lead, definition: Definition, channel: str, outcome: str) -> bool:
    category = promises.category_of(definition, lead.category)
    if category is None:
        return outcomes.is_contact(channel, outcome)
    return category.is_contact(channel, outcome)


def _milestones_met(*, reached: bool, wrote: bool) -> list[str]:
    """What a logged contact meets; a buyer who writes waits for the next contact, and has none."""
    met = ["assigned", "take_over"]
    if reached:
        met.append("first_contact")
    return [*met, "next_contact"] if reached and not wrote else met


def _meet(
    lead: Lead, milestones: Sequence[str], definition: Definition, *, at: datetime.datetime
) -> None:
    """Stop clocks as met; what passed on them before is told first, if the worker has not yet."""
    clocks.fire_passed(lead, milestones, at=at)
    calendar_of = hours.calendars(lead.workspace_id, definition)
    sla.meet(lead.workspace_id, lead.id, milestones, calendar_of=calendar_of, at=at)


def _hold(lead: Lead, *, by: User, at: datetime.datetime) -> None:
    routing.claim_lead(lead, by=by, at=at)
    if lead.owner_id != by.pk or lead.taken_over_at is None:
        lead.owner_id, lead.taken_over_at = by.pk, at


def _store_activity(
    lead: Lead,
    channel: str,
    outcome: str,
    reached: bool,
    note: str,
    by: User,
    at: datetime.datetime,
) -> Activity:
    return Activity.objects.create(
        workspace_id=lead.workspace_id,
        lead_id=lead.id,
        contact_id=lead.contact_id,
        channel=channel,
        outcome=outcome,
        is_contact=reached,
        note=note[:MOST_NOTE],
        occurred_at=at,
        actor_id=by.pk,
    )


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

    Promised clocks run on: a snooze hides nothing that was promised to the buyer. With
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
