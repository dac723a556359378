"""Examples of runs in the background: trials, what-ifs and back-tests."""

from typing import Any, Final

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
TRIAL_TO_START: Final[dict[str, Any]] = {"source": "vaste: 1\ncurrency: EUR\n", "days": 90}
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
