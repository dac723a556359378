"""The signing key is made once, for its owner alone."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from vaste.config import secrets


class TestLoadOrMake:
    def test_is_made_once_and_private(self, tmp_path: Path) -> None:
        path = tmp_path / "var" / "secret_key"

        keys = {secrets.load_or_make(path) for _ in range(2)}

        assert len(keys) == 1
        assert len(keys.pop()) >= 50
        assert path.stat().st_mode & 0o777 == 0o600
        assert [found.name for found in path.parent.iterdir()] == ["secret_key"]

    def test_those_who_start_at_once_agree(self, tmp_path: Path) -> None:
        with ThreadPoolExecutor(8) as pool:
            keys = set(pool.map(secrets.load_or_make, [tmp_path / "secret_key"] * 8))

        assert len(keys) == 1
