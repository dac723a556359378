"""Compiles checked rules to SQL: one boolean expression each, with bound parameters."""

import itertools
import re
import zoneinfo
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from psycopg import sql

from vaste.rules import comparisons
from vaste.rules.binding import Binder
from vaste.rules.checking import check
from vaste.rules.nodes import All, Any, Compare, Happened, Node, Not, with_joined_searches
from vaste.rules.problems import RuleRefused
from vaste.rules.vocabulary import Vocabulary

RUN_PARAMETERS = frozenset({"workspace", "now"})
_PREFIX = re.compile(r"[a-z][a-z_]{0,20}")


@dataclass(frozen=True, slots=True)
class Compiled:
    """
    A rule as SQL: true or false, never NULL.

    The statement has the FROM items that the fields name (`lead`, `contact`, `company`). It is
    run with `params` and two more: `workspace` (UUID) and `now` (aware datetime).
    """

    sql: sql.Composable
    params: dict[str, object]


@dataclass(frozen=True, slots=True)
class Rendered:
    """Rules of one statement: their expressions in the order given, and all their parameters."""

    expressions: tuple[sql.Composable, ...]
    params: dict[str, object]


def compile_rule(
    node: Node, vocabulary: Vocabulary, *, prefix: str = "r", zone: str = "UTC"
) -> Compiled:
    """
    Return `node` as SQL; `prefix` begins the names of its parameters.

    `zone` is the IANA name of the zone whose days are meant by "today" and by an instant's day.

    Raises RuleRefused when `check` finds a problem, ValueError for a prefix other than small
    letters and for an unknown zone.
    """
    rendered = compile_rules([node], vocabulary, prefix=prefix, zone=zone)
    return Compiled(rendered.expressions[0], rendered.params)


def compile_rules(
    nodes: Sequence[Node], vocabulary: Vocabulary, *, prefix: str = "r", zone: str = "UTC"
) -> Rendered:
    """
    Return many rules for one statement, sharing parameters.

    Better than compiling them one by one: the statement's few cheap text searches are given out
    in the order of `nodes`.

    Raises as `compile_rule` does.
    """
    _require(prefix, zone)
    for node in nodes:
        problems = check(node, vocabulary)
        if problems:
            raise RuleRefused(problems)
    binder = Binder(prefix=prefix, zone=zone)
    return Rendered(tuple(_expression(node, vocabulary, binder) for node in nodes), binder.params)


def render(compiled: Iterable[Compiled]) -> Rendered:
    """
    Bring rules that were compiled apart into one statement.

    Where two parameters have one name and different values, the later is renamed.
    """
    expressions, params = [], dict[str, object]()
    for rule in compiled:
        names = _fresh_names(rule.params, params)
        params |= {names[name]: value for name, value in rule.params.items()}
        expressions.append(_renamed(rule.sql, names))
    return Rendered(tuple(expressions), params)


def _require(prefix: str, zone: str) -> None:
    if _PREFIX.fullmatch(prefix) is None:
        raise ValueError(f"{prefix!r} is not a prefix of small letters")
    try:
        zoneinfo.ZoneInfo(zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError) as unknown:
        raise ValueError(f"there is no time zone {zone!r}") from unknown


def _expression(node: Node, vocabulary: Vocabulary, binder: Binder) -> sql.Composable:
    match node:
        case All(children):
            return _chained(sql.SQL(" AND "), children, vocabulary, binder)
        case Any(children):
            return _chained(sql.SQL(" OR "), with_joined_searches(children), vocabulary, binder)
        case Not(child):
            return sql.SQL("(NOT {})").format(_expression(child, vocabulary, binder))
        case Compare():
            return comparisons.comparison(vocabulary.fields[node.field], node, binder)
        case Happened():
            return comparisons.happening(vocabulary.happenings[node.name], node, binder)


def _chained(
    word: sql.SQL, children: Sequence[Node], vocabulary: Vocabulary, binder: Binder
) -> sql.Composable:
    parts = [_expression(child, vocabulary, binder) for child in children]
    return sql.SQL("({})").format(word.join(parts))


def _fresh_names(wanted: dict[str, object], taken: dict[str, object]) -> dict[str, str]:
    """Return, for each wanted parameter, a name that is free in `taken` or holds its value."""
    names, held = dict[str, str](), dict(taken)
    for name, value in wanted.items():
        others = (f"{name}_{number}" for number in itertools.count(2))
        free = (other for other in others if other not in wanted)
        candidates = itertools.chain([name], free)
        names[name] = next(one for one in candidates if _is_same(held.get(one, value), value))
        held[names[name]] = value
    return names


def _is_same(held: object, value: object) -> bool:
    return type(held) is type(value) and held == value


def _renamed(part: sql.Composable, names: dict[str, str]) -> sql.Composable:
    if isinstance(part, sql.Composed):
        return sql.Composed([_renamed(inner, names) for inner in part])
    if not isinstance(part, sql.Placeholder):
        return part
    name = part.as_string()[2:-2]  # "%(name)s"
    return sql.Placeholder(names.get(name, name))
