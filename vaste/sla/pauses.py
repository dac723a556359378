"""The verbs that pause a lead's clocks and let them run on: paused time is not counted."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence

from django.db.models import Min

from vaste.infra import sql
from vaste.sla import rules
from vaste.sla.models import Clock, Escalation, Pause
from vaste.sla.services import CalendarOf, end_pause, running

LONGEST = datetime.timedelta(days=60)
_AN_INSTANT = datetime.timedelta(microseconds=1)


def open_pause(workspace_id: uuid.UUID, lead_id: uuid.UUID) -> Pause | None:
    """Return the pause that a lead's clocks are in, None while they run."""
    return Pause.objects.within(workspace_id).filter(lead_id=lead_id, resumed_at=None).first()


def begin(
    workspace_id: uuid.UUID,
    lead_id: uuid.UUID,
    *,
    reason: str,
    note: str,
    until: datetime.datetime,
    by: uuid.UUID,
    at: datetime.datetime,
) -> Pause:
    """
    Let a lead's running clocks stand still from `at`, at the latest until `until`.

    The caller has locked the lead, and fired what has passed.
    """
    pause = Pause.objects.create(
        workspace_id=workspace_id,
        lead_id=lead_id,
        reason=reason,
        note=note[:300],
        paused_at=at,
        paused_by_id=by,
        until=until,
    )
    running(workspace_id, lead_id).filter(paused_at=None).update(paused_at=at, fires_at=None)
    return pause


def end(
    pause: Pause, *, calendar_of: CalendarOf, by: uuid.UUID | None, at: datetime.datetime
) -> list[Clock]:
    """
    Let the clocks run on, each with as much time left as it had; return them.

    A pause ends at `until` at the latest, also where it is ended after that. `by` None is the
    system. The caller has locked the lead.
    """
    at = max(pause.paused_at, min(at, pause.until))
    pause.resumed_at, pause.resumed_by_id = at, by
    pause.save(update_fields=["resumed_at", "resumed_by_id"])
    paused = running(pause.workspace_id, pause.lead_id).filter(paused_at__isnull=False)
    clocks = list(paused.order_by("due_at", "id").select_for_update())
    for clock in clocks:
        _run_on(clock, calendar_of, at)
    if clocks:
        Clock.objects.bulk_update(
            clocks,
            [
                "warn_at", "due_at", "give_back_at", "fires_at", "paused_at", "paused_s",
                "paused_working_s", "by_hours",
            ],
        )  # fmt: skip
    return clocks


def _run_on(clock: Clock, calendar_of: CalendarOf, at: datetime.datetime) -> None:
    paused_at, calendar, wall = clock.paused_at, calendar_of(clock.basis), clock.is_wall
    assert paused_at is not None

    def moved(when: datetime.datetime) -> datetime.datetime:
        return rules.moved(calendar, when, paused_at=paused_at, resumed_at=at, is_wall=wall)

    _move_steps(clock, moved)
    clock.warn_at, clock.due_at = moved(clock.warn_at), moved(clock.due_at)
    clock.give_back_at = moved(clock.give_back_at) if clock.give_back_at else None
    if clock.by_hours is not None:
        clock.by_hours = {
            name: moved(datetime.datetime.fromisoformat(when)).isoformat()
            for name, when in clock.by_hours.items()
        }
    end_pause(clock, calendar, at)
    clock.fires_at = rules.next_firing(
        at=at - _AN_INSTANT,
        warn_at=clock.warn_at,
        due_at=clock.due_at,
        give_back_at=clock.give_back_at,
    )


def _move_steps(clock: Clock, moved: rules.Moving) -> None:
    waiting = Escalation.objects.within(clock.workspace_id).filter(clock_id=clock.id, done_at=None)
    steps = list(waiting.select_for_update())
    for step in steps:
        step.due_at = moved(step.due_at)
    if steps:
        Escalation.objects.bulk_update(steps, ["due_at"])


def over(workspace_id: uuid.UUID, *, at: datetime.datetime, limit: int) -> list[uuid.UUID]:
    """Return leads whose pause is over at `at`, the oldest first."""
    rows = sql.run(
        "SELECT lead_id FROM sla_pause WHERE workspace_id = %(workspace)s"
        " AND resumed_at IS NULL AND until <= %(at)s ORDER BY until, id LIMIT %(limit)s",
        {"workspace": workspace_id, "at": at, "limit": limit},
    )
    return [row[0] for row in rows]


def paused(workspace_id: uuid.UUID, leads: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    """Return those of these leads whose clocks stand still."""
    found = Pause.objects.within(workspace_id).filter(lead_id__in=leads, resumed_at=None)
    return set(found.values_list("lead_id", flat=True))


def next_end(workspace_id: uuid.UUID) -> datetime.datetime | None:
    """Return when the workspace's next pause ends, None when nothing is paused."""
    found: datetime.datetime | None = (
        Pause.objects.within(workspace_id)
        .filter(resumed_at=None)
        .aggregate(first=Min("until"))["first"]
    )
    return found
