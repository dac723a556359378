"""Dealing leads out anew, one after the other, by the turns, needs and capacities of real ones."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from vaste.calendars import arithmetic
from vaste.calendars.calendar import Calendar
from vaste.flows.replaying import expecting
from vaste.flows.replaying.expecting import Promises
from vaste.flows.replaying.loads import Burden
from vaste.flows.replaying.roster import Roster, Seat
from vaste.routing import rules
from vaste.routing.rules import CHOSEN, Candidate, Needs, Passed

#: Why a lead waits in a pool: what stood in the way of those who came nearest to getting it.
WHY = ("full", "off_shift", "away", "no_weight", "lacks", "nobody")


@dataclass(frozen=True, slots=True)
class Case:
    """
    One lead of the period: where the rules send it, when it came, and when it was closed.

    `owner` and `of_team` (a slug) say whose it is in truth. `kin` is the buyer, where owners are
    kept, and `keeper` who had them before the period. `zone` is where the buyer lives, if the
    promises count there. `broken` are the milestones that were late in truth.
    """

    lead_id: uuid.UUID
    team: str
    received_at: datetime.datetime
    closed_at: datetime.datetime | None = None
    weighs: int = 1
    needs: Needs = field(default_factory=dict)
    category: str = ""
    owner: uuid.UUID | None = None
    of_team: str = ""
    kin: uuid.UUID | None = None
    keeper: uuid.UUID | None = None
    zone: str = ""
    broken: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """
    What became of one case: who got it (None: the pool of `team`), and whom it passed over.

    `why` is one of WHY for a lead in the pool, `kept` says that the buyer was theirs already.
    `late` are the milestones that are expected to be missed.
    """

    case: Case
    team: str
    user_id: uuid.UUID | None
    passed: Sequence[Passed]
    why: str = ""
    kept: bool = False
    late: Sequence[str] = ()


@dataclass(slots=True)
class Post:
    """One seat as the replay goes on: the candidate, and when they work."""

    seat: Seat
    candidate: Candidate
    hours: Calendar | None


class Replay:
    """
    One replay as it goes on; between two steps it is put down as plain data.

    Without `promises` nobody's hours count, and no promise is looked at. A team that the roster
    does not have takes nobody. A person in several teams has one load.
    """

    def __init__(
        self, roster: Roster, since: datetime.datetime, promises: Promises | None = None
    ) -> None:
        self._since = since.timestamp()
        self._promises = promises
        self._shifts = {slug for slug, crew in roster.items() if crew.require_shift and promises}
        self.posts = {
            slug: [
                Post(
                    seat,
                    _candidate(seat, slug),
                    promises.hours_of(crew, seat) if promises else None,
                )
                for seat in crew.seats
            ]
            for slug, crew in roster.items()
        }
        people = {seat.user_id for crew in roster.values() for seat in crew.seats}
        self.burdens = {one: Burden(self._since, self._since) for one in people}
        self._kept: dict[uuid.UUID, uuid.UUID] = {}

    def hold(self, user_id: uuid.UUID, weighs: int, closed_at: datetime.datetime | None) -> None:
        """Let somebody of the roster hold what they held already when the period began."""
        if user_id in self.burdens and weighs:
            self.burdens[user_id].add(weighs, closed_at.timestamp() if closed_at else None)

    def take(self, case: Case) -> Given:
        """Give one case to somebody; cases come in the order of their receipt."""
        keeper = self._kept.get(case.kin, case.keeper) if case.kin else None
        team = self._home(keeper, case) if keeper else None
        slug = team or case.team
        posts = self._seen(slug, case.received_at)
        chosen, passed = rules.choose(
            [one.candidate for one in posts],
            needs=case.needs,
            weighs=case.weighs,
            keeper=keeper if team else None,
        )
        if chosen is None:
            late = self._late(case, slug, self._first_free(case, posts))
            return Given(case, slug, None, passed, why=_why(passed), late=late)
        self._give(case, chosen.user_id)
        post = next(one for one in posts if one.candidate is chosen)
        begins = self._works_from(post, case.received_at)
        late = self._late(case, slug, begins)
        return Given(case, slug, chosen.user_id, passed, kept=bool(team), late=late)

    def _home(self, keeper: uuid.UUID, case: Case) -> str | None:
        """Return the team in which a keeper gets their buyer's lead, None where they can't."""
        slugs = [
            slug
            for slug, posts in sorted(self.posts.items())
            for one in posts
            if one.seat.user_id == keeper
            and not rules.away_until(list(one.seat.absences), at=case.received_at)[0]
        ]
        return case.team if case.team in slugs else next(iter(slugs), None)

    def _seen(self, slug: str, at: datetime.datetime) -> list[Post]:
        """Return a team's seats as they are at an instant."""
        posts = self.posts.get(slug, [])
        for one in posts:
            candidate, burden = one.candidate, self.burdens[one.seat.user_id]
            burden.pass_until(at.timestamp())
            candidate.load = burden.load
            if one.seat.absences:
                candidate.is_away, candidate.away_until = rules.away_until(
                    list(one.seat.absences), at=at
                )
            if slug in self._shifts and one.hours is not None:
                candidate.is_on_shift = arithmetic.is_open(one.hours, at)
        return posts

    def _give(self, case: Case, user_id: uuid.UUID) -> None:
        closed_at = case.closed_at.timestamp() if case.closed_at else None
        self.burdens[user_id].add(case.weighs, closed_at)
        if case.kin:
            self._kept[case.kin] = user_id

    def _works_from(self, post: Post, at: datetime.datetime) -> datetime.datetime | None:
        if post.hours is None:
            return at
        return expecting.works_from(post.hours, post.seat.absences, at)

    def _first_free(self, case: Case, posts: Sequence[Post]) -> datetime.datetime | None:
        """Return when the first who holds what a lead needs is at work and has room again."""
        found = []
        for one in posts if self._promises else ():
            if rules.obstacle(one.candidate, case.needs) in ("lacks", "no_weight"):
                continue
            burden = self.burdens[one.seat.user_id]
            room = burden.room_at(one.seat.capacity, case.received_at.timestamp())
            if room is not None:
                at = datetime.datetime.fromtimestamp(room, datetime.UTC)
                found.append(self._works_from(one, at))
        return min((when for when in found if when is not None), default=None)

    def _late(self, case: Case, team: str, begins: datetime.datetime | None) -> list[str]:
        if self._promises is None:
            return []
        due = self._promises.due(case.category, team, case.zone, case.received_at)
        return expecting.late(due, begins)

    def finish(self, until: datetime.datetime) -> None:
        """Count everybody's load until the end of the period."""
        for burden in self.burdens.values():
            burden.pass_until(until.timestamp())

    def as_data(self) -> dict[str, Any]:
        """Return turns, loads and kept buyers as plain data."""
        return {
            "credits": {
                str(one.candidate.member_id): one.candidate.credit
                for posts in self.posts.values()
                for one in posts
            },
            "burdens": {str(user_id): one.as_data() for user_id, one in self.burdens.items()},
            "kept": {kin.hex: user_id.hex for kin, user_id in self._kept.items()},
        }

    def go_on(self, data: Mapping[str, Any]) -> None:
        """Go on where the same replay was put down."""
        for posts in self.posts.values():
            for one in posts:
                one.candidate.credit = data["credits"][str(one.candidate.member_id)]
        for user_id, told in data["burdens"].items():
            self.burdens[uuid.UUID(user_id)] = Burden.of_data(told)
        self._kept = {uuid.UUID(kin): uuid.UUID(one) for kin, one in data["kept"].items()}


def _candidate(seat: Seat, slug: str) -> Candidate:
    member_id = seat.member_id or uuid.uuid5(seat.user_id, slug)
    holds = rules.folded(seat.attributes)
    return Candidate(member_id, seat.user_id, seat.weight, seat.capacity, holds=holds)


def _why(passed: Sequence[Passed]) -> str:
    """Return what stood in the way of those who came nearest, as in WHY."""
    reasons = {told.reason for told in passed}
    return next((why for why in WHY if why in reasons), "nobody")


def passed_over(given: Given) -> list[Passed]:
    """Return who was passed over for a lead."""
    return [told for told in given.passed if told.reason not in CHOSEN]
