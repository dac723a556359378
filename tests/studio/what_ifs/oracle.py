"""Dealing leads out in the plainest way, by no turn, load or hour of the program's own."""

from __future__ import annotations

import datetime
import math
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from zoneinfo import ZoneInfo

import holidays

ZONE = ZoneInfo("Europe/Helsinki")
YEARS = range(2016, 2028)
CLOSED = {day for year in YEARS for day in holidays.country_holidays("FI", years=year)}
WEIGHS = {"hot": 2, "warm": 1, "cold": 1}
MINUTES = {
    "hot": {"take_over": 15, "first_contact": 60},
    "warm": {"take_over": 60, "first_contact": 240},
    "cold": {"take_over": 480, "first_contact": 1440},
}


@dataclass
class Person:
    """One sales person of the draft roster, as this test reckons them."""

    team: str
    user: str
    tie: int
    weight: int
    capacity: int
    sells: set[str]
    away: bool = False
    credit: Fraction = Fraction()
    held: list[tuple[float, float, int]] = field(default_factory=list)  # from, until, weight

    def load(self, at: float) -> int:
        return sum(weighs for _, until, weighs in self.held if until > at)


@dataclass
class Deal:
    """One lead as it stands in the table."""

    id: uuid.UUID
    at: datetime.datetime
    closed: datetime.datetime | None
    category: str
    owner: str
    region: str
    series: str


def turn(able: list[Person], at: float) -> Person:
    """Choose by docs/decisions/0022: who is behind, and would be a whole lead behind first."""
    share = {id(one): Fraction(one.weight, sum(each.weight for each in able)) for one in able}
    for one in able:
        one.credit += share[id(one)]
    behind = [one for one in able if one.credit > 0] or [max(able, key=lambda one: one.credit)]
    chosen = min(
        behind,
        key=lambda one: (
            math.ceil((1 - one.credit) / share[id(one)]), -one.credit, one.load(at), one.tie,
        ),
    )  # fmt: skip
    chosen.credit -= 1
    return chosen


def windows(day: datetime.date) -> Iterator[tuple[datetime.datetime, datetime.datetime]]:
    """Give the working hours from a day on: 8 to 17 in Helsinki, Monday to Friday, no holidays."""
    while True:
        if day.weekday() < 5 and day not in CLOSED:
            begin, end = (datetime.datetime.combine(day, datetime.time(h), ZONE) for h in (8, 17))
            yield begin.astimezone(datetime.UTC), end.astimezone(datetime.UTC)
        day += datetime.timedelta(days=1)


def opening(at: datetime.datetime) -> datetime.datetime:
    """Return the first working instant from `at` on."""
    return next(max(at, begin) for begin, end in windows(at.astimezone(ZONE).date()) if end > at)


def due(at: datetime.datetime, minutes: int) -> datetime.datetime:
    """Return when so many working minutes have passed."""
    left = datetime.timedelta(minutes=minutes)
    for begin, end in windows(at.astimezone(ZONE).date()):
        start = max(at, begin)
        if end <= start:
            continue
        if end - start >= left:
            return start + left
        left -= end - start
    raise AssertionError


@dataclass
class Expected:
    """What should come out."""

    received: Counter[tuple[str, str]] = field(default_factory=Counter)
    by_category: Counter[tuple[str, str]] = field(default_factory=Counter)
    most: Counter[str] = field(default_factory=Counter)
    mean: dict[str, float] = field(default_factory=dict)
    moves: Counter[tuple[str, str]] = field(default_factory=Counter)
    waiting: Counter[tuple[str, str]] = field(default_factory=Counter)
    late: Counter[str] = field(default_factory=Counter)
    total: int = 0


def reckon(
    deals: list[Deal], people: dict[str, Person], since: datetime.datetime, until: datetime.datetime
) -> Expected:
    """Deal out the leads of a period, one after the other, in the plainest way."""
    found = Expected()
    begin, end = since.timestamp(), until.timestamp()
    for deal in deals:
        closes = deal.closed.timestamp() if deal.closed else float("inf")
        if deal.at < since and closes > begin and deal.owner in people:
            people[deal.owner].held.append((begin, closes, WEIGHS[deal.category]))
    for name, one in people.items():
        found.most[name] = one.load(begin)
    for deal in deals:
        if since <= deal.at < until:
            found.total += 1
            _deal_out(deal, people, found)
    for name, one in people.items():
        area = sum(w * (min(until, end) - start) for start, until, w in one.held if until > start)
        found.mean[name] = area / (end - begin)
    return found


def _deal_out(deal: Deal, people: dict[str, Person], found: Expected) -> None:
    at, team = deal.at.timestamp(), deal.region.lower()
    mine = {name: one for name, one in people.items() if one.team == team}
    sells = {name: one for name, one in mine.items() if {"*", deal.series} & one.sells}
    takes = {name: one for name, one in sells.items() if one.weight}
    here = {name: one for name, one in takes.items() if not one.away}
    free = {name: one for name, one in here.items() if one.load(at) < one.capacity}
    if not free:
        stages = (("full", here), ("away", takes), ("no_weight", sells), ("lacks", mine))
        why = next((why for why, group in stages if group), "nobody")
        found.waiting[team, why] += 1
        found.moves[deal.owner, ""] += 1
        begins = min((_room(one, at) for one in here.values()), default=float("inf"))
        _count_late(deal, begins, found)
        return
    chosen = turn(list(free.values()), at)
    name = next(name for name, one in free.items() if one is chosen)
    closes = deal.closed.timestamp() if deal.closed else float("inf")
    chosen.held.append((at, closes, WEIGHS[deal.category]))
    load = chosen.load(at) + (WEIGHS[deal.category] if closes <= at else 0)
    found.most[name] = max(found.most[name], load)
    found.received[team, name] += 1
    found.by_category[name, deal.category] += 1
    found.moves[deal.owner, name] += 1
    _count_late(deal, at, found)


def _room(one: Person, at: float) -> float:
    """Return when somebody has room again, if nothing more comes."""
    for when in sorted({at, *(until for _, until, _ in one.held if until > at)}):
        if one.load(when) < one.capacity:
            return when
    return float("inf")


def _count_late(deal: Deal, free_at: float, found: Expected) -> None:
    begins = None
    if free_at != float("inf"):
        begins = opening(datetime.datetime.fromtimestamp(free_at, datetime.UTC))
    for milestone, minutes in MINUTES[deal.category].items():
        if begins is None or begins >= due(deal.at, minutes):
            found.late[milestone] += 1
