"""One person's absences, the calendars they come from, and the forms for both."""

from __future__ import annotations

from dataclasses import dataclass, field

from vaste.desk.panels.common import Choice, FormState, Person, Tone
from vaste.desk.panels.roster import AbsenceRow


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRow:
    """
    One calendar at an address, of which only the host is shown.

    `state` says in words how the last reading went and `tone` colors it; `plan` when it is read
    next, `known` how many absences it made, `skipped` what in it is no absence, by reason.
    """

    feed_id: str
    host: str
    counts: str
    choices: tuple[Choice, ...]
    state: str
    tone: Tone
    plan: str
    known: str
    skipped: tuple[str, ...]
    is_cut: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsencesPage:
    """
    The page of one person's absences. Its forms send: first_day, last_day, first_time,
    last_time, reason; url, counts;
    file, counts. Each has its own state, that of a refused post for one of them.
    """

    person: Person
    is_own: bool
    may_manage: bool
    absences: tuple[AbsenceRow, ...]
    feeds: tuple[FeedRow, ...]
    choices: tuple[Choice, ...]
    minutes: int
    today: str
    absence: FormState = field(default_factory=FormState)
    feed: FormState = field(default_factory=FormState)
    file: FormState = field(default_factory=FormState)
    problem: str = ""
