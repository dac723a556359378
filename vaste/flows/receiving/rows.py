"""The rows that an arrival becomes: arrival, lead, touch, clocks, consents, event."""

from __future__ import annotations

import base64
import datetime
import uuid
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from vaste.flows import hours, promises
from vaste.flows.define import Definition
from vaste.flows.hours import Hours
from vaste.flows.receiving.arriving import body_hash
from vaste.flows.receiving.work import Work
from vaste.kernel.ids import uuid7
from vaste.leads.enquiry import Enquiry
from vaste.leads.models import Arrival, Lead
from vaste.leads.reading import guess_request_type
from vaste.ledger import services as ledger
from vaste.people.recognition import Recognized
from vaste.sla import services as sla

OPEN = Lead.State.OPEN
_CLOSED = {Lead.State.WON, Lead.State.LOST, Lead.State.NOT_A_FIT}
REMIND = datetime.timedelta(days=1)


def arrival_row(workspace_id: uuid.UUID, work: Work) -> dict[str, Any]:
    """
    Return the raw row as it will stand if all goes well, so that the good way needs no update.
    """
    incoming = work.incoming
    body, encoding = _kept(incoming.body)
    return {
        "workspace_id": workspace_id,
        "id": incoming.id,
        "door_id": incoming.door_id,
        "received_at": incoming.received_at,
        "idempotency_key": incoming.idempotency_key,
        "body_hash": body_hash(incoming.body),
        "content_type": incoming.content_type[:200],
        "headers": incoming.headers,
        "body": body,
        "body_encoding": encoding,
        "state": incoming.state,
        "reasons": incoming.reasons,
        "lead_id": work.lead_id if incoming.enquiry is not None else None,
        "import_id": incoming.import_id,
        "row_number": incoming.row_number,
        "repeats": 0,
    }


def _kept(body: bytes) -> tuple[str, str]:
    """Return a raw body as text where text can hold it to the byte, else as base64."""
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return base64.b64encode(body).decode(), "base64"
    return (base64.b64encode(body).decode(), "base64") if "\x00" in text else (text, "utf-8")


def appended_row(workspace_id: uuid.UUID, work: Work, first: Mapping[str, Any]) -> dict[str, Any]:
    """
    Return the row of an equal submission sent again without a key: kept, and put to the first.
    """
    row = arrival_row(workspace_id, work)
    row["idempotency_key"] = f"again:{work.incoming.id}"
    row["lead_id"] = first["lead_id"]
    row["state"] = Arrival.State.APPENDED if first["lead_id"] else first["state"]
    row["reasons"] = [{"code": "sent_again", "detail": str(first["id"])}]
    return row


def lead_row(
    workspace_id: uuid.UUID,
    work: Work,
    who: Recognized,
    definition: Definition,
    at: datetime.datetime,
) -> dict[str, Any]:
    """
    Return the lead as far as it is told; score, category, owner and due time come with the steps.
    """
    enquiry, incoming = work.enquiry, work.incoming
    state = enquiry.outcome or OPEN
    is_closed = state in _CLOSED
    received_at = min(enquiry.occurred_at or incoming.received_at, at)
    return {
        "workspace_id": workspace_id,
        "id": work.lead_id,
        "contact_id": who.contact_id,
        "company_id": who.company_id,
        "door_id": incoming.door_id,
        "arrival_id": incoming.id,
        "received_at": received_at,
        "is_returning": who.is_returning,
        "is_imported": incoming.import_id is not None,
        **_wishes(work, definition, received_at),
        "custom": _custom(work, who),
        **_origin(enquiry, incoming.defaults),
        "definition": definition.number,
        "is_mql": False,
        "team_id": None,
        "owner_id": None,
        "state": state,
        "due_at": None,
        "promised_at": None,
        "taken_over_at": None,
        "first_contact_at": enquiry.first_contact_at,
        "next_step": "",
        "next_step_at": None,
        "closed_at": (enquiry.closed_at or received_at) if is_closed else None,
        "close_reason": (enquiry.close_reason[:60] or "imported") if is_closed else "",
        "won_value": enquiry.won_value if state == Lead.State.WON else None,
        "version": 1,
        "judge_at": None,
        "falls_at": None,
    }


def _custom(work: Work, who: Recognized) -> dict[str, Any]:
    """Return the lead's own values; those of a company that nobody named stay with the lead."""
    stray = work.custom.company if who.company_id is None else {}
    return {**work.custom.lead, **{f"company.custom.{key}": one for key, one in stray.items()}}


