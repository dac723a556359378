"""Values that a form shows as a table: drawn row by row, and read back as they were typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from vaste.kernel import text as kernel_text
from vaste.pages.reader import language
from vaste.rules.language import Problem
from vaste.rules.wording import wording_for
from vaste.studio.panels import Complaint, Option
from vaste.studio.rules import labels
from vaste.studio.rules.reading import read_length

if TYPE_CHECKING:
    from vaste.studio.parts import Context

Word = str | Promise
Cells = Sequence[str]
SHARE = "%"  # the unit of a share of a time
LONGEST_CELL = 400  # characters
MOST_ROWS = 400
ROW = "row"  # what a button that moves a row begins with
UNITS = ("minute", "hour", "day", "week")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")  # what an input for dates can show
_LENGTH = re.compile(r"\s*(\d{1,6})\s*(minute|hour|day|week|month|year|%)s?\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """
    One column: a text, a date, a choice, or a length of time (`units`; SHARE may be one of them).

    `only_with` is the choice beside it without which it says nothing, and is not shown.
    """

    name: str
    label: Word
    kind: Literal["text", "date", "choice", "span"] = "text"
    choices: Callable[[Context], Sequence[tuple[str, Word]]] = lambda context: ()
    units: Sequence[str] = UNITS
    hint: Word = ""
    only_with: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """
    One row as text: `cells` by column, None for one that can't be told here.

    `path` is where it stands below the part's value; `label` names a row that is always there.
    """

    path: str
    cells: Sequence[str | None]
    label: Word = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """
    How a value is a table: its columns, its rows, and the value that rows as typed make.

    `spare` empty rows stand behind those that there are; 0 where the rows are always the same.
    `is_ordered`: their order says something, and buttons and a grip change it.
    """

    columns: Sequence[Column]
    rows: Callable[[Any], list[Row]]
    value: Callable[[Sequence[Cells]], Any]
    spare: int = 3
    is_ordered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CellView:
    """One cell: `name` is what the form sends; `is_locked` shows a dash in its place."""

    name: str
    kind: str
    label: str
    heading: str
    value: str = ""
    options: Sequence[Option] = ()
    is_locked: bool = False
    only_with: str = ""


@dataclass(frozen=True, slots=True)
class RowView:
    """
    One row with what is wrong in it.

    `key` is its number where it can be moved, up or down as told; `focus` is the button that has
    the focus: up, down or "".
    """

    label: str
    cells: Sequence[CellView]
    problems: Sequence[Complaint] = ()
    key: str = ""
    can_up: bool = False
    can_down: bool = False
    focus: str = ""


@dataclass(frozen=True, slots=True)
class GridView:
    """
    A table of a form; `named` rows have a heading of their own. `order` begins what a button that
    moves a row sends, "" where the rows have no order.
    """

    columns: Sequence[str]
    rows: Sequence[RowView] = field(default_factory=tuple)
    named: bool = False
    order: str = ""


def drawn(
    name: str, grid: Grid, value: Any, context: Context, problems: Sequence[Problem]
) -> tuple[GridView, list[Problem]]:
    """Return a value as a table, and the problems (paths below the value) of no single row."""
    rows, rest = grid.rows(value), list(problems)
    views = []
    for number, row in enumerate([*rows, *[_empty(grid)] * grid.spare]):
        mine = [one for one in rest if row.path and _is_at(one.path, row.path)]
        rest = [one for one in rest if one not in mine]
        told = [Complaint("", "", one.message, one.remedy) for one in mine]
        label = str(row.label) or _("Row %(n)d") % {"n": number + 1}
        cells = [
            _cell(f"{name}.{number}.{column.name}", column, told_in, context, label)
            for column, told_in in zip(grid.columns, row.cells, strict=True)
        ]
        view = RowView(str(row.label), cells, told)
        views.append(_ordered(view, name, number, len(rows), context) if grid.is_ordered else view)
    named = any(row.label for row in rows)
    order = f"{ROW}:{name}:" if grid.is_ordered else ""
    return GridView([str(one.label) for one in grid.columns], views, named, order), rest


def _ordered(view: RowView, name: str, number: int, count: int, context: Context) -> RowView:
    """Return a row that can be moved among the `count` that say something."""
    if number >= count:
        return view
    can = {"up": number > 0, "down": number < count - 1}
    verb = context.moved[2] if context.moved and context.moved[:2] == (name, number) else ""
    other = {"up": "down", "down": "up"}.get(verb, "")
    return replace(
        view,
        key=str(number),
        can_up=can["up"],
        can_down=can["down"],
        focus=verb if can.get(verb) else other,
    )


def _empty(grid: Grid) -> Row:
    return Row("", [""] * len(grid.columns))


def _is_at(path: str, row: str) -> bool:
    return path == row or path.startswith((f"{row}.", f"{row}["))


def _cell(name: str, column: Column, told: str | None, context: Context, row: str) -> CellView:
    value = told or ""
    options: list[Option] = []
    if column.kind == "span":
        value, options = _length(column, told or "")
    elif column.kind == "choice":
        known = [(key, str(words)) for key, words in column.choices(context)]
        known += [(value, value)] if value not in dict(known) else []
        options = [Option(key, words, key == value) for key, words in known]
    is_odd = column.kind == "date" and value and not _DATE.fullmatch(value)
    return CellView(
        name=name,
        kind="text" if is_odd else column.kind,
        label=f"{row}: {column.label}",
        heading=str(column.label),
        value=value,
        options=options,
        is_locked=told is None,
        only_with=column.only_with,
    )


def _length(column: Column, told: str) -> tuple[str, list[Option]]:
    """Return the number of a length and its units, one of them chosen."""
    found = _LENGTH.fullmatch(told)
    chosen = found[2] if found else ""
    names = [*column.units, *([chosen] if chosen and chosen not in column.units else [])]
    words = {SHARE: _("% of the time"), **labels.UNITS}
    return found[1] if found else told, [
        Option(unit, str(words[unit]), unit == chosen) for unit in names
    ]


def read_rows(name: str, grid: Grid, post: QueryDict) -> Any:
    """Return the value that a form's rows make; None where nothing is told."""
    told = post.get(f"{name}:rows", "")
    count = min(int(told), MOST_ROWS) if told.isdecimal() and len(told) < 6 else 0
    rows = [
        [_typed(f"{name}.{number}.{column.name}", column, post) for column in grid.columns]
        for number in range(count)
    ]
    if grid.is_ordered:
        rows = _moved(rows, move_of(post.get("do", "")), name)
    return grid.value(rows if not grid.spare else [row for row in rows if any(row)]) or None


