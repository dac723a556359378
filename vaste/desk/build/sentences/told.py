"""An event as a sentence is made from it, and the sentence as the timeline shows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from vaste.desk.panels import TimelineKind, Tone
from vaste.flows.define import Definition


@dataclass(frozen=True, slots=True)
class Told:
    """
    What a sentence is made from: the event's verb and detail, and who did it, in words.

    `teams` are the names of teams by slug and by id, as far as they are known.
    """

    verb: str
    detail: Mapping[str, Any]
    who: str
    owner: str
    definition: Definition
    teams: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One event as the timeline shows it."""

    kind: TimelineKind
    title: str
    body: str = ""
    tone: Tone = "plain"


Writer = Callable[[Told], Sentence]


def team(told: Told, word: str) -> str:
    """Return what a team is called that the event speaks of; one nobody knows is named by it."""
    key = str(told.detail.get(word, ""))
    return told.teams.get(key, key)
