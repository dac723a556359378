"""
The what-if over a real sales book, against a plain re-implementation of the turns.

8,800 deals of 35 sales people in three regions (a public data set), routed by region with needs by
product series, over the whole book and over half a year of it. Nothing that the figures are held
against uses the program's own turns, loads or calendars: `oracle` has only the rows that were
imported, which are first held against the file.
"""

from __future__ import annotations

import datetime
from collections import Counter
from typing import Any

import pytest
from django.utils import timezone

from tests.api.machine import machine
from tests.desk.browser import Desk, panel
from tests.studio.asking import send
from tests.studio.conftest import SignIn
from tests.studio.what_ifs.book import FOLDER, Book, agents, hold_against_the_file, opened
from tests.studio.what_ifs.oracle import ZONE, Expected, Person, reckon
from vaste.flows import replaying
from vaste.infra.tenancy.context import inside

DAY = datetime.timedelta(days=1)
URL = "/definition/what-ifs"
pytestmark = [
    pytest.mark.skipif(not FOLDER.is_dir(), reason="the sales book is not beside this checkout"),
    pytest.mark.django_db,
]


def roster(book: Book) -> dict[str, Person]:
    """Return a draft roster: other weights, little room, some away, some left out, some special."""
    people: dict[str, Person] = {}
    for number, (agent, region) in enumerate(sorted(agents().items())):
        if number % 11 == 5:
            continue  # left out
        member = book.members[agent]
        people[agent] = Person(
            team=region.lower(),
            user=str(member.user_id),
            tie=member.id.int,
            weight=(1, 2, 3, 1, 0)[number % 5],
            capacity=(40, 70, 100)[number % 3],
            sells=({"*"}, {"GTX"}, {"MG", "GTX"})[number % 3],
            away=number % 13 == 7,
        )
    return people


def form(book: Book, people: dict[str, Person]) -> dict[str, str]:
    """Return the roster as the screen's form sends it."""
    sent = {}
    for agent, region in agents().items():
        key = f"{region.lower()}:{book.members[agent].user_id.hex}"
        one = people.get(agent)
        if one is None:
            sent[f"{key}:out"] = "yes"
            continue
        sent[f"{key}:weight"], sent[f"{key}:capacity"] = str(one.weight), str(one.capacity)
        sent[f"{key}:holds"] = f"Products: {', '.join(sorted(one.sells))}"
        sent[f"{key}:absence"] = "always" if one.away else "as_it_was"
    return sent


def as_json(book: Book, people: dict[str, Person]) -> list[dict[str, Any]]:
    """Return the roster as the API takes it."""
    return [
        {
            "team": region.lower(),
            "user": str(book.members[agent].user_id),
            **(
                {
                    "weight": people[agent].weight,
                    "capacity": people[agent].capacity,
                    "attributes": {"product": sorted(people[agent].sells)},
                    "absence": "always" if people[agent].away else "as_it_was",
                }
                if agent in people
                else {"is_out": True}
            ),
        }
        for agent, region in agents().items()
    ]


PERIODS = [("2016-09-01", "2026-03-01"), ("2017-03-01", "2017-08-31")]


class TestWhatIfOverARealBook:
    def test_screen_and_api_say_what_a_plain_count_says(self, sign_in: SignIn) -> None:
        book = opened()
        hold_against_the_file(book)
        totals = [
            _says_the_same(book, sign_in(book.office.mo), first, last) for first, last in PERIODS
        ]
        assert totals == [8800, 5171]


