"""Codes of industries: NACE Rev. 2, and the national ones that share its first four digits."""

from __future__ import annotations

import re
from typing import Final

_CODE = re.compile(r"(?:[A-U]\s*)?(\d{2})(?:[. ]?(\d{1,2}))?(?:[. -]?\d{1,2})?(?:\D.*)?", re.DOTALL)
# The divisions (first two digits) of each section. Source: Regulation (EC) No 1893/2006, Annex I.
_SECTIONS: Final = {
    "A": (1, 3), "B": (5, 9), "C": (10, 33), "D": (35, 35), "E": (36, 39), "F": (41, 43),
    "G": (45, 47), "H": (49, 53), "I": (55, 56), "J": (58, 63), "K": (64, 66), "L": (68, 68),
    "M": (69, 75), "N": (77, 82), "O": (84, 84), "P": (85, 85), "Q": (86, 88), "R": (90, 93),
    "S": (94, 96), "T": (97, 98), "U": (99, 99),
}  # fmt: skip
SECTIONS: Final = tuple(_SECTIONS)


def nace_code(text: str) -> str:
    """
    Return the code that `text` begins with as `62` or `62.01`, "" when it begins with none.

    Finnish TOL, Swedish SNI and Hungarian TEÁOR codes have the same first four digits; what follows
    them is left out.
    """
    found = _CODE.fullmatch(text.strip())
    if found is None or not nace_section(found[1]):
        return ""
    return f"{found[1]}.{found[2]}" if found[2] else found[1]


def nace_section(code: str) -> str:
    """Return the section, A to U, of a code by its first two digits; "" for none."""
    if not code[:2].isdecimal() or not code[:2].isascii():
        return ""
    division = int(code[:2])
    return next(
        (section for section, (low, high) in _SECTIONS.items() if low <= division <= high), ""
    )
