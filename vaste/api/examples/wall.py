"""Examples of the wall."""

from typing import Any, Final

from vaste.api.examples.ids import ADA, LEAD, SALES

_HOT: Final = {"key": "hot", "name": "Hot"}
WALL: Final[dict[str, Any]] = {
    "at": "2026-03-02T10:00:00Z",
    "zone": "Europe/Helsinki",
    "open": 44,
    "waiting": 6,
    "waiting_since": "2026-03-02T07:10:00Z",
    "unanswered": 11,
    "overdue": 1,
    "breaching": 0,
    "review": 2,
    "about_to_breach": [],
    "overdue_longest": [
        {
            "lead": LEAD, "category": _HOT, "owner": ADA, "team": SALES,
            "received_at": "2026-03-02T08:40:00Z", "milestone": "first_contact",
            "due_at": "2026-03-02T09:40:00Z",
        }
    ],
    "unanswered_longest": [
        {
            "lead": LEAD, "category": _HOT, "owner": ADA, "team": SALES,
            "received_at": "2026-03-02T08:40:00Z", "milestone": None, "due_at": None,
        }
    ],
    "load": [
        {
            "person": ADA, "open": 7, "categories": {"hot": 3, "warm": 4}, "untouched": 1,
            "overdue": 1, "capacity": 25, "is_away": False, "away_until": None,
        }
    ],
    "today": {"arrivals": 12, "leads": 10, "taken_over": 8, "contacted": 6, "won": 1},
}  # fmt: skip
