"""Promises: the one that is owed next in a row, and each with its working on the lead's page."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping, Sequence

from vaste.calendars import words as calendar_words
from vaste.calendars.arithmetic import NoWorkingTime
from vaste.categories.contract import Category
from vaste.desk.build import labels
from vaste.desk.panels import ClockCard, ClockCell, ClockState, Person
from vaste.flows import define, hours, promises
from vaste.flows.define import Definition
from vaste.pages.reader import language
from vaste.sla.models import Clock

_MILESTONES = ("take_over", "first_contact")


def state_of(
    *, due_at: datetime.datetime, warn_at: datetime.datetime | None, now: datetime.datetime
) -> ClockState:
    """Return how a running promise stands at `now`."""
    if due_at <= now:
        return "over"
    return "warn" if warn_at is not None and warn_at <= now else "ok"


def running(
    milestone: str,
    due_at: datetime.datetime,
    *,
    warn_at: datetime.datetime | None = None,
    now: datetime.datetime,
) -> ClockCell:
    """Return a promise that still runs."""
    state = state_of(due_at=due_at, warn_at=warn_at, now=now)
    return ClockCell(milestone=milestone, state=state, due_at=due_at, warn_at=warn_at)


def cards(
    workspace_id: uuid.UUID,
    clocks: Sequence[Clock],
    category: str,
    met_by: Mapping[str, Person],
    *,
    zone: str,
    now: datetime.datetime,
) -> tuple[ClockCard, ...]:
    """
    Return a lead's promises in the order of their due times, each with how it came about.

    `met_by` says who met them, by milestone; `zone` is in which the explanation speaks.
    """
    return tuple(
        ClockCard(
            milestone=labels.say(labels.MILESTONES, clock.milestone),
            state=_card_state(clock, now),
            started_at=clock.started_at,
            due_at=clock.due_at,
            explanation=_explanation(workspace_id, clock, category, zone),
            warn_at=clock.warn_at,
            met_at=clock.met_at,
            met_by=met_by.get(clock.milestone) if clock.met_at else None,
        )
        for clock in clocks
    )


def _card_state(clock: Clock, now: datetime.datetime) -> ClockState:
    if clock.met_at is not None:
        return "met" if clock.met_at <= clock.due_at else "missed"
    if clock.stopped_at is not None or clock.paused_at is not None:
        return "paused"
    return state_of(due_at=clock.due_at, warn_at=clock.warn_at, now=now)


def _explanation(workspace_id: uuid.UUID, clock: Clock, key: str, zone: str) -> str:
    """Return how the due time came about, by the version that decided; "" if it can't be told."""
    decided_by = define.of_number(workspace_id, clock.definition)
    category = labels.category_of(decided_by, key)
    target = promises.target(decided_by, category, clock.milestone) if category else None
    if target is None or target.is_wall:
        return ""
    calendar = hours.calendars(workspace_id, decided_by)(clock.basis)
    try:
        working = calendar_words.explain(calendar, clock.started_at, target.within)
    except NoWorkingTime:  # the calendar had run out, so any time counted
        return ""
    if working.due_at != clock.due_at:
        return ""
    return calendar_words.say(working, language(), zone)


def _amount(category: Category, milestone: str) -> datetime.timedelta:
    return category.take_over if milestone == "take_over" else category.first_contact


def promise(definition: Definition, key: str) -> str:
    """Return a category's response times in one line: each milestone with its working time."""
    category = labels.category_of(definition, key)
    if category is None:
        return ""
    return " · ".join(
        f"{labels.say(labels.MILESTONES, milestone)}: "
        f"{calendar_words.say_duration(_amount(category, milestone), language())}"
        for milestone in _MILESTONES
    )