def _wishes(work: Work, definition: Definition, received_at: datetime.datetime) -> dict[str, Any]:
    enquiry = work.enquiry
    within, by = enquiry.needed_within_days, enquiry.needed_by
    if within is None and by is not None:
        within = max(0, (by - received_at.date()).days)
    elif by is None and within is not None:
        by = received_at.date() + datetime.timedelta(days=min(within, 36_500))
    return {
        "subject": enquiry.subject[:300],
        "message": enquiry.message,
        "request_type": request_type(work, definition),
        "needed_within": within,
        "needed_by": by,
        "value": enquiry.value,
        "value_currency": enquiry.currency[:3],
        "value_band": enquiry.value_band or value_band(enquiry.value, enquiry.currency, definition),
        "language": enquiry.language[:8],
    }


def request_type(work: Work, definition: Definition) -> str:
    """
    Return what they want: as told, else by the workspace's words in their text, else the door's.
    """
    enquiry = work.enquiry
    if enquiry.request_type:
        return enquiry.request_type
    text = f"{enquiry.subject} {enquiry.message}".strip()
    guessed = guess_request_type(text, dict(definition.request_words)) if text else ""
    return guessed or str(work.incoming.defaults.get("request_type", ""))


def value_band(value: Decimal | None, currency: str, definition: Definition) -> str:
    """
    Return the band of an amount; empty for none, and for another currency than the workspace's.
    """
    if value is None or (currency and currency != definition.currency):
        return ""
    if value >= definition.bands["large"]:
        return "large"
    return "medium" if value >= definition.bands["medium"] else "small"


def _origin(enquiry: Enquiry, defaults: Mapping[str, Any]) -> dict[str, Any]:
    limits = {"source": 120, "medium": 120, "campaign": 200, "term": 200, "content": 200}
    limits |= {"referrer": 1000, "landing_page": 1000}
    return {
        name: str(getattr(enquiry, name) or defaults.get(name, ""))[:limit]
        for name, limit in limits.items()
    }


def start_clocks(
    workspace_id: uuid.UUID,
    work: Work,
    definition: Definition,
    calendar_of: Hours,
    at: datetime.datetime,
) -> None:
    """Give an open lead its clocks, due time, promise and first step."""
    lead, category = work.lead, work.category
    assert category is not None
    if lead["state"] != OPEN:
        return
    lead["next_step"] = category.task.get(lead["language"]) or category.task.get("en", "")
    if not work.incoming.run_clocks:
        lead["due_at"] = lead["next_step_at"] = at
        return
    basis = hours.basis(
        definition,
        team_id=lead["team_id"],
        country=work.enquiry.country,
        phone=work.enquiry.phone,
    )
    calendar = calendar_of(basis)
    work.clocks = sla.clock_rows(
        workspace_id,
        lead["id"],
        promises.targets(definition, category),
        calendar=calendar,
        definition=definition.number,
        started_at=work.incoming.received_at,
        visible_at=at,
        basis=basis,
        hours_number=calendar_of.number(basis),
    )
    if lead["owner_id"] is not None:
        work.clocks = [
            sla.met_row(one, calendar=calendar, at=at) if one["milestone"] == "assigned" else one
            for one in work.clocks
        ]
    lead["due_at"] = work.clocks[0]["due_at"]
    lead["next_step_at"] = lead["promised_at"] = work.clocks[1]["due_at"]
    if (remind_on := category.remind_on(lead["needed_by"])) is not None:
        work.reasons["remind_on"] = remind_on


def touch_row(workspace_id: uuid.UUID, work: Work, at: datetime.datetime) -> dict[str, Any]:
    """Return the inbound touch that the arrival is."""
    lead = work.lead
    return {
        "workspace_id": workspace_id,
        "id": uuid7(),
        "contact_id": lead["contact_id"],
        "lead_id": lead["id"],
        "arrival_id": work.incoming.id,
        "kind": lead["request_type"] or "other",
        "channel": work.incoming.channel,
        "campaign": lead["campaign"],
        "occurred_at": lead["received_at"],
        "path": "",
        "human": 100,
        "external_id": None,
    }


def consent_rows(
    workspace_id: uuid.UUID, work: Work, at: datetime.datetime
) -> list[dict[str, Any]]:
    """Return what the sender agreed to or refused, with the text that was shown."""
    return [
        {
            "workspace_id": workspace_id,
            "contact_id": work.lead["contact_id"],
            "purpose": consent.purpose[:60],
            "given": consent.given,
            "text": consent.text,
            "version": consent.version[:40],
            "at": at,
            "arrival_id": work.incoming.id,
        }
        for consent in work.enquiry.consents
    ]


def received_event(
    workspace_id: uuid.UUID, work: Work, definition: Definition, at: datetime.datetime
) -> dict[str, Any]:
    """
    Return the event that explains the lead: why this score, this category, this person, these
    times.
    """
    detail = {
        "definition": definition.number,
        "channel": work.incoming.channel,
        "problems": [
            [problem.field, problem.value[:200], problem.message, problem.remedy]
            for problem in (*work.enquiry.problems, *work.custom.problems)
        ],
        **work.reasons,
    }
    return ledger.event(
        "lead.received", work.lead["id"], workspace_id=workspace_id, by=None, at=at, detail=detail
    )
