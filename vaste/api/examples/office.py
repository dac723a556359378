"""Examples of the token, the members, notices and what people hear of."""

from typing import Any, Final

from vaste.api.examples.ids import ADA, LEAD, MO, WORKSPACE
from vaste.api.examples.ids import NOTICE as NOTICE_ID

ME: Final[dict[str, Any]] = {
    "user": ADA,
    "email": "ada@vaste.example",
    "role": "rep",
    "scopes": ["leads:read", "leads:write"],
    "token": "Ada's dialler",
    "workspace": {
        "id": WORKSPACE,
        "slug": "acme",
        "name": "Acme",
        "language": "en",
        "is_sample": False,
    },
}
MEMBERS: Final[dict[str, Any]] = {
    "items": [
        {
            "user": MO,
            "email": "mo@vaste.example",
            "role": "admin",
            "joined_at": "2026-03-01T08:00:00Z",
        }
    ],
    "next": None,
}
NOTICE: Final[dict[str, Any]] = {
    "id": NOTICE_ID,
    "kind": "clock_warned",
    "lead": LEAD,
    "detail": {"milestone": "first_contact", "due_at": "2026-03-02T11:00:00+00:00"},
    "made_at": "2026-03-02T10:45:00Z",
    "read_at": None,
}
NOTICES: Final[dict[str, Any]] = {"items": [NOTICE], "next": None}
READ: Final[dict[str, Any]] = {"read": 3}
PREFERENCES: Final[dict[str, Any]] = {
    "events": {"clock_breached": ["email", "push"], "clock_warned": ["push"]},
    "quiet_from": "22:00",
    "quiet_until": "07:00",
    "zone": "Europe/Helsinki",
}