def move_of(do: str) -> tuple[str, int, int, str] | None:
    """
    Return which row of which part a button moves, where to, and by which verb; None for another.

    `do` is "row:", the part's name, "up", "down" or "to", the row's number, and after "to" the
    place.
    """
    word, _colon, rest = do.partition(":")
    name, verb, number, place, *_more = [*rest.split(":"), "", "", ""]
    index = _number(number)
    target = {"up": index - 1, "down": index + 1}.get(verb, _number(place))
    return (name, index, target, verb) if word == ROW and min(index, target) >= 0 else None


def _number(told: str) -> int:
    return int(told) if told.isascii() and told.isdecimal() and len(told) < 6 else -1


def _moved(
    rows: list[list[str]], move: tuple[str, int, int, str] | None, name: str
) -> list[list[str]]:
    """Return rows as typed with one of them moved; what can't be done changes nothing."""
    if move is None or move[0] != name or max(move[1:3]) >= len(rows):
        return rows
    made = list(rows)
    made.insert(move[2], made.pop(move[1]))
    return made


def _typed(name: str, column: Column, post: QueryDict) -> str:
    told = kernel_text.clean(post.get(name, ""), LONGEST_CELL).strip()
    if column.kind != "span" or not told:
        return told
    unit = post.get(f"{name}:unit", "")
    return f"{told} %" if unit == SHARE else str(read_length(told, unit) or "")


def same(grid: Grid, one: Any, other: Any) -> bool:
    """Say whether two values look the same in the table."""
    return [row.cells for row in grid.rows(one)] == [row.cells for row in grid.rows(other)]


def in_words(grid: Grid, value: Any, context: Context | None) -> str:
    """Return a value as one line: its rows, each with what its cells say."""
    told = []
    for row in grid.rows(value):
        cells = [
            _in_words(column, cell, context)
            for column, cell in zip(grid.columns, row.cells, strict=True)
            if cell
        ]
        if cells:
            told.append(": ".join(filter(None, [str(row.label), " · ".join(cells)])))
    return "; ".join(told)


def _in_words(column: Column, cell: str, context: Context | None) -> str:
    if column.kind == "choice" and context is not None:
        return str(dict(column.choices(context)).get(cell, cell))
    found = _LENGTH.fullmatch(cell) if column.kind == "span" else None
    if found is None or found[2] == SHARE:
        return cell
    return wording_for(language()).lengths[found[2]].said(int(found[1]))
