"""What makes `make dev` start the processes again."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from vaste.config.commands.up import newest


@pytest.mark.parametrize("name", ["a.py", "b/c.html", "d.sql", "e.yaml", "f/g.po"])
def test_a_file_that_is_kept_in_memory_counts(tmp_path: Path, name: str) -> None:
    old = _file(tmp_path / "old.py", 100)
    assert newest(tmp_path) == 100
    _file(tmp_path / name, 200)
    assert newest(tmp_path) == 200
    assert old.exists()


def test_scripts_styles_and_caches_do_not(tmp_path: Path) -> None:
    _file(tmp_path / "old.py", 100)
    for name in ("a.js", "b.css", "__pycache__/old.cpython-311.pyc"):
        _file(tmp_path / name, 200)
    assert newest(tmp_path) == 100


def test_a_file_that_goes_away_meanwhile_is_no_failure(tmp_path: Path) -> None:
    _file(tmp_path / "old.py", 100)
    (tmp_path / "gone.py").symlink_to(tmp_path / "nowhere.py")
    assert newest(tmp_path) == 100


def _file(path: Path, changed: int) -> Path:
    path.parent.mkdir(exist_ok=True, parents=True)
    path.touch()
    os.utime(path, (changed, changed))
    return path
