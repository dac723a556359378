"""Says a rule in a plain sentence of the reader's language."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import reduce

from babel import dates, numbers

from vaste.rules.durations import Duration, read_duration
from vaste.rules.nodes import All, Any, Compare, Happened, Node, Not, Scalar, with_joined_searches
from vaste.rules.operators import Kind
from vaste.rules.paths import PathTest
from vaste.rules.problems import BadValue
from vaste.rules.values import Money, Value, read_value
from vaste.rules.vocabulary import Field, Happening, Vocabulary, label
from vaste.rules.wording import Forms, Wording, wording_for

_FAMILIES: dict[Kind, str] = {
    "text": "text",
    "number": "amount",
    "money": "amount",
    "duration": "amount",
    "date": "time",
    "instant": "time",
    "choice": "choice",
    "yes_no": "yes_no",
    "list": "list",
}
_SAME = {"before": "less_than", "after": "more_than"}
_MOST_SHOWN = 10  # values of a list; the rest are counted
_LONGEST_SHOWN = 80  # characters of a text


def say(node: Node, vocabulary: Vocabulary, language: str) -> str:
    """
    Return the rule as one sentence without capital and full stop.

    `language` is "en", "fi", "sv" or "hu", also with a region; any other is answered in English.
    Groups inside groups stand in brackets. Never fails: a field or choice that is no longer in
    the vocabulary is said by its name, so that old versions can still be read.
    """
    return _Speaker(vocabulary, wording_for(language)).said(node)


class _Speaker:
    def __init__(self, vocabulary: Vocabulary, wording: Wording) -> None:
        self.vocabulary = vocabulary
        self.wording = wording

    def said(self, node: Node) -> str:
        match node:
            case All(children):
                return self._chained(self.wording.conjunction, children)
            case Any(children):
                return self._chained(self.wording.alternative, with_joined_searches(children))
            case Not(child):
                return self.wording.denial.format(rule=self._inner(child))
            case Happened():
                return self._happened(node)
            case Compare():
                return self._compared(node)

    def _chained(self, pattern: str, children: Sequence[Node]) -> str:
        if len(children) == 1:
            return self.said(children[0])
        parts = [self._inner(child) for child in children]
        return reduce(lambda left, right: pattern.format(left=left, right=right), parts)

    def _inner(self, node: Node) -> str:
        said = self.said(node)
        return said if isinstance(_only(node), Compare | Happened) else f"({said})"

    def _happened(self, node: Happened) -> str:
        sentence = self._counted(node)
        span = read_duration(node.within) if node.within is not None else None
        if span is None:
            return sentence
        adverbial = _lasting(span, self.wording.last)
        return self.wording.during.format(sentence=sentence, adverbial=adverbial)

    def _counted(self, node: Happened) -> str:
        known, language = self.vocabulary.happenings.get(node.name), self.wording.language
        did = label(known.labels, language, otherwise=node.name) if known else node.name
        where = self._where(known, node.path)
        if node.at_most is None:
            return self.wording.at_least.said(node.at_least or 1, did=did + where)
        if node.at_most:
            return self.wording.at_most.said(node.at_most, did=did + where)
        never = label(known.never, language, otherwise="") if known else ""
        return never + where if never else self.wording.never.format(did=did + where)

    def _where(self, known: Happening | None, test: PathTest | None) -> str:
        """Return where something happened, in brackets behind what did; "" for anywhere."""
        if test is None:
            return ""
        labels = known.path_labels if known else {}
        name = label(labels, self.wording.language, otherwise="path")
        pattern = self.wording.comparisons[f"text.{test.operator}"]
        return f" ({pattern.format(field=name, value=self._quoted(test.text))})"

    def _compared(self, node: Compare) -> str:
        field = self.vocabulary.fields.get(node.field)
        language = self.wording.language
        name = label(field.labels, language, otherwise=node.field) if field else node.field
        if node.operator == "missing":
            pattern = self.wording.missing if node.value else self.wording.given
            return pattern.format(field=name)
        pattern = self._pattern(field, node.operator)
        return pattern.format(field=name, **self._parts(field, node))

    def _pattern(self, field: Field | None, operator: str) -> str:
        """Return the sentence for a comparison, of any kind that has it when the field is gone."""
        family = _FAMILIES[field.kind] if field else "text"
        operator = _SAME.get(operator, operator)
        known = self.wording.comparisons
        keys = [f"{family}.{operator}", *(f"{other}.{operator}" for other in _FAMILIES.values())]
        return next(known[key] for key in keys if key in known)

    def _parts(self, field: Field | None, node: Compare) -> Mapping[str, str]:
        if isinstance(node.value, tuple):
            return self._listed([self._value(field, one) for one in node.value])
        if node.operator.startswith("within_"):
            units = self.wording.last if node.operator == "within_last" else self.wording.next
            span = read_duration(str(node.value))
            return {"adverbial": _lasting(span, units) if span else str(node.value)}
        return {"value": self._value(field, node.value)}

    def _listed(self, values: Sequence[str]) -> Mapping[str, str]:
        ends = {"low": values[0], "high": values[-1]}
        if len(values) > _MOST_SHOWN:
            shown = ", ".join(values[:_MOST_SHOWN])
            more = self.wording.more_values.format(shown=shown, count=len(values) - _MOST_SHOWN)
            return ends | {"values": more, "value_or": more}
        either = values[0]
        if len(values) > 1:
            left = ", ".join(values[:-1])
            either = self.wording.alternative.format(left=left, right=values[-1])
        return ends | {"values": ", ".join(values), "value_or": either}

    def _value(self, field: Field | None, written: Scalar) -> str:
        if field is None:
            return self._quoted(str(written))
        if isinstance(written, str) and written in field.choices:
            return label(field.choices[written], self.wording.language, otherwise=written)
        try:
            return self._typed(read_value(field, written))
        except BadValue:
            return self._quoted(str(written))

    def _typed(self, value: Value) -> str:
        match value:
            case bool():
                return self.wording.yes if value else self.wording.no
            case Decimal():
                return self._number(value)
            case Money():
                return f"{self._number(value.amount)}\N{NO-BREAK SPACE}{value.currency}"
            case Duration():
                return _lasting(value, self.wording.lengths)
            case datetime() | date():
                return self._time(value)
            case str():
                return self._quoted(value)

    def _number(self, number: Decimal) -> str:
        language = self.wording.language
        return numbers.format_decimal(number, locale=language, decimal_quantization=False)

    def _time(self, value: date | datetime) -> str:
        language = self.wording.language
        if isinstance(value, datetime):
            pattern = self.wording.instant_pattern
            return dates.format_datetime(value, pattern, tzinfo=UTC, locale=language)
        return dates.format_date(value, self.wording.date_pattern, locale=language)

    def _quoted(self, text: str) -> str:
        cut = text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"
        return cut.join(self.wording.quotes)


def _only(node: Node) -> Node:
    """Return what a group that says one thing comes down to."""
    while isinstance(node, All | Any):
        children = node.children if isinstance(node, All) else with_joined_searches(node.children)
        if len(children) > 1:
            break
        node = children[0]
    return node


def _lasting(span: Duration, units: Mapping[str, Forms]) -> str:
    return units[span.unit].said(span.count)
