"""Which promises would be broken for want of anybody at work: arithmetic of hours and absences."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from vaste.calendars import arithmetic
from vaste.calendars.arithmetic import NoWorkingTime
from vaste.calendars.calendar import Calendar
from vaste.flows import promises
from vaste.flows.define import Definition
from vaste.flows.replaying.roster import Crew, Roster, Seat
from vaste.routing import hours, rules
from vaste.routing.rules import Span
from vaste.sla import rules as clocks
from vaste.sla.policies import OF_CONTRACT
from vaste.sla.rules import Target

Due = dict[str, datetime.datetime]  # by milestone


class Promises:
    """What a definition promises of leads, in the calendars of a roster."""

    def __init__(self, definition: Definition, roster: Roster) -> None:
        self._told = definition.content["calendar"]
        self._whose = definition.policies.calendar
        self._roster = roster
        self._usual = definition.calendar
        self._targets: Mapping[str, Sequence[Target]] = {
            one.key: promises.targets(definition, one, OF_CONTRACT) for one in definition.categories
        }
        self._calendars: dict[str, Calendar] = {}

    def due(self, category: str, team: str, zone: str, at: datetime.datetime) -> Due:
        """
        Return by when a lead received at `at` should be taken over and contacted.

        `zone` is the buyer's, "" where nobody knows it. A category that the definition does not
        have promises nothing.
        """
        calendar = self._calendar(team, zone)
        return {
            one.milestone: clocks.later(calendar, at, one.within, is_wall=one.is_wall)
            for one in self._targets.get(category, ())
        }

    def _calendar(self, team: str, zone: str) -> Calendar:
        basis = {"team": f"team:{team}", "buyer": zone}.get(self._whose, "")
        if basis not in self._calendars:
            self._calendars[basis] = self._made(team, zone)
        return self._calendars[basis]

    def _made(self, team: str, zone: str) -> Calendar:
        if self._whose == "team" and team in self._roster and self._roster[team].calendar:
            return hours.calendar_of(self._told, self._roster[team].calendar)
        if self._whose == "buyer" and zone:
            return hours.calendar_of(self._told, {"zone": zone})
        return self._usual

    def hours_of(self, crew: Crew, seat: Seat) -> Calendar:
        """Return the hours in which somebody works in a team."""
        return hours.calendar_of(self._told, crew.calendar, seat.calendar)


def works_from(
    calendar: Calendar, absences: Sequence[Span], at: datetime.datetime
) -> datetime.datetime | None:
    """Return the first instant from `at` on at which somebody is at work, None for never."""
    try:
        for _ in range(len(absences) + 1):
            opens = arithmetic.next_opening(calendar, at)
            is_away, until = rules.away_until(list(absences), at=opens)
            if not is_away:
                return opens
            if until is None:
                return None
            at = until
    except NoWorkingTime:
        pass
    return None


def late(due: Due, begins: datetime.datetime | None) -> list[str]:
    """Return the milestones that are past when somebody first could begin; None is never."""
    return [key for key, when in due.items() if begins is None or begins >= when]
