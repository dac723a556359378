"""What a draft roster would have made of leads: by hand, and on a real sales book."""

from __future__ import annotations

import csv
import datetime
import json
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tests.build import NOON
from vaste.flows.replaying.roster import Crew, Seat
from vaste.flows.replaying.tally import Tally
from vaste.flows.replaying.turning import Case, Given, Replay

HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)
ADA, BOB = (uuid.UUID(int=number) for number in (1, 2))
BOOK = Path(__file__).parents[4] / "shared" / "data" / "crm_sales_opportunities"


def case(number: int, **told: object) -> Case:
    at = NOON + number * HOUR
    return Case(uuid.UUID(int=100 + number), **{"team": "north", "received_at": at, **told})  # type: ignore[arg-type]


def deal(
    cases: Sequence[Case], roster: Mapping[str, Sequence[Seat]], *, since: datetime.datetime = NOON
) -> tuple[Replay, list[Given]]:
    """Deal cases out to teams without hours, in the order in which they came."""
    replay = Replay({slug: Crew(seats) for slug, seats in roster.items()}, since)
    came = sorted(cases, key=lambda one: (one.received_at, one.lead_id.int))
    return replay, [replay.take(one) for one in came]


def counted(given: Sequence[Given], replay: Replay) -> Tally:
    """Return what a tally makes of them."""
    tally = Tally()
    tally.count(given)
    tally.weigh(replay)
    return tally


def owners(given: Sequence[Given]) -> list[uuid.UUID | None]:
    """Return who got each lead."""
    return [one.user_id for one in given]


class TestReplay:
    def test_goes_by_the_same_turns_and_says_who_was_passed_over(self) -> None:
        roster = {"north": [Seat(ADA, weight=2), Seat(BOB)]}

        replay, given = deal([case(number, category="hot") for number in range(6)], roster)

        tally = counted(given, replay)
        assert Counter(owners(given)) == {ADA: 4, BOB: 2}
        assert tally.received["north", str(ADA)] == {"hot": 4}
        assert tally.passed == {
            ("north", str(ADA)): {"turn": 2},
            ("north", str(BOB)): {"turn": 4},
        }

    def test_a_lead_leaves_the_load_when_it_was_closed(self) -> None:
        roster = {"north": [Seat(ADA, capacity=2)]}
        cases = [
            case(0, closed_at=NOON + 3 * HOUR),
            case(1),
            case(2),
            case(3, weighs=5),
            case(4),
        ]

        replay, given = deal(cases, roster)
        replay.finish(NOON + 10 * HOUR)

        tally = counted(given, replay)
        assert owners(given) == [ADA, ADA, None, ADA, None]
        # 1 for an hour, 2 for two, then 1 + 5 for seven
        assert tally.loads[str(ADA)] == (6, 4.7)
        assert tally.waiting == {"north": {"full": 2}}
        assert tally.passed["north", str(ADA)] == {"full": 2}

    def test_what_somebody_held_before_fills_them(self) -> None:
        replay = Replay({"north": Crew([Seat(ADA, capacity=2)])}, NOON)
        replay.hold(ADA, 2, NOON + HOUR)
        replay.hold(BOB, 5, None)  # who is not in the roster

        given = [replay.take(case(number)) for number in (0, 2)]

        assert owners(given) == [None, ADA]

    def test_absences_needs_and_missing_teams(self) -> None:
        away = ((NOON, NOON + 2 * HOUR),)
        roster = {"north": [Seat(ADA, absences=away), Seat(BOB, attributes={"skill": ["x"]})]}
        needs = {"skill": {"x": "x"}}
        cases = [case(1), case(2, needs=needs), case(3, team="south")]

        replay, given = deal(cases, roster)

        tally = counted(given, replay)
        assert owners(given) == [BOB, BOB, None]
        assert tally.passed["north", str(ADA)] == {"away": 1, "lacks": 1}
        assert tally.waiting == {"south": {"nobody": 1}}

    def test_one_person_in_two_teams_has_one_load(self) -> None:
        roster = {"north": [Seat(ADA, capacity=2)], "south": [Seat(ADA, capacity=2)]}
        cases = [case(0), case(1, team="south"), case(2), case(3, team="south")]

        _, given = deal(cases, roster)

        assert owners(given) == [ADA, ADA, None, None]

    def test_a_buyer_stays_with_whoever_has_them_but_for_who_is_away(self) -> None:
        kin, other = uuid.UUID(int=7), uuid.UUID(int=8)
        roster = {
            "north": [Seat(ADA, capacity=1, absences=((NOON + 3 * HOUR, None),)), Seat(BOB)],
            "south": [],
        }
        cases = [
            case(0, kin=kin, keeper=ADA),
            case(1, kin=kin, team="south"),
            case(2, kin=other),
            case(4, kin=kin),
            case(5, kin=kin),
        ]

        _, given = deal(cases, roster)

        assert owners(given) == [ADA, ADA, BOB, BOB, BOB]
        assert [one.kept for one in given] == [True, True, False, False, True]
        assert given[1].team == "north"

    def test_goes_on_where_it_was_put_down(self) -> None:
        crew = {"north": Crew([Seat(ADA, weight=2, capacity=9), Seat(BOB, weight=3, capacity=9)])}
        kin = uuid.UUID(int=7)
        cases = [
            case(number, closed_at=NOON + (number + 5) * HOUR, kin=kin if number % 7 == 0 else None)
            for number in range(40)
        ]
        whole = Replay(crew, NOON)
        expected = [whole.take(one) for one in cases]

        found, standing = [], Replay(crew, NOON).as_data()
        for start in range(0, 40, 3):
            replay = Replay(crew, NOON)
            replay.go_on(json.loads(json.dumps(standing)))
            found += [replay.take(one) for one in cases[start : start + 3]]
            standing = replay.as_data()

        assert owners(found) == owners(expected)
        assert json.loads(json.dumps(standing)) == json.loads(json.dumps(whole.as_data()))


