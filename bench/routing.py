"""Routing decisions a second by a small and a big team, and adding working time a million times."""

from __future__ import annotations

import datetime
import time
import uuid
from typing import Any

from bench import place

TEAMS: tuple[int, ...] = (8, 200)
BATCH = 500  # leads in one transaction
BATCHES = 10
ADDED = 1_000_000


def run(where: place.Place) -> list[dict[str, Any]]:
    """Return one row a team's size, and one for working time."""
    return [*(_decisions(size) for size in TEAMS), _working_time()]


def _decisions(size: int) -> dict[str, Any]:
    """
    Decide and keep the turns, a transaction a batch; beside it the turn rule alone, in memory.
    """
    from django.utils import timezone

    from vaste.infra.tenancy.context import inside
    from vaste.routing import sharing
    from vaste.routing.sharing import Asked

    workspace_id, team_id = _office(size)
    asked = [Asked(team_id, "default")] * BATCH
    with inside(workspace_id):
        sharing.take_turns(workspace_id, asked, at=timezone.now())
    began = time.perf_counter()
    for _ in range(BATCHES):
        with inside(workspace_id):
            sharing.take_turns(workspace_id, asked, at=timezone.now())
    rate = BATCH * BATCHES / (time.perf_counter() - began)
    bare = _bare(size)
    return {
        "row": f"routing: decisions with every candidate's reason, {size} members",
        "rate": round(rate),
        "unit": "leads/s",
        "limit": round(bare),
        "ratio": round(rate / bare, 2),
        "bar": "against the turn rule alone",
    }


def _bare(size: int) -> float:
    """Return turns a second of the rule alone, with nothing kept or said."""
    from vaste.routing.rules import Candidate
    from vaste.routing.turns import next_in_turn

    ids = [uuid.uuid4() for _ in range(size)]
    people = [Candidate(one, one, 1 + number % 5, 10**9) for number, one in enumerate(ids)]
    began = time.perf_counter()
    for _ in range(BATCH * BATCHES):
        next_in_turn(people)
    return BATCH * BATCHES / (time.perf_counter() - began)


def _office(size: int) -> tuple[uuid.UUID, uuid.UUID]:
    from django.utils import timezone

    from vaste.flows import found
    from vaste.infra.tenancy.context import inside
    from vaste.routing.models import Member
    from vaste.workspaces import services as workspaces
    from vaste.workspaces.models import Membership, User

    at = timezone.now()
    admin = workspaces.ensure_user(f"routing{size}@bench.example", "Bench", password=None)
    office = found.found_workspace("Routing", f"routing-{size}", admin=admin, at=at)
    users = User.objects.bulk_create(
        [User(email=f"rep{number}.of{size}@bench.example") for number in range(size)]
    )
    Membership.objects.bulk_create(
        [
            Membership(workspace=office.workspace, user=user, role="rep", joined_at=at)
            for user in users
        ]
    )
    with inside(office.workspace.id):
        Member.objects.bulk_create(
            [
                Member(
                    workspace_id=office.workspace.id, team_id=office.team.id, user_id=user.pk,
                    weight=1 + number % 5, capacity=10**6,
                )
                for number, user in enumerate(users)
            ]
        )  # fmt: skip
    return office.workspace.id, office.team.id


def _working_time() -> dict[str, Any]:
    """Add an hour of working time from a million instants of a year; beside it plain addition."""
    from vaste.calendars import arithmetic
    from vaste.calendars.calendar import parse_calendar

    calendar = parse_calendar(
        {
            "zone": "Europe/Helsinki",
            "hours": {"mon-fri": ["08:00-12:00", "12:30-16:30"]},
            "holidays": {"country": "FI"},
        }
    )
    start = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    hour, step = datetime.timedelta(hours=1), datetime.timedelta(seconds=31)
    starts = [start + step * number for number in range(ADDED)]
    began = time.perf_counter()
    for one in starts:
        arithmetic.add_working_time(calendar, one, hour)
    seconds = time.perf_counter() - began
    began = time.perf_counter()
    for one in starts:
        _ = one + hour
    plain = time.perf_counter() - began
    return {
        "row": f"working time: adding an hour {ADDED:,} times",
        "rate": round(ADDED / seconds),
        "unit": "additions/s",
        "limit": round(ADDED / plain),
        "ratio": round(plain / seconds, 4),
        "bar": "against adding to the wall clock",
    }
