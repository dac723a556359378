"""What was to be sent outside the desk."""

from typing import Any, Final

from vaste.api.examples.ids import CHAT, DELIVERY_ID, LEAD

DELIVERY: Final[dict[str, Any]] = {
    "id": DELIVERY_ID,
    "kind": "clock_breached",
    "channel": "slack",
    "user": None,
    "chat": CHAT,
    "lead": LEAD,
    "state": "dead",
    "attempts": 1,
    "error": "It answered 410: channel_is_archived",
    "next_at": None,
    "made_at": "2026-03-02T11:00:01Z",
    "sent_at": None,
}
DELIVERIES: Final[dict[str, Any]] = {"items": [DELIVERY], "next": None}
