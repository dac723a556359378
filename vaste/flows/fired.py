"""What fires when a promised time passes: the level, the step it sets off, and how it ended."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fired:
    """One level of one clock that passed now, for the first time, and whose lead it is."""

    clock_id: uuid.UUID
    lead_id: uuid.UUID
    milestone: str
    level: str
    due_at: datetime.datetime
    owner_id: uuid.UUID | None
    team_id: uuid.UUID | None
    category: str
    definition: int
    basis: str
    is_wall: bool


@dataclass(frozen=True, slots=True)
class Planned:
    """One step that a fired level sets off; `number` is its place on the ladder."""

    fired: Fired
    number: int
    do: str
    team: str
    due_at: datetime.datetime


@dataclass(frozen=True, slots=True)
class Done:
    """How one step of a ladder ended: who is told of it, and whom it added."""

    step: Planned
    result: str
    user_id: uuid.UUID | None = None
    tells: tuple[uuid.UUID | None, ...] = ()
