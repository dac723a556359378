"""Examples of touches."""

from typing import Any, Final

from vaste.api.examples.ids import CONTACT, NEXT
from vaste.api.examples.ids import LEAD as LEAD_ID

_TOUCH: Final = "01950a5d-ac96-774b-8cce-b302099a800f"
TOUCHES: Final[dict[str, Any]] = {
    "touches": [
        {
            "kind": "page",
            "email": "aino@example.com",
            "occurred_at": "2026-03-02T10:00:00Z",
            "path": "https://www.example.com/pricing?utm_source=letter",
            "id": "visit-4711",
        },
        {
            "kind": "webinar",
            "external_id": "C-1002",
            "occurred_at": "2026-03-01T12:00:00Z",
            "path": "Pumps in practice",
        },
    ]
}
TOUCHES_MADE: Final[dict[str, Any]] = {
    "items": [
        {"status": "recorded", "touch": _TOUCH, "contact": CONTACT, "signal": "pricing_page"},
        {"status": "unknown_contact", "touch": None, "contact": None, "signal": None},
    ],
    "recorded": 1,
    "repeated": 0,
    "unknown": 1,
}
TOUCHES_OF_LEAD: Final[dict[str, Any]] = {
    "items": [
        {
            "id": _TOUCH,
            "kind": "page",
            "occurred_at": "2026-03-02T10:00:00Z",
            "path": "/pricing",
            "channel": "api",
            "campaign": "",
            "human": 100,
            "lead": None,
            "signal": "pricing_page",
        },
        {
            "id": "01950a5d-ac96-774b-8cce-b302099a8010",
            "kind": "offer",
            "occurred_at": "2026-03-02T09:58:00Z",
            "path": "",
            "channel": "form",
            "campaign": "spring",
            "human": 100,
            "lead": LEAD_ID,
            "signal": "offer",
        },
    ],
    "next": NEXT,
}
