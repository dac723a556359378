"""Logging a contact or an attempt: what was said, what comes next, and the clocks that it meets."""

from __future__ import annotations

import datetime
import uuid

from vaste.flows import define, pausing, promises, resting
from vaste.flows.define import Definition
from vaste.flows.working import (
    MOST_NOTE,
    NotGiven,
    announce,
    check_plan,
    meet,
    next_due,
    open_lead,
    record,
    save,
    withdraw_notices,
)
from vaste.infra.tenancy.context import inside
from vaste.kernel.words import gettext_noop as _
from vaste.leads import outcomes
from vaste.leads.models import Activity, Lead
from vaste.routing import services as routing
from vaste.workspaces.models import User

WRITTEN = ("email", "linkedin", "chat")  # channels in which a buyer's word waits for an answer


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
    _check(channel, outcome, direction)
    planned = check_plan(next_step, next_step_at, at=at)
    with inside(workspace_id):
        definition = define.in_force(workspace_id)
        lead = open_lead(workspace_id, lead_id, seen_version=seen_version)
        reached = _is_contact(lead, definition, channel, outcome)
        wrote = direction == "in" and channel in WRITTEN
        _hold(lead, by=by, at=at)
        meet(lead, _milestones_met(reached=reached, wrote=wrote), definition, at=at)
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
        _record(lead, activity, direction, planned, by=by, at=at)
        announce(lead, at=at)
        if not reached and not wrote and channel != Activity.Channel.NOTE:
            resting.rest_after_attempts(lead, definition, by=by, at=at)
        return activity


def _check(channel: str, outcome: str, direction: str) -> None:
    """Raise NotGiven for what is no way in which a contact can have gone."""
    if outcome not in outcomes.OUTCOMES.get(channel, {}):
        raise NotGiven("outcome", _("Choose how it went."))
    if direction not in ("in", "out"):
        raise NotGiven("direction", _("Say who reached out."))


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


def _record(
    lead: Lead,
    activity: Activity,
    direction: str,
    planned: tuple[str, datetime.datetime],
    *,
    by: User,
    at: datetime.datetime,
) -> None:
    next_step, next_step_at = planned
    detail = {
        "activity": str(activity.id),
        "channel": activity.channel,
        "outcome": activity.outcome,
        "direction": direction,
        "next_step": next_step,
        "next_step_at": next_step_at.isoformat(),
    }
    verb = "lead.contacted" if activity.is_contact else "lead.attempted"
    record(verb, lead, by=by, at=at, detail=detail)
