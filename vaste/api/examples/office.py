"""Examples of the token, teams, notices and definitions."""

from typing import Any, Final

from vaste.api.examples.ids import ADA, IMPORT, LEAD, MO, SALES, WORKSPACE
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
CATEGORIES: Final[dict[str, Any]] = {
    "definition": 1,
    "items": [
        {
            "key": "hot",
            "rank": 0,
            "name": "Hot",
            "rule": "request type is an offer",
            "take_over_s": 900,
            "first_contact_s": 3600,
            "give_back_after_s": 900,
            "channel": "phone",
            "task": "Call at once",
            "team": "",
            "reminder": {"before_s": 1_209_600, "words": "Ask whether the purchase is due"},
            "offer_newsletter": False,
            "counts_as_contact": {
                "phone": ["reached", "meeting_booked"],
                "email": ["replied", "meeting_booked"],
                "linkedin": ["replied", "meeting_booked"],
                "chat": ["talked", "meeting_booked"],
                "meeting": ["held"],
            },
            "ladder": "standard",
            "after_attempts": {"count": 6, "rest_s": 2_592_000, "gap_s": 3600},
            "hold_s": 14_400,
            "load": 1,
            "promises": [
                {
                    "milestone": "first_contact",
                    "within_s": 3600,
                    "warn_after_s": 2700,
                    "give_back_after_s": 900,
                    "is_wall": False,
                    "calendar": "workspace",
                }
            ],
        }
    ],
}
VERSION: Final[dict[str, Any]] = {
    "number": 1,
    "note": "Beginning",
    "published_at": "2026-03-01T08:00:00Z",
    "published_by": MO,
}
VERSIONS: Final[dict[str, Any]] = {"items": [VERSION], "next": None}
DEFINITION: Final[dict[str, Any]] = {**VERSION, "source": "vaste: 1\ncurrency: EUR\n"}
DEFINITION_TO_PUBLISH: Final[dict[str, Any]] = {
    "source": "vaste: 1\ncurrency: EUR\n",
    "note": "Answer hot leads within half an hour",
}

