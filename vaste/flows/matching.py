"""
Matching a file's columns to fields: what each seems to hold, and how its first rows would be read.
"""

from __future__ import annotations

import datetime
import uuid
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from vaste.flows import define, importing
from vaste.flows.define import Definition
from vaste.leads.custom import field_called, sort_out
from vaste.leads.enquiry import Enquiry, Problem
from vaste.leads.models import Import
from vaste.leads.reading import FieldMap, parse_field_map, read_fields, says_nothing, vocabulary
from vaste.leads.reading.field_map import CUSTOM
from vaste.leads.tables.lookups import Lookups
from vaste.leads.tables.mapping import ColumnGuess, guess_mapping, map_source
from vaste.leads.tables.parse import Row, Table

SAMPLED = 200  # rows that guesses stand on
PREVIEWED = 8  # rows shown as they will be read
MOST_WORDS = 20  # different values that a column of statuses has in the sampled rows
COUNTED = 5_000  # rows in which its words are counted: the rare ones are found too
MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Word:
    """
    One value of a column, in `count` of the first COUNTED rows.

    `outcome` is its reading as one, "" none.
    """

    value: str
    count: int
    outcome: str


@dataclass(frozen=True, slots=True)
class Column:
    """
    One column of a file: what is guessed of it, and in how many of the `sampled` rows it is.

    `words` are its values, the most frequent first, where there are at most MOST_WORDS of them in
    those rows.
    """

    guess: ColumnGuess
    filled: int
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Columns:
    """A file's columns in their order, and the map that they suggest for `importing.start`."""

    columns: Sequence[Column]
    field_map: dict[str, Any]
    sampled: int


@dataclass(frozen=True, slots=True)
class RowAsRead:
    """
    One row of a file as a map reads it; one that `says_nothing` would be refused.

    `own` are values of the workspace's own fields by their names in rules, as they would be kept.
    `problems` are those of the row's own fields too.
    """

    row: Row
    enquiry: Enquiry
    own: Mapping[str, Any]
    problems: Sequence[Problem]
    says_nothing: bool


def look_at(workspace_id: uuid.UUID, made: Import) -> Columns:
    """
    Return what the columns of an import's file seem to hold.

    Columns named like one of the workspace's own fields become it. Raises Refused when the
    file can't be read any more.
    """
    return look_at_table(workspace_id, importing.table_of(made))


def look_at_table(workspace_id: uuid.UUID, table: Table) -> Columns:
    """Return what a table's columns seem to hold, as `look_at` does, before it is an import's."""
    definition = define.in_force(workspace_id)
    counted = table.sample(COUNTED)
    rows = counted[:SAMPLED]
    guessed = guess_mapping(table.columns, rows, country=home_country(definition))
    columns = [_column(one, rows, counted) for one in guessed.columns]
    source = map_source(guessed)
    named = {one.column for one in guessed.columns if one.field and one.why != "content"}
    source["columns"].update(_own(table, definition, named))
    return Columns(columns, source, len(rows))


def _column(guess: ColumnGuess, rows: Sequence[Row], counted: Sequence[Row]) -> Column:
    told = _told(guess, rows)
    is_of_words = len(told) <= MOST_WORDS
    words = _told(guess, counted).most_common(MOST_SHOWN) if is_of_words else []
    return Column(
        guess,
        filled=told.total(),
        words=tuple(Word(value, count, vocabulary.outcome(value)) for value, count in words),
    )


def _told(guess: ColumnGuess, rows: Sequence[Row]) -> Counter[str]:
    told = Counter(row.cells.get(guess.column, "").strip() for row in rows)
    del told[""]
    return told


def _own(table: Table, definition: Definition, named: Collection[str]) -> dict[str, str]:
    """Return own fields by columns; a name says more than what stands in the column."""
    names = definition.field_names
    found = {name: field_called(name, names) for name in table.columns if name not in named}
    return {name: f"{CUSTOM}{one.name}" for name, one in found.items() if one is not None}


def home_country(definition: Definition) -> str:
    """Return the country whose telephone plan is assumed, "" for none."""
    return str(definition.content["calendar"].get("holidays", {}).get("country", ""))


def read_first(
    made: Import, field_map: Mapping[str, Any], *, most: int, at: datetime.datetime
) -> list[RowAsRead]:
    """
    Return the first rows of an import's file as `field_map` reads them.

    Raises Refused for a map that can't be used and when the file can't be read any more.
    """
    parsed = parse_field_map(field_map)
    definition = define.in_force(made.workspace_id)
    lookups = Lookups(parsed, Path(made.path).parent)
    rows = importing.table_of(made).sample(most)
    return [_read(row, parsed, lookups, definition, at) for row in rows]


def _read(
    row: Row,
    field_map: FieldMap,
    lookups: Lookups,
    definition: Definition,
    at: datetime.datetime,
) -> RowAsRead:
    enquiry = read_fields(
        lookups.extend(row.cells),
        field_map=field_map,
        country=field_map.country or home_country(definition),
        at=at,
        zone=ZoneInfo(field_map.zone or definition.zone),
    )
    custom = sort_out(enquiry, definition.field_names)
    own = {one.name: custom.value(one) for one in definition.fields}
    kept = {name: value for name, value in own.items() if value is not None}
    problems = (*enquiry.problems, *custom.problems)
    return RowAsRead(row, enquiry, kept, problems, says_nothing(enquiry))
