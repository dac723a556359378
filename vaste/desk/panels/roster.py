"""The manager's page of people: who is in which team, how loaded, and who is away."""

from __future__ import annotations

from dataclasses import dataclass, field

from vaste.desk.panels.common import Choice, FormState, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterRow:
    """
    One member of a team.

    `load` weighs their open leads against `capacity`; `untouched` are taken over and not contacted.
    `holds` says in words what leads they can take; `note` when they are back, or away next.
    """

    person: Person
    weight: int
    load: int
    capacity: int
    untouched: int
    holds: str
    is_away: bool
    leads_url: str
    is_full: bool
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterTeam:
    """One open team with its people; `waiting` are leads in its pool."""

    team_id: str
    name: str
    manager: Person | None
    waiting: int
    present: int
    rows: tuple[RosterRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceRow:
    """One absence that runs or is to come; `when` is its time in words."""

    absence_id: str
    person: Person
    when: str
    reason: str
    is_now: bool
    is_imported: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterPage:
    """
    The page of people. The form sends: user, first_day, last_day (empty for no
    end), first_time, last_time, reason.

    `strays` work here and are in no team, so that no lead is given to them. `problem` says why
    something could not be done.
    """

    teams: tuple[RosterTeam, ...]
    absences: tuple[AbsenceRow, ...]
    people: tuple[Choice, ...]
    today: str
    strays: tuple[Person, ...] = ()
    state: FormState = field(default_factory=FormState)
    problem: str = ""
