"""What an event keeps of a decision: every candidate with their reason, in few bytes."""

from __future__ import annotations

import json
import uuid

import msgspec

from vaste.infra import sql
from vaste.routing.records import candidates_of, record_of
from vaste.routing.rules import Decision, Passed

TEAM = uuid.UUID(int=7)


def some(number: int, reason: str, load: int = 3, capacity: int = 50, **detail: object) -> Passed:
    return Passed(uuid.UUID(int=number), reason, load, capacity, detail)


def kept(*candidates: Passed) -> dict[str, object]:
    """Return a record as it comes back from the database."""
    told = record_of(Decision(TEAM, "default", candidates[0].user_id, list(candidates)))
    back: dict[str, object] = json.loads(sql.encode([told]))[0]
    return back


def one_by_one(candidates: list[Passed]) -> list[list[object]]:
    return [
        [
            str(one.user_id),
            one.reason,
            one.load,
            one.capacity,
            *([one.detail] if one.detail else []),
        ]
        for one in candidates
    ]


class TestRecordOf:
    def test_nothing_of_any_candidate_is_lost(self) -> None:
        candidates = [
            some(1, "chosen", has={"territory": ["North"]}),
            some(2, "turn", 9),
            some(3, "lacks", kind="territory", needed=["North"]),
            some(4, "turn", 0),
            some(5, "lacks", kind="territory", needed=["North"]),
            some(6, "lacks", kind="language", needed=["fi"]),
            some(7, "turn", 9, 10),
            some(8, "away", until="2026-03-03T10:00:00+00:00"),
            some(9, "away"),
        ]

        told = candidates_of(kept(*candidates))

        assert sorted(told, key=str) == sorted(one_by_one(candidates), key=str)

    def test_those_alike_stand_together_and_a_load_they_share_is_told_once(self) -> None:
        record = kept(some(1, "turn"), some(2, "turn"), some(3, "full", 50), some(4, "turn"))

        assert record["passed"] == [
            ["turn", 50, "AAAAAAAAAAAAAAAAAAAAAQAAAAAAAAAAAAAAAAAAAAIAAAAAAAAAAAAAAAAAAAAE", 3],
            ["full", 50, "AAAAAAAAAAAAAAAAAAAAAw==", 50],
        ]

    def test_two_hundred_candidates_are_under_half_of_what_they_were(self) -> None:
        candidates = [
            Passed(uuid.uuid4(), "turn" if number % 3 else "full", number % 47, 50)
            for number in range(200)
        ]
        before = len(msgspec.json.encode(one_by_one(candidates)))

        after = len(msgspec.json.encode(kept(*candidates)))

        assert after < 0.5 * before


class TestCandidatesOf:
    def test_events_written_before_are_read_as_they_are(self) -> None:
        old = [["a", "turn", 3, 50], ["b", "away", 0, 50, {"until": "x"}]]

        assert candidates_of({"candidates": old}) == old
        assert candidates_of({"rule": "named_owner", "candidates": []}) == []
        assert candidates_of({}) == []
