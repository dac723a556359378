"""The short forms of the storms; `python -m tests.kill.storm --kills 100` is the long one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kill.deliveries import PLACES, WORKSPACES, Deliveries
from tests.kill.judging import ENTRIES, STOPS, Judgings
from tests.kill.storm import ENOUGH, Storm

SEED = 20_260_302


@pytest.mark.kill
def test_nothing_answered_is_lost_or_doubled_and_every_clock_fires_once(tmp_path: Path) -> None:
    storm = Storm(tmp_path / "var", seed=SEED)

    wrong = storm.run(kills=12)

    assert wrong == []
    assert len(storm.books.answered) >= ENOUGH
    assert set(storm.books.kills) == {"web", "worker", "postgres"}


@pytest.mark.kill
def test_no_notice_is_lost_and_none_repeated_but_for_a_kill_in_between(tmp_path: Path) -> None:
    storm = Deliveries(tmp_path / "var", seed=SEED)

    wrong = storm.run(kills=8)

    assert wrong == []
    assert storm.books.kills["worker"] == 8
    assert len(storm.heard) == WORKSPACES * PLACES


@pytest.mark.kill
def test_runs_and_the_reading_of_a_calendar_end_as_if_nobody_had_died(tmp_path: Path) -> None:
    storm = Judgings(tmp_path / "var", seed=SEED, leads=3_000)

    wrong = storm.run(kills=0)

    assert wrong == []
    assert storm.books.kills == {"worker": len(STOPS) - 1, "postgres": 1}
    assert storm.rows["leads"] == storm.rows["sums"] == 3_000
    assert storm.rows["events"] > 500
    assert storm.rows["absences"] == ENTRIES
