"""In whose hours a clock counts: the workspace's, those of the lead's team, or the buyer's."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from vaste.calendars.calendar import Calendar
from vaste.flows.define import Definition
from vaste.infra import sql
from vaste.kernel.zones import zone_of
from vaste.routing.hours import calendar_of as of_difference

OF_TEAM = "team:"


@dataclass(frozen=True, slots=True)
class TeamHours:
    """What differs in a team from the workspace's calendar, and the number of these hours."""

    differs: Mapping[str, Any] | None
    number: int


@dataclass(frozen=True, slots=True)
class Hours:
    """The calendar of every basis a clock can have; called with a basis, it gives the calendar."""

    definition: Definition
    of_teams: Mapping[uuid.UUID, TeamHours] = field(default_factory=dict)

    def __call__(self, basis: str) -> Calendar:
        """Return the calendar in which a clock of this basis counts."""
        if not basis:
            return self.definition.calendar
        told = self.definition.content["calendar"]
        if not basis.startswith(OF_TEAM):
            return of_difference(told, {"zone": basis})
        own = self.of_teams.get(team_of(basis))
        return of_difference(told, own.differs) if own and own.differs else self.definition.calendar

    def number(self, basis: str) -> int:
        """Return the number of the hours that the basis has now; 0 for any but a team's."""
        own = self.of_teams.get(team_of(basis)) if basis.startswith(OF_TEAM) else None
        return own.number if own else 0


def team_of(basis: str) -> uuid.UUID:
    """Return the team in whose hours this basis counts, which begins with OF_TEAM."""
    return uuid.UUID(basis.removeprefix(OF_TEAM))


def basis(definition: Definition, *, team_id: uuid.UUID | None, country: str, phone: str) -> str:
    """
    Return in whose hours a new clock counts: "" the workspace's, `team:` and an id, or a zone.

    A buyer whose zone nobody can tell is taken to live in the workspace's.
    """
    if definition.policies.calendar == "team" and team_id is not None:
        return f"{OF_TEAM}{team_id}"
    if definition.policies.calendar == "buyer":
        zone = zone_of(country, phone)
        return "" if zone == definition.zone else zone
    return ""


def calendars(workspace_id: uuid.UUID, definition: Definition) -> Hours:
    """
    Return what gives the calendar of a basis; asks the database only where teams have their own.
    """
    if definition.policies.calendar != "team":
        return Hours(definition)
    return Hours(definition, team_hours(workspace_id))


def team_hours(workspace_id: uuid.UUID) -> dict[uuid.UUID, TeamHours]:
    """Return the hours of the workspace's teams, of those that differ or have changed."""
    rows = sql.run(
        "SELECT id, calendar, hours_number FROM routing_team WHERE workspace_id = %(workspace)s"
        " AND (calendar IS NOT NULL OR hours_number > 0)",
        {"workspace": workspace_id},
    )
    return {
        team_id: TeamHours(sql.loaded(told) if told else None, number)
        for team_id, told, number in rows
    }
