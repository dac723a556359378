"""Examples of leads."""

from typing import Any, Final

from vaste.api.examples.ids import (
    ACTIVITY,
    ADA,
    ARRIVAL,
    COMPANY,
    CONTACT,
    DOOR,
    EVENT,
    NEXT,
    SALES,
)
from vaste.api.examples.ids import (
    LEAD as LEAD_ID,
)

_HOT: Final = {"key": "hot", "name": "Hot"}
LEAD: Final[dict[str, Any]] = {
    "id": LEAD_ID,
    "version": 3,
    "state": "open",
    "received_at": "2026-03-02T10:00:00Z",
    "contact": {
        "id": CONTACT,
        "name": "Maija Meikäläinen",
        "job_title": "Toimitusjohtaja",
        "seniority": "c_level",
        "email": "maija@pumppu.example",
        "mail_kind": "business",
        "phone": "+358401234567",
        "language": "fi",
        "city": "Tampere",
        "country": "FI",
        "may_email": True,
        "may_call": True,
        "custom": {},
    },
    "company": {
        "id": COMPANY,
        "name": "Pumppu Oy",
        "domain": "pumppu.example",
        "business_id": "1234567-1",
        "industry": "",
        "nace": "36.00",
        "nace_section": "E",
        "employees": 40,
        "city": "Tampere",
        "country": "FI",
        "custom": {"since": "2019-05-02"},
    },
    "wants": {
        "subject": "Tarjouspyyntö",
        "message": "Pyydämme tarjouksen kymmenestä pumpusta.",
        "request_type": "offer",
        "needed_by": "2026-05-01",
        "needed_within_days": 60,
        "value": "42000.00",
        "value_currency": "EUR",
        "value_band": "medium",
        "language": "fi",
    },
    "origin": {
        "source": "Website",
        "medium": "cpc",
        "campaign": "pumput",
        "term": "",
        "content": "",
        "referrer": "",
        "landing_page": "",
        "door": DOOR,
        "arrival": ARRIVAL,
    },
    "category": _HOT,
    "fit": 100,
    "interest": 50,
    "quadrant": "sales_now",
    "now": {
        "at": "2026-03-02T10:30:00Z",
        "interest": 50,
        "quadrant": "sales_now",
        "track": "Sales at once",
    },
    "is_mql": True,
    "is_returning": False,
    "is_imported": False,
    "team": SALES,
    "owner": ADA,
    "due_at": "2026-03-02T11:00:00Z",
    "promised_at": "2026-03-02T11:00:00Z",
    "taken_over_at": "2026-03-02T10:04:00Z",
    "first_contact_at": None,
    "next_step": "Soita heti",
    "next_step_at": "2026-03-02T11:00:00Z",
    "asked": {
        "task": "Call at once",
        "channel": "phone",
        "reminder": {"day": "2026-04-17", "words": "Ask whether the purchase is due"},
        "offer_newsletter": False,
    },
    "closed_at": None,
    "close_reason": "",
    "won_value": None,
    "custom": {"pumps": 10},
}
LEADS: Final[dict[str, Any]] = {"items": [LEAD], "next": NEXT}
LEAD_WITH_REASONS: Final[dict[str, Any]] = {
    **LEAD,
    "explanation": {
        "definition": 1,
        "fit": {
            "value": 100,
            "base": 20,
            "lines": [
                {
                    "key": "company_mail",
                    "words": "Writes from a company's own mail domain",
                    "points": 100,
                },
            ],
            "steps": [
                {"key": "ceiling", "words": "No more than the ceiling of 100", "points": -20},
            ],
        },
        "interest": {
            "value": 50,
            "base": 0,
            "lines": [{"key": "offer", "words": "Asked for an offer", "points": 50}],
            "steps": [],
        },
        "category": {"category": _HOT, "is_default": False, "rule": "request type is an offer"},
        "routing": {
            "rule": "default",
            "team": SALES,
            "chosen": ADA,
            "candidates": [
                {
                    "person": ADA,
                    "reason": "chosen",
                    "load": 4,
                    "capacity": 50,
                    "words": "Next in turn; load 4 of 50.",
                }
            ],
        },
        "problems": [],
    },
    "clocks": [
        {
            "milestone": "first_contact",
            "state": "running",
            "started_at": "2026-03-02T10:00:00Z",
            "warn_at": "2026-03-02T10:45:00Z",
            "due_at": "2026-03-02T11:00:00Z",
            "give_back_at": "2026-03-02T11:15:00Z",
            "breached_at": None,
            "met_at": None,
            "stopped_at": None,
            "raw_s": None,
            "working_s": None,
            "paused_at": None,
            "paused_s": 0,
            "system_ms": None,
            "person_s": None,
            "explanation": "Mon 13:00 = 1 h of working time after Mon 12:00",
        }
    ],
}
CLOCKS: Final[list[dict[str, Any]]] = LEAD_WITH_REASONS["clocks"]
TIMELINE: Final[dict[str, Any]] = {
    "items": [
        {
            "id": ACTIVITY,
            "at": "2026-03-02T10:20:00Z",
            "kind": "activity",
            "actor": ADA,
            "detail": {
                "channel": "phone",
                "outcome": "reached",
                "is_contact": True,
                "note": "Wants to see the pumps.",
            },
        },
        {
            "id": EVENT,
            "at": "2026-03-02T10:04:00Z",
            "kind": "lead.claimed",
            "actor": ADA,
            "detail": {"from": ""},
        },
    ],
    "next": None,
}
SCORES: Final[dict[str, Any]] = {
    "at": "2026-04-01T10:00:00Z",
    "definition": 1,
    "good_fit": 50,
    "interested": 30,
    "fit": {
        "value": 65,
        "base": 20,
        "lines": [
            {
                "key": "company_mail",
                "words": "Writes from a company's own mail domain",
                "points": 20,
            },
            {
                "key": "decision_maker",
                "words": "Has a position that decides or prepares decisions",
                "points": 25,
            },
        ],
        "steps": [],
    },
    "interest": {
        "value": 25,
        "base": 0,
        "lines": [{"key": "offer", "words": "Asked for an offer", "points": 25.0}],
        "steps": [],
    },
    "quadrant": {
        "key": "nurture",
        "name": "Good fit, less interested",
        "track": "Nurture",
        "sentence": "Marketing keeps in touch until interest rises.",
    },
    "category": _HOT,
    "changes": [
        {
            "at": "2026-03-02T10:00:00Z",
            "because": "received",
            "definition": 1,
            "before": None,
            "after": {"fit": 65, "interest": 50, "quadrant": "sales_now", "category": _HOT},
        }
    ],
}
MATRIX: Final[dict[str, Any]] = {
    "at": "2026-03-02T10:30:00Z",
    "definition": 1,
    "good_fit": 50,
    "interested": 30,
    "quadrants": [
        {
            "key": "sales_now",
            "name": "Good fit, interested",
            "track": "Sales at once",
            "sentence": "A salesperson gets in touch at once.",
            "leads": 21,
        },
        {
            "key": "nurture",
            "name": "Good fit, less interested",
            "track": "Nurture",
            "sentence": "Marketing keeps in touch until interest rises.",
            "leads": 18,
        },
        {
            "key": "light_touch",
            "name": "Poor fit, interested",
            "track": "Light touch",
            "sentence": "Light-touch offers and a friendly relation.",
            "leads": 4,
        },
        {
            "key": "no_time",
            "name": "Poor fit, less interested",
            "track": "No sales time",
            "sentence": "No sales time, until something changes.",
            "leads": 6,
        },
    ],
    "items": [
        {
            "id": LEAD_ID,
            "contact": "Maija Meikäläinen",
            "company": "Pumppu Oy",
            "category": _HOT,
            "fit": 100,
            "interest": 50,
            "quadrant": "sales_now",
            "value_band": "medium",
            "state": "open",
            "source": "Website",
            "owner": ADA,
            "received_at": "2026-03-02T10:00:00Z",
        }
    ],
    "next": NEXT,
}
