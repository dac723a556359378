"""Variables are read as what they are, or refused by name."""

import pytest

from vaste.config import environment
from vaste.config.environment import BadEnvironment


class TestText:
    @pytest.mark.parametrize(("env", "value"), [({}, "x"), ({"V": ""}, "x"), ({"V": "y"}, "y")])
    def test_unset_and_empty_mean_the_default(self, env: dict[str, str], value: str) -> None:
        assert environment.text("V", "x", env=env) == value


class TestWhole:
    def test_reads_a_number(self) -> None:
        assert environment.whole("V", 8000, env={"V": "8001"}) == 8001

    @pytest.mark.parametrize("raw", ["8000.5", "eight", "0x10"])
    def test_refuses_anything_else(self, raw: str) -> None:
        with pytest.raises(BadEnvironment, match=f"V must be a whole number, not '{raw}'"):
            environment.whole("V", 1, env={"V": raw})


class TestYes:
    @pytest.mark.parametrize(
        ("raw", "value"),
        [("1", True), ("TRUE", True), (" on ", True), ("no", False), ("Off", False), ("0", False)],
    )
    def test_reads_a_truth(self, raw: str, value: bool) -> None:
        assert environment.yes("V", not value, env={"V": raw}) is value

    def test_refuses_anything_else(self) -> None:
        with pytest.raises(BadEnvironment, match="V must be yes or no, not 'maybe'"):
            environment.yes("V", False, env={"V": "maybe"})
