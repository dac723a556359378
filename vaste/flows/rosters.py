"""Who is in which team, with what hours and share; and what a change does to their leads."""

from __future__ import annotations

import datetime
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from vaste.flows import changed_hours, define, placing, redistributing
from vaste.flows.rerouting import Moved
from vaste.infra.tenancy.context import inside
from vaste.kernel import text
from vaste.kernel.errors import VasteError
from vaste.kernel.words import gettext_noop as _
from vaste.ledger import services as ledger
from vaste.routing import hours
from vaste.routing.models import Member, Team
from vaste.routing.rules import KINDS
from vaste.workspaces.models import Membership

MOST_WEIGHT = 1000
MOST_CAPACITY = 100_000
MOST_WORDS = 200  # words that a member holds of one kind
LONGEST_WORD = 80  # characters


class NoSuchTeam(VasteError):
    """There is no such open team in this workspace."""


class NoSuchMember(VasteError):
    """The user is not in the team, or not in the workspace."""


class LastTeam(VasteError):
    """A workspace keeps at least one open team, so that every lead has a home."""


class BadRoster(VasteError):
    """Something about a team or member can't be as it was given; `field` says what to mend."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class Place:
    """A member's place in a team, as it is to be; see `routing.models.Member`."""

    weight: int = 1
    capacity: int = 50
    untouched_cap: int | None = None
    attributes: Mapping[str, Sequence[str]] | None = None
    calendar: Mapping[str, Any] | None = None


def get_team(
    workspace_id: uuid.UUID, team_id: uuid.UUID, *, stays: bool = False, changes: bool = False
) -> Team:
    """
    Return an open team, which `stays` open until the transaction ends, or which the caller
    `changes`, one after another; raises NoSuchTeam.
    """
    if stays:
        placing.team_ids(workspace_id)
    rows = Team.objects.within(workspace_id).filter(id=team_id, closed_at=None)
    found = (rows.select_for_update(no_key=True) if changes else rows).first()
    if found is None:
        raise NoSuchTeam("There is no such team.")
    return found


def set_member(
    workspace_id: uuid.UUID,
    team_id: uuid.UUID,
    user_id: uuid.UUID,
    place: Place,
    *,
    at: datetime.datetime,
    by: uuid.UUID | None,
) -> tuple[Member, Moved]:
    """
    Put a user into a team, or change their place in it; return it, and the leads that moved.

    Who comes in, again too, begins at the average of the turns. A capacity of nothing gives their
    untouched leads of the team to others.

    Raises NoSuchTeam, NoSuchMember for somebody who is not in the workspace, and BadRoster.
    """
    with inside(workspace_id):
        team = get_team(workspace_id, team_id, stays=True)
        require_membership(workspace_id, user_id)
        kept = _checked(workspace_id, team, place, at=at)
        before = Member.objects.within(workspace_id).filter(team_id=team_id, user_id=user_id)
        was = before.first()
        is_back = was is None or was.left_at is not None
        member, _made = before.update_or_create(
            workspace_id=workspace_id,
            team_id=team_id,
            user_id=user_id,
            defaults={**kept, "left_at": None, **({"credit": 0, "owed": 0} if is_back else {})},
        )
        ledger.record_one(
            workspace_id, "member.changed", member.id, by=by, at=at,
            detail={
                "team": str(team_id), "user": str(user_id), **kept,
                "was_weight": was.weight if was else None,
            },
        )  # fmt: skip
        _announce(workspace_id, team_id, at=at)
        moved = Moved()
        if member.capacity == 0:
            cause = f"full:{member.id}:{at:%Y-%m-%d}"
            moved = redistributing.free_leads(
                workspace_id, user_id, reason="full", cause=cause, team_id=team_id, at=at, by=by
            )
        return member, moved


def leave_team(
    workspace_id: uuid.UUID,
    team_id: uuid.UUID,
    user_id: uuid.UUID,
    *,
    at: datetime.datetime,
    by: uuid.UUID | None,
) -> Moved:
    """
    Take a user out of a team; their untouched leads of it go to others, the manager hears of the
    rest.

    Raises NoSuchMember.
    """
    with inside(workspace_id):
        placing.team_ids(workspace_id)  # before the member's row, as whoever routes
        place = Member.objects.within(workspace_id).filter(
            team_id=team_id, user_id=user_id, left_at=None
        )
        member = place.first()
        if member is None:
            raise NoSuchMember("They are not in this team.")
        place.update(left_at=at)
        detail = {"team": str(team_id), "user": str(user_id)}
        ledger.record_one(workspace_id, "member.left", member.id, by=by, at=at, detail=detail)
        _announce(workspace_id, team_id, at=at)
        cause = f"left:{member.id}:{at:%Y-%m-%dT%H:%M}"
        return redistributing.free_leads(
            workspace_id, user_id, reason="left_team", cause=cause, team_id=team_id, at=at, by=by
        )


