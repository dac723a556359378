"""What in a calendar says that somebody is away."""

from __future__ import annotations

from typing import Any

import pytest

from vaste.routing.away_signs import Counts, Signs, Skip, why_not


def days(title: str, **told: Any) -> Signs:
    return Signs(title, is_whole_days=True, **told)


def hours(title: str, **told: Any) -> Signs:
    return Signs(title, is_whole_days=False, **told)


class TestWhyNot:
    @pytest.mark.parametrize(
        ("signs", "why"),
        [
            (hours("Standup"), Skip.MEETING),
            (hours("Vacation planning"), Skip.MEETING),
            (hours("Office closed? Ask Bob"), Skip.MEETING),
            (days("Conference"), None),
            (days("Conference", transparency="TRANSPARENT"), Skip.FREE),
            (days("Conference", busy="FREE"), Skip.FREE),
            (days("Vacation", transparency="TRANSPARENT"), None),
            (days("\U0001f334 Kesäloma 2026", busy="FREE"), None),
            (days("Offset printing", busy="FREE"), Skip.FREE),
            (days("Bob: vacation", transparency="TRANSPARENT"), Skip.FREE),
            (hours("Dentist", busy="OOF"), None),
            (hours("OOO - dentist"), None),
            (hours("Out of office", transparency="TRANSPARENT"), None),
            (days("Semester", status="CANCELLED"), Skip.CANCELLED),
            (days("Semester", is_declined=True), Skip.DECLINED),
            (days("Trip", busy="TENTATIVE"), Skip.TENTATIVE),
            (days("Trip", status="TENTATIVE"), Skip.TENTATIVE),
            (days("Trip", busy="WORKINGELSEWHERE"), Skip.ELSEWHERE),
            (days("Etätyö"), Skip.ELSEWHERE),
        ],
    )
    def test_ordinary_meetings_make_nobody_absent(self, signs: Signs, why: Skip | None) -> None:
        assert why_not(signs, Counts.MARKED) is why

    @pytest.mark.parametrize(
        ("signs", "why"),
        [
            (hours("Dentist"), None),
            (hours("Dentist", transparency="TRANSPARENT"), Skip.FREE),
            (hours("Dentist", status="CANCELLED"), Skip.CANCELLED),
        ],
    )
    def test_a_calendar_of_absences_only_counts_all_but_the_free(
        self, signs: Signs, why: Skip | None
    ) -> None:
        assert why_not(signs, Counts.ALL) is why
