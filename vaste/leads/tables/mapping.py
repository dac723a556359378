"""A first mapping of a table's columns, guessed from their names and from what stands in them."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from vaste.kernel.business_ids import BusinessId, normalize_business_id
from vaste.kernel.dates import DateOrder, ReadDate, guess_date_order, read_date
from vaste.kernel.emails import normalize_email
from vaste.kernel.numbers import guess_decimal_mark
from vaste.kernel.phones import Phone, normalize_phone
from vaste.leads.fieldnames import BELIEVED, Guess, guess_field, without_currency
from vaste.leads.reading import vocabulary
from vaste.leads.reading.field_map import CONSENT, MISSING, Column, FieldMap
from vaste.leads.tables.parse import Row

_SHOWN: Final = 5  # samples of each column on the mapping screen
_MOST: Final = 0.6  # share of a column's values that must look alike
_SURE_OF_CONTENT: Final = 0.7
_DATES: Final = frozenset({"occurred_at", "closed_at", "first_contact_at", "needed_by"})
_SHARED: Final = frozenset({"", "email", "phone", "message", "closed_at"})
_ENOUGH: Final = 20  # values that tell whether a column repeats a few words
_NUMBERS: Final = frozenset({"value", "won_value", "revenue"})


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """
    What one column seems to hold: our `field` ("" to keep it under its own name), why, how surely.

    `why` is a code: autocomplete, synonym, unsure_synonym, content, taken (a better column holds
    that field) or unknown. `samples` are up to five different values of it.
    """

    column: str
    field: str
    why: str
    confidence: float
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GuessedMap:
    """A guessed `field_map` and the guess for every column, in the table's order."""

    field_map: FieldMap
    columns: tuple[ColumnGuess, ...]


def guess_mapping(columns: Sequence[str], rows: Sequence[Row], *, country: str = "") -> GuessedMap:
    """
    Guess what every column is read into: by its name first, then by the values in `rows`.

    A field goes to the column that is surest of it; others that mean it too keep their own names,
    but for addresses, numbers, notes and ends, where the first that is filled in a row counts.
    `country` (alpha-2) is whose telephone plan to assume. The order of dates and the decimal mark
    are told by the majority of values.
    """
    values = {column: _values(rows, column) for column in columns}
    guesses = [_guess(column, values[column], country) for column in columns]
    guesses = _one_for_each_field(guesses, values)
    mapped = {guess.column: _column(guess) for guess in guesses if guess.field}
    field_map = FieldMap(
        columns=mapped,
        others="keep",
        date_order=_date_order(mapped, values),
        decimal=guess_decimal_mark(_all(mapped, values, _NUMBERS)),
        currency=_currency(mapped),
        row_id=next((g.column for g in guesses if g.field == "external_id"), ""),
    )
    return GuessedMap(field_map, tuple(guesses))


def _currency(mapped: Mapping[str, Column]) -> str:
    """Return the currency that the column of the value is named with, "" for none."""
    values = (name for name, column in mapped.items() if column.field == "value")
    return next((without_currency(name)[1] for name in values), "")


def _column(guess: ColumnGuess) -> Column:
    """Return the column of a guess; `Google` and `google` are one source in any list."""
    values = vocabulary.source_spellings() if guess.field == "source" else {}
    return Column(guess.field, values, told=False)


def map_source(guessed: GuessedMap) -> dict[str, Any]:
    """Return a guessed map as the mapping that `parse_field_map` reads."""
    found = guessed.field_map
    return {
        "columns": {
            name: {"field": column.field, "values": dict(column.values)}
            for name, column in found.columns.items()
        },
        "others": found.others,
        **({"row_id": found.row_id} if found.row_id else {}),
        **({"dates": {"order": found.date_order}} if found.date_order else {}),
        **({"numbers": {"decimal": found.decimal}} if found.decimal else {}),
        **({"currency": found.currency} if found.currency else {}),
    }


def _values(rows: Sequence[Row], column: str) -> list[str]:
    cells = (row.cells.get(column, "").strip() for row in rows)
    return [cell for cell in cells if cell.casefold() not in MISSING]


