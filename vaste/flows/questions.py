"""
All rules of a definition in as few statements as they allow.

A rule that speaks only of what was told can be asked before anything is judged; one that names a
score waits for the scores, one that names the category waits for the category.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vaste.leads import facts
from vaste.leads.facts import Question
from vaste.rules.compile import compile_rules
from vaste.rules.nodes import Compare, Node, walk
from vaste.rules.vocabulary import Vocabulary

TOLD, SCORED, PLACED = 0, 1, 2
STAGES = (TOLD, SCORED, PLACED)
_STAGE_OF_FIELD = {
    "lead.fit": SCORED,
    "lead.interest": SCORED,
    "lead.quadrant": SCORED,
    "lead.category": PLACED,
}
Given = dict[uuid.UUID, list[bool]]
Name = tuple[str, str]  # (what it is for, its key): ("category", "hot")


@dataclass(frozen=True, slots=True)
class Questions:
    """One question a stage, and where the answer of each rule is found: (stage, position)."""

    stages: tuple[Question, ...]
    places: Mapping[Name, tuple[int, int]]


@dataclass(slots=True)
class Answers:
    """The answers about one batch, filled stage by stage; by the lead's id."""

    questions: Questions
    asked: list[Callable[[], Given]]
    given: list[Given | None]

    def is_met(self, lead_id: uuid.UUID, name: Name) -> bool:
        """Say whether a rule is met by a lead; its stage must have been asked."""
        stage, position = self.questions.places[name]
        given = self.given[stage]
        if given is None:
            given = self.given[stage] = self.asked[stage]()
        return given[lead_id][position]


def stage_of(node: Node) -> int:
    """Return the earliest stage at which everything that a rule names is known."""
    named = (
        _STAGE_OF_FIELD.get(place.node.field, TOLD)
        for place in walk(node)
        if isinstance(place.node, Compare)
    )
    return max(named, default=TOLD)


def compile_questions(
    rules: Mapping[Name, Node], vocabulary: Vocabulary, *, zone: str
) -> Questions:
    """Return rules compiled into one question a stage; a stage without rules asks nothing."""
    staged: list[list[Name]] = [[], [], []]
    for name, node in rules.items():
        staged[stage_of(node)].append(name)
    return Questions(
        stages=tuple(
            facts.question(
                compile_rules(
                    [rules[name] for name in names], vocabulary, prefix="abc"[stage], zone=zone
                )
            )
            for stage, names in enumerate(staged)
        ),
        places={
            name: (stage, position)
            for stage, names in enumerate(staged)
            for position, name in enumerate(names)
        },
    )


def begin(questions: Questions) -> Answers:
    """Return the answers about a new batch, none given yet."""
    return Answers(questions, [dict, dict, dict], [None, None, None])


def ask(
    answers: Answers,
    stage: int,
    *,
    workspace_id: uuid.UUID,
    leads: Sequence[Mapping[str, Any]],
    at: datetime.datetime,
) -> None:
    """
    Ask a stage's rules about leads that are not stored yet, in one statement or none; it waits for
    the next trip.
    """
    answers.given[stage] = None
    answers.asked[stage] = facts.ask_batch(
        answers.questions.stages[stage], workspace_id=workspace_id, leads=leads, at=at
    )
