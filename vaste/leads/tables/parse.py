"""Opens any table that people upload: CSV of every kind, XLSX, XLS and ODS, row by row."""

import io
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final

from vaste.kernel.emails import normalize_email
from vaste.kernel.errors import Refused, Unread
from vaste.kernel.text import one_line
from vaste.kernel.words import gettext_noop as _
from vaste.leads.enquiry import Problem
from vaste.leads.fieldnames import guess_field
from vaste.leads.tables import headers, sheets
from vaste.leads.tables.dialects import detect_dialect, has_directive
from vaste.leads.tables.encodings import detect_encoding
from vaste.leads.tables.kinds import kind_of
from vaste.leads.tables.records import Dialect, Record, Records

_SAMPLE: Final = 256 * 1024  # characters of a text's beginning that decide its dialect
_SHOWN: Final = 200  # characters of a bad row that its problem repeats

TOO_WIDE: Final = Unread(
    "too_many_cells",
    _("This row has more cells than the header has names, so they cannot be told apart."),
    _("Put quotation marks around cells that hold the delimiter."),
)
TOO_NARROW: Final = Unread(
    "too_few_cells",
    _("This row has less than half of the header's cells: it may be part of another row."),
    _("Check whether a line end stands inside a cell without quotation marks."),
)


@dataclass(frozen=True, slots=True)
class Row:
    """
    One row: its `number` as a spreadsheet shows it (the header's line counts), cells by column.

    `problem` is set for a row that cannot be used, with the cells as far as they could be told.
    """

    number: int
    cells: dict[str, str]
    problem: Problem | None = None


class Table(ABC):
    """
    One table in a file: `columns`, how it is written, and its rows as often as asked.

    `kind` is text or sheet; `encoding` and `delimiter` are "" for a sheet, `sheet` is its name.
    `delimiter` is "" too for a text of one column. `total_rows_hint` counts rows below the header:
    exactly for sheets, by size for texts.
    """

    kind: str
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    columns: list[str]
    header_row: int
    total_rows_hint: int

    def rows(self, after: int = 0) -> Iterator[Row]:
        """Yield the rows below the header whose number is above `after`, for resuming there."""
        for number, record in self._records():
            if number > max(after, self.header_row) and not _is_blank(record):
                yield self._row(number, record)

    def sample(self, most: int = 100) -> list[Row]:
        """Return the first `most` rows without problem."""
        return list(islice((row for row in self.rows() if row.problem is None), most))

    @abstractmethod
    def position(self) -> tuple[int, int]:
        """Return how much of the file has been read and how much there is, in one unit."""

    @abstractmethod
    def _records(self) -> Iterator[tuple[int, Record]]:
        """Yield every record of the file from its start, with the number of its row."""

    def _set_header(self, first: Sequence[tuple[int, Record]]) -> None:
        if not first:
            raise Refused(
                "empty_file", _("The file is empty."), _("Choose a file with a header and rows.")
            )
        place = headers.find_header([record.cells for _number, record in first])
        self.header_row = first[place][0]
        self.columns = headers.name_columns(_trimmed(first[place][1].cells))

    def _row(self, number: int, record: Record) -> Row:
        cells, width = record.cells, len(self.columns)
        if len(cells) == width and record.fault is None:
            return Row(number, dict(zip(self.columns, cells, strict=True)))
        values = dict(zip(self.columns, cells, strict=False))
        fault = record.fault
        if len(cells) > width and any(map(str.strip, cells[width:])):
            fault = fault or TOO_WIDE
        if len(cells) < width:
            values |= dict.fromkeys(self.columns[len(cells) :], "")
            is_part = width >= _WIDE and len(cells) < width / 2
            fault = fault or (TOO_NARROW if is_part else None)
        return Row(number, values, _problem(number, record, fault) if fault else None)


#: From this width on a row of less than half the cells is a part of one, not a short one.
_WIDE: Final = 4


def _is_blank(record: Record) -> bool:
    return not any(map(str.strip, record.cells))


def _problem(number: int, record: Record, fault: Unread) -> Problem:
    text = one_line(" | ".join(record.cells), _SHOWN)
    return Problem(f"row {number}", text, fault.message, fault.remedy)


