"""Holds a rule against a vocabulary: unknown names, unfit comparisons, values that do not suit."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from vaste.rules.durations import Duration
from vaste.rules.nodes import (
    DEEPEST,
    MOST_NODES,
    NODES,
    Compare,
    Happened,
    Node,
    dump,
    joined,
    walk,
)
from vaste.rules.operators import OPERATORS
from vaste.rules.parsing import parse
from vaste.rules.problems import BadValue, Problem, RuleRefused, refusal, shown, suggestion
from vaste.rules.values import Money, Value, read_length, read_span, read_value
from vaste.rules.vocabulary import Field, Vocabulary

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def check(rule: object, vocabulary: Vocabulary) -> list[Problem]:
    """
    Return what is wrong with `rule` (a tree, or what `parse` reads) in reading order.

    An empty list means that `compile_rule` takes it. Names the place and the remedy of every
    unknown field (with near names), comparison that the kind does not have, value of the wrong
    type, unknown choice and currency, and bounds the wrong way round.
    """
    try:
        node = _reread(rule) if isinstance(rule, NODES) else parse(rule)
    except RuleRefused as refused:
        return list(refused.problems)
    return [
        problem for place in walk(node) for problem in _problems(place.node, place.path, vocabulary)
    ]


def _reread(node: Node) -> Node:
    """Return the tree as if it had been written, so that one made by a program is held to form."""
    for count, place in enumerate(walk(node), start=1):
        if place.depth > DEEPEST or count > MOST_NODES:
            message = _("The rule is too large: more than %(nodes)d parts or %(depth)d levels.")
            sizes = {"nodes": MOST_NODES, "depth": DEEPEST}
            raise refusal(place.path[:200], message % sizes, _("Split or shorten the rule."))
    return parse(dump(node))


def _problems(node: Node, path: str, vocabulary: Vocabulary) -> list[Problem]:
    if isinstance(node, Happened):
        return _happened_problems(node, path, vocabulary)
    if not isinstance(node, Compare):
        return []
    field = vocabulary.fields.get(node.field)
    if field is None:
        message = _("There is no field “%(name)s”.") % {"name": shown(node.field)}
        remedy = suggestion(node.field, tuple(vocabulary.fields))
        return [Problem(joined(path, "field"), message, remedy)]
    return _comparison_problems(field, node, joined(path, node.operator))


def _happened_problems(node: Happened, path: str, vocabulary: Vocabulary) -> list[Problem]:
    if node.name not in vocabulary.happenings:
        message = _("There is no happening “%(name)s”.") % {"name": shown(node.name)}
        remedy = suggestion(node.name, tuple(vocabulary.happenings))
        return [Problem(joined(path, "happened"), message, remedy)]
    if node.path is not None and vocabulary.happenings[node.name].path_column is None:
        message = _("“%(name)s” has no path.") % {"name": shown(node.name)}
        return [Problem(joined(path, "path"), message, _("Take “path” away."))]
    if node.within is None:
        return []
    try:
        read_length(node.within)
    except BadValue as bad:
        return [Problem(joined(path, "within"), bad.message, bad.remedy)]
    return []


def _comparison_problems(field: Field, node: Compare, path: str) -> list[Problem]:
    if node.operator not in OPERATORS[field.kind]:
        message = _("“%(name)s” cannot be compared by “%(word)s”.") % {
            "name": field.name,
            "word": node.operator,
        }
        words = ", ".join(OPERATORS[field.kind])
        return [Problem(path, message, _("Use one of: %(names)s.") % {"names": words})]
    if node.operator == "missing":
        return []
    if isinstance(node.value, tuple):
        return _list_problems(field, node, node.value, path)
    reader = read_span if node.operator.startswith("within_") else read_value
    try:
        reader(field, node.value)
    except BadValue as bad:
        return [Problem(path, bad.message, bad.remedy)]
    return []


def _list_problems(
    field: Field, node: Compare, written: tuple[str | int | float | bool, ...], path: str
) -> list[Problem]:
    problems, values = [], []
    for index, one in enumerate(written):
        try:
            values.append(read_value(field, one))
        except BadValue as bad:
            problems.append(Problem(f"{path}[{index}]", bad.message, bad.remedy))
    if node.operator == "between" and not problems:
        problems.extend(_bound_problems(values[0], values[1], path))
    return problems


def _bound_problems(low: Value, high: Value, path: str) -> list[Problem]:
    try:
        swapped = _is_over(low, high)
    except BadValue as bad:
        return [Problem(path, bad.message, bad.remedy)]
    if swapped:
        message = _("The lowest value is higher than the highest.")
        return [Problem(path, message, _("Swap the two values."))]
    return []


def _is_over(low: Value, high: Value) -> bool:
    """Return whether `low` is the higher; raises BadValue when the two cannot be compared."""
    if isinstance(low, Money) and isinstance(high, Money):
        if low.currency != high.currency:
            remedy = _("Write both amounts in one currency.")
            raise BadValue(_("The two amounts are in different currencies."), remedy)
        return low.amount > high.amount
    if type(low) is not type(high):
        remedy = _("Write two dates, or two times with their offsets.")
        raise BadValue(_("One value is a date and the other a time."), remedy)
    return _rank(low) > _rank(high)


def _rank(value: Value) -> Decimal:
    """Return a number that orders values of one kind."""
    match value:
        case Duration():
            return Decimal(value.seconds)
        case datetime():
            return Decimal((value - _EPOCH) // timedelta(microseconds=1))
        case date():
            return Decimal(value.toordinal())
        case Decimal():
            return value
    return Decimal(0)
