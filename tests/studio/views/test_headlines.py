"""What trials and what-ifs say on top: a sentence that is true in every case."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string


def headline(template: str, **told: object) -> str:
    return render_to_string(f"studio/{template}.html", {"total": told["done"], **told}).strip()


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"state": "running", "moved": 0, "done": 0}, "Judging the leads of the period…"),
        ({"state": "done", "moved": 0, "done": 0}, "There was nothing to judge"),
        (
            {"state": "running", "moved": 0, "done": 10, "total": 90},
            "So far 0 of 10 leads would change their category",
        ),
        (
            {"state": "stopped", "moved": 2, "done": 1000, "total": 4000},
            "Of the 1,000 leads judged before it ended (of 4,000), 2 would change their category",
        ),
        ({"state": "done", "moved": 0, "done": 9}, "All 9 leads would stay in their category"),
        ({"state": "done", "moved": 0, "done": 1}, "The lead would stay in its category"),
        ({"state": "done", "moved": 9, "done": 9}, "All 9 leads would change their category"),
        ({"state": "done", "moved": 1, "done": 9}, "1 of 9 leads would change its category"),
        ({"state": "done", "moved": 2, "done": 9}, "2 of 9 leads would change their category"),
    ],
)
def test_a_trial_says_what_would_move(told: dict[str, object], says: str) -> None:
    assert headline("_moved", **told) == says


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"state": "running", "moved": 0, "done": 0}, "Dealing out the leads of the period…"),
        ({"state": "done", "moved": 0, "done": 0}, "There was nothing to deal out"),
        (
            {"state": "running", "moved": 3, "done": 10, "total": 90, "pooled": 10},
            "So far 3 of 10 leads would go elsewhere",
        ),
        (
            {"state": "failed", "moved": 3, "done": 10, "total": 90, "pooled": 0},
            "Of the 10 leads dealt out before it ended (of 90), 3 would go elsewhere",
        ),
        (
            {"state": "done", "moved": 5, "done": 9, "pooled": 9},
            "Nobody would get a lead: all 9 would wait in a pool",
        ),
        (
            {"state": "done", "moved": 0, "done": 9, "pooled": 2},
            "Nothing would change: all 9 leads stay where they are",
        ),
        (
            {"state": "done", "moved": 9, "done": 9, "pooled": 2},
            "All 9 leads would go elsewhere",
        ),
        (
            {"state": "done", "moved": 4, "done": 9, "pooled": 2},
            "4 of 9 leads would go elsewhere",
        ),
    ],
)
def test_a_what_if_says_who_would_get_what(told: dict[str, object], says: str) -> None:
    assert headline("_dealt", **told) == says