def _trimmed(cells: Sequence[str]) -> Sequence[str]:
    """Return a header without empty cells at its end, which delimiters too many leave."""
    end = len(cells)
    while end > 1 and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


class _TextTable(Table):
    """A delimited text, read from the start for every pass; only one record is held at a time."""

    def __init__(self, path: Path) -> None:
        self.kind = "text"
        self._path = path
        self._size = path.stat().st_size
        self._read = 0
        self._file: BinaryIO | None = None
        self.encoding = detect_encoding(path)
        sample = self._beginning()
        self._dialect: Dialect = detect_dialect(sample)
        self.delimiter = self._dialect.delimiter
        self._set_header(self._first_records())
        self._refuse_prose()
        self.total_rows_hint = self._estimated_rows(sample)

    def position(self) -> tuple[int, int]:
        if self._file is not None and not self._file.closed:
            self._read = self._file.tell()
        return self._read, self._size

    def _open(self) -> io.TextIOWrapper:
        self._file = file = self._path.open("rb")
        wide = self.encoding.replace("_", "-").startswith(("utf-16", "utf-32"))
        errors = "replace" if wide else "surrogateescape"
        return io.TextIOWrapper(file, self.encoding, errors=errors, newline="")

    def _beginning(self) -> str:
        with self._open() as stream:
            text = stream.read(_SAMPLE)
        end = max(text.rfind("\n"), text.rfind("\r"))
        return text[: end + 1] if end > 0 and len(text) >= _SAMPLE else text

    def _records(self) -> Iterator[tuple[int, Record]]:
        with self._open() as stream:
            yield from enumerate(Records(stream, self._dialect, self.encoding), start=1)
        self._read = self._size

    def _first_records(self) -> list[tuple[int, Record]]:
        told = islice(self._records(), headers.LOOKED_AT)
        found = [(number, record) for number, record in told if not _is_blank(record)]
        if found and has_directive(self.delimiter.join(found[0][1].cells)):
            del found[0]
        return found

    def _refuse_prose(self) -> None:
        """Refuse a text of one column that is no list of anything a lead could come from."""
        if len(self.columns) > 1 or guess_field(self.columns[0]):
            return
        if any(normalize_email(next(iter(row.cells.values()))) for row in self.sample(20)):
            return
        raise Refused(
            "not_a_table",
            _("The file is text, but no delimiter divides it into columns."),
            _("Export the list as CSV or XLSX and upload that."),
            "line 1",
            415,
        )

    def _estimated_rows(self, sample: str) -> int:
        lines = sample.count("\n") or sample.count("\r") or 1
        bytes_a_line = len(sample.encode("utf-8", "replace")) / lines
        return max(round(self._size / max(bytes_a_line, 1)) - self.header_row, 0)


class _SheetTable(Table):
    """One sheet of a spreadsheet, held in memory by the library that reads it."""

    def __init__(self, path: Path, name: str) -> None:
        self.kind = "sheet"
        self._sheet = sheets.open_sheet(path, name)
        self.sheet = self._sheet.name
        self._read = 0
        first = list(islice(self._records(), headers.LOOKED_AT))
        self._set_header([found for found in first if not _is_blank(found[1])])
        last = self._sheet.end[0] + 1 if self._sheet.end else 0
        self.total_rows_hint = max(last - self.header_row, 0)

    def position(self) -> tuple[int, int]:
        return self._read, self.total_rows_hint + self.header_row

    def _records(self) -> Iterator[tuple[int, Record]]:
        for number, cells in sheets.sheet_rows(self._sheet):
            self._read = number
            yield number, Record(cells)


def open_table(path: Path, filename: str = "", *, sheet: str = "") -> Table:
    """
    Open the table in a file; what it is is told by its content, never by its name.

    `filename` is what the sender called it, for messages; `sheet` chooses one of a workbook's,
    "" the first visible one that holds a table. A text is read in bounded memory.

    Raises Refused: empty_file, packed, not_a_table, no_header, password_protected,
    too_large_unpacked, no_such_sheet.
    """
    try:
        if kind_of(path) == "sheet":
            return _SheetTable(path, sheet)
        return _TextTable(path)
    except Refused as refused:
        refused.place = ", ".join(filter(None, (filename, refused.place)))
        raise
