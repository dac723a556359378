"""The short form of the storm; `python -m tests.kill.storm --kills 100` is the long one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kill.storm import Storm

SEED = 20_260_302


@pytest.mark.kill
def test_nothing_answered_is_lost_or_doubled_and_every_clock_fires_once(tmp_path: Path) -> None:
    storm = Storm(tmp_path / "var", seed=SEED)

    wrong = storm.run(kills=12)

    assert wrong == []
    assert len(storm.books.answered) >= 20
    assert set(storm.books.kills) == {"web", "worker", "postgres"}
