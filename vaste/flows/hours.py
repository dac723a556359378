"""In whose hours a clock counts: the workspace's, those of the lead's team, or the buyer's."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from vaste.calendars.calendar import Calendar
from vaste.flows.define import Definition
from vaste.infra import sql
from vaste.kernel.zones import zone_of
from vaste.routing.hours import calendar_of as of_difference

OF_TEAM = "team:"
Differences = Mapping[uuid.UUID, Mapping[str, Any]]
CalendarOf = Callable[[str], Calendar]


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


def calendars(workspace_id: uuid.UUID, definition: Definition) -> CalendarOf:
    """
    Return what gives the calendar of a basis; asks the database only where teams have their own.
    """
    of_teams = team_hours(workspace_id) if definition.policies.calendar == "team" else {}
    return partial(calendar_of, definition, of_teams)


def calendar_of(definition: Definition, of_teams: Differences, basis: str) -> Calendar:
    """Return the calendar in which a clock of this basis counts."""
    if not basis:
        return definition.calendar
    told = definition.content["calendar"]
    if basis.startswith(OF_TEAM):
        differs = of_teams.get(uuid.UUID(basis.removeprefix(OF_TEAM)))
        return of_difference(told, differs) if differs else definition.calendar
    return of_difference(told, {"zone": basis})


def team_hours(workspace_id: uuid.UUID) -> dict[uuid.UUID, Mapping[str, Any]]:
    """Return what differs from the workspace's calendar in its teams, of those that differ."""
    rows = sql.run(
        "SELECT id, calendar FROM routing_team"
        " WHERE workspace_id = %(workspace)s AND calendar IS NOT NULL",
        {"workspace": workspace_id},
    )
    return {team_id: sql.loaded(told) for team_id, told in rows}
