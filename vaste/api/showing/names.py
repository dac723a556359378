"""The names of users, teams and categories that bodies mention by id."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from vaste.api.callers import Caller
from vaste.api.shapes.leads import CategoryRef
from vaste.api.shapes.people import PersonOut, TeamRef
from vaste.flows import define
from vaste.routing.models import Team
from vaste.rules.vocabulary import label
from vaste.workspaces.models import User


@dataclass(frozen=True, slots=True)
class Names:
    """Names by id, and categories' names by key, in the caller's language."""

    people: dict[uuid.UUID, str]
    teams: dict[uuid.UUID, str]
    categories: dict[str, str]

    def person(self, user_id: uuid.UUID | None) -> PersonOut | None:
        """Return a user by name; one who is gone is called by an empty name."""
        return self.somebody(user_id) if user_id is not None else None

    def somebody(self, user_id: uuid.UUID) -> PersonOut:
        """Return a user by name, who is always there."""
        return PersonOut(id=user_id, name=self.people.get(user_id, ""))

    def team(self, team_id: uuid.UUID | None) -> TeamRef | None:
        """Return a team by name."""
        return TeamRef(id=team_id, name=self.teams.get(team_id, "")) if team_id else None

    def category(self, key: str) -> CategoryRef:
        """Return a category by name; one that is no longer defined is called by its key."""
        return CategoryRef(key=key, name=self.categories.get(key, key))


def people(user_ids: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    """Return the names of users by id; no ids is no statement."""
    wanted = {user_id for user_id in user_ids if user_id is not None}
    if not wanted:
        return {}
    rows = User.objects.filter(id__in=wanted).values_list("id", "full_name", "email")
    return {user_id: full_name or email for user_id, full_name, email in rows}


def names(caller: Caller, user_ids: Iterable[uuid.UUID | None]) -> Names:
    """Return the names of these users, and of the workspace's teams and categories."""
    workspace_id = caller.workspace_id
    teams = Team.objects.within(workspace_id).values_list("id", "name")
    definition = define.in_force(workspace_id)
    language = caller.user.language
    return Names(
        people(user_ids),
        dict(teams),
        {one.key: label(one.names, language, otherwise=one.key) for one in definition.categories},
    )
