"""SQL that reads a field's value: never fails on what is stored, NULL when it does not suit."""

from typing import LiteralString

from psycopg import sql

from vaste.rules.binding import Binder
from vaste.rules.operators import Kind
from vaste.rules.vocabulary import Column, Field, JsonKey, MoneyColumns

_NUMBER = r"^-?[0-9]{1,30}([.][0-9]{1,30})?$"
_DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_INSTANT = (
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,6})?)?"
    r"(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])$"
)


def value(field: Field, binder: Binder) -> sql.Composable:
    """
    Return SQL for the value of `field`, typed by its kind: the amount alone for money, a text[]
    for a list. NULL when missing, or '' for text and choices in a column.
    """
    source = field.source
    if field.kind == "list":
        return _items(source, binder)
    if isinstance(source, JsonKey):
        return _from_json(source, field.kind, binder)
    if isinstance(source, MoneyColumns):
        return sql.Identifier(source.alias, source.amount)
    return sql.Identifier(source.alias, source.column)


def currency(field: Field) -> sql.Composable | None:
    """Return SQL for the currency of a row's amount, None when the field has only one."""
    if isinstance(field.source, MoneyColumns):
        return sql.Identifier(field.source.alias, field.source.currency)
    return None


def _from_json(source: JsonKey, kind: Kind, binder: Binder) -> sql.Composable:
    column, key = sql.Identifier(source.alias, source.column), binder.bind(source.key, "text")
    text = sql.SQL("({} ->> {})").format(column, key)
    match kind:
        case "number" | "money" | "duration":
            return _cast(text, _shaped(text, binder.constant("shape_number", _NUMBER)), "numeric")
        case "date":
            shaped = _shaped(text, binder.constant("shape_date", _DATE))
            return _cast(text, _valid(text, shaped, "date"), "date")
        case "instant":
            shaped = _shaped(text, binder.constant("shape_instant", _INSTANT))
            return _cast(text, _valid(text, shaped, "timestamptz"), "timestamptz")
        case "yes_no":
            template = "(CASE {} WHEN 'true' THEN true WHEN 'false' THEN false END)"
            return sql.SQL(template).format(text)
    template = "(CASE WHEN jsonb_typeof({} -> {}) NOT IN ('array', 'object') THEN {} END)"
    return sql.SQL(template).format(column, key, text)


def _shaped(text: sql.Composable, shape: sql.Composable) -> sql.Composable:
    return sql.SQL('{} COLLATE "C" ~ {}').format(text, shape)


def _valid(text: sql.Composable, shaped: sql.Composable, kind: LiteralString) -> sql.Composable:
    template: LiteralString = "{} AND pg_input_is_valid({}, '" + kind + "')"
    return sql.SQL(template).format(shaped, text)


def _cast(text: sql.Composable, when: sql.Composable, kind: LiteralString) -> sql.Composable:
    """Return SQL for `text` as `kind` when the condition holds, else NULL."""
    template: LiteralString = "(CASE WHEN {} THEN {}::" + kind + " END)"
    return sql.SQL(template).format(when, text)


def _items(source: Column | JsonKey | MoneyColumns, binder: Binder) -> sql.Composable:
    if isinstance(source, MoneyColumns):
        raise TypeError("a list has no currency")
    column = sql.Identifier(source.alias, source.column)
    if isinstance(source, JsonKey):
        key = binder.bind(source.key, "text")
        return _json_items(sql.SQL("({} -> {})").format(column, key))
    if source.jsonb:
        return _json_items(column)
    return sql.SQL("{}::text[]").format(column)


def _json_items(array: sql.Composable) -> sql.Composable:
    return sql.SQL(
        "ARRAY(SELECT jsonb_array_elements_text("
        "CASE WHEN jsonb_typeof({array}) = 'array' THEN {array} ELSE '[]'::jsonb END))"
    ).format(array=array)
