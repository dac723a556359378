"""Examples of teams, their people, absences and calendars."""

from typing import Any, Final

from vaste.api.examples.ids import ADA, IMPORT, MO, SALES

TEAMS: Final[dict[str, Any]] = {
    "items": [
        {
            **SALES,
            "slug": "sales",
            "manager": MO,
            "members": [
                {
                    "user": ADA,
                    "weight": 1,
                    "capacity": 50,
                    "open_leads": 4,
                    "is_away": False,
                    "away_until": None,
                }
            ],
        }
    ],
    "next": None,
}
MOVED: Final[dict[str, Any]] = {"given": 3, "pooled": 0, "held": 1}
TEAM_CLOSED: Final[dict[str, Any]] = {**MOVED, "following": 0}
TEAM: Final[dict[str, Any]] = {
    "id": SALES["id"],
    "slug": "sales",
    "name": "Sales",
    "manager": MO["id"],
    "calendar": {"hours": {"mon-fri": "10:00-18:00"}},
    "require_shift": False,
    "retiming": {
        "state": "done",
        "changed_at": "2026-03-02T10:00:00Z",
        "total": 214,
        "done": 214,
        "moved": 390,
        "finished_at": "2026-03-02T10:00:00Z",
    },
}
TEAM_TO_MAKE: Final[dict[str, Any]] = {"slug": "north", "name": "North", "manager": None}
TEAM_TO_SET: Final[dict[str, Any]] = {
    "name": "Sales",
    "manager": None,
    "calendar": {"hours": {"mon-fri": "10:00-18:00"}},
    "require_shift": False,
}
PLACE_TO_SET: Final[dict[str, Any]] = {
    "weight": 2,
    "capacity": 8,
    "untouched_cap": 3,
    "attributes": {"territory": ["North"], "language": ["fi", "sv"]},
    "calendar": {"hours": {"mon-thu": "08:00-16:00", "fri": "08:00-12:00"}},
}
PLACE: Final[dict[str, Any]] = {
    **PLACE_TO_SET,
    "user": ADA["id"],
    "team": SALES["id"],
    "moved": {"given": 0, "pooled": 0, "held": 0},
}
ABSENCE_TO_ADD: Final[dict[str, Any]] = {
    "user": ADA["id"],
    "away_from": "2026-03-02T08:00:00Z",
    "away_until": None,
    "reason": "Ill",
}
ABSENCE: Final[dict[str, Any]] = {**ABSENCE_TO_ADD, "id": IMPORT, "user": ADA, "is_imported": False}
ABSENCE_MADE: Final[dict[str, Any]] = {**ABSENCE, "moved": MOVED}
ABSENCES: Final[dict[str, Any]] = {"items": [ABSENCE], "next": None}
BACK: Final[dict[str, Any]] = {"ended": 1}
CALENDAR: Final[dict[str, Any]] = {
    "ical": "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Acme//Holidays//EN\r\nBEGIN:VEVENT\r\n"
    "UID:summer\r\nDTSTAMP:20260301T000000Z\r\nDTSTART;VALUE=DATE:20260706\r\n"
    "DTEND;VALUE=DATE:20260801\r\nSUMMARY:Summer\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
}
CALENDAR_TAKEN: Final[dict[str, Any]] = {
    "entries": 1,
    "changed": 1,
    "gone": 0,
    "skipped": {"meeting": 12},
    "is_cut": False,
}
FEED_TO_ADD: Final[dict[str, Any]] = {
    "user": ADA["id"],
    "url": "https://calendar.example/ada/secret.ics",
    "counts": "marked",
}
FEED_TO_CHANGE: Final[dict[str, Any]] = {"counts": "all"}
FEED: Final[dict[str, Any]] = {
    "id": IMPORT,
    "user": ADA,
    "address": "calendar.example",
    "counts": "marked",
    "absences": 2,
    "skipped": {"meeting": 41, "free": 3},
    "is_cut": False,
    "fine_at": "2026-03-02T08:00:00Z",
    "tried_at": "2026-03-02T08:00:00Z",
    "next_at": "2026-03-02T09:00:00Z",
    "failing_since": None,
    "failures": 0,
    "problem": "",
    "status": None,
}
FEEDS: Final[dict[str, Any]] = {"items": [FEED]}
FEED_GONE: Final[dict[str, Any]] = {"gone": 2}
