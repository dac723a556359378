"""The records of a delimited text, one after the other, whatever is broken in between."""

import csv
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TextIO

from vaste.kernel.errors import Unread
from vaste.kernel.words import gettext_noop as _

#: No honest line, and no honest cell, is longer than this (characters) or has more lines.
LONGEST: Final = 1_000_000
MOST_LINES: Final = 5_000
_SHOWN: Final = 200  # characters of a line that is no record
_BROKEN = re.compile("[\udc80-\udcff]")
_BROKEN_WIDE = re.compile("[\udc80-\udcff\ufffd]")

# Cells up to LONGEST must pass; the standard library's own limit is 131,072.
csv.field_size_limit(2 * LONGEST)

UNCLOSED: Final = Unread(
    "unclosed_quote",
    _("A quotation mark opens here and is never closed, so the row cannot be taken apart."),
    _("Close the quotation mark, or double it where it belongs to the text."),
)
TOO_LONG: Final = Unread(
    "line_too_long",
    _("This line is longer than a million characters."),
    _("Check whether the file's line ends were lost."),
)
BROKEN_TEXT: Final = Unread(
    "broken_text",
    _("Some bytes of this row are not in the encoding of the rest of the file."),
    _("Save the file anew as UTF-8, or mend the row shown."),
)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a text is divided: its `delimiter`, "" for one column, and whether \\ escapes quotes."""

    delimiter: str
    escapes: bool = False
    spaces: bool = False

    def reader(self, lines: Iterator[str]) -> Iterator[list[str]]:
        """Return the standard library's reader of this dialect over `lines`."""
        return csv.reader(
            lines,
            delimiter=self.delimiter or "\x1f",
            doublequote=not self.escapes,
            escapechar="\\" if self.escapes else None,
            skipinitialspace=self.spaces,
        )


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its cells, and what is wrong with it, if anything."""

    cells: list[str]
    fault: Unread | None = None


class _Unclosed(Exception):
    """The record at hand has grown beyond what a record can be."""


class _TooLong(Exception):
    """The line at hand has grown beyond what a line can be."""


class _Lines:
    """The lines of a stream; those of the record at hand are held, to be read again if need be."""

    def __init__(self, stream: TextIO, broken: re.Pattern[str]) -> None:
        self._stream = stream
        self._broken = broken
        self._again: deque[str] = deque()
        self.held: list[str] = []
        self.size = 0
        self.is_broken = False
        self.has_ended = False

    def start_record(self) -> None:
        self.held.clear()
        self.size = 0
        self.is_broken = False

    def give_back(self) -> str:
        """Put all held lines but the first back to be read again; return the first."""
        self._again.extendleft(reversed(self.held[1:]))
        self.has_ended = False
        return self.held[0]

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._stream.readline(LONGEST)
        if not line:
            self.has_ended = True
            raise StopIteration
        self.held.append(line)
        if not line.isascii() and self._broken.search(line):
            self.is_broken = True
        if len(line) >= LONGEST and line[-1] not in "\r\n":
            self._skip_line()
            raise _TooLong
        self.size += len(line)
        if self.size > LONGEST or len(self.held) > MOST_LINES:
            raise _Unclosed
        return line

    def _skip_line(self) -> None:
        rest = self._stream.readline(LONGEST)
        while rest and rest[-1] not in "\r\n":
            rest = self._stream.readline(LONGEST)


class Records:
    """
    Iterates over the records of a stream; blank lines are records without cells.

    The stream must decode with surrogateescape (or replace, for UTF-16 and 32) and keep its line
    ends. A quotation mark that is never closed costs its own line, not the rest of the file.
    """

    def __init__(self, stream: TextIO, dialect: Dialect, encoding: str) -> None:
        self._codec = "utf-8" if encoding.startswith("utf") else encoding
        self._dialect = dialect
        wide = encoding.startswith(("utf-16", "utf-32"))
        self._lines = _Lines(stream, _BROKEN_WIDE if wide else _BROKEN)
        self._reader = dialect.reader(self._lines)

    def __iter__(self) -> "Records":
        return self

    def __next__(self) -> Record:
        lines = self._lines
        lines.start_record()
        try:
            cells = next(self._reader)
        except _TooLong:
            self._reader = self._dialect.reader(lines)
            return Record([lines.held[-1][:_SHOWN]], TOO_LONG)
        except (_Unclosed, csv.Error):
            return self._unclosed()
        # The reader asks for a line after the last one only inside a quotation.
        if lines.has_ended:
            return self._unclosed()
        if lines.is_broken:
            return Record([self._legible(cell) for cell in cells], BROKEN_TEXT)
        return Record(cells)

    def _unclosed(self) -> Record:
        line = self._lines.give_back().rstrip("\r\n")
        self._reader = self._dialect.reader(self._lines)
        delimiter = self._dialect.delimiter
        return Record(line.split(delimiter) if delimiter else [line], UNCLOSED)

    def _legible(self, cell: str) -> str:
        """Make broken bytes readable as Windows-1252, for the person who is to mend them."""
        return _BROKEN.sub(self._as_windows, cell)

    def _as_windows(self, found: re.Match[str]) -> str:
        return found[0].encode(self._codec, "surrogateescape").decode("cp1252", "replace")
