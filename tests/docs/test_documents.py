"""The documents are true: examples are right, links lead somewhere, nothing is left unsaid."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from vaste.config.cli import program
from vaste.definitions import queries as definitions
from vaste.flows import define
from vaste.leads.enquiry import FIELDS
from vaste.leads.models import Arrival, Lead
from vaste.leads.reading import check_field_map
from vaste.rules import language
from vaste.rules.operators import SHAPES
from vaste.workspaces.models import Role

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")], key=lambda path: path.as_posix()
)
DOORS = (ROOT / "docs" / "doors.md").read_text()
DEFINITIONS = (ROOT / "docs" / "definitions.md").read_text()
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text()


def examples(text: str) -> list[Any]:
    """Return the YAML examples of a page, read."""
    return [yaml.safe_load(one) for one in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)]


class TestLinks:
    @pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
    def test_every_one_leads_to_a_file(self, page: Path) -> None:
        targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text())
        paths = [target for target in targets if "://" not in target]

        assert [path for path in paths if not (page.parent / path).exists()] == []


class TestCommands:
    @pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
    def test_every_one_that_is_named_exists(self, page: Path) -> None:
        named = re.findall(r"(?:^|`|/bin/)vaste ([a-z]+)", page.read_text(), re.MULTILINE)
        known = set(program.list_commands(click.Context(program)))

        assert set(named) - known == set()

    @pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
    def test_every_target_of_make_exists(self, page: Path) -> None:
        named = re.findall(r"(?:^|`)make ([a-z]+)", page.read_text(), re.MULTILINE)
        known = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))

        assert set(named) - known == set()


class TestDependencies:
    def test_each_has_a_line_that_says_what_it_saves(self) -> None:
        project = tomllib.loads((ROOT / "pyproject.toml").read_text())
        groups = project["dependency-groups"].values()
        wanted = [*project["project"]["dependencies"], *(one for group in groups for one in group)]
        names = {re.split(r"[\[<>=]", one)[0] for one in wanted}
        page = (ROOT / "docs" / "decisions" / "0003-dependencies.md").read_text()

        assert names - set(re.findall(r"^\| `([\w-]+)` \|", page, re.MULTILINE)) == set()


class TestDecisions:
    def test_every_page_is_listed(self) -> None:
        folder = ROOT / "docs" / "decisions"
        listed = re.findall(r"\((\d{4}-[\w-]+\.md)\)", (folder / "README.md").read_text())

        assert listed == sorted(path.name for path in folder.glob("0*.md"))

    def test_every_page_that_the_code_names_exists(self) -> None:
        named = {
            number
            for path in (ROOT / "vaste").rglob("*.py")
            for number in re.findall(r"docs/decisions/(\d{4})", path.read_text())
        }
        there = {path.name[:4] for path in (ROOT / "docs" / "decisions").glob("0*.md")}

        assert named - there == set()


class TestDefinitions:
    def test_every_example_can_be_published(self) -> None:
        base = definitions.default_content()
        vocabulary = define.vocabulary_of(base)

        assert len(examples(DEFINITIONS)) == 8
        for example in examples(DEFINITIONS):
            if {"all", "happened"} & set(example):
                assert language.check(example, vocabulary) == []
            else:
                whole = example if "vaste" in example else {**base, **example}
                assert define.check(whole) == []

    def test_every_field_happening_and_comparison_is_named(self) -> None:
        vocabulary = define.vocabulary_of(definitions.default_content())
        words = set(re.findall(r"`([\w.]+)[:`]", DEFINITIONS))

        assert {*vocabulary.fields, *vocabulary.happenings, *SHAPES} - words == set()

    def test_every_section_of_the_default_one_is_explained(self) -> None:
        headings = " ".join(re.findall(r"^### (.*)$", DEFINITIONS, re.MULTILINE))

        for section in set(definitions.default_content()) - {"vaste"}:
            assert f"`{section}`" in headings


class TestDoors:
    def test_the_example_map_is_right(self) -> None:
        (example,) = examples(DOORS)

        assert check_field_map(example) == []

    def test_every_field_of_an_enquiry_is_named(self) -> None:
        inside = {"visitor_id"}  # for the tracking that is to come

        assert FIELDS - set(re.findall(r"`(\w+)`", DOORS)) == inside


class TestGlossary:
    @pytest.mark.parametrize(
        "word",
        [*Arrival.State.values, *Lead.State.values, *Role.values, "sales_now", "nurture"],
    )
    def test_every_state_and_role_is_there(self, word: str) -> None:
        assert word.replace("_", " ") in GLOSSARY.replace("_", " ")
