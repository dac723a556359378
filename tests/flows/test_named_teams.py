"""Where a definition names a team, and naming another one instead."""

from __future__ import annotations

from typing import Any

import pytest

from vaste.flows.named_teams import Naming, namings, renamed

CONTENT: dict[str, Any] = {
    "routing": {
        "default": "north",
        "rules": [{"key": "a", "team": "sales"}, {"key": "b", "team": "north"}],
    },
    "categories": [{"key": "hot", "team": "north"}, {"key": "cold"}],
    "ladders": {"steep": [{"do": "warn_owner"}, {"do": "reroute", "team": "north"}]},
}


class TestNamings:
    def test_tells_every_place(self) -> None:
        assert namings(CONTENT, "north") == [
            Naming("category", "hot", "categories[0].team"),
            Naming("ladder", "steep", "ladders.steep[1].team"),
            Naming("rule", "b", "routing.rules[1].team"),
            Naming("routing_default", "", "routing.default"),
        ]
        assert namings(renamed(CONTENT, "north", "sales"), "north") == []
        assert len(namings(renamed(CONTENT, "north", "sales"), "sales")) == 5
        assert CONTENT["routing"]["default"] == "north"

    @pytest.mark.parametrize("content", [{}, {"ladders": [], "categories": 3, "routing": "x"}])
    def test_a_misshapen_draft_names_nothing(self, content: dict[str, object]) -> None:
        assert namings(content, "north") == []
