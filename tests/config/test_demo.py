"""`vaste demo`: what it prints, with the database stood in for by the tests' own."""

from __future__ import annotations

from contextlib import nullcontext

import pytest
from click.testing import CliRunner, Result
from django.db import OperationalError, ProgrammingError

from vaste.config import postgres
from vaste.config.commands import demo as command
from vaste.config.processes import CannotStart
from vaste.flows import demo
from vaste.flows.demo import Login, Removed


@pytest.fixture(autouse=True)
def running(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the command find the tests' database up."""
    monkeypatch.setattr(postgres, "running", lambda **_: nullcontext())


def run(word: str) -> Result:
    """Run `vaste demo` with one word."""
    return CliRunner().invoke(command.demo, [word], catch_exceptions=False)


@pytest.mark.django_db
class TestSeed:
    def test_prints_logins_and_addresses(self, monkeypatch: pytest.MonkeyPatch) -> None:
        asked: list[bool] = []

        def seed(*, at: object, beside_others: bool) -> list[Login]:
            asked.append(beside_others)
            return [Login("rep", "aino@nordic-demo.example", "secret words")]

        monkeypatch.setattr(demo, "seed_demo", seed)
        monkeypatch.setattr(demo, "addresses", lambda: [("Contact form", "/f/abc")])

        said = run("seed")

        assert said.exit_code == 0
        assert said.stdout == (
            "  rep: aino@nordic-demo.example / secret words\n  Contact form: /f/abc\n"
        )
        assert said.stderr.startswith("The sample is made (")
        assert asked == [True]

    @pytest.mark.parametrize(
        ("failure", "sentence"),
        [
            (
                ProgrammingError("no relation"),
                "The database has no tables yet: run `vaste migrate`.",
            ),
            (OperationalError("gone\n"), "The database can't be used: gone"),
        ],
    )
    def test_what_stands_in_the_way_is_said(
        self, monkeypatch: pytest.MonkeyPatch, failure: Exception, sentence: str
    ) -> None:
        def fail() -> None:
            raise failure

        monkeypatch.setattr(demo, "sample", fail)

        with pytest.raises(CannotStart) as refused:
            run("seed")

        assert str(refused.value) == sentence


@pytest.mark.django_db
class TestRemove:
    def test_without_a_sample_it_says_so(self) -> None:
        said = run("remove")

        assert (said.exit_code, said.stderr) == (0, "There is no sample workspace.\n")

    def test_says_how_much_is_gone(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(demo, "remove_demo", lambda: Removed(1, 2600, 9))

        said = run("remove")

        assert said.stderr.startswith("The sample is gone: 2600 rows and 9 people (")
