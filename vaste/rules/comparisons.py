"""SQL of each comparison: one boolean expression that is never NULL."""

from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import LiteralString

from psycopg import sql

from vaste.rules import fold, sources, values
from vaste.rules.binding import NOW, WORKSPACE, Binder
from vaste.rules.durations import Duration
from vaste.rules.nodes import Compare, Happened, Scalar
from vaste.rules.operators import Kind
from vaste.rules.paths import IN_SQL
from vaste.rules.values import Money
from vaste.rules.vocabulary import HUMAN_FROM, Field, Happening

_SIGNS: dict[str, LiteralString] = {
    "is": "=",
    "is_not": "<>",
    "more_than": ">",
    "after": ">",
    "at_least": ">=",
    "less_than": "<",
    "before": "<",
    "at_most": "<=",
}
_DENIED = {"is_not": "is", "not_in": "in", "not_contains": "contains"}

# A longer list of words is searched for in the folded text instead: PostgreSQL refuses regular
# expressions that grow past its limit.
_LONGEST_PATTERN = 400  # characters of all words together
# From this size on, folding a text costs more than compiling a regular expression for it.
_LONG_TEXT = 200  # bytes


def comparison(field: Field, node: Compare, binder: Binder) -> sql.Composable:
    """Return SQL for one checked comparison, never NULL."""
    if node.operator == "missing":
        return _missing(field, binder) if node.value else _given(field, binder)
    return _COMPARERS[field.kind](field, node, binder)


def happening(known: Happening, node: Happened, binder: Binder) -> sql.Composable:
    """
    Return SQL for "at least" or "at most so often", never NULL.

    Looks at no more of the contact's rows than it takes to tell, from the contact's index.
    """
    rows = sql.SQL(" AND ").join(_counted(known, node, binder))
    found = sql.SQL("SELECT 1 FROM {} AS happening WHERE {}").format(
        sql.Identifier(known.table), rows
    )
    skipped = node.at_most if node.at_most is not None else (node.at_least or 1) - 1
    if skipped:
        found += sql.SQL(" OFFSET {}").format(binder.bind(skipped, "bigint"))
    template = "EXISTS ({})" if node.at_most is None else "(NOT EXISTS ({}))"
    return sql.SQL(template).format(found)


def _counted(known: Happening, node: Happened, binder: Binder) -> list[sql.Composable]:
    """Return the conditions on a row of the happening's table."""
    at = sql.Identifier("happening", known.at_column)
    conditions: list[sql.Composable] = [
        sql.SQL("happening.workspace_id = {}").format(WORKSPACE),
        sql.SQL("{} = contact.id").format(sql.Identifier("happening", known.contact_column)),
        sql.SQL("{} <= {}").format(at, NOW),
    ]
    if node.within is not None:
        since = _from_now("-", values.read_length(node.within), binder)
        conditions.append(sql.SQL("{} >= {}").format(at, since))
    if known.kind_column is not None:
        column = sql.Identifier("happening", known.kind_column)
        kinds = binder.bind(list(known.kind_values), "text[]")
        conditions.append(sql.SQL("{} = ANY({})").format(column, kinds))
    if known.path_column is not None and node.path is not None:
        stored = sql.Identifier("happening", known.path_column)
        text = binder.bind(node.path.text, "text")
        conditions.append(sql.SQL(IN_SQL[node.path.operator]).format(stored, text))
    if known.human_column is not None:
        human = sql.Identifier("happening", known.human_column)
        conditions.append(sql.SQL("{} >= {}").format(human, binder.bind(HUMAN_FROM, "int")))
    return conditions


def _from_now(sign: LiteralString, span: Duration, binder: Binder) -> sql.Composable:
    # Seconds, not days: an interval with days would follow the session's summer time.
    seconds = binder.bind(span.seconds, "bigint")
    return sql.SQL("{} " + sign + " {} * interval '1 second'").format(NOW, seconds)


def _sure(condition: sql.Composable) -> sql.Composable:
    """Return `condition` with NULL read as not met."""
    return sql.SQL("coalesce({}, false)").format(condition)


def _both(first: sql.Composable, second: sql.Composable) -> sql.Composable:
    return sql.SQL("{} AND {}").format(first, second)


