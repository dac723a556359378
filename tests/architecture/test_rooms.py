"""No room below the faces knows of screens, of signals, or what time it is."""

import ast

import pytest

from tests.architecture import rules, source

# An id holds the time at which it was made.
READS_CLOCK = {"vaste/kernel/ids.py"}


def found(text: str, rule: str) -> list[str]:
    """Return what a rule finds in a piece of source."""
    return [name for _, name in getattr(rules, rule)(ast.parse(text))]


class TestScreens:
    def test_no_room_imports_them(self) -> None:
        wrong = [
            f"{module.at(node)} imports {name}"
            for module in source.rooms()
            for node, name in rules.imported(module.tree, rules.SCREENS)
        ]

        source.none(wrong)

    def test_rule_sees_every_form(self) -> None:
        text = "import django.http\nfrom django import http\nfrom django.http import Http404"

        assert len(list(rules.imported(ast.parse(text), rules.SCREENS))) == 3


class TestSignals:
    def test_nobody_imports_them(self) -> None:
        wrong = [
            f"{module.at(node)} imports {name}"
            for module in source.modules()
            for node, name in rules.imported(module.tree, rules.SIGNALS)
        ]

        source.none(wrong)


class TestClock:
    def test_no_room_reads_it(self) -> None:
        wrong = [
            f"{module.at(node)} uses {name}: take at= from the caller"
            for module in source.rooms()
            for node, name in rules.clock_reads(module.tree)
            if module.place not in READS_CLOCK
        ]

        source.none(wrong)

    @pytest.mark.parametrize(
        "text",
        [
            "timezone.now()",
            "x = Field(default=timezone.now)",
            "datetime.datetime.now(UTC)",
            "dt.date.today()",
            "time.time()",
            "from time import time",
            "from django.utils.timezone import now",
        ],
    )
    def test_rule_sees(self, text: str) -> None:
        assert len(found(text, "clock_reads")) == 1

    @pytest.mark.parametrize("text", ["time.monotonic()", "lead.now", "clock.time()"])
    def test_rule_lets_pass(self, text: str) -> None:
        assert found(text, "clock_reads") == []


class TestSizes:
    def test_no_file_is_over_500_lines(self) -> None:
        folders = (source.ROOT / name for name in ("vaste", "tests", "bench"))
        files = [path for folder in folders for path in folder.rglob("*.py")]
        written = [path for path in files if "migrations" not in path.parts]
        sizes = {path.name: len(path.read_text().splitlines()) for path in written}

        assert {name: size for name, size in sizes.items() if size > 500} == {}
