"""Reads a rule from plain data (YAML, JSON, a form) into its tree, or says what is wrong."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from vaste.rules import operands
from vaste.rules.nodes import (
    DEEPEST,
    MOST_NODES,
    All,
    Any,
    Compare,
    Happened,
    Node,
    Not,
    joined,
)
from vaste.rules.operators import SHAPES
from vaste.rules.paths import read_path_test
from vaste.rules.problems import Problem, RuleRefused, refusal, shown, suggestion

MOST_VALUES_IN_ALL = 5_000  # values in all lists of a rule
_MOST_PROBLEMS = 50
_HEADS = ("all", "any", "not", "field", "happened")


def parse(source: object) -> Node:
    """
    Read `source`, made of mappings, lists and plain values, into a tree.

    Only the form is looked at; `check` holds it against a vocabulary. Dates and instants that
    a YAML reader made are turned back into text.

    Raises RuleRefused, with up to 50 problems and at most one for each condition, for anything
    that is not a rule: unknown words, empty groups, over 500 conditions and groups, over 20
    levels, text that cannot be stored, numbers that are not finite. Any input is answered at
    once, however large or deep.
    """
    reader = _Reader()
    try:
        node = reader.node(source, "", 1)
    except (RuleRefused, _Enough) as refused:
        raise RuleRefused([*reader.problems, *refused.problems]) from None
    if reader.problems:
        raise RuleRefused(reader.problems)
    return node


class _Enough(Exception):
    """Reading stops here: a limit is passed, or there are problems enough to show."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__()
        self.problems = problems