def _given(field: Field, binder: Binder) -> sql.Composable:
    return sql.SQL("(NOT {})").format(_missing(field, binder))


def _missing(field: Field, binder: Binder) -> sql.Composable:
    stored, coin = sources.value(field, binder), sources.currency(field)
    if field.kind in ("text", "choice"):
        return sql.SQL("(coalesce({}, '') = '')").format(stored)
    if field.kind == "list":
        return sql.SQL("(coalesce(cardinality({}), 0) = 0)").format(stored)
    if coin is not None:
        return sql.SQL("({} IS NULL OR coalesce({}, '') = '')").format(stored, coin)
    return sql.SQL("({} IS NULL)").format(stored)


def _signed(left: sql.Composable, operator: str, right: Sequence[sql.Composable]) -> sql.Composable:
    """Return SQL for an ordered comparison; `right` has two ends for "between"."""
    if operator == "between":
        return sql.SQL("{left} >= {low} AND {left} <= {high}").format(
            left=left, low=right[0], high=right[1]
        )
    return sql.SQL("{} " + _SIGNS[operator] + " {}").format(left, right[0])


def _ends(node: Compare) -> tuple[Scalar, ...]:
    return node.value if isinstance(node.value, tuple) else (node.value,)


def _bound_number(number: Decimal, binder: Binder) -> sql.Composable:
    # A whole number stays an integer: integer columns are compared without a cast of each row.
    whole = number == number.to_integral_value()
    return binder.bind(int(number), "bigint") if whole else binder.bind(number, "numeric")


def _number(field: Field, node: Compare, binder: Binder) -> sql.Composable:
    ends = [values.read_value(field, end) for end in _ends(node)]
    bound = [_bound_number(end, binder) for end in ends if isinstance(end, Decimal)]
    return _sure(_signed(sources.value(field, binder), node.operator, bound))


def _money(field: Field, node: Compare, binder: Binder) -> sql.Composable:
    read = [values.read_value(field, end) for end in _ends(node)]
    ends = [end for end in read if isinstance(end, Money)]
    bound = [_bound_number(end.amount, binder) for end in ends]
    compared = _signed(sources.value(field, binder), node.operator, bound)
    coin = sources.currency(field)
    if coin is None:
        return _sure(compared)
    same = sql.SQL("{} = {}").format(coin, binder.bind(ends[0].currency, "text"))
    return _sure(_both(same, compared))


def _duration(field: Field, node: Compare, binder: Binder) -> sql.Composable:
    ends = [values.read_value(field, end) for end in _ends(node)]
    counts = [end.whole(field.unit or "day") for end in ends if isinstance(end, Duration)]
    bound = [binder.bind(count, "bigint") for count in counts]
    return _sure(_signed(sources.value(field, binder), node.operator, bound))


def _date(field: Field, node: Compare, binder: Binder) -> sql.Composable:
    stored = sources.value(field, binder)
    if node.operator.startswith("within_"):
        return _sure(_date_within(stored, field, node, binder))
    bound = [binder.bind(values.read_value(field, end), "date") for end in _ends(node)]
    return _sure(_signed(stored, node.operator, bound))


def _date_within(
    stored: sql.Composable, field: Field, node: Compare, binder: Binder
) -> sql.Composable:
    today = binder.today()
    days = binder.bind(values.read_span(field, _ends(node)[0]).whole("day"), "int")
    if node.operator == "within_last":
        return _signed(stored, "between", (sql.SQL("{} - {}").format(today, days), today))
    return _signed(stored, "between", (today, sql.SQL("{} + {}").format(today, days)))


def _instant(field: Field, node: Compare, binder: Binder) -> sql.Composable:
    stored = sources.value(field, binder)
    if node.operator.startswith("within_"):
        span = values.read_span(field, _ends(node)[0])
        last = node.operator == "within_last"
        ends = (_from_now("-", span, binder), NOW) if last else (NOW, _from_now("+", span, binder))
        return _sure(_signed(stored, "between", ends))
    read = [values.read_value(field, end) for end in _ends(node)]
    if isinstance(read[0], datetime):
        bound = [binder.bind(end, "timestamptz") for end in read]
        return _sure(_signed(stored, node.operator, bound))
    day = sql.SQL("({} AT TIME ZONE {})::date").format(stored, binder.zone())
    return _sure(_signed(day, node.operator, [binder.bind(end, "date") for end in read]))


