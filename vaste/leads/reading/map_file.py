"""The YAML of a field map read and checked, every mistake with its place."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from zoneinfo import available_timezones

import yaml

from vaste.kernel.countries import country_code
from vaste.kernel.currency import CODES
from vaste.kernel.errors import Refused
from vaste.kernel.text import fold
from vaste.kernel.words import gettext_noop as _
from vaste.leads.enquiry import FIELDS, OUTCOMES, Problem
from vaste.leads.reading.field_map import MISSING, Column, FieldMap, Lookup, is_target

_LONGEST_SOURCE: Final = 200_000  # characters
_TOP: Final = frozenset(
    {"name", "columns", "constants", "missing", "others", "row_id", "dates", "numbers"}
    | {"currency", "country", "close_reasons", "lookups"}
)
_CHOICES: Final[dict[str, frozenset[str]]] = {
    "others": frozenset({"guess", "keep", "ignore"}),
    "dates.order": frozenset({"", "dmy", "mdy", "ymd"}),
    "numbers.decimal": frozenset({"", ",", "."}),
}
_MEANS_MISSING: Final = "missing"


class _Loader(yaml.SafeLoader):
    """Reads every scalar as the text it is, so that `No` and `0` stay what the file says."""

    yaml_implicit_resolvers: dict[str, Any] = {}

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        names = [key.value for key, _value in node.value if isinstance(key, yaml.ScalarNode)]
        for name in names:
            if names.count(name) > 1:
                raise yaml.constructor.ConstructorError(
                    None, None, f"{name!r} stands twice", node.start_mark
                )
        return super().construct_mapping(node, deep)


def parse_field_map(source: str | Mapping[str, Any]) -> FieldMap:
    """
    Return the field map that YAML text, or what was loaded from it, describes.

    Raises Refused (bad_field_map) at the first mistake.
    """
    found, problems = _read(source)
    if problems:
        first = problems[0]
        raise Refused("bad_field_map", first.message, first.remedy, first.field, status=422)
    return found


def load_map(source: str) -> dict[str, Any]:
    """
    Return what the YAML text of a field map holds, to be kept with an import.

    Raises Refused (bad_field_map) at the first mistake.
    """
    parse_field_map(source)
    return dict(_loaded(source, _MapReader()))


def check_field_map(source: str | Mapping[str, Any]) -> list[Problem]:
    """Return every mistake of a field map; `field` is its place, as in "columns.Converted"."""
    return _read(source)[1]


def _read(source: str | Mapping[str, Any]) -> tuple[FieldMap, list[Problem]]:
    reader = _MapReader()
    return reader.field_map(_loaded(source, reader)), reader.problems


def _loaded(source: str | Mapping[str, Any], reader: "_MapReader") -> Mapping[str, Any]:
    if not isinstance(source, str):
        return source
    try:
        if len(source) > _LONGEST_SOURCE:
            raise ValueError("longer than 200,000 characters")
        found = yaml.load(source, Loader=_Loader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reader.fault(
            "", str(error)[:300], _("This is not correct YAML."), _("Mend the place named.")
        )
        return {}
    if not isinstance(found, dict):
        reader.fault("", str(found)[:60], *_NOT_A_MAPPING)
        return {}
    return found


_NOT_A_MAPPING: Final = (
    _("A list of names with their values is needed here."),
    _("Write one name a line, a colon and its value."),
)
_UNKNOWN_NAME: Final = (
    _("This name means nothing in a field map."),
    _("Check its spelling against the example maps."),
)
_UNKNOWN_FIELD: Final = (
    _("There is no such field to read a column into."),
    _("Use a field's name, custom:name, consent:purpose or ignore."),
)
_UNKNOWN_CHOICE: Final = (
    _("This is not one of the choices."),
    _("See the example maps for what can stand here."),
)


class _MapReader:
    """Collects the problems of one map while it is read."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def fault(self, place: str, value: str, message: str, remedy: str) -> None:
        self.problems.append(Problem(place, value, message, remedy))

    def field_map(self, top: Mapping[str, Any]) -> FieldMap:
        for name in top:
            if name not in _TOP:
                self.fault(str(name), "", *_UNKNOWN_NAME)
        dates = self._mapping(top, "dates")
        numbers = self._mapping(top, "numbers")
        return FieldMap(
            name=str(top.get("name", "")),
            columns=self._columns(self._mapping(top, "columns")),
            constants=self._constants(self._mapping(top, "constants")),
            missing=self._missing(top),
            others=self._choice("others", top.get("others", "keep")),  # type: ignore[arg-type]
            row_id=str(top.get("row_id", "")),
            date_order=self._choice("dates.order", dates.get("order", "")),  # type: ignore[arg-type]
            zone=self._zone(str(dates.get("zone", ""))),
            decimal=self._choice("numbers.decimal", numbers.get("decimal", "")),
            currency=self._currency(str(top.get("currency", ""))),
            country=self._country(str(top.get("country", ""))),
            close_reasons=self._close_reasons(self._mapping(top, "close_reasons")),
            lookups=self._lookups(self._mapping(top, "lookups")),
        )

    def _mapping(self, top: Mapping[str, Any], name: str) -> Mapping[str, Any]:
        found = top.get(name) or {}
        if isinstance(found, Mapping):
            return found
        self.fault(name, str(found)[:60], *_NOT_A_MAPPING)
        return {}

    def _choice(self, place: str, value: object) -> str:
        if str(value) not in _CHOICES[place]:
            self.fault(place, str(value), *_UNKNOWN_CHOICE)
        return str(value)

    def _columns(self, found: Mapping[str, Any]) -> dict[str, Column]:
        columns: dict[str, Column] = {}
        for name, told in found.items():
            column = self._column(f"columns.{name}", told)
            columns.setdefault(fold(name), column)
            columns[name] = column
        return columns

    def _column(self, place: str, told: object) -> Column:
        parts = told if isinstance(told, Mapping) else {"field": told}
        target = str(parts.get("field", ""))
        if not is_target(target):
            self.fault(place, target, *_UNKNOWN_FIELD)
        for name in parts:
            if name not in {"field", "values", "scale"}:
                self.fault(f"{place}.{name}", "", *_UNKNOWN_NAME)
        values = self._mapping(parts, "values")
        return Column(
            target, self._values(values), self._scale(place, str(parts.get("scale", "1")))
        )

    def _values(self, told: Mapping[str, Any]) -> dict[str, str]:
        values: dict[str, str] = {}
        for cell, meant in told.items():
            reading = "" if str(meant) == _MEANS_MISSING else str(meant)
            values.setdefault(str(cell).strip().casefold(), reading)
            values[str(cell)] = reading
        return values

    def _scale(self, place: str, text: str) -> Decimal:
        try:
            scale = Decimal(text)
        except InvalidOperation:
            scale = Decimal(0)
        if not (scale.is_finite() and scale > 0):
            self.fault(f"{place}.scale", text, *_UNKNOWN_CHOICE)
            return Decimal(1)
        return scale

    def _constants(self, found: Mapping[str, Any]) -> dict[str, str]:
        for name in found:
            if name not in FIELDS:
                self.fault(f"constants.{name}", "", *_UNKNOWN_FIELD)
        return {name: str(value) for name, value in found.items()}

    def _missing(self, top: Mapping[str, Any]) -> frozenset[str]:
        found = top.get("missing")
        if found is None:
            return MISSING
        if not isinstance(found, list):
            self.fault("missing", str(found)[:60], *_UNKNOWN_CHOICE)
            return MISSING
        return frozenset({"", *(str(word).strip().casefold() for word in found)})

    def _zone(self, zone: str) -> str:
        if zone and zone not in available_timezones():
            self.fault("dates.zone", zone, *_UNKNOWN_CHOICE)
            return ""
        return zone

    def _currency(self, code: str) -> str:
        if code and code not in CODES:
            self.fault("currency", code, *_UNKNOWN_CHOICE)
        return code

    def _country(self, code: str) -> str:
        if code and country_code(code) != code:
            self.fault("country", code, *_UNKNOWN_CHOICE)
        return code

    def _close_reasons(self, found: Mapping[str, Any]) -> dict[str, str]:
        for outcome in found:
            if outcome not in OUTCOMES:
                self.fault(f"close_reasons.{outcome}", "", *_UNKNOWN_CHOICE)
        return {outcome: str(reason) for outcome, reason in found.items()}

    def _lookups(self, found: Mapping[str, Any]) -> dict[str, Lookup]:
        lookups = {}
        for name, told in found.items():
            if not isinstance(told, Mapping) or set(told) != {"file", "by", "key"}:
                self.fault(f"lookups.{name}", "", *_NOT_A_MAPPING)
                continue
            lookups[name] = Lookup(str(told["file"]), str(told["by"]), str(told["key"]))
        return lookups
