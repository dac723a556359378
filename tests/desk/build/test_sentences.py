"""Every event that the stories write has a sentence of its own."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from vaste.definitions import queries as definitions
from vaste.desk.build import labels, sentences
from vaste.desk.build.sentences import Told
from vaste.flows import define
from vaste.leads import outcomes

DEFINITION = define.compile_definition(definitions.default_content(), 1)


def told(verb: str, **detail: Any) -> sentences.Sentence:
    return sentences.sentence(Told(verb, detail, who="Ada", owner="Bob", definition=DEFINITION))


def written_verbs() -> set[str]:
    """Return every `lead.…` verb that the stories name."""
    found = set()
    for path in (Path(settings.ROOT) / "vaste" / "flows").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and str(node.value).startswith("lead."):
                name = str(node.value)
                if name.count(".") == 1 and name.removeprefix("lead.").isidentifier():
                    found.add(name)
    return found - {
        "lead.fit",
        "lead.interest",
        "lead.quadrant",
        "lead.category",
    }  # fields of rules


class TestSentence:
    def test_knows_every_verb_of_the_stories(self) -> None:
        assert written_verbs() - set(sentences._WRITERS) == set()

    @pytest.mark.parametrize(
        ("verb", "detail", "kind", "title"),
        [
            ("lead.claimed", {}, "claim", "Ada took the lead over."),
            ("lead.given_back", {}, "release", "Ada gave the lead back to the team."),
            ("lead.clock_warned", {"milestone": "take_over"}, "clock", "Due soon: Take over."),
            (
                "lead.clock_breached",
                {"milestone": "first_contact"},
                "breach",
                "Not done in time: First contact.",
            ),
            ("lead.reopened", {}, "reopen", "Ada opened the lead again."),
            (
                "lead.woken",
                {},
                "snooze",
                "The snooze was over and the lead came back to the queue.",
            ),
            (
                "lead.closed",
                {"outcome": "lost", "reason": "own_reason"},
                "close",
                "Ada closed the lead as lost: Own reason.",
            ),
            ("lead.closed", {"outcome": "won"}, "close", "Ada closed the lead as won."),
            (
                "lead.received",
                {"category": {"key": "warm"}},
                "arrival",
                "Their enquiry came. Category: Warm. Owner: Bob.",
            ),
            (
                "lead.recategorized",
                {
                    "because": "touched",
                    "move": "rise",
                    "from": {"category": "warm"},
                    "to": {"category": "hot"},
                },
                "system",
                "Category: Hot, before: Warm.",
            ),
            (
                "lead.rescored",
                {
                    "because": "faded",
                    "from": {"quadrant": "sales_now", "mql": False, "fit": 60},
                    "to": {"quadrant": "nurture", "mql": False, "fit": 60},
                },
                "system",
                "Quadrant: Good fit, less interested, before: Good fit, interested.",
            ),
            ("lead.moved_house", {}, "system", "Recorded: Moved house."),
        ],
    )
    def test_is_a_full_sentence(
        self, verb: str, detail: dict[str, Any], kind: str, title: str
    ) -> None:
        said = told(verb, **detail)

        assert (said.kind, said.title) == (kind, title)

    @pytest.mark.parametrize("direction", ["in", "out"])
    @pytest.mark.parametrize("channel", sorted(outcomes.OUTCOMES))
    def test_of_a_contact_names_who_and_how_it_went(self, channel: str, direction: str) -> None:
        outcome = next(iter(outcomes.OUTCOMES[channel]))
        said = told("lead.contacted", channel=channel, outcome=outcome, direction=direction)

        assert "Ada" in said.title
        assert channel == "note" or str(labels.OUTCOMES[outcome]) in said.title
        assert said.kind == channel
