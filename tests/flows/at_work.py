"""A lead at work: how it stands, and what has been written about it."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from tests.build import NOON, Office
from vaste.flows import work
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Activity, Lead
from vaste.ledger.models import Event
from vaste.routing.models import Claim
from vaste.sla.models import Clock
from vaste.workspaces.models import User

MINUTE = datetime.timedelta(minutes=1)
HOUR = datetime.timedelta(hours=1)
TOMORROW = NOON + 24 * HOUR


def lead_now(office: Office, lead: Lead) -> Lead:
    with inside(office.id):
        return Lead.objects.within(office.id).get(id=lead.id)


def verbs(office: Office, lead: Lead) -> list[str]:
    with inside(office.id):
        events = Event.objects.within(office.id).filter(subject_id=lead.id)
        return list(events.order_by("at", "id").values_list("verb", flat=True))


def clock(office: Office, lead: Lead, milestone: str) -> Clock:
    with inside(office.id):
        return Clock.objects.within(office.id).get(lead_id=lead.id, milestone=milestone)


def claims(office: Office, lead: Lead) -> list[tuple[uuid.UUID, bool, str]]:
    with inside(office.id):
        rows = Claim.objects.within(office.id).filter(lead_id=lead.id).order_by("claimed_at", "id")
        return [(one.owner_id, one.released_at is None, one.release_reason) for one in rows]


def log(office: Office, lead: Lead, by: User, **told: Any) -> Activity:
    """Log a call that was answered, with a next step tomorrow, but for what is told."""
    told.setdefault("at", NOON + 10 * MINUTE)
    return work.log_contact(
        office.id,
        lead.id,
        by=by,
        **{
            "channel": "phone",
            "outcome": "reached",
            "note": "",
            "next_step": "call",
            "next_step_at": TOMORROW,
            **told,
        },
    )


def nothing_changed(office: Office, before: Lead) -> None:
    """Assert that a refusal wrote nothing on the lead."""
    assert lead_now(office, before).version == before.version
    with inside(office.id):
        assert Activity.objects.within(office.id).count() == 0
