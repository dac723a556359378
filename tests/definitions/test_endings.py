"""Ends and reasons in words."""

from __future__ import annotations

from django.utils.translation import override

from vaste.definitions.endings import reason_word


class TestReasonWord:
    def test_a_common_reason_is_said_in_the_readers_language(self) -> None:
        with override("fi"):
            assert reason_word("no_budget") == "Ei budjettia"

    def test_one_of_the_workspaces_own_is_said_as_it_is_written(self) -> None:
        assert reason_word("asked_for_a_gift") == "Asked for a gift"