def _guess(column: str, values: Sequence[str], country: str) -> ColumnGuess:
    samples = tuple(dict.fromkeys(values))[:_SHOWN]
    named = guess_field(column)
    if named is not None and _contradicted(named, values, country):
        named = None
    if named is not None and named.confidence >= BELIEVED:
        return ColumnGuess(column, named.field, named.why, named.confidence, samples)
    if field := _by_content(values, country):
        return ColumnGuess(column, field, "content", _SURE_OF_CONTENT, samples)
    return ColumnGuess(column, "", "unknown", 0.0, samples)


# A date, or an amount with decimals: digits enough for a number, and none.
_NO_PHONE: Final = re.compile(r"^\d{1,4}([./-])\d{1,2}\1\d{1,4}\b|,\d{1,2}$")

_CONTENT: Final[Mapping[str, Callable[[str, str], bool]]] = {
    "email": lambda value, _country: normalize_email(value) is not None,
    "business_id": lambda value, _country: isinstance(normalize_business_id(value, ""), BusinessId),
    "phone": lambda value, country: (
        _NO_PHONE.search(value) is None and isinstance(normalize_phone(value, country), Phone)
    ),
}


# The least that stands in a column of addresses, or of numbers, be they right or not.
_SHAPES: Final = {
    "email": re.compile("@"),
    "phone": re.compile(r"(?:\d[\s().,/+-]*){6}|\dE\+\d", re.IGNORECASE),
}


def _by_content(values: Sequence[str], country: str) -> str:
    """Tell addresses, business ids and numbers by themselves; plain digits tell nothing."""
    telling = [value for value in values if not value.isdecimal() or value.startswith("0")]
    if len(telling) < len(values) / 2 or not telling:
        return ""
    for field, looks_so in _CONTENT.items():
        if sum(looks_so(value, country) for value in telling) >= _MOST * len(telling):
            return field
    return ""


def _contradicted(named: Guess, values: Sequence[str], country: str) -> bool:
    """
    Say whether the values show that a name means something else: a "Contact" of addresses.

    A column called "Phone" stays one whatever is wrong with its numbers: each is complained of.
    """
    if not values:
        return False
    if named.field in _SHAPES:
        return not any(_SHAPES[named.field].search(value) for value in values)
    looks_so = _CONTENT.get(named.field)
    if looks_so is not None:
        return not any(looks_so(value, country) for value in values)
    if named.field in _DATES:
        return not any(isinstance(read_date(value), ReadDate) for value in values)
    if named.why != "unsure_synonym":
        return False
    if named.field == "full_name" and len(values) >= _ENOUGH:
        return len(set(values)) <= len(values) / 10 or bool(_by_content(values, country))
    if named.field == "outcome":
        return not any(map(vocabulary.outcome, values))
    return bool(_by_content(values, country))


def _one_for_each_field(
    guesses: list[ColumnGuess], values: Mapping[str, Sequence[str]]
) -> list[ColumnGuess]:
    best: dict[str, ColumnGuess] = {}
    for guess in guesses:
        before = best.get(guess.field)
        if before is None or _weight(guess, values) > _weight(before, values):
            best[guess.field] = guess
    return [
        guess
        if best[guess.field] is guess or guess.field in _SHARED or guess.field.startswith(CONSENT)
        else ColumnGuess(guess.column, "", "taken", guess.confidence, guess.samples)
        for guess in guesses
    ]


def _weight(
    guess: ColumnGuess, values: Mapping[str, Sequence[str]]
) -> tuple[bool, bool, int, float]:
    """
    Return what to compare guesses by: one of a column that is empty in all rows comes last.

    Of outcomes the one that tells won from others goes first, and the one with more kinds of ends:
    HubSpot's lead status speaks of calls, and who became a customer stands in its lifecycle stage.
    """
    ends = {"won", "lost", "not_a_fit"} if guess.field == "outcome" else set()
    found = ends.intersection(map(vocabulary.outcome, dict.fromkeys(values[guess.column])))
    return bool(guess.samples), "won" in found, len(found), guess.confidence


def _all(
    mapped: Mapping[str, Column], values: Mapping[str, list[str]], fields: frozenset[str]
) -> list[str]:
    return [v for name, column in mapped.items() if column.field in fields for v in values[name]]


def _date_order(mapped: Mapping[str, Column], values: Mapping[str, list[str]]) -> DateOrder:
    return guess_date_order(_all(mapped, values, _DATES))
