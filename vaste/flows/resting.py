"""What follows fruitless attempts: by its category's contract a lead sleeps until another date."""

from __future__ import annotations

import datetime

from vaste.flows import promises
from vaste.flows.define import Definition
from vaste.flows.working import announce, record, save
from vaste.leads.models import Activity, Lead
from vaste.sla import services as sla
from vaste.workspaces.models import User


def rest_after_attempts(
    lead: Lead, definition: Definition, *, by: User, at: datetime.datetime
) -> datetime.datetime | None:
    """
    Put a lead away when its category's number of attempts in a row without a contact is reached,
    of those that the contract counts, the last of them being that of `at`.

    Returns when it comes back by itself, None when it stays. Its running clocks stop, neither met
    nor breached by this: the contract says that so many attempts are enough for now. In the
    caller's transaction, which holds the lead.
    """
    category = promises.category_of(definition, lead.category)
    contract = category.after_attempts if category else None
    if contract is None:
        return None
    counted = contract.counted(_attempts_in_a_row(lead))
    count = len(counted)
    if count == 0 or counted[-1] != at or count % contract.count:
        return None
    until = at + contract.length
    sla.stop(lead.workspace_id, lead.id, at=at)
    lead.state, lead.due_at, lead.next_step_at = Lead.State.SNOOZED, until, until
    save(lead, "state", "due_at", "next_step_at")
    detail = {"until": until.isoformat(), "note": "", "attempts": count}
    record("lead.snoozed", lead, by=by, at=at, detail=detail)
    announce(lead, at=at, wake_at=until)
    return until


def _attempts_in_a_row(lead: Lead) -> list[datetime.datetime]:
    """Return when the attempts since the last contact were, in order; a note is none."""
    tried = Activity.objects.within(lead.workspace_id).filter(lead_id=lead.id)
    tried = tried.exclude(channel=Activity.Channel.NOTE)
    last = (
        tried.filter(is_contact=True)
        .order_by("-occurred_at", "-id")
        .values_list("occurred_at", flat=True)
        .first()
    )
    since = tried.filter(occurred_at__gt=last) if last else tried
    return list(since.order_by("occurred_at", "id").values_list("occurred_at", flat=True))
