"""Examples of definitions: versions, drafts, differences, categories and rolling out."""

from typing import Any, Final

from vaste.api.examples.ids import MO

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
