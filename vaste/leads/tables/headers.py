"""The header of a table: where it is, and names for its columns that are all different."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from vaste.kernel.dates import ReadDate, read_date
from vaste.kernel.emails import normalize_email
from vaste.kernel.errors import Refused
from vaste.kernel.text import one_line
from vaste.kernel.words import gettext_noop as _
from vaste.leads.fieldnames import LONGEST_NAME, guess_field

#: Records at the top of a file among which the header is looked for.
LOOKED_AT: Final = 30
_NUMBER = re.compile(r"[-+]?[\d\s.,]+%?")


def find_header(records: Sequence[Sequence[str]]) -> int:
    """
    Return the place of the header among the first records of a table.

    Titles and notes above it are passed over: the header is the first record about as wide as
    most, all of words.

    Raises Refused (no_header) when the first such record already holds data.
    """
    widths = Counter(_width(record) for record in records if _width(record))
    usual = max(widths, key=lambda width: (widths[width], width))
    wide_enough = max(1, round(usual * 0.6))
    place = next(i for i, record in enumerate(records) if _width(record) >= wide_enough)
    if _is_data(records[place]):
        raise Refused(
            "no_header",
            _("The first line of the table holds data, not the names of the columns."),
            _("Put a line with the columns' names on top, such as Name, E-mail, Phone."),
            f"row {place + 1}",
        )
    return place


def _width(record: Sequence[str]) -> int:
    return sum(1 for cell in record if cell.strip())


def _is_data(record: Sequence[str]) -> bool:
    cells = [cell.strip() for cell in record if cell.strip()]
    if any("@" in cell and normalize_email(cell) for cell in cells):
        return True
    if any(guess_field(cell) for cell in cells):
        return False
    telling = [c for c in cells if _NUMBER.fullmatch(c) or isinstance(read_date(c), ReadDate)]
    return len(telling) > len(cells) / 3


def name_columns(header: Sequence[str]) -> list[str]:
    """Return a name for every column: empty ones by their letter, repeated ones numbered."""
    names: list[str] = []
    for place, cell in enumerate(header):
        name = one_line(cell, LONGEST_NAME - 8) or f"Column {letters(place)}"
        plain, number = name, 1
        while name in names:
            number += 1
            name = f"{plain} ({number})"
        names.append(name)
    return names


def letters(place: int) -> str:
    """Return a spreadsheet's letters for a column counted from nought: A, B, … Z, AA."""
    text = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(ord("A") + rest) + text
    return text
