"""What others call or set is said in words."""

import ast
import re
from pathlib import PurePath

from tests.architecture import rules, source

SPEAKS = {"services", "queries", "models"}
SETTINGS = source.ROOT / "docs" / "settings.md"


def spoken() -> list[source.Module]:
    """Return the modules whose public names are a room's speech: verbs, questions, tables."""
    named = [module for module in source.modules() if SPEAKS & {*names(module.place)}]
    return [module for module in named if not module.path.name.startswith("_")]


def names(place: str) -> tuple[str, ...]:
    """Return the words of a path, the file's without its ending."""
    path = PurePath(place)
    return (*path.parts[:-1], path.stem)


class TestPublicNames:
    def test_every_one_is_documented(self) -> None:
        wrong = [
            f"{module.at(node)} {name} says nothing"
            for module in spoken()
            for node, name in rules.undocumented(module.tree)
        ]

        source.none(wrong)

    def test_every_one_is_typed(self) -> None:
        wrong = [
            f"{module.at(node)} {name} has an unstated type"
            for module in source.modules()
            for node, name in rules.untyped(module.tree)
        ]

        source.none(wrong)

    def test_rules_see_a_bare_function(self) -> None:
        tree = ast.parse("def claim(lead, *, by: User) -> Claim: ...")

        assert [name for _, name in rules.undocumented(tree)] == ["claim"]
        assert [name for _, name in rules.untyped(tree)] == ["claim"]

    def test_every_module_says_what_it_is(self) -> None:
        wrong = [module.place for module in source.modules() if not ast.get_docstring(module.tree)]

        source.none(wrong)


class TestSettings:
    def test_every_variable_is_documented_and_every_documented_one_is_read(self) -> None:
        module = source.parsed(source.ROOT / "vaste" / "config" / "settings.py")
        read = {
            node.args[0].value
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Call)
            and source.dotted(node.func).startswith("environment.")
            and isinstance(node.args[0], ast.Constant)
        }

        assert set(re.findall(r"^\| `([A-Z_]+)`", SETTINGS.read_text(), re.MULTILINE)) == read

    def test_environment_is_read_in_one_place(self) -> None:
        allowed = {"vaste/config/environment.py", "vaste/config/django_setup.py"}
        wrong = [
            module.at(node)
            for module in source.modules()
            for node in ast.walk(module.tree)
            if source.dotted(node) in {"os.environ", "os.getenv"} and module.place not in allowed
        ]

        source.none(wrong)
