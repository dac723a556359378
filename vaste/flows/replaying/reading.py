"""What a what-if has counted, as both its screen and its API read it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from vaste.definitions.models import WhatIf
from vaste.flows.replaying import roster as rosters
from vaste.flows.replaying.roster import Crew, Roster, Seat
from vaste.flows.replaying.tally import NOBODY, Place, Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """
    One person in one team of a what-if; `seat` None: they are in it in truth only.

    `share` is their part of the team's leads that went to people, `fair_share` of its weights;
    None where there is nothing to share, or no weight.
    """

    team: str
    user: str
    seat: Seat | None
    received: Counter[str] = field(default_factory=Counter)
    actual: int = 0
    share: float | None = None
    fair: float | None = None
    fair_share: float | None = None
    most: int = 0
    mean: float = 0.0
    passed: Mapping[str, int] = field(default_factory=dict)
    late: Mapping[str, int] = field(default_factory=dict)


def roster_of_run(run: WhatIf) -> dict[str, Crew]:
    """Return the draft roster of a what-if."""
    return rosters.of_data(run.roster)


def standings(roster: Roster, tally: Tally) -> list[Standing]:
    """Return everybody who is in a team, or has leads of it in truth, team by team."""
    seats = {(slug, str(one.user_id)): one for slug, crew in roster.items() for one in crew.seats}
    also = [place for place in sorted(tally.actual) if place not in seats and place[1] != NOBODY]
    given, weights = Counter[str](), Counter[str]()
    for (team, _), counts in tally.received.items():
        given[team] += counts.total()
    for (team, _), seat in seats.items():
        weights[team] += seat.weight
    found = [
        _standing(place, seats.get(place), tally, given[place[0]], weights[place[0]])
        for place in (*seats, *also)
    ]
    return sorted(found, key=lambda one: one.team)


def _standing(place: Place, seat: Seat | None, tally: Tally, given: int, weight: int) -> Standing:
    received = tally.received.get(place, Counter[str]())
    fair_share = seat.weight / weight if seat and weight else None
    most, mean = tally.loads.get(place[1], (0, 0.0))
    return Standing(
        team=place[0],
        user=place[1],
        seat=seat,
        received=received,
        actual=tally.actual[place],
        share=received.total() / given if given else None,
        fair=None if fair_share is None else fair_share * given,
        fair_share=fair_share,
        most=most,
        mean=mean,
        passed=tally.passed.get(place, {}),
        late=tally.late.get(place, {}),
    )
