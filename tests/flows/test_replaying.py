"""What a draft roster would have made of a period: by hand, and on a real sales book."""

from __future__ import annotations

import csv
import datetime
import uuid
from collections import Counter
from pathlib import Path

import pytest

from tests import build
from tests.build import NOON
from vaste.definitions import queries as definitions
from vaste.flows import define, replaying, rosters
from vaste.flows.replaying import Case, Seat
from vaste.flows.rosters import Place
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Lead

HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)
ADA, BOB = (uuid.UUID(int=number) for number in (1, 2))
BOOK = Path(__file__).parents[3] / "shared" / "data" / "crm_sales_opportunities"


def case(number: int, **told: object) -> Case:
    at = NOON + number * HOUR
    return Case(uuid.UUID(int=100 + number), **{"team": "north", "received_at": at, **told})  # type: ignore[arg-type]


class TestReplay:
    def test_goes_by_the_same_turns_and_says_who_was_passed_over(self) -> None:
        roster = {"north": [Seat(ADA, weight=2), Seat(BOB)]}

        outcome = replaying.replay([case(number, category="hot") for number in range(6)], roster)

        assert Counter(outcome.owners.values()) == {ADA: 4, BOB: 2}
        assert outcome.received[ADA] == {"hot": 4}
        assert outcome.passed == {ADA: {"turn": 2}, BOB: {"turn": 4}}

    def test_a_lead_leaves_the_load_when_it_was_closed(self) -> None:
        roster = {"north": [Seat(ADA, capacity=2)]}
        cases = [
            case(0, closed_at=NOON + 3 * HOUR),
            case(1),
            case(2),
            case(3, weighs=5),
            case(4),
        ]

        outcome = replaying.replay(cases, roster)

        assert [outcome.owners[one.lead_id] for one in cases] == [ADA, ADA, None, ADA, None]
        assert (outcome.peak[ADA], outcome.waiting) == (6, {"north": 2})
        assert outcome.passed[ADA] == {"full": 2}

    def test_absences_needs_and_missing_teams(self) -> None:
        away = ((NOON, NOON + 2 * HOUR),)
        roster = {"north": [Seat(ADA, absences=away), Seat(BOB, attributes={"skill": ["x"]})]}
        needs = {"skill": {"x": "x"}}
        cases = [case(1), case(2, needs=needs), case(3, team="south")]

        outcome = replaying.replay(cases, roster)

        assert [outcome.owners[one.lead_id] for one in cases] == [BOB, BOB, None]
        assert outcome.passed[ADA] == {"away": 1, "lacks": 1}
        assert outcome.waiting == {"south": 1}


@pytest.mark.django_db
class TestCasesOf:
    def test_a_draft_routes_leads_as_they_are_known(self) -> None:
        office = build.office()
        finn, other = (
            build.lead(office, at=NOON + hours * HOUR, country=country)
            for hours, country in ((0, "FI"), (1, "SE"))
        )
        build.lead(office, at=NOON - DAY)
        rules = (
            "  rules:\n    - key: finns\n      team: north\n"
            "      when: {field: contact.country, is: FI}\n"
            "      needs: {territory: contact.country}\n"
        )
        source = definitions.default_source().replace("  rules: []\n", rules)
        draft = define.compile_definition(define.read_source(source), 0)

        cases = replaying.cases_of(office.id, draft, since=NOON, until=NOON + DAY, teams=["north"])

        told = {one.lead_id: (one.team, one.needs) for one in cases}
        assert told == {
            finn.id: ("north", {"territory": {"fi": "FI"}}),
            other.id: ("sales", {}),
        }

    def test_the_roster_in_force_makes_what_was_made(self) -> None:
        office = build.office()
        rosters.set_member(
            office.id, office.team.id, office.ada.pk, Place(weight=3), at=NOON, by=None
        )
        for number in range(20):
            build.lead(office, at=NOON + number * HOUR)
        with inside(office.id):
            owned = dict(Lead.objects.within(office.id).values_list("id", "owner_id"))
            definition = define.in_force(office.id)

        roster = replaying.roster_of(office.id)
        cases = replaying.cases_of(office.id, definition, since=NOON, until=NOON + 2 * DAY)

        assert replaying.replay(cases, roster).owners == owned
        without = replaying.with_changes(
            roster, lambda _, seat: None if seat.user_id == office.ada.pk else seat
        )
        assert set(replaying.replay(cases, without).owners.values()) == {office.bob.pk}


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

        outcome = replaying.replay(cases, roster)

        by_region = Counter(one.team for one in cases)
        assert sum(by_region.values()) == 8800
        for region, seats in roster.items():
            got = [sum(outcome.received[seat.user_id].values()) for seat in seats]
            assert sum(got) == by_region[region]
            assert max(got) - min(got) <= 1  # equal weights: equal shares, to within one
        assert not outcome.waiting
        products = Counter[str]()
        for counts in outcome.received.values():
            products += counts
        assert products == Counter(one.category for one in cases)
        assert outcome.peak == peaks(cases, outcome.owners)


def peaks(cases: list[Case], owners: object) -> dict[uuid.UUID, int]:
    """Count each person's heaviest load independently: by sorting beginnings and endings."""
    moments: dict[uuid.UUID, list[tuple[datetime.datetime, int]]] = {}
    for one in cases:
        mine = moments.setdefault(owners[one.lead_id], [])  # type: ignore[index]
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
