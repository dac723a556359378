"""Why a lead stands where it stands: scores, category, routing and clocks with their reasons."""

from __future__ import annotations

import datetime
import uuid

from pydantic import BaseModel, Field

from vaste.api.shapes.leads import CategoryRef, LeadOut
from vaste.api.shapes.people import PersonOut, TeamRef
from vaste.api.shapes.scores import ScoreOut


class CategoryReason(BaseModel):
    """The category, and the rule that put the lead there; empty for the one that takes the rest."""

    category: CategoryRef
    is_default: bool
    rule: str


class CandidateOut(BaseModel):
    """
    One person whom the routing looked at.

    Chosen: chosen (by turn), owed, kept. Passed over: turn, away, off_shift, full, untouched,
    no_weight, lacks.
    """

    person: PersonOut
    reason: str
    load: int
    capacity: int
    words: str


class RoutingOut(BaseModel):
    """Who got the lead and why; `chosen` null means that it waited in the team's pool."""

    rule: str
    team: TeamRef | None
    chosen: PersonOut | None
    candidates: list[CandidateOut]


class ProblemLine(BaseModel):
    """A value that could not be used as it was given."""

    field: str
    value: str
    message: str
    remedy: str


class ExplanationOut(BaseModel):
    """The reasons as they were on arrival, by the definition `number`."""

    definition: int
    fit: ScoreOut
    interest: ScoreOut
    category: CategoryReason
    routing: RoutingOut | None
    problems: list[ProblemLine]


class ClockOut(BaseModel):
    """
    One promise: reach `milestone` by `due_at`.

    `state` is running, overdue, paused, met, missed (met too late) or stopped. `raw_s` and
    `working_s` are how long it took, in seconds of wall clock and of working time, the latter less
    what was paused. `system_ms` went by until the lead was on somebody's screen, `person_s` from
    then on. `explanation` says how `due_at` came about.
    """

    milestone: str
    state: str
    started_at: datetime.datetime
    warn_at: datetime.datetime
    due_at: datetime.datetime
    give_back_at: datetime.datetime | None
    breached_at: datetime.datetime | None
    met_at: datetime.datetime | None
    stopped_at: datetime.datetime | None
    raw_s: int | None
    working_s: int | None
    paused_at: datetime.datetime | None
    paused_s: int
    system_ms: int | None
    person_s: int | None
    explanation: str


class LeadWithReasons(LeadOut):
    """
    A lead with its reasons and clocks; `explanation` is null for one without recorded reasons.
    """

    explanation: ExplanationOut | None
    clocks: list[ClockOut]


class HappeningOut(BaseModel):
    """
    One thing that happened to a lead.

    `kind` is an event's verb (lead.claimed) or `activity`: a call, mail, meeting or note, whose
    channel, outcome and note stand in `detail`.
    """

    id: uuid.UUID
    at: datetime.datetime
    kind: str
    actor: PersonOut | None = Field(description="Null: the system")
    detail: dict[str, object]