_SIDE: Final[dict[str, Any]] = {
    "categories": [
        {
            "key": "hot",
            "leads": 12,
            "decided": 8,
            "won": 3,
            "per_day": [{"day": "2026-03-02", "leads": 12}],
        }
    ],
    "teams": [{"slug": "sales", "leads": 12}],
    "mql": 12,
}
TRIAL: Final[dict[str, Any]] = {
    "id": "019c9b0e-5f5e-7c6e-8a51-1d1f2f3a4b5c",
    "state": "done",
    "compared_with": 1,
    "received_from": "2025-12-02T08:00:00Z",
    "received_until": "2026-03-02T08:00:00Z",
    "total": 12,
    "done": 12,
    "made_at": "2026-03-02T08:00:00Z",
    "finished_at": "2026-03-02T08:00:02Z",
    "error": "",
    "moved": 2,
    "moves": [
        {
            "before": "warm",
            "after": "hot",
            "leads": 2,
            "decided": 1,
            "won": 1,
            "examples": ["019c9b0e-5f5e-7c6e-8a51-1d1f2f3a4b5d"],
        }
    ],
    "before": _SIDE,
    "after": _SIDE,
}
TRIALS: Final[dict[str, Any]] = {"items": [TRIAL], "next": None}
DRAFT: Final[dict[str, Any]] = {
    "based_on": 1,
    "revision": 3,
    "in_force": 1,
    "edited_at": "2026-03-02T09:00:00Z",
    "edited_by": MO,
    "source": "vaste: 1\ncurrency: EUR\n",
    "errors": [
        {
            "place": "categories[0].take_over",
            "message": "“soon” is not a length of time.",
            "remedy": "Write a number and a unit, as in 15 minutes, 4 hours or 30 days.",
        }
    ],
}
_SEEN: Final = {"based_on": 1, "revision": 3}
DRAFT_TO_KEEP: Final[dict[str, Any]] = {"source": "vaste: 1\ncurrency: EUR\n", "seen": _SEEN}
DRAFT_TO_PUBLISH: Final[dict[str, Any]] = {"seen": _SEEN, "note": "Answer within half an hour"}
ROLL_BACK: Final[dict[str, Any]] = {"replacing": 2}
DIFFERENCES: Final[dict[str, Any]] = {
    "items": [
        {
            "place": ["categories", "hot", "take_over"],
            "change": "changed",
            "before": "15 minutes",
            "after": "30 minutes",
        }
    ]
}
TRIAL_TO_START: Final[dict[str, Any]] = {"source": "vaste: 1\ncurrency: EUR\n", "days": 90}
ROLLOUT: Final[dict[str, Any]] = {
    "number": 2,
    "state": "done",
    "total": 120,
    "done": 120,
    "changed": 14,
    "recategorized": 9,
    "started_at": "2026-03-02T08:00:00Z",
    "finished_at": "2026-03-02T08:00:01Z",
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
BACKTEST: Final[dict[str, Any]] = {
    "id": "019c9b0e-5f5e-7c6e-8a51-1d1f2f3a4b5f",
    "state": "done",
    "number": 3,
    "closed_after": "2025-03-02T10:00:00Z",
    "closed_before": "2026-03-02T10:00:00Z",
    "newest_from": "2026-01-01",
    "total": 640,
    "done": 640,
    "made_at": "2026-03-02T10:00:00Z",
    "finished_at": "2026-03-02T10:00:01Z",
    "error": "",
    "leads": 640,
    "won": 160,
    "undecided": 212,
    "missed": 0,
    "scores": [
        {
            "key": "fit",
            "area": {"value": 0.81, "low": 0.77, "high": 0.85, "won": 160, "lost": 480},
            "earlier": {"value": 0.82, "low": 0.77, "high": 0.87, "won": 120, "lost": 360},
            "newest": {"value": 0.78, "low": 0.69, "high": 0.87, "won": 40, "lost": 120},
            "disagrees": False,
            "rows": [
                {"key": "80-100", "leads": 80, "won": 60, "lift": 3.0},
                {"key": "60-79", "leads": 12, "won": 6, "lift": None},
            ],
        }
    ],
}
BACKTESTS: Final[dict[str, Any]] = {"items": [BACKTEST], "next": None}
BACKTEST_TO_START: Final[dict[str, Any]] = {"version": 3, "closed_after": "2025-03-02T10:00:00Z"}
PREFERENCES: Final[dict[str, Any]] = {
    "events": {"clock_breached": ["email", "push"], "clock_warned": ["push"]},
    "quiet_from": "22:00",
    "quiet_until": "07:00",
    "zone": "Europe/Helsinki",
}
WHAT_IF: Final[dict[str, Any]] = {
    "id": "019c9b0e-5f5e-7c6e-8a51-1d1f2f3a4b5e",
    "state": "done",
    "number": 1,
    "received_from": "2026-01-31T08:00:00Z",
    "received_until": "2026-03-02T08:00:00Z",
    "total": 12,
    "done": 12,
    "made_at": "2026-03-02T08:00:00Z",
    "finished_at": "2026-03-02T08:00:02Z",
    "error": "",
    "moved": 2,
    "pooled": 1,
    "kept": 0,
    "milestones": [{"milestone": "take_over", "expected": 1, "in_truth": 3}],
    "places": [
        {
            "team": "sales",
            "user": "019c9b0e-5f5e-7c6e-8a51-1d1f2f3a4b60",
            "weight": 1,
            "capacity": 20,
            "received": 11,
            "by_category": [{"category": "hot", "leads": 11}],
            "in_truth": 9,
            "share": 1.0,
            "fair_share": 1.0,
            "load_most": 11,
            "load_mean": 6.25,
            "passed_over": [{"reason": "full", "leads": 1}],
            "late": 0,
        }
    ],
    "waiting": [
        {
            "team": "sales",
            "reason": "full",
            "leads": 1,
            "examples": ["019c9b0e-5f5e-7c6e-8a51-1d1f2f3a4b5d"],
        }
    ],
    "moves": [
        {
            "before": None,
            "after": "019c9b0e-5f5e-7c6e-8a51-1d1f2f3a4b60",
            "leads": 2,
            "examples": ["019c9b0e-5f5e-7c6e-8a51-1d1f2f3a4b5d"],
        }
    ],
}
WHAT_IFS: Final[dict[str, Any]] = {"items": [WHAT_IF], "next": None}
WHAT_IF_TO_START: Final[dict[str, Any]] = {"days": 30}