def _choice(field: Field, node: Compare, binder: Binder) -> sql.Composable:
    stored = sources.value(field, binder)
    if node.operator in ("is", "in"):
        return _sure(_one_of(stored, _ends(node), binder))
    other = sql.SQL("NOT {}").format(_one_of(stored, _ends(node), binder))
    return _sure(_both(sql.SQL("{} <> ''").format(stored), other))


def _one_of(stored: sql.Composable, codes: Sequence[Scalar], binder: Binder) -> sql.Composable:
    if len(codes) == 1:
        return sql.SQL("({} = {})").format(stored, binder.bind(codes[0], "text"))
    return sql.SQL("({} = ANY({}))").format(stored, binder.bind(list(codes), "text[]"))


def _yes_no(field: Field, node: Compare, binder: Binder) -> sql.Composable:
    stored = sources.value(field, binder)
    template: LiteralString = "({} IS TRUE)" if node.value else "({} IS FALSE)"
    return sql.SQL(template).format(stored)


def _list(field: Field, node: Compare, binder: Binder) -> sql.Composable:
    stored = sources.value(field, binder)
    items = [str(item) for item in _ends(node)]
    if not field.choices:
        items = [fold.folded(item) for item in items]
        one = binder.folded(sql.Identifier("item"))
        stored = sql.SQL("ARRAY(SELECT {} FROM unnest({}) AS item)").format(one, stored)
    sign: LiteralString = "&&" if node.operator == "contains_any" else "@>"
    return _sure(sql.SQL("{} " + sign + " {}").format(stored, binder.bind(items, "text[]")))


def _text(field: Field, node: Compare, binder: Binder) -> sql.Composable:
    stored = sources.value(field, binder)
    words = [fold.folded(str(word)) for word in _ends(node)]
    operator = _DENIED.get(node.operator, node.operator)
    found = _found(stored, operator, words, binder)
    if operator == node.operator:
        return _sure(found)
    given = sql.SQL("{} <> ''").format(stored)
    return _sure(_both(given, sql.SQL("NOT {}").format(found)))


def _found(
    stored: sql.Composable, operator: str, words: Sequence[str], binder: Binder
) -> sql.Composable:
    """Return SQL for one of the folded `words` being in the text, in the cheapest way there is."""
    if sum(map(len, words)) > _LONGEST_PATTERN:
        return _by_folding(stored, operator, words, binder)
    expression = fold.anchored(
        "|".join(map(fold.pattern, words)),
        start=operator in ("is", "in", "starts_with"),
        end=operator in ("is", "in", "ends_with"),
    )
    affordable = binder.takes_pattern(expression)
    by_pattern = sql.SQL('({} COLLATE "C" ~ {})').format(stored, binder.bind(expression, "text"))
    if affordable:
        return by_pattern
    return sql.SQL("(CASE WHEN octet_length({}) < {} THEN {} ELSE {} END)").format(
        stored,
        binder.bind(_LONG_TEXT, "int"),
        _by_folding(stored, operator, words, binder),
        by_pattern,
    )


def _by_folding(
    stored: sql.Composable, operator: str, words: Sequence[str], binder: Binder
) -> sql.Composable:
    folded = binder.folded(stored)
    if operator in ("is", "in"):
        return _one_of(folded, words, binder)
    start = "" if operator == "starts_with" else "%"
    end = "" if operator == "ends_with" else "%"
    likes = [start + _escaped(word) + end for word in words]
    return sql.SQL("({} LIKE ANY({}))").format(folded, binder.bind(likes, "text[]"))


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


_COMPARERS: dict[Kind, Callable[[Field, Compare, Binder], sql.Composable]] = {
    "text": _text,
    "number": _number,
    "money": _money,
    "date": _date,
    "instant": _instant,
    "duration": _duration,
    "choice": _choice,
    "yes_no": _yes_no,
    "list": _list,
}
