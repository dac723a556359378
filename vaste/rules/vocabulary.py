"""The fields and happenings that rules may name, registered by the rooms that own them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from babel import numbers

from vaste.rules.durations import SECONDS
from vaste.rules.operators import OPERATORS, Kind

Labels: TypeAlias = Mapping[str, str]

_IDENTIFIER = re.compile(r"[a-z_][a-z0-9_]{0,62}")
_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")
_LONGEST_NAME = 120

# Per cent of certainty that a person did it, from which something that happened counts.
HUMAN_FROM = 50


@dataclass(frozen=True, slots=True)
class Column:
    """
    A column of the FROM item `alias`.

    Text and choice: text or varchar, where '' counts as missing. Duration: a whole number of
    the field's unit. List: text[], or a jsonb array when `jsonb` is true.
    """

    alias: str
    column: str
    jsonb: bool = False


@dataclass(frozen=True, slots=True)
class MoneyColumns:
    """An amount with the ISO 4217 code of its currency beside it; missing when either is."""

    alias: str
    amount: str
    currency: str


@dataclass(frozen=True, slots=True)
class JsonKey:
    """
    A custom field: one key of an object in a jsonb column.

    A value that does not suit the field's kind counts as missing; reading it never fails.
    Date: "2026-03-05". Instant: ISO 8601 with an offset. Number and duration: up to 30 digits
    before and after the point. Yes or no: true or false. List: an array.
    """

    alias: str
    column: str
    key: str


Source: TypeAlias = Column | MoneyColumns | JsonKey


@dataclass(frozen=True, slots=True)
class Field:
    """
    One thing a rule can ask about.

    `labels` and the labels of `choices` are by language ("en", "fi", "sv", "hu"), in the form
    of a dictionary entry ("request type", "an offer"). `unit` is, for a duration, what the
    stored number counts ("day" when None; also "minute", "hour", "week"); for money, the one
    currency that its amounts are in (None: each row says its own).

    Raises ValueError when the parts do not fit together.
    """

    name: str
    kind: Kind
    source: Source
    labels: Labels
    choices: Mapping[str, Labels] = field(default_factory=dict)
    unit: str | None = None

    def __post_init__(self) -> None:
        _require_name(self.name)
        _require_identifiers(self.name, *_identifiers(self.source))
        _require(self.kind in OPERATORS, self.name, "has an unknown kind")
        _require(bool(self.labels), self.name, "has no label")
        _require(self.kind != "choice" or bool(self.choices), self.name, "has no choices")
        _require_unit(self)


@dataclass(frozen=True, slots=True)
class Happening:
    """
    Something contacts do, one row of `table` each time.

    Rows count when `kind_column` holds one of `kind_values` (every row when it is None) and
    `human_column`, if any, holds HUMAN_FROM per cent or more. The table has `workspace_id`; the
    rule pins it. `path_column`, if any, holds where it happened as `kernel.paths.path_of` keeps
    it, and `path_labels` say what that is ("address"). `labels` are verb phrases in the past
    ("downloaded anything"), `never` the same denied ("downloaded nothing"); without `never` a
    sentence is made that needs no denial.

    Raises ValueError when the parts do not fit together.
    """

    name: str
    table: str
    contact_column: str
    kind_column: str | None
    kind_values: tuple[str, ...]
    at_column: str
    human_column: str | None
    labels: Labels
    never: Labels = field(default_factory=dict)
    path_column: str | None = None
    path_labels: Labels = field(default_factory=dict)

    def __post_init__(self) -> None:
        _require_name(self.name)
        columns = (
            *(self.contact_column, self.at_column, self.kind_column),
            *(self.human_column, self.path_column),
        )
        _require_identifiers(self.name, self.table, *(name for name in columns if name))
        has_path = self.path_column is not None
        _require(has_path == bool(self.path_labels), self.name, "needs path and label together")
        _require(bool(self.labels), self.name, "has no label")
        counts_kinds = self.kind_column is not None
        _require(counts_kinds == bool(self.kind_values), self.name, "has kinds without a column")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All that rules of one workspace may name, by name; made with `Vocabulary.of`."""

    fields: Mapping[str, Field]
    happenings: Mapping[str, Happening]

    @classmethod
    def of(cls, *parts: Iterable[Field | Happening]) -> "Vocabulary":
        """
        Return the vocabulary of all `parts`, one part for each room.

        Raises ValueError when two fields, or two happenings, have one name.
        """
        return cls({}, {}).plus(*parts)

    def plus(self, *parts: Iterable[Field | Happening]) -> "Vocabulary":
        """Return this vocabulary with more in it, such as a workspace's custom fields."""
        fields, happenings = dict(self.fields), dict(self.happenings)
        for entry in (entry for part in parts for entry in part):
            if isinstance(entry, Field):
                _require(entry.name not in fields, entry.name, "is registered twice")
                fields[entry.name] = entry
            else:
                _require(entry.name not in happenings, entry.name, "is registered twice")
                happenings[entry.name] = entry
        return Vocabulary(fields, happenings)


def label(labels: Labels, language: str, *, otherwise: str) -> str:
    """Return the label in `language`, or else in English, or any, or `otherwise`."""
    return labels.get(language) or labels.get("en") or next(iter(labels.values()), otherwise)


def _identifiers(source: Source) -> tuple[str, ...]:
    if isinstance(source, MoneyColumns):
        return (source.alias, source.amount, source.currency)
    return (source.alias, source.column)


def _require(condition: bool, name: str, what: str) -> None:
    if not condition:
        raise ValueError(f"{name!r} {what}")


def _require_name(name: str) -> None:
    fits = len(name) <= _LONGEST_NAME and _NAME.fullmatch(name) is not None
    _require(fits, name, "is not a name: write small letters, digits, '_' and '.'")


def _require_identifiers(name: str, *identifiers: str) -> None:
    for identifier in identifiers:
        fits = _IDENTIFIER.fullmatch(identifier) is not None
        _require(fits, name, f"stands on {identifier!r}, which is not a plain column name")


def _require_unit(entry: Field) -> None:
    if entry.kind == "duration":
        _require(entry.unit is None or entry.unit in SECONDS, entry.name, "has no such unit")
    elif entry.kind == "money":
        _require_currency(entry)
    else:
        _require(entry.unit is None, entry.name, "has a unit, which its kind does not take")
        _require(not isinstance(entry.source, MoneyColumns), entry.name, "is not money")


def _require_currency(entry: Field) -> None:
    known = entry.unit is None or numbers.is_currency(entry.unit)
    _require(known, entry.name, "has no such currency")
    says_currency = entry.unit is not None or isinstance(entry.source, MoneyColumns)
    _require(says_currency, entry.name, "is money in no currency")
