"""Plans of what is done to a lead: pure, the same for the same draw, in working time."""

from __future__ import annotations

import datetime
from decimal import Decimal
from random import Random

import pytest
import yaml

from vaste.calendars.arithmetic import is_open
from vaste.calendars.calendar import parse_calendar
from vaste.categories.contract import Category, parse_categories
from vaste.flows.demo import fates, stage
from vaste.flows.demo.fates import Begun, Step, plan
from vaste.flows.demo.script import Fate

#: A Monday, noon in Helsinki, and five weeks later.
NOON = datetime.datetime(2026, 2, 2, 10, 0, tzinfo=datetime.UTC)
NOW = NOON + datetime.timedelta(days=35)
CONTENT = yaml.safe_load(stage.definition())
HOT, WARM, COLD = parse_categories(CONTENT["categories"])


def begun(category: Category = HOT) -> Begun:
    """Return a lead that came on Monday noon."""
    return Begun(NOON, parse_calendar(CONTENT["calendar"]), category, "medium")


def planned(kind: str, category: Category = HOT, seed: int = 0, **told: object) -> list[Step]:
    """Return the plan of a lead with this fate."""
    fate = Fate(kind, **told)  # type: ignore[arg-type]
    return plan(fate, begun(category), now=NOW, rng=Random(seed))


class TestPlan:
    def test_same_draw_gives_the_same_plan(self) -> None:
        assert planned("", seed=7) == planned("", seed=7)
        assert planned("", seed=7) != planned("", seed=8)

    @pytest.mark.parametrize("kind", fates.KINDS)
    @pytest.mark.parametrize("seed", range(20))
    def test_steps_go_forward_and_none_is_ahead_of_time(self, kind: str, seed: int) -> None:
        for category in (HOT, WARM, COLD):
            steps = planned(kind, category, seed)
            times = [step.at for step in steps]

            assert times == sorted(times)
            assert all(NOON < at <= NOW for at in times)
            assert all(step.next_at is None or step.next_at > step.at for step in steps)

    @pytest.mark.parametrize(
        ("kind", "verbs"),
        [
            ("waiting", []),
            ("taken", ["take"]),
            ("contacted", ["take", "contact"]),
            ("snoozed", ["take", "contact", "snooze"]),
            ("not_a_fit", ["take", "contact", "close"]),
            ("quiet", ["take", "contact", "close"]),
        ],
    )
    def test_each_fate_has_its_steps(self, kind: str, verbs: list[str]) -> None:
        assert [step.verb for step in planned(kind, COLD)] == verbs

    def test_an_end_has_the_reason_and_value_that_the_script_says(self) -> None:
        won = planned("won", worth=Decimal(12_300))[-1]
        lost = planned("lost", reason="competitor")[-1]

        assert (won.verb, won.outcome, won.reason, won.worth) == (
            "close",
            "won",
            "",
            Decimal(12_300),
        )
        assert (lost.outcome, lost.reason, lost.worth) == ("lost", "competitor", None)

    @pytest.mark.parametrize("seed", range(20))
    def test_a_drawn_value_suits_the_size(self, seed: int) -> None:
        worth = planned("won", seed=seed)[-1].worth

        assert worth is not None
        assert 10_500 <= worth < 48_000

    def test_a_slow_one_breaks_both_promises(self) -> None:
        taken, *_, contacted = [
            step for step in planned("slow") if step.verb in ("take", "contact")
        ]

        assert taken.at - NOON > HOT.take_over
        assert contacted.at - NOON > HOT.first_contact

    @pytest.mark.parametrize("seed", range(20))
    def test_people_work_in_working_time(self, seed: int) -> None:
        lead = begun(WARM)
        for step in planned("working", WARM, seed):
            if step.verb != "attempt":
                assert is_open(lead.calendar, step.at - datetime.timedelta(microseconds=1))

    def test_most_are_on_time(self) -> None:
        takes = [planned("taken", seed=seed)[0].at for seed in range(50)]
        drawn = [planned("working", seed=seed)[0].at for seed in range(200)]

        assert all(at - NOON < HOT.take_over for at in takes)
        on_time = sum(at - NOON <= HOT.take_over for at in drawn)
        assert 150 <= on_time <= 185
