"""JSON bodies read into a flat list of names and texts."""

import json
from typing import Any, Final, NoReturn

from vaste.kernel.errors import Refused
from vaste.kernel.words import gettext_noop as _
from vaste.leads.reading.limits import MAX_DEPTH, MAX_FIELDS, Fields, too_many_fields

# What names a value in lists such as Meta's field_data, Google's user_column_data and HubSpot's
# values: one object for each answer. The first key that is there counts.
_NAME_KEYS: Final = ("column_id", "name", "key", "field", "column_name", "label", "question")
_VALUE_KEYS: Final = ("string_value", "value", "values", "answer")
_ORGANIZATIONS: Final = frozenset({"Organization", "Corporation", "LocalBusiness", "NGO"})


def read_json(body: bytes) -> Fields:
    """
    Read one JSON object into names and texts: nested names joined by points, numbers as written.

    Lists of plain values are joined by ", "; lists of name-value objects become fields of those
    names. Nulls are left out.

    Raises Refused: not_utf8, bad_json, too_deep, duplicate_key, not_an_object, too_many_fields.
    """
    found = _parsed(_text(body))
    if isinstance(found, list) and len(found) == 1:
        found = found[0]
    if not isinstance(found, dict):
        raise Refused(
            "not_an_object",
            _("The body is JSON, but not one object with named fields."),
            _('Send one enquiry as an object, such as {"email": "aino@example.com"}.'),
        )
    fields: Fields = []
    _walk(found, _root(found), 1, fields)
    return fields


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(
            "not_utf8",
            _("The body is not UTF-8 text, which JSON must be."),
            _("Send the body in UTF-8."),
            f"byte {error.start}",
        ) from None


def _parsed(text: str) -> Any:
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise Refused(
            "bad_json",
            _("The body is not correct JSON."),
            _("Check the commas, quotes and brackets at the place named."),
            f"line {error.lineno}, column {error.colno}",
        ) from None
    except RecursionError:
        raise _too_deep("") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Refused(
            "duplicate_key",
            _("One name stands twice in the same JSON object, so one of the values would be lost."),
            _("Send each name once; several values go into a list."),
            twice[:60],
        )
    return found


def _constant(word: str) -> NoReturn:
    raise Refused(
        "bad_json",
        _("JSON has no NaN and no Infinity."),
        _("Send a number, or null where there is none."),
        word,
    )


# Numbers stay the text they were: long ids keep every digit, 1.50 its nought.
_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=str, parse_float=str, parse_constant=_constant
)


def _root(found: dict[str, Any]) -> str:
    """Return the name that fields of a schema.org organization are told under, else ""."""
    return "organization" if found.get("@type") in _ORGANIZATIONS else ""


def _walk(value: Any, name: str, depth: int, fields: Fields) -> None:
    if depth > MAX_DEPTH:
        raise _too_deep(name)
    if isinstance(value, dict):
        for key, inner in value.items():
            _walk(inner, f"{name}.{key}" if name else key, depth + 1, fields)
    elif isinstance(value, list):
        _walk_list(value, name, depth, fields)
    elif value is not None:
        if len(fields) >= MAX_FIELDS:
            raise too_many_fields()
        fields.append((name, _as_text(value)))


def _walk_list(values: list[Any], name: str, depth: int, fields: Fields) -> None:
    if not any(isinstance(value, dict | list) for value in values):
        told = [_as_text(value) for value in values if value is not None]
        _walk(", ".join(told) if told else None, name, depth, fields)
        return
    for number, value in enumerate(values):
        own_name, own_value = _named(value)
        _walk(own_value, own_name or f"{name}.{number}", depth + 1, fields)


def _named(value: Any) -> tuple[str, Any]:
    """Return name and value of a name-value object; "" and the value itself otherwise."""
    if isinstance(value, dict):
        value_key = next((key for key in _VALUE_KEYS if key in value), "")
        names = (value.get(key) for key in _NAME_KEYS if key in value)
        name = next((name for name in names if name and isinstance(name, str)), "")
        if value_key and name:
            return name, value[value_key]
    return "", value


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _too_deep(name: str) -> Refused:
    return Refused(
        "too_deep",
        _("The JSON is nested deeper than 32 levels."),
        _("Send the fields of the enquiry flat, or nearly so."),
        name[:60],
    )
