"""Examples of the verbs on a lead."""

from typing import Any, Final

from vaste.api.examples.ids import ACTIVITY, ADA
from vaste.api.examples.ids import LEAD as LEAD_ID

CLAIM: Final[dict[str, Any]] = {
    "lead": LEAD_ID,
    "owner": ADA["id"],
    "claimed_at": "2026-03-02T10:04:00Z",
}
CONTACT: Final[dict[str, Any]] = {
    "channel": "phone",
    "direction": "out",
    "outcome": "reached",
    "note": "Wants to see the pumps.",
    "next_step": "Send the offer",
    "next_step_at": "2030-03-05T08:00:00Z",
}
CONTACT_MADE: Final[dict[str, Any]] = {
    "id": ACTIVITY,
    "lead": LEAD_ID,
    "channel": "phone",
    "outcome": "reached",
    "is_contact": True,
    "note": "Wants to see the pumps.",
    "occurred_at": "2026-03-02T10:20:00Z",
    "actor": ADA["id"],
}
FIELDS: Final[dict[str, Any]] = {
    "values": {"lead.custom.pumps": 12, "company.custom.since": "2019-05-02"}
}
SNOOZE: Final[dict[str, Any]] = {"until": "2030-03-04T08:00:00Z", "note": "Back from holiday then"}
PAUSE: Final[dict[str, Any]] = {
    "reason": "waiting_for_buyer",
    "until": "2030-03-04T08:00:00Z",
    "note": "Their board meets on Monday",
}
CLOSING: Final[dict[str, Any]] = {"outcome": "won", "won_value": "41500.00", "note": ""}