def make_team(
    workspace_id: uuid.UUID,
    *,
    slug: str,
    name: str,
    at: datetime.datetime,
    by: uuid.UUID | None,
    manager_id: uuid.UUID | None = None,
) -> Team:
    """
    Open a team; raises BadRoster when the slug is taken or a word is missing, NoSuchMember for a
    manager who is not in the workspace.
    """
    with inside(workspace_id):
        if not name.strip():
            raise BadRoster("name", _("A team needs a name."))
        if manager_id is not None:
            require_membership(workspace_id, manager_id)
        try:
            with transaction.atomic():
                team = Team.objects.create(
                    workspace_id=workspace_id,
                    slug=slug,
                    name=text.one_line(name, 120),
                    manager_id=manager_id,
                    created_at=at,
                )
        except IntegrityError:
            raise BadRoster("slug", _("This short name is taken: choose another.")) from None
        ledger.record_one(workspace_id, "team.opened", team.id, by=by, at=at, detail={"slug": slug})
        return team


def set_team(
    workspace_id: uuid.UUID,
    team_id: uuid.UUID,
    *,
    name: str,
    manager_id: uuid.UUID | None,
    calendar: Mapping[str, Any] | None,
    require_shift: bool,
    at: datetime.datetime,
    by: uuid.UUID | None,
) -> Team:
    """
    Change a team; `calendar` says what differs from the workspace's (None: nothing).

    Clocks that run in its hours keep as much time as they had left at `at`: a small book at once, a
    larger one by the worker, step by step (see `changed_hours`).

    Raises NoSuchTeam, NoSuchMember for a manager who is not in the workspace, and BadRoster.
    """
    with inside(workspace_id):
        team = get_team(workspace_id, team_id, changes=True)
        if not name.strip():
            raise BadRoster("name", _("A team needs a name."))
        if manager_id is not None:
            require_membership(workspace_id, manager_id)
        _check_hours(workspace_id, calendar, at=at)
        definition = define.in_force(workspace_id)
        before = team.calendar
        team.name, team.manager_id = text.one_line(name, 120), manager_id
        team.calendar = dict(calendar) if calendar else None
        team.require_shift = require_shift
        team.save(update_fields=["name", "manager_id", "calendar", "require_shift"])
        owed = None
        if (before or None) != team.calendar:
            owed = changed_hours.begin(team, before, definition, at=at)
        detail = {
            "name": team.name, "manager": str(manager_id or ""), "calendar": team.calendar,
            "require_shift": require_shift, "retimes": owed.total if owed else 0,
        }  # fmt: skip
        ledger.record_one(workspace_id, "team.changed", team.id, by=by, at=at, detail=detail)
        _announce(workspace_id, team_id, at=at)
        return team


def require_membership(workspace_id: uuid.UUID, user_id: uuid.UUID) -> None:
    """Raise NoSuchMember for somebody who is not in the workspace."""
    present = Membership.objects.filter(workspace_id=workspace_id, user_id=user_id, left_at=None)
    if not present.exists():
        raise NoSuchMember("They are not in this workspace.")


def _checked(
    workspace_id: uuid.UUID, team: Team, place: Place, *, at: datetime.datetime
) -> dict[str, Any]:
    """Return a place's values fit to store; raises BadRoster."""
    check_place(place)
    _check_hours(workspace_id, team.calendar, place.calendar, at=at)
    return {
        "weight": place.weight,
        "capacity": place.capacity,
        "untouched_cap": place.untouched_cap,
        "attributes": kept_attributes(place.attributes or {}),
        "calendar": dict(place.calendar) if place.calendar else None,
    }


def check_place(place: Place) -> None:
    """Raise BadRoster for a weight, capacity or bound that can't be."""
    if not 0 <= place.weight <= MOST_WEIGHT:
        raise BadRoster("weight", _("A weight is a whole number from 0 to 1000."))
    if not 0 <= place.capacity <= MOST_CAPACITY:
        raise BadRoster("capacity", _("A capacity is a whole number from 0 to 100000."))
    if place.untouched_cap is not None and not 1 <= place.untouched_cap <= MOST_CAPACITY:
        raise BadRoster("untouched_cap", _("This bound is a whole number from 1, or left out."))


def kept_attributes(told: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return attributes fit to store: clean words, each once; raises BadRoster."""
    unknown = sorted(set(told) - set(KINDS))
    if unknown:
        raise BadRoster(
            "attributes", _("Attributes are skill, language, territory, product and client.")
        )
    kept = {}
    for kind, words in told.items():
        clean = [text.one_line(word, LONGEST_WORD) for word in words]
        kept[kind] = list(dict.fromkeys(filter(None, clean)))
        if len(kept[kind]) > MOST_WORDS:
            raise BadRoster("attributes", _("Nobody holds more than 200 words of a kind."))
    return {kind: words for kind, words in kept.items() if words}


def _check_hours(
    workspace_id: uuid.UUID, *differences: Mapping[str, Any] | None, at: datetime.datetime
) -> None:
    if not any(differences):
        return
    if any(r"\u0000" in json.dumps(one) for one in differences):
        raise BadRoster("calendar", _("A calendar holds no control characters."))
    base = define.in_force(workspace_id).content["calendar"]
    problems = hours.check_hours(base, *differences, at=at)
    if problems:
        first = problems[0]
        raise BadRoster(f"calendar.{first.path}", f"{first.message} {first.remedy}")


def _announce(workspace_id: uuid.UUID, team_id: uuid.UUID, *, at: datetime.datetime) -> None:
    ledger.announce(workspace_id, "people", at=at, teams=[team_id])
