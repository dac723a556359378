"""A team's page: what it is, when it works, and the places of its people."""

from __future__ import annotations

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
    open_leads: int
    is_last: bool
    state: FormState = field(default_factory=FormState)
    problem: str = ""
