"""Where the demo plays: the workspace with its definition, people, teams and doors."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from vaste.flows import found
from vaste.flows.demo import script
from vaste.flows.found import Founded
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Door
from vaste.routing import absences
from vaste.routing.models import Team
from vaste.workspaces import services as workspaces
from vaste.workspaces.models import User, Workspace

NAME = "Nordic Demo (sample)"
SLUG = "nordic-demo"
ZONE = ZoneInfo("Europe/Helsinki")
_CLOSED = "open: {}"


@dataclass(frozen=True, slots=True)
class Stage:
    """The demo's workspace: people by name, present reps by their team's id, doors by slug."""

    workspace: Workspace
    people: Mapping[str, User]
    reps: Mapping[uuid.UUID, list[User]]
    doors: Mapping[str, Door]

    @property
    def id(self) -> uuid.UUID:
        """The workspace's id, which every question begins with."""
        return self.workspace.id

    def user(self, user_id: uuid.UUID) -> User:
        """Return one of the people by id."""
        return next(user for user in self.people.values() if user.pk == user_id)

    def one(self, role: str) -> User:
        """Return the first of the people with this role."""
        name = next(one["name"] for one in script.part("cast")["people"] if one["role"] == role)
        return self.people[name]


def build(password: str, *, now: datetime.datetime, since: datetime.datetime) -> Stage:
    """
    Found the sample workspace as of `since`, in the caller's transaction; `now` is the seeding.

    Those who have a login get `password`; nobody can sign in as the others.

    Raises IntegrityError when the slug is taken.
    """
    cast = script.part("cast")
    people = {one["name"]: _user(one, password) for one in cast["people"]}
    founder = people[cast["people"][0]["name"]]
    made = found.found_workspace(
        NAME, SLUG, admin=founder, at=since, source=definition(), is_sample=True
    )
    for one in cast["people"]:
        workspaces.join(made.workspace, people[one["name"]], one["role"], at=since)
    with inside(made.workspace.id):
        teams = [
            _team(made, made.team if not index else None, one, people, now=now, since=since)
            for index, one in enumerate(cast["teams"])
        ]
        doors = {one["slug"]: _door(made, one, at=since) for one in script.part("doors")["doors"]}
    return Stage(made.workspace, people, dict(teams), doors)


def definition(*open_days: datetime.date) -> str:
    """Return the sample's definition, its desk open round the clock on `open_days`."""
    hours = ", ".join(f'"{day}": "00:00-24:00"' for day in open_days)
    return script.text("definition.yaml").replace(_CLOSED, f"open: {{{hours}}}")


def _user(one: Mapping[str, Any], password: str) -> User:
    return workspaces.ensure_user(
        one["email"],
        one["name"],
        password=password if one.get("login") else None,
        language=one["language"],
    )


def _team(
    made: Founded,
    team: Team | None,
    told: Mapping[str, Any],
    people: Mapping[str, User],
    *,
    now: datetime.datetime,
    since: datetime.datetime,
) -> tuple[uuid.UUID, list[User]]:
    """Set up a team, the founded one or another, and return who takes its leads."""
    team = team or Team(workspace_id=made.workspace.id, created_at=since)
    team.slug, team.name = told["slug"], told["name"]
    team.manager_id = people[told["manager"]].pk
    team.save()
    reps = []
    for one in told["members"]:
        user = people[one["name"]]
        found.join_team(
            made.workspace.id, team, user, weight=one["weight"], capacity=one["capacity"]
        )
        if "away" in one:
            before, after = (datetime.timedelta(days=days) for days in one["away"])
            absences.add(
                made.workspace.id, user.pk, away_from=now - before, away_until=now + after, at=since
            )
        else:
            reps.append(user)
    return team.id, reps


def _door(made: Founded, told: Mapping[str, Any], *, at: datetime.datetime) -> Door:
    door = made.doors.get(told["slug"])
    if door is None:
        return found.open_door(
            made.workspace.id,
            told["kind"],
            told["slug"],
            at=at,
            name=told["name"],
            settings=told["settings"],
        )
    door.name, door.settings = told["name"], told["settings"]
    door.save()
    return door
