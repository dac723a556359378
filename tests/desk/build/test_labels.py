"""Every code of the rooms has words, and what is not known is still named."""

from __future__ import annotations

import pytest

from vaste.definitions import queries as definitions
from vaste.definitions.endings import ENDING_WORDS, REASON_WORDS
from vaste.desk.build import actions, labels
from vaste.flows import define
from vaste.leads import outcomes
from vaste.leads.models import Lead
from vaste.sla.models import Clock

DEFINITION = define.compile_definition(definitions.default_content(), 1)


class TestLabels:
    def test_every_code_of_the_rooms_has_words(self) -> None:
        of_rooms = {code for ends in outcomes.OUTCOMES.values() for code in ends}

        assert of_rooms - set(labels.OUTCOMES) == set()
        assert set(outcomes.OUTCOMES) - set(labels.CHANNELS) == set()
        assert set(Clock.Milestone.values) - set(labels.MILESTONES) == set()
        assert set(Lead.State.values) - {"open", "snoozed"} - set(ENDING_WORDS) == set()
        reasons = {code for codes in DEFINITION.close_reasons.values() for code in codes}
        assert reasons - set(REASON_WORDS) == set()

    def test_the_short_answers_reach_every_outcome_that_is_logged(self) -> None:
        reached = {
            (channel, code) for ends in actions.ENDS.values() for channel, code in ends.items()
        }
        of_rooms = {(channel, code) for channel, ends in outcomes.OUTCOMES.items() for code in ends}

        assert reached <= of_rooms
        assert of_rooms - reached == set()

    def test_a_step_of_a_category_is_said_in_the_readers_words(self) -> None:
        assert labels.next_step(DEFINITION, "Soita heti") == "Call at once"
        assert labels.next_step(DEFINITION, "call") == "Call"
        assert labels.next_step(DEFINITION, "Send the brochure") == "Send the brochure"
        assert labels.next_step(DEFINITION, "") == ""

    @pytest.mark.parametrize(
        ("key", "rank", "label", "tone"),
        [("hot", 0, "Hot", "hot"), ("vip_only", 0, "Vip only", "hot"), ("old", 9, "Old", "cold")],
    )
    def test_a_category_of_another_version_still_has_a_name(
        self, key: str, rank: int, label: str, tone: str
    ) -> None:
        found = labels.tag(DEFINITION, key, rank)

        assert (found.label, found.tone) == (label, tone)