def _says_the_same(book: Book, desk: Desk, first: str, last: str) -> int:
    people, following = roster(book), datetime.date.fromisoformat(last) + DAY
    since, until = (
        datetime.datetime.fromisoformat(day).replace(tzinfo=ZONE).astimezone(datetime.UTC)
        for day in (first, following.isoformat())
    )
    expected = reckon(book.deals, roster(book), since, until)
    assert {"full", "away", "lacks"} & {why for _, why in expected.waiting}
    assert expected.late["take_over"] > expected.late["first_contact"] > 0
    told = {"days": "chosen", "first": first, "last": last, "do": "begin"}

    begun = send(desk, "/studio/what-if/", "what-if-form", **told, **form(book, people))
    assert begun.status_code == 303
    client = machine(book.office, book.office.mo)
    period = {"received_from": since.isoformat(), "received_until": until.isoformat()}
    started = client.post(URL, {**period, "roster": as_json(book, people)})
    at = timezone.now() + DAY
    while replaying.step(book.office.id, at=at) or _goes_on(book):
        pass

    _screen_says(panel(desk.get(begun["Location"]), "page"), expected, people)
    _api_says(client.get(f"{URL}/{started.body['id']}").body, expected, people)
    return expected.total


def _goes_on(book: Book) -> bool:
    with inside(book.office.id):
        return replaying.next_step(book.office.id) is not None


def _screen_says(page: Any, expected: Expected, people: dict[str, Person]) -> None:
    rows = {(team.key, row.name): row for team in page.teams for row in team.people}
    got = {place: row.received for place, row in rows.items() if row.received}
    assert got == dict(expected.received)
    columns = [tag.key for tag in page.columns]
    assert columns[:3] == ["hot", "warm", "cold"]
    for (team, name), row in rows.items():
        if name not in people:
            assert (row.weight, row.received) == (None, 0)
            continue
        assert list(row.counts[:3]) == [expected.by_category[name, key] for key in columns[:3]]
        assert row.most == expected.most[name]
        assert row.mean == pytest.approx(expected.mean[name], abs=0.06)
        mine = [one for one in people.values() if one.team == team]
        given = sum(n for (slug, _), n in expected.received.items() if slug == team)
        assert (row.share.whole, row.fair.part, row.fair.whole) == (
            given, people[name].weight, sum(one.weight for one in mine),
        )  # fmt: skip
        assert row.gap == pytest.approx(
            row.received - given * row.fair.part / row.fair.whole, abs=0.06
        )
    assert (page.done, page.pooled) == (expected.total, sum(expected.waiting.values()))
    assert Counter({(row.team.lower(), row.count) for row in page.waiting}) == Counter(
        {(team, count) for (team, _), count in expected.waiting.items()}
    )
    assert [row.expected for row in page.promises] == [
        expected.late["take_over"], expected.late["first_contact"],
    ]  # fmt: skip
    moved = sum(count for (old, new), count in expected.moves.items() if old != new)
    assert page.row.moved == moved
    assert sum(page.move_totals) == expected.total


def _api_says(body: dict[str, Any], expected: Expected, people: dict[str, Person]) -> None:
    names = {one.user: name for name, one in people.items()}
    places = {names[one["user"]]: one for one in body["places"]}
    assert {name: one["received"] for name, one in places.items() if one["received"]} == {
        name: count for (_, name), count in expected.received.items()
    }
    for name, one in places.items():
        assert one["load_most"] == expected.most[name]
        assert one["load_mean"] == pytest.approx(expected.mean[name], abs=0.006)
    assert {(one["team"], one["reason"]): one["leads"] for one in body["waiting"]} == dict(
        expected.waiting
    )
    moves: Counter[tuple[str, str]] = Counter()
    for one in body["moves"]:
        before, after = (names.get(one[side] or "", "") for side in ("before", "after"))
        moves[before, after] += one["leads"]
    known = Counter[tuple[str, str]]()
    for (old, new), count in expected.moves.items():
        known[old if old in people else "", new] += count
    assert moves == known
    assert {one["milestone"]: one["expected"] for one in body["milestones"]} == {
        "take_over": expected.late["take_over"], "first_contact": expected.late["first_contact"],
    }  # fmt: skip
    assert (body["done"], body["pooled"]) == (expected.total, sum(expected.waiting.values()))