class TestTally:
    def test_is_the_same_after_it_was_put_down(self) -> None:
        roster = {"north": [Seat(ADA, capacity=3), Seat(BOB, weight=2, capacity=3)]}
        cases = [case(n, owner=BOB, of_team="north", broken=["take_over"]) for n in range(9)]
        replay, given = deal(cases, roster)
        tally = counted(given, replay)

        again = Tally.of_data(json.loads(json.dumps(tally.as_data())))

        assert again == tally
        assert (again.leads, again.pooled, again.moved) == (9, 3, 6)
        assert again.moves == {
            (str(BOB), str(ADA)): 3, (str(BOB), str(BOB)): 3, (str(BOB), ""): 3,
        }  # fmt: skip
        assert again.broken == {"take_over": 9}


def read(name: str) -> list[dict[str, str]]:
    with (BOOK / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.skipif(not BOOK.is_dir(), reason="the sales book is not on this machine")
class TestRealBook:
    """8,800 opportunities of 35 sales people in three regions, dealt out anew by region."""

    def test_equals_an_independent_count(self) -> None:
        regions = {row["sales_agent"]: row["regional_office"] for row in read("sales_teams.csv")}
        ids = {agent: uuid.uuid5(uuid.NAMESPACE_DNS, agent) for agent in sorted(regions)}
        roster = {
            region: [Seat(ids[agent], capacity=10**6) for agent in ids if regions[agent] == region]
            for region in set(regions.values())
        }
        cases = []
        for number, row in enumerate(read("sales_pipeline.csv")):
            day = datetime.date.fromisoformat(row["engage_date"] or "2017-12-31")
            at = datetime.datetime.combine(day, datetime.time(9), datetime.UTC)
            closed = row["close_date"]
            ended = datetime.date.fromisoformat(closed) if closed else None
            cases.append(
                Case(
                    uuid.UUID(int=number),
                    regions[row["sales_agent"]],
                    at,
                    datetime.datetime.combine(ended, datetime.time(17), datetime.UTC)
                    if ended
                    else None,
                    category=row["product"],
                )
            )

        replay, given = deal(cases, roster, since=min(one.received_at for one in cases))

        tally = counted(given, replay)
        by_region = Counter(one.team for one in cases)
        assert sum(by_region.values()) == 8800
        for region, seats in roster.items():
            got = [tally.received[region, str(seat.user_id)].total() for seat in seats]
            assert sum(got) == by_region[region]
            assert max(got) - min(got) <= 1  # equal weights: equal shares, to within one
        assert not tally.waiting
        products = sum(tally.received.values(), Counter[str]())
        assert products == Counter(one.category for one in cases)
        whose = {one.case.lead_id: one.user_id for one in given if one.user_id}
        assert {uuid.UUID(user): most for user, (most, _) in tally.loads.items()} == peaks(
            cases, whose
        )


def peaks(cases: list[Case], whose: Mapping[uuid.UUID, uuid.UUID]) -> dict[uuid.UUID, int]:
    """Count each person's heaviest load independently: by sorting beginnings and endings."""
    moments: dict[uuid.UUID, list[tuple[datetime.datetime, int]]] = {}
    for one in cases:
        mine = moments.setdefault(whose[one.lead_id], [])
        mine.append((one.received_at, 1))
        if one.closed_at is not None:
            mine.append((max(one.closed_at, one.received_at), -1))
    heaviest = {}
    for user_id, told in moments.items():
        load = most = 0
        for _, step in sorted(told):
            load += step
            most = max(most, load)
        heaviest[user_id] = most
    return heaviest
