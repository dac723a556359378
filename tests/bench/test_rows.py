"""The bench runs on the tables as they are: a changed column may not break it unseen."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Rows:
    """Return every row of the bench, of tiny sizes, by the name of its part."""
    folder = tmp_path_factory.mktemp("bench") / "var"
    environment = {**os.environ, "VASTE_BENCH_VAR": str(folder)}
    for name in ("DATABASE_URL", "DATABASE_APP_URL", "DJANGO_SETTINGS_MODULE", "VASTE_VAR"):
        environment.pop(name, None)
    ran = subprocess.run(
        [sys.executable, "-m", "tests.bench.tiny"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=3_000,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-4_000:]
    found: Rows = json.loads(ran.stdout.strip().splitlines()[-1])
    return found


class TestEveryRow:
    def test_each_part_of_the_bench_gives_rows_with_figures(self, rows: Rows) -> None:
        asked = re.search(r"known = \[(.*?)\]", (ROOT / "bench" / "__main__.py").read_text(), re.S)
        assert asked is not None
        assert sorted(rows) == sorted(re.findall(r'"(\w+)"', asked[1]))
        for part, of_part in rows.items():
            assert of_part, part
            for row in of_part:
                assert [one for one in row.values() if isinstance(one, (int, float))], row

    def test_what_was_to_be_done_was_done(self, rows: Rows) -> None:
        assert rows["capture"][0]["not_202"] == 0
        assert rows["live"][0]["seen"] > 0
        assert rows["clocks"][0]["fired"] == 50
        assert next(row["changed"] for row in rows["judging"] if "changed" in row) == 300
        assert [row["state"] for row in rows["judging"] if "state" in row] == ["done", "done"]
