"""Examples of the reports."""

from typing import Any, Final

from vaste.api.examples.ids import ADA

_SPAN: Final = {
    "since": "2026-01-31T22:00:00Z",
    "until": "2026-03-02T22:00:00Z",
    "zone": "Europe/Helsinki",
}
_CAME: Final = {
    "leads": 64, "taken_over": 58, "qualified": 31, "advanced": 60, "contacted": 49, "won": 9,
    "lost": 22, "open": 33, "to_contact_s": 3120.0, "to_won_s": 1036800.0,
}  # fmt: skip
_ANSWERED: Final = {
    "leads": 41, "answered": 38, "in_time": 35, "judged": 40, "median_working_s": 1260.0,
    "p90_working_s": 4020.0, "median_raw_s": 1740.0, "p90_raw_s": 58200.0, "system_s": 0.2,
    "p90_system_s": 0.6, "person_s": 1739.0, "p90_person_s": 58199.0,
}  # fmt: skip
_STANDS: Final = {
    "leads": 64, "qualified": 31, "taken_over": 58, "contacted": 49, "won": 9, "lost": 15,
    "not_a_fit": 7, "open": 33, "to_qualified_s": 0.0, "to_taken_s": 840.0,
    "to_contact_s": 1500.0, "to_won_s": 1031400.0,
}  # fmt: skip
_ALL: Final = {"key": None, "name": None}

CONVERSION: Final[dict[str, Any]] = {
    **_SPAN,
    "by": "source",
    "rows": [{"key": "Website", "name": "Website", **_CAME}],
    "total": {**_ALL, **_CAME},
}
RESPONSE: Final[dict[str, Any]] = {
    **_SPAN,
    "by": "category",
    "rows": [{"key": "hot", "name": "Hot", **_ANSWERED}],
    "total": {**_ALL, **_ANSWERED},
}
HOURS: Final[dict[str, Any]] = {
    **_SPAN,
    "rows": [
        {
            "weekday": 1, "hour": 9, "leads": 12, "answered": 11, "in_time": 10, "judged": 12,
            "median_working_s": 900.0, "median_raw_s": 900.0,
        }
    ],
}  # fmt: skip
BANDS: Final[dict[str, Any]] = {
    **_SPAN,
    "rows": [
        {
            "from_s": 300, "to_s": 900, "is_overdue": False, "leads": 24, "qualified": 14,
            "won": 6, "lost": 5,
        },
        {
            "from_s": None, "to_s": None, "is_overdue": True, "leads": 2, "qualified": 1,
            "won": 0, "lost": 0,
        },
    ],
}  # fmt: skip
FAIRNESS: Final[dict[str, Any]] = {
    **_SPAN,
    "rows": [
        {
            "user": ADA["id"],
            "name": ADA["name"],
            "received": 27,
            "by_turn": 24,
            "fair": 24.4,
            "looked_at": 61,
            "there": 52,
            "got": {"chosen": 24, "owed": 1, "kept": 2, "named": 0},
            "passed_over": {
                "turn": 20, "full": 5, "untouched": 0, "away": 6, "off_shift": 3, "lacks": 0,
                "no_weight": 0,
            },
            "categories": {"hot": 9, "warm": 12, "cold": 6},
            "value_bands": {"large": 6, "medium": 11, "small": 4, "": 6},
            "taken_over": 25,
            "given_back": 1,
            "lapsed": 1,
            "moved_on": 4,
            "credited": 1,
        }
    ],
}  # fmt: skip
REASONS: Final[dict[str, Any]] = {
    **_SPAN,
    "by": "category",
    "rows": [
        {"key": "warm", "name": "Warm", "state": "lost", "reason": "price", "leads": 8},
        {"key": "cold", "name": "Cold", "state": "not_a_fit", "reason": "student", "leads": 3},
    ],
}
COHORTS: Final[dict[str, Any]] = {
    **_SPAN,
    "by": "month",
    "rows": [{"key": "2026-02", **_STANDS}],
    "total": {"key": None, **_STANDS},
}
