"""Working on a lead: take over, give back, log a contact, snooze, close, reopen."""

from __future__ import annotations

import datetime
import uuid
from decimal import Decimal
from typing import Any

from django.db.models import F

from vaste.flows import define
from vaste.infra.tenancy.context import inside
from vaste.kernel.errors import VasteError
from vaste.leads import outcomes
from vaste.leads.models import Activity, Lead
from vaste.ledger import services as ledger
from vaste.routing import services as routing
from vaste.routing.models import Claim
from vaste.routing.services import AlreadyClaimed
from vaste.sla import services as sla
from vaste.sla.models import Clock
from vaste.workspaces.models import User

__all__ = ["AlreadyClaimed", "Changed", "Closed", "NotGiven"]
_OPEN_STATES = (Lead.State.OPEN, Lead.State.SNOOZED)


class NoSuchLead(VasteError):
    """There is no such lead in this workspace."""


class Closed(VasteError):
    """The lead is closed: reopen it first."""


class NotClosed(VasteError):
    """The lead is open already."""


class NotGiven(VasteError):
    """Something that is needed was not given; `field` says what."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class Changed(VasteError):
    """Somebody changed the lead since it was looked at; `lead` is how it stands now."""

    def __init__(self, lead: Lead) -> None:
        super().__init__("The lead has changed since you opened it.")
        self.lead = lead


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
        lead = _open_lead(workspace_id, lead_id)
        before = lead.owner_id
        claim, is_new = routing.claim_lead(lead, by=by, at=at)
        if is_new:
            sla.meet(workspace_id, lead_id, ["take_over"], calendar=definition.calendar, at=at)
            lead.owner_id, lead.taken_over_at = by.pk, at
            lead.state = Lead.State.OPEN
            lead.due_at = _next_due(lead) or lead.due_at
            _save(lead, "owner_id", "taken_over_at", "state", "due_at")
            _record("lead.claimed", lead, by=by, at=at, detail={"from": str(before or "")})
            _announce(lead, at=at, also=[before])
        return claim


def give_back(
    workspace_id: uuid.UUID, lead_id: uuid.UUID, *, by: User, at: datetime.datetime
) -> Lead:
    """
    Return a lead to its team's pool; its clocks run on as they were promised.

    Raises NoSuchLead and Closed.
    """
    with inside(workspace_id):
        lead = _open_lead(workspace_id, lead_id)
        before = lead.owner_id
        routing.release_claims(workspace_id, [lead_id], reason="given_back", at=at)
        lead.owner_id = lead.taken_over_at = None
        _save(lead, "owner_id", "taken_over_at")
        _record("lead.given_back", lead, by=by, at=at, detail={"from": str(before or "")})
        _announce(lead, at=at, also=[before])
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
    seen_version: int | None = None,
) -> Activity:
    """
    Log an attempt or a contact, with what comes next; the first contact stops its clock.

    A lead that nobody holds is taken over by whoever logs on it. An attempt leaves the clock running.

    Raises NoSuchLead, Closed, Changed, AlreadyClaimed (somebody else holds it), and NotGiven for an
    unknown channel or outcome and for a missing next step.
    """
    if outcome not in outcomes.OUTCOMES.get(channel, {}):
        raise NotGiven("outcome", "Choose how it went.")
    if not next_step.strip() or next_step_at is None:
        raise NotGiven(
            "next_step", "Say what comes next and when, or close the lead with a reason."
        )
    if next_step_at <= at:
        raise NotGiven("next_step_at", "The next step must be in the future.")
    with inside(workspace_id):
        definition = define.in_force(workspace_id)
        lead = _open_lead(workspace_id, lead_id, seen_version)
        reached = outcomes.is_contact(channel, outcome)
        _claim(lead, by=by, at=at)
        milestones = ["take_over", "first_contact"] if reached else ["take_over"]
        sla.meet(workspace_id, lead_id, milestones, calendar=definition.calendar, at=at)
        activity = _activity(lead, channel, outcome, reached, note, by, at)
        lead.next_step, lead.next_step_at = next_step.strip()[:300], next_step_at
        lead.first_contact_at = lead.first_contact_at or (at if reached else None)
        lead.state = Lead.State.OPEN
        lead.due_at = min(filter(None, [_next_due(lead), next_step_at]))
        _save(
            lead, "owner_id", "taken_over_at", "next_step", "next_step_at", "first_contact_at",
            "state", "due_at",
        )  # fmt: skip
        _record(
            "lead.contacted" if reached else "lead.attempted", lead, by=by, at=at,
            detail={"channel": channel, "outcome": outcome, "next_step": lead.next_step},
        )  # fmt: skip
        _announce(lead, at=at)
        return activity


def _activity(
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
        note=note,
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
) -> Lead:
    """
    Put a lead away until `until`, when it comes back to the queue by itself.

    Promised clocks run on: a snooze hides nothing that was promised to the buyer.

    Raises NoSuchLead, Closed, and NotGiven for a time that is not in the future.
    """
    if until <= at:
        raise NotGiven("until", "Choose a time in the future.")
    with inside(workspace_id):
        lead = _open_lead(workspace_id, lead_id)
        promised = _next_due(lead)
        if promised is not None and until > promised:
            raise NotGiven(
                "until", "The buyer is promised an answer before that: contact them first."
            )
        lead.state, lead.due_at, lead.next_step_at = Lead.State.SNOOZED, until, until
        _save(lead, "state", "due_at", "next_step_at")
        _record("lead.snoozed", lead, by=by, at=at, detail={"until": until.isoformat()})
        _announce(lead, at=at, wake_at=until)
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
    seen_version: int | None = None,
) -> Lead:
    """
    End a lead as won, lost or not a fit, with a coded reason; its running clocks stop.

    Raises NoSuchLead, Closed, Changed, and NotGiven for an unknown outcome or reason.
    """
    with inside(workspace_id):
        definition = define.in_force(workspace_id)
        _check_reason(outcome, reason, definition.close_reasons)
        lead = _open_lead(workspace_id, lead_id, seen_version)
        sla.stop(workspace_id, lead_id, at=at)
        routing.release_claims(workspace_id, [lead_id], reason="closed", at=at)
        lead.state, lead.closed_at, lead.due_at = outcome, at, None
        lead.close_reason = reason or "won"
        lead.won_value = won_value if outcome == Lead.State.WON else None
        lead.owner_id = lead.owner_id or by.pk
        _save(lead, "state", "closed_at", "due_at", "close_reason", "won_value", "owner_id")
        _record("lead.closed", lead, by=by, at=at, detail={"outcome": outcome, "reason": reason})
        _announce(lead, at=at)
        return lead


def _check_reason(outcome: str, reason: str, known: Any) -> None:
    if outcome not in (Lead.State.WON, Lead.State.LOST, Lead.State.NOT_A_FIT):
        raise NotGiven("outcome", "Choose won, lost or not a fit.")
    if outcome != Lead.State.WON and reason not in known.get(outcome, []):
        raise NotGiven("reason", "Choose a reason.")


def reopen(workspace_id: uuid.UUID, lead_id: uuid.UUID, *, by: User, at: datetime.datetime) -> Lead:
    """
    Open a closed lead again, for whoever reopens it, due at once; nothing of its history is lost.

    Raises NoSuchLead and NotClosed.
    """
    with inside(workspace_id):
        lead = _locked(workspace_id, lead_id)
        if lead.state in _OPEN_STATES:
            raise NotClosed("The lead is open already.")
        lead.team_id = lead.team_id or _own_team(workspace_id, by)
        lead.state, lead.due_at, lead.closed_at = Lead.State.OPEN, at, None
        lead.close_reason, lead.won_value = "", None
        routing.claim_lead(lead, by=by, at=at)
        lead.owner_id, lead.taken_over_at = by.pk, at
        _save(
            lead, "team_id", "state", "due_at", "closed_at", "close_reason", "won_value",
            "owner_id", "taken_over_at",
        )  # fmt: skip
        _record("lead.reopened", lead, by=by, at=at, detail={})
        _announce(lead, at=at)
        return lead


def _own_team(workspace_id: uuid.UUID, by: User) -> uuid.UUID:
    return routing.a_team_for(workspace_id, by.pk)


def _claim(lead: Lead, *, by: User, at: datetime.datetime) -> None:
    routing.claim_lead(lead, by=by, at=at)
    if lead.owner_id != by.pk or lead.taken_over_at is None:
        lead.owner_id, lead.taken_over_at = by.pk, at


def _locked(workspace_id: uuid.UUID, lead_id: uuid.UUID) -> Lead:
    found = Lead.objects.within(workspace_id).select_for_update().filter(id=lead_id).first()
    if found is None:
        raise NoSuchLead("There is no such lead.")
    return found


def _open_lead(
    workspace_id: uuid.UUID, lead_id: uuid.UUID, seen_version: int | None = None
) -> Lead:
    lead = _locked(workspace_id, lead_id)
    if lead.state not in _OPEN_STATES:
        raise Closed("The lead is closed: reopen it first.")
    if seen_version is not None and lead.version != seen_version:
        raise Changed(lead)
    return lead


def _next_due(lead: Lead) -> datetime.datetime | None:
    running = Clock.objects.within(lead.workspace_id).filter(
        lead_id=lead.id, met_at=None, stopped_at=None
    )
    return running.order_by("due_at", "id").values_list("due_at", flat=True).first()


def _save(lead: Lead, *fields: str) -> None:
    lead.version = F("version") + 1  # type: ignore[assignment]
    lead.save(update_fields=[*fields, "version"])
    lead.refresh_from_db(fields=["version"])


def _record(
    verb: str, lead: Lead, *, by: User, at: datetime.datetime, detail: dict[str, Any]
) -> None:
    told = ledger.event(
        verb, lead.id, workspace_id=lead.workspace_id, by=by.pk, at=at, detail=detail
    )
    ledger.record([told])


def _announce(
    lead: Lead,
    *,
    at: datetime.datetime,
    also: list[uuid.UUID | None] | None = None,
    wake_at: datetime.datetime | None = None,
) -> None:
    ledger.announce(
        lead.workspace_id,
        "leads",
        at=at,
        leads=[lead.id],
        teams=[lead.team_id],
        users=[lead.owner_id, *(also or [])],
        wake_at=wake_at,
    )
