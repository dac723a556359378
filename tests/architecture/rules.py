"""The rules that no linter knows, each giving the places where a tree breaks it."""

import ast
from collections.abc import Iterator

from tests.architecture import source

SCREENS = ("django.http", "django.shortcuts", "django.views", "django.urls", "django.template")
SIGNALS = ("django.dispatch", "django.db.models.signals", "django.core.signals")
CLOCKS = {
    "timezone.now",
    "timezone.localtime",
    "timezone.localdate",
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "time.time_ns",
}
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
TOTAL = {"pk", "id"}


def imported(tree: ast.AST, banned: tuple[str, ...]) -> Iterator[tuple[ast.AST, str]]:
    """Give each import of a banned package or of anything in it."""
    for node, name in source.imports(tree):
        if any(name == word or name.startswith(f"{word}.") for word in banned):
            yield node, name


def clock_reads(tree: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    """Give each use of a function that tells the time of day, called or passed on."""
    for node in ast.walk(tree):
        name = ".".join(source.dotted(node).split(".")[-2:])
        if isinstance(node, ast.Attribute) and name in CLOCKS:
            yield node, name
    for node, name in source.imports(tree):
        if name in {"django.utils.timezone.now", "time.time", "time.time_ns"}:
            yield node, name


def open_orders(tree: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    """Give each order_by() whose last word is readable and is not the primary key."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        if isinstance(node.func, ast.Attribute) and node.func.attr == "order_by":
            word = last_word(node.args[-1])
            if word is not None and word.lstrip("-") not in TOTAL:
                yield node, word


def last_word(argument: ast.expr) -> str | None:
    """Return the field that an order_by argument names, or None when it can't be read off."""
    if isinstance(argument, ast.Call) and isinstance(argument.func, ast.Attribute):
        return last_word(argument.func.value)
    if isinstance(argument, ast.Call) and source.dotted(argument.func) in {"F", "models.F"}:
        return last_word(argument.args[0])
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return argument.value
    return None


def default_orders(tree: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    """Give each Meta that orders every query of its model."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and node.name == "Meta":
            for part in node.body:
                if isinstance(part, ast.Assign) and source.dotted(part.targets[0]) == "ordering":
                    yield part, "ordering"


def undocumented(tree: ast.Module) -> Iterator[tuple[ast.AST, str]]:
    """Give each public function and class of a module without a docstring."""
    for node in public(tree.body):
        if ast.get_docstring(node) is None:
            yield node, node.name


def untyped(tree: ast.Module) -> Iterator[tuple[ast.AST, str]]:
    """Give each public function and method with a parameter or result of no stated type."""
    for node in public(tree.body):
        parts = public(node.body) if isinstance(node, ast.ClassDef) else [node]
        for part in parts:
            if not isinstance(part, ast.ClassDef) and not is_typed(part):
                yield part, part.name


def is_typed(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether every parameter but self and cls, and the result, has its type."""
    given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    stated = (word.annotation for word in given if word.arg not in {"self", "cls"})
    return node.returns is not None and all(stated)


def public(body: list[ast.stmt]) -> Iterator[Definition]:
    """Give the functions and classes of a body that other modules may use."""
    for node in body:
        if isinstance(node, Definition) and not node.name.startswith("_"):
            yield node
