"""How a delimited text is divided, found from its beginning."""

import csv
import io
import math
import re
from collections import Counter
from typing import Final

from vaste.leads.tables.records import Dialect

_DELIMITERS: Final = (",", ";", "\t", "|", "^", "~", ":")
_LOOKED_AT: Final = 200  # records
_ESCAPED = re.compile(r'\\"[^",;\t|^~:\r\n]')
_DIRECTIVE = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)


def detect_dialect(sample: str) -> Dialect:
    """
    Return the dialect of a text by its first lines (whole lines, some 200 of them).

    The delimiter is the one that divides most records into the same number of cells, header
    included; a first line "sep=;" decides it.
    """
    if told := _DIRECTIVE.match(sample):
        return Dialect(told[1], _escapes(sample), _spaces(sample, told[1]))
    scores = {delimiter: _score(sample, delimiter) for delimiter in _DELIMITERS}
    best = max(scores, key=lambda delimiter: scores[delimiter])
    if scores[best] <= 0:
        return Dialect("", _escapes(sample))
    return Dialect(best, _escapes(sample), _spaces(sample, best))


def has_directive(line: str) -> bool:
    """Say whether a first line only tells a spreadsheet which delimiter follows."""
    return _DIRECTIVE.fullmatch(line) is not None


def _escapes(sample: str) -> bool:
    # A quote that ends a cell stands before a delimiter; one behind a backslash that does not
    # is part of the text.
    return _ESCAPED.search(sample) is not None


def _spaces(sample: str, delimiter: str) -> bool:
    return f'{delimiter} "' in sample


def _score(sample: str, delimiter: str) -> float:
    """Return how well a delimiter divides: share of records of the usual width, times its root."""
    dialect = Dialect(delimiter, _escapes(sample), _spaces(sample, delimiter))
    widths = []
    try:
        for record in dialect.reader(io.StringIO(sample, newline="")):
            if record:
                widths.append(len(record))
            if len(widths) >= _LOOKED_AT:
                break
    except csv.Error:
        return 0.0
    many = [width for width in widths if width > 1]
    if not many:
        return 0.0
    usual, times = Counter(many).most_common(1)[0]
    fits = 1.0 if widths[0] == usual else 0.5
    return fits * times / len(widths) * math.sqrt(usual - 1)
