"""
What the verbs of work share: the locked lead, what refuses them, the clocks they meet, and telling
what was done.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import F

from vaste.flows import clocks, hours
from vaste.flows.define import Definition
from vaste.kernel.errors import VasteError
from vaste.kernel.words import gettext_noop as _
from vaste.leads.models import Lead, Notice
from vaste.ledger import services as ledger
from vaste.notifications import services as notifications
from vaste.routing import queries as claims
from vaste.routing.services import AlreadyClaimed
from vaste.sla import services as sla
from vaste.workspaces.models import User

#: What is said to act now, and is no news once somebody does.
CLOCK_NOTICES = ("clock_warned", "clock_second", "clock_rerouted")
MOST_NOTE = 20_000  # characters of a note
OPEN_STATES = (Lead.State.OPEN, Lead.State.SNOOZED)
_CLOSED_STATES = (Lead.State.WON, Lead.State.LOST, Lead.State.NOT_A_FIT)


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


def locked_lead(workspace_id: uuid.UUID, lead_id: uuid.UUID) -> Lead:
    """Return the lead, its row locked until the transaction ends; raises NoSuchLead."""
    found = Lead.objects.within(workspace_id).select_for_update().filter(id=lead_id).first()
    if found is None:
        raise NoSuchLead("There is no such lead.")
    return found


def open_lead(
    workspace_id: uuid.UUID, lead_id: uuid.UUID, *, seen_version: int | None = None
) -> Lead:
    """
    Return an open or snoozed lead, locked; `seen_version` None does not ask how it was seen.

    Raises NoSuchLead, Closed, and Changed when it is no longer of the version that was seen.
    """
    lead = locked_lead(workspace_id, lead_id)
    if lead.state not in OPEN_STATES:
        raise Closed("The lead is closed: reopen it first.")
    if seen_version is not None and lead.version != seen_version:
        raise Changed(lead)
    return lead


def refuse_if_held(lead: Lead, *, by: User) -> None:
    """Raise AlreadyClaimed when somebody else than `by` has taken the lead over."""
    claim = claims.open_claim(lead.workspace_id, lead.id)
    if claim is not None and claim.owner_id != by.pk:
        raise AlreadyClaimed(claim)


def next_due(lead: Lead) -> datetime.datetime | None:
    """Return when the lead's earliest running clock is due, None when none runs or all wait."""
    running = sla.running(lead.workspace_id, lead.id).filter(paused_at=None)
    return running.order_by("due_at", "id").values_list("due_at", flat=True).first()


def meet(
    lead: Lead, milestones: Sequence[str], definition: Definition, *, at: datetime.datetime
) -> None:
    """Stop clocks as met; what passed on them before is told first, if the worker has not yet."""
    clocks.fire_passed(lead, milestones, at=at)
    calendar_of = hours.calendars(lead.workspace_id, definition)
    sla.meet(lead.workspace_id, lead.id, milestones, calendar_of=calendar_of, at=at)


def save(lead: Lead, *fields: str) -> None:
    """Write these fields of a locked lead as its next version."""
    lead.version = F("version") + 1
    lead.save(update_fields=[*fields, "version"])
    lead.refresh_from_db(fields=["version"])


def record(
    verb: str,
    lead: Lead,
    *,
    by: User | None,
    at: datetime.datetime,
    detail: dict[str, Any] | None = None,
) -> None:
    """Write one event of the lead; `by` None is the system."""
    ledger.record_one(
        lead.workspace_id, verb, lead.id, by=by.pk if by else None, at=at, detail=detail
    )


def withdraw_notices(lead: Lead, *, by: User, at: datetime.datetime) -> None:
    """Take back what others were to be told of a lead that `by` works on now."""
    others = Notice.objects.within(lead.workspace_id).filter(lead_id=lead.id, read_at=None)
    of_clocks = others.filter(kind__in=CLOCK_NOTICES)
    of_clocks.exclude(user_id=by.pk).update(read_at=at)
    notifications.withdraw(lead.workspace_id, lead.id, by=by.pk, at=at)


def announce(
    lead: Lead,
    *,
    at: datetime.datetime,
    also: Iterable[uuid.UUID | None] = (),
    wake_at: datetime.datetime | None = None,
) -> None:
    """Tell the screens of the lead's team and owner, and of `also`, that it changed."""
    ledger.announce(
        lead.workspace_id,
        "leads",
        at=at,
        leads=[lead.id],
        teams=[lead.team_id],
        users=[lead.owner_id, *also],
        wake_at=wake_at,
    )


def check_plan(
    step: str, step_at: datetime.datetime | None, *, at: datetime.datetime
) -> tuple[str, datetime.datetime]:
    """Return what comes next and when; raises NotGiven when it is missing or not in the future."""
    if not step.strip() or step_at is None:
        raise NotGiven(
            "next_step", _("Say what comes next and when, or close the lead with a reason.")
        )
    if step_at <= at:
        raise NotGiven("next_step_at", _("The next step must be in the future."))
    return step.strip()[:300], step_at


def check_ending(
    outcome: str, reason: str, won_value: Decimal | None, *, known: Mapping[str, Sequence[str]]
) -> None:
    """Raise NotGiven unless a lead may end so; `known` are the workspace's reasons by outcome."""
    if outcome not in _CLOSED_STATES:
        raise NotGiven("outcome", _("Choose won, lost or not a fit."))
    needless = ("", "won") if outcome == Lead.State.WON else ()
    if reason not in (*known.get(outcome, ()), *needless):
        raise NotGiven("reason", _("Choose a reason."))
    if won_value is not None and won_value < 0:
        raise NotGiven("won_value", _("A value can't be less than nothing."))