class _Reader:
    """Reads one rule, gathering problems and counting what is limited."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.nodes = 0
        self.values = 0

    def node(self, source: object, path: str, depth: int) -> Node:
        self._count_node(path, depth)
        condition = _mapping(source, path)
        match _head(condition, path):
            case "field":
                return self._compare(condition, path)
            case "happened":
                return _happened(condition, path)
            case "not":
                _refuse_others(condition, ("not",), path)
                return Not(self.node(condition["not"], joined(path, "not"), depth + 1))
            case head:
                _refuse_others(condition, (head,), path)
                return self._group(head, condition[head], joined(path, head), depth)

    def _count_node(self, path: str, depth: int) -> None:
        self.nodes += 1
        if depth > DEEPEST:
            message = _("The rule is more than %(most)d levels deep.") % {"most": DEEPEST}
            remedy = _("Put conditions side by side instead of inside each other.")
            raise _Enough(Problem(path, message, remedy))
        if self.nodes > MOST_NODES:
            message = _("The rule has more than %(most)d conditions and groups.") % {
                "most": MOST_NODES
            }
            remedy = _("Shorten it: one “in” or “contains_any” replaces many conditions.")
            raise _Enough(Problem(path, message, remedy))

    def _group(self, head: str, source: object, path: str, depth: int) -> Node:
        if not isinstance(source, list | tuple):
            message = _("“%(word)s” needs a list of conditions.") % {"word": head}
            raise refusal(path, message, _("Begin each condition with a dash."))
        if not source:
            remedy = _("Add a condition, or remove the group.")
            raise refusal(path, _("The group is empty."), remedy)
        children = self._children(source, path, depth + 1)
        return All(children) if head == "all" else Any(children)

    def _children(self, sources: Sequence[object], path: str, depth: int) -> tuple[Node, ...]:
        children: list[Node] = []
        for index, source in enumerate(sources):
            try:
                children.append(self.node(source, f"{path}[{index}]", depth))
            except RuleRefused as refused:
                self._keep(refused)
        return tuple(children)

    def _keep(self, refused: RuleRefused) -> None:
        self.problems.extend(refused.problems)
        if len(self.problems) >= _MOST_PROBLEMS:
            raise _Enough

    def _compare(self, condition: Mapping[str, object], path: str) -> Node:
        name = operands.read_name(condition["field"], joined(path, "field"))
        operator = _operator(condition, path)
        place = joined(path, operator)
        value = operands.read_operand(operator, condition[operator], place)
        self._count_values(len(value) if isinstance(value, tuple) else 1, place)
        return Compare(name, operator, value)

    def _count_values(self, count: int, path: str) -> None:
        self.values += count
        if self.values > MOST_VALUES_IN_ALL:
            message = _("The rule lists more than %(most)d values.") % {"most": MOST_VALUES_IN_ALL}
            remedy = _("Use fewer values, or a field that groups them.")
            raise _Enough(Problem(path, message, remedy))


def _mapping(source: object, path: str) -> Mapping[str, object]:
    if not isinstance(source, Mapping):
        raise _not_a_condition(source, path)
    strange = next((key for key in source if not isinstance(key, str)), None)
    if strange is not None or None in source:
        message = _("“%(key)s” is not a word of the rule language.") % {"key": shown(strange)}
        remedy = _("Put the word in quotes if it was read as yes, no, or a number.")
        raise refusal(path, message, remedy)
    return source


def _not_a_condition(source: object, path: str) -> RuleRefused:
    message = _("A condition should stand here, not “%(found)s”.") % {"found": shown(source)}
    if isinstance(source, list | tuple):
        return refusal(path, message, _("Put the list under “all:” or “any:”."))
    remedy = _("Write a condition, for example {field: lead.message, contains: price}.")
    return refusal(path, message, remedy)


def _head(condition: Mapping[str, object], path: str) -> str:
    heads = [head for head in _HEADS if head in condition]
    if len(heads) == 1:
        return heads[0]
    if heads:
        message = _("These cannot stand together: %(words)s.") % {"words": ", ".join(heads)}
        raise refusal(path, message, _("Make each a condition of its own."))
    first = next(iter(condition), "")
    message = _("Nothing here says what to test; found “%(found)s”.") % {"found": shown(first)}
    raise refusal(path, message, suggestion(first, _HEADS))


def _refuse_others(condition: Mapping[str, object], known: tuple[str, ...], path: str) -> None:
    for key in condition:
        if key not in known:
            message = _("“%(key)s” is not known here.") % {"key": shown(key)}
            remedy = suggestion(key, known) if len(known) > 1 else _("Take it away.")
            raise refusal(joined(path, shown(key)), message, remedy)


def _operator(condition: Mapping[str, object], path: str) -> str:
    operators = [key for key in condition if key != "field"]
    if not operators:
        message = _("The condition names a field but no comparison.")
        raise refusal(path, message, _("Add one, for example “is:” or “missing: true”."))
    if len(operators) > 1:
        words = ", ".join(shown(word) for word in operators[:5])
        message = _("One condition holds one comparison; here are: %(words)s.") % {"words": words}
        raise refusal(path, message, _("Use “between”, or two conditions under “all:”."))
    if operators[0] not in SHAPES:
        word = shown(operators[0])
        message = _("There is no comparison “%(word)s”.") % {"word": word}
        raise refusal(joined(path, word), message, suggestion(operators[0], tuple(SHAPES)))
    return operators[0]


def _happened(condition: Mapping[str, object], path: str) -> Node:
    _refuse_others(condition, ("happened", "path", "at_least", "at_most", "within"), path)
    name = operands.read_name(condition["happened"], joined(path, "happened"))
    within = None
    if "within" in condition:
        within = operands.read_length(condition["within"], joined(path, "within"))
    where = read_path_test(condition["path"], joined(path, "path")) if "path" in condition else None
    if "at_most" not in condition:
        given = {"at_least": 1} | dict(condition)
        least = operands.read_times(given, "at_least", fewest=1, path=path)
        return Happened(name, least, None, within, where)
    if "at_least" in condition:
        message = _("“at_least” and “at_most” cannot stand together.")
        raise refusal(path, message, _("Make two conditions under “all:”."))
    most = operands.read_times(condition, "at_most", fewest=0, path=path)
    return Happened(name, None, most, within, where)
