"""A team's page: what it is, when it works, and the places of its people."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from vaste.desk.panels.common import Choice, FormState, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsField:
    """One value of a form: `name` is what it sends, `label` what it is called."""

    name: str
    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceForm:
    """
    A member's place: the form sends weight, capacity, untouched_cap, and `holds` and `week`.

    `days` are seven texts, all empty for the team's hours. `is_open` shows the form unfolded.
    """

    person: Person
    weight: str
    capacity: str
    untouched_cap: str
    holds: Sequence[WordsField]
    days: Sequence[WordsField]
    summary: str
    state: FormState = field(default_factory=FormState)
    is_open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPlace:
    """A place of the definition that names the team: in words, and where it is edited."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """
    What closing the team takes: the form sends `into` and with_members.

    `receivers` are the other open teams, none for the last one. At `named_at` the definition in
    force names the team, which keeps it open; `draft_names`: the draft does so too, so another team
    can be named there. `is_open` shows it unfolded.
    """

    receivers: Sequence[Choice]
    open_leads: int
    pooled: int
    named_at: Sequence[NamedPlace] = ()
    draft_names: bool = False
    with_members: bool = False
    problem: str = ""
    is_open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Retimed:
    """How far the running clocks have followed the team's last change of hours."""

    changed_at: datetime.datetime
    is_running: bool
    percent: int
    done: int
    total: int
    moved: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamPage:
    """The page; its form sends name, manager, require_shift and the `days`."""

    team_id: str
    name: str
    typed_name: str
    managers: Sequence[Choice]
    require_shift: bool
    days: Sequence[WordsField]
    places: Sequence[PlaceForm]
    others: Sequence[Choice]
    closing: Closing
    retimed: Retimed | None = None
    state: FormState = field(default_factory=FormState)
