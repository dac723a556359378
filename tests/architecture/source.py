"""The program's own source, read and parsed once for every rule."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FACES = {"config", "desk", "doors", "studio", "reports", "api", "pages"}


@dataclass(frozen=True)
class Module:
    """One file: where it is, whose room it is in, and its tree."""

    path: Path
    tree: ast.Module

    @property
    def place(self) -> str:
        """Return the path from the checkout, as an error shows it."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def room(self) -> str:
        """Return the room below `vaste/`, or nothing for the package itself."""
        parts = self.path.relative_to(ROOT / "vaste").parts
        return parts[0] if len(parts) > 1 else ""

    def at(self, node: ast.AST) -> str:
        """Return the place of a node, for an error."""
        return f"{self.place}:{getattr(node, 'lineno', 1)}"


def parsed(path: Path) -> Module:
    """Return the module of one file."""
    return Module(path, ast.parse(path.read_text()))


@cache
def modules() -> tuple[Module, ...]:
    """Return every module of the program, without migrations."""
    files = sorted((ROOT / "vaste").rglob("*.py"))
    return tuple(parsed(path) for path in files if "migrations" not in path.parts)


def rooms() -> Iterator[Module]:
    """Give the modules below the faces: those that must not know of screens or of the clock."""
    return (module for module in modules() if module.room and module.room not in FACES)


def imports(tree: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    """Give each imported name in full, with the statement that imports it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node, f"{node.module}.{alias.name}") for alias in node.names)


def dotted(node: ast.AST) -> str:
    """Return `a.b.c` for such an expression, or nothing for any other."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (left := dotted(node.value)):
        return f"{left}.{node.attr}"
    return ""


def none(wrong: list[str]) -> None:
    """Fail, listing every place, unless there is none."""
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)
